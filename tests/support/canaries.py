"""Marks in every column of an import, by which it is told where a value has got to."""

from __future__ import annotations

import contextlib
import io
import logging
from typing import TYPE_CHECKING, Final

from support import desks

from dashboard import logs
from data.importing import sets

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator


# What is in a mark, in whatever spelling; and numbers of a person, that are nobody's.
WORD: Final = "hoàngyến"
NAME: Final = "HoàngYến Thị Người"
NUMBER: Final = "0987123654"
NATIONAL: Final = "001957314159"
BORN: Final = "1957-03-14"
# Codes have letters of ASCII and digits.
_CODE: Final = "YENHOANG"
MARKS: Final = (WORD, _CODE.casefold(), NUMBER, NATIONAL, BORN, "14/03/1957")

_TEXTS: Final = {sets.Kind.CODE, sets.Kind.TEXT, sets.Kind.CONFIRMATION}
_PERSON: Final = {
    "participant_name": NAME, "social_insurance_no": NUMBER, "national_id": NATIONAL,
    "date_of_birth": BORN, "gender": "female",
}  # fmt: skip
_BAD: Final = "HoàngYến Hỏng\nHoàngYến"


def good() -> dict[str, list[dict[str, str]]]:
    """Return one row of each set that is taken, with marks in all texts; codes fit each other."""
    return {each.name: [_row(each)] for each in sets.ALL if each.name in _MARKED}


_MARKED: Final = (
    "offices", "organizations", "collectors", "payments", "confirmations", "remittances",
    "remittance_lines", "dispatches",
)  # fmt: skip
# They name other rows of the same set.
_LEFT_OUT: Final = {"parent_code", "successor_code", "valid_from", "valid_to", "confirmation_code"}


def code(column: str) -> str:
    """Return the mark in a column of codes: the same wherever they refer to each other."""
    return f"{_CODE}-{sum(map(ord, column))}"


def _row(of: sets.Set) -> dict[str, str]:
    marked = {
        column.name: code(column.name)
        if column.kind is sets.Kind.CODE
        else f"HoàngYến {column.name}"
        for column in of.columns
        if column.kind in _TEXTS and column.name not in _LEFT_OUT
    }
    person = _PERSON if of.name == "payments" else {}
    issued = {"confirmation_code": f"XN-{_CODE}-1"} if of.name == "confirmations" else {}
    return desks.DEFAULTS[of.name] | marked | person | issued


def bad() -> dict[str, list[dict[str, str]]]:
    """Return rows of each set with a mark in one column after the other, and a key used twice."""
    rows = {}
    for each in sets.ALL:
        usual = desks.DEFAULTS[each.name]
        rows[each.name] = [usual | {column.name: _BAD} for column in each.columns]
        rows[each.name] += [usual | dict.fromkeys(each.key, "HoàngYến-2")] * 2
    return rows


def write(folder: pathlib.Path, rows: dict[str, list[dict[str, str]]]) -> pathlib.Path:
    """Write rows as files of a new folder, and return it."""
    folder.mkdir()
    for name, some in rows.items():
        desks.write(folder / f"{name}.csv", name, some)
    return folder


@contextlib.contextmanager
def written_log() -> Iterator[Callable[[], str]]:
    """Give what this process logs meanwhile, in both forms."""
    stream = io.StringIO()
    handlers = [logging.StreamHandler(stream), logging.StreamHandler(stream)]
    for handler, form in zip(handlers, (logs.Text(), logs.Json()), strict=True):
        handler.setFormatter(form)
        handler.addFilter(logs.Sparing(most=10**6))
        logging.root.addHandler(handler)
    levels = {name: logging.getLogger(name).level for name in logs._OURS}
    for name in levels:
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield stream.getvalue
    finally:
        for handler in handlers:
            logging.root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def found_in(text: str) -> list[str]:
    """Return the marks that a text has, however it writes letters that are not ASCII."""
    folded = text.casefold()
    escaped = folded.encode().decode("unicode_escape", errors="replace").casefold()
    return [mark for mark in MARKS if mark in folded or mark in escaped]
