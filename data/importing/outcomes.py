"""What may become of rows, and of a run: the outcomes, and the exit status that follows from them.

It knows nothing of how files are read or rows are written: questions ask it, too.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

# What may become of a row; a run that knows less of them has none of the others.
OUTCOMES: Final = ("inserted", "updated", "reverted", "unchanged", "rejected", "left_out")
# Those that are in the store.
ACCEPTED: Final = ("inserted", "updated", "reverted", "unchanged")


def status(files: Sequence[Mapping[str, Any]], counts: Mapping[str, Mapping[str, int]]) -> int:
    """Return the exit status of a run from what the store has noted of its files and rows."""
    total = {name: sum(each.get(name, 0) for each in counts.values()) for name in OUTCOMES}
    refused_files = [bool(file["refusal"]) for file in files]
    notices = [file.get("notices", {}) for file in files]
    is_left = any(each.get("filled") or each.get("ignored") for each in notices)
    if not (any(refused_files) or is_left or total["rejected"] or total["left_out"]):
        return 0
    read = [
        not why and not each.get("ignored")
        for why, each in zip(refused_files, notices, strict=True)
    ]
    is_in = any(total[name] for name in ACCEPTED)
    return 1 if is_in or (any(read) and not total["rejected"]) else 2
