"""Owns which letters a pdf can show, with the typesetter's own fonts.

An archived pdf may hold no letter without a shape: one such letter in a name, and there is no
file at all. So every other letter is replaced by a sign that a reader notices.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# Latin with every accent, Greek, Cyrillic, punctuation, currencies, letterlike signs, arrows,
# mathematics and shapes. Not among them: what nobody sees, and what turns the reading round.
_SHOWN: Final = (
    " -~\xa0-\xac\xae-\u034e\u0384-\u038a\u038e-\u03a1\u03a3-\u03ff\u0400-\u045f"
    "\u1e00-\u1eff\u2002-\u200a\u2010-\u2027\u202f-\u2040\u2070\u2071\u2074-\u208e"
    "\u20a0-\u20c0\u2100-\u211e\u2122\u2126-\u214f\u2153-\u2184\u2190-\u22ff\u2500-\u25ff\ufffd"
)
_NOT_SHOWN: Final = re.compile(f"[^{_SHOWN}]")
_BREAKS: Final = re.compile("\r\n|[\t-\r\x1c-\x1f\x85\u2028\u2029]")


def shown(words: str) -> str:
    """Return a text letter by letter; a line break is a space, other letters are replaced.

    A letter and its accent given apart are put together first, as fonts have them.
    """
    return _NOT_SHOWN.sub(REPLACEMENT, _BREAKS.sub(" ", unicodedata.normalize("NFC", words)))


def all_shown() -> list[str]:
    """Return every letter that a pdf can show."""
    return [letter for letter in map(chr, range(0x10000)) if not _NOT_SHOWN.match(letter)]
