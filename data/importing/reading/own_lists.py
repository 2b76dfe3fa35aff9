"""The list of rejected rows that an import writes: in a folder it is no data to import.

The workbook beside it is, also as it is: what was unknown may have come since.
"""

from pathlib import Path
from typing import Final

HEADINGS: Final = ("file", "row", "column", "value", "reason")

_BEGINNING: Final = ",".join(HEADINGS).encode()
_BOM: Final = b"\xef\xbb\xbf"


def is_list(path: Path) -> bool:
    """Return whether a file begins as the list of an import does."""
    try:
        with path.open("rb") as file:
            first = file.readline(len(_BOM) + len(_BEGINNING) + len(b"\r\n"))
    except OSError:
        return False
    return first.removeprefix(_BOM).rstrip(b"\r\n") == _BEGINNING
