"""Cells as people see them: one form of Unicode, nothing invisible, one space between words.

Hardly any cell needs it, so whole batches are looked at first: what passes `is_clean` is copied as
it is. Control characters but line breaks and tabs stay: who checks the cells names them.
"""

import re
import unicodedata
from typing import Final

# Printable ASCII, the line feeds between rows, and the bytes of Vietnamese letters in UTF-8.
_USUAL: Final = bytes((10, *range(32, 127), *range(0x80, 0xC0), 0xC3, 0xC4, 0xC5, 0xC6, 0xE1))
# Below E1 stand letters of other scripts, too: those of Vietnamese begin so.
_NOT_VIETNAMESE: Final = re.compile(rb"\xe1[^\xba\xbb]")
# Rows of spaces, what spreadsheets escape, and what they write to keep a code a text.
_SIGNS: Final = (b"  ", b"_x", b'=""', b"'")
_ESCAPED: Final = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_AS_TEXT: Final = re.compile(r'="(.*)"')
# Letters of the old font encoding TCVN3 in the midst of words: a sign where a letter belongs, or
# a capital with an accent after a small letter.
_CAPITAL_INSIDE: Final = re.compile(rb"\xc3(?<=[a-z]\xc3)[\x80-\x96\x98-\x9e]")
_TCVN3: Final = re.compile("[¨ª¬®¶¸¹][a-zß-ÿ×]|[A-Za-z](?:[¨ª¬µ¶¸¹](?!\\w)|µ[a-z])|[a-z][À-ÖØ-Þ]")


def is_clean(rows: bytes, count: int) -> bool:
    """Return whether `count` rows, as COPY takes them, hold nothing that `cleaned` may change."""
    return (
        not rows.translate(None, _USUAL)
        and rows.count(b"\n") == count
        and not any(sign in rows for sign in _SIGNS)
        and not _NOT_VIETNAMESE.search(rows)
    )


def cleaned(text: str) -> str:
    """Return the text of a cell as it is compared and stored; white space around it may stay."""
    if not text or text.isalnum():
        return unicodedata.normalize("NFC", text)
    text = unescaped(text)
    text = _spaced(unicodedata.normalize("NFC", text.translate(_SEEN)))
    if match := _AS_TEXT.fullmatch(text):
        text = match[1].strip()
    return text[1:].strip() if text.startswith("'") else text


def unescaped(text: str) -> str:
    """Return the text of a cell with the characters that a workbook writes as `_x000D_`."""
    return _ESCAPED.sub(_unescaped, text)


def looks_like_tcvn3(rows: bytes) -> bool:
    """Return whether rows seem to hold Vietnamese in TCVN3, the encoding of old fonts."""
    if b"\xc2" not in rows and not _CAPITAL_INSIDE.search(rows):
        return False
    return _TCVN3.search(rows.decode()) is not None


class _Seen(dict[int, int | str | None]):
    """What each character is seen as: nothing where it has no form, a space where it only parts."""

    def __missing__(self, code: int) -> int | str | None:
        category = unicodedata.category(chr(code))
        seen: int | str | None = code
        if category == "Cf":
            seen = None
        elif category in {"Zs", "Zl", "Zp"} or code in {9, 10, 13}:
            seen = " "
        self[code] = seen
        return seen


_SEEN: Final = _Seen()


def _spaced(text: str) -> str:
    return " ".join(filter(None, text.split(" ")))


def _unescaped(match: re.Match[str]) -> str:
    """Return the characters of several in a row, by their UTF-16."""
    units = match[0].replace("_x0000_", "_x0001_").strip("_").split("__")
    codes = b"".join(int(unit[1:], 16).to_bytes(2, "big") for unit in units)
    return codes.decode("utf-16-be", "replace")
