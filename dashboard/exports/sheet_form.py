"""Owns what stands above and below the tables on a sheet, as offices lay out their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dashboard.exports import spans

if TYPE_CHECKING:
    from dashboard.exports import paper
    from dashboard.exports.sheet import Sheet

_LEFT: Final = {"align": "left"}
_CENTRED: Final = {"align": "center"}
_RIGHT: Final = {"align": "right"}
_BOLD: Final = {"align": "center", "bold": True}
_GAP: Final = 8
_SIGNATURE_WIDTH: Final = 20.0


def head(sheet: Sheet, above: paper.Head) -> None:
    """Write the form's number, office and country, the title, what it is about, and the letter."""
    settings = sheet.settings
    left, right = spans.parted(sheet.widths, 2)
    small = {**_CENTRED, "italic": True, "font_size": settings["small_size"]}
    for words, look in ((above.number, _BOLD), (above.basis, small)):
        if words:
            sheet.lines((words, right, look))
    sheet.lines((above.upper, left, _CENTRED), (settings["country"], right, _BOLD))
    sheet.lines((above.office, left, _BOLD), (settings["motto"], right, _underlined(_BOLD)))
    sheet.next(_GAP)
    whole = (0, sheet.last)
    sheet.lines((above.title, whole, {**_BOLD, "font_size": settings["title_size"]}))
    for words in above.about:
        sheet.lines((words, whole, _BOLD))
    sheet.next(_GAP)
    for words in above.letter:
        sheet.lines((words, whole, _LEFT))
    if above.unit:
        sheet.lines((above.unit, whole, {**_RIGHT, "italic": True}))


def foot(sheet: Sheet, below: paper.Foot) -> None:
    """Write the sentences, the signatures, and small what the file says of its making."""
    sheet.next(_GAP)
    for words in below.words:
        sheet.lines((words, (0, sheet.last), {**_LEFT, "italic": True}))
    _signatures(sheet, below)
    sheet.next(_GAP)
    small = {**_LEFT, "font_size": sheet.settings["small_size"]}
    for label, value in below.notes:
        sheet.lines((f"{label}: {value}", (0, sheet.last), small))


def _signatures(sheet: Sheet, below: paper.Foot) -> None:
    """Write the blocks side by side, the place above the last one, and leave room to sign."""
    if not below.signatures and not below.place:
        return
    while len(sheet.widths) < len(below.signatures):
        sheet.widths.append(_SIGNATURE_WIDTH)
    places = spans.parted(sheet.widths, max(2, len(below.signatures)))
    sheet.next(_GAP)
    if below.place:
        sheet.lines((below.place, places[-1], {**_CENTRED, "italic": True}))
    if len(below.signatures) == 1:
        places = places[-1:]
    for name, look in (("body", _BOLD), ("role", _BOLD), ("how", {**_CENTRED, "italic": True})):
        words = [getattr(each, name) for each in below.signatures]
        if any(words):
            blocks = zip(words, places, strict=False)
            sheet.lines(*((text, place, look) for text, place in blocks))
    if below.signatures:
        for _ in range(sheet.settings["signature_rows"]):
            sheet.next()


def _underlined(look: dict[str, Any]) -> dict[str, Any]:
    return {**look, "underline": 1}
