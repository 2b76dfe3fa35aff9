"""Texts made harmless before they are written to files that spreadsheets open.

Names come from outside. In a csv a text can be taken for a formula, or for more cells than it is;
in any file a letter that cannot be written breaks the whole.
"""

import re
from collections.abc import Sequence
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# The beginnings of formulas, as they are typed in Europe, and in East Asia.
_SIGNS: Final = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# What nobody sees, and what spreadsheets skip before a formula.
_UNSEEN: Final = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
# Where a cell may begin: a file is also opened with another separator than it was written with.
_CELL: Final = r"(?:\A|(?<=[,;\t\r\n]))"
_FORMULA: Final = re.compile(rf"{_CELL}(?=[{_UNSEEN}]*[{_SIGNS}])|\A(?=[\t\r])")
_BREAKS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# Control characters, halves of letters, and what is no letter at all.
_UNWRITABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
# A text with none of these is one cell of one line, needs no quotes, and can be written ...
_DIVIDING: Final = r"\",;\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
# ... and with none of these at its beginning it is no formula: most texts are so.
_PLAIN: Final = rf"(?:[^{_DIVIDING}{_SIGNS}{_UNSEEN}][^{_DIVIDING}]*+)?+"
_END: Final = "\0"
_ALL_PLAIN: Final = re.compile(rf"(?:{_PLAIN}{_END})*+")


def writable(words: str) -> str:
    """Return a text that every file can hold: what is no letter is a sign that a reader notices.

    Line breaks are all the same, and stay.
    """
    if words.isprintable():
        return words
    return _UNWRITABLE.sub(REPLACEMENT, words.replace("\r\n", "\n").replace("\r", "\n"))


def shortened(words: str, most: int) -> str:
    """Return as much of a text as there is room for, in units of UTF-16, as Excel counts."""
    units = words.encode("utf-16-le")
    return words if len(units) <= 2 * most else units[: 2 * most].decode("utf-16-le", "ignore")


def cell(words: str) -> str:
    """Return a text for a csv, so that no spreadsheet takes it, or a part of it, for a formula.

    An apostrophe stands before what looks like the beginning of one, at the beginning of the text
    and after what separates cells. A line break is a space: a line of the file is a line.
    """
    marked = _FORMULA.sub("'", words)
    return _UNWRITABLE.sub(REPLACEMENT, _BREAKS.sub(" ", marked))


def are_plain(texts: Sequence[str]) -> bool:
    """Return whether `cell` leaves some texts as they are, and a csv needs no quotes for them.

    They are looked at as one: that is quick, and most texts are plain.
    """
    joined = _END.join((*texts, ""))
    return joined.count(_END) == len(texts) and _ALL_PLAIN.fullmatch(joined) is not None
