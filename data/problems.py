"""The error type that is shown to users, and the marker for texts that are translated later."""

from collections.abc import Mapping
from typing import Any


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a marker
    """Mark a text for the catalogs where no language is known yet; it is translated when shown."""
    return message


class Problem(Exception):  # noqa: N818 - what users have is a problem
    """Something that the user did wrong, or that is down.

    `title` names it in a few words, `sentence` says what to do. Both are English message ids
    marked with `N_`, with `{name}` fields that `values` fills after translation. Driver texts go
    to the log: only what another database says of a user's own query travels in a problem. A
    command ends with `status`.
    """

    # The input, the arguments or the settings are refused, and nothing is done.
    status = 2

    def __init__(self, title: str, sentence: str, **values: object) -> None:
        self.title = title
        self.sentence = sentence
        self.values = values
        super().__init__(f"{title}: {sentence.format(**values)}")

    def as_json(self) -> dict[str, object]:
        """Return the problem in a form that can be stored and translated later."""
        values = {name: str(value) for name, value in self.values.items()}
        return {"title": self.title, "sentence": self.sentence, "values": values}


class Failed(Problem):
    """The program or the store failed; nothing is done, and the user cannot be blamed."""

    status = 3


def from_json(stored: Mapping[str, Any]) -> Problem:
    """Return a problem that was stored, or that another process had."""
    return Problem(stored["title"], stored["sentence"], **stored["values"])
