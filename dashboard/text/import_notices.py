"""Sentences about what an import noticed in a file, beside its rows: screens and commands say them.

What is noticed is kept with the run by what it is (`StagedFile.notices`).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from dashboard.text import _, ngettext


def of_file(name: str, notices: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said of a file, in a fixed order."""
    for each, sentence in _SENTENCES.items():
        if notices.get(each):
            yield sentence(name, notices[each])


def is_left(notices: Mapping[str, Any]) -> bool:
    """Return whether something of the file was left unread, so that the run is not complete."""
    return bool(notices.get("filled") or notices.get("ignored"))


def ignored(name: str) -> str:
    """Say that a file is of no format that is read."""
    return _("{file} is not a .csv, .csv.gz or .xlsx file: nothing in it was read.").format(
        file=name
    )


def _ignored(name: str, _value: Any) -> str:
    return ignored(name)


def _unknown(name: str, columns: Any) -> str:
    sentence = _("{file}: unknown columns were ignored: {columns}.")
    return sentence.format(file=name, columns=", ".join(columns))


def _filled(name: str, columns: Any) -> str:
    sentence = _(
        "{file}: columns of other data were not read, though values stand in them: {columns}."
    )
    return sentence.format(file=name, columns=", ".join(columns))


def _passed_over(name: str, sheets: Any) -> str:
    sentence = _("{file}: sheets that are hidden or have no headings were ignored: {sheets}.")
    return sentence.format(file=name, sheets=", ".join(sheets))


def _skipped(name: str, rows: Any) -> str:
    return ngettext(
        "{file}: {n} row that holds no data was skipped: a total, a heading, a number of "
        "columns, a remark.",
        "{file}: {n} rows that hold no data were skipped: totals, headings, numbers of "
        "columns, remarks.",
        rows,
    ).format(file=name, n=rows)


def _hidden(name: str, rows: Any) -> str:
    return ngettext(
        "{file}: {n} hidden row was read like the others.",
        "{file}: {n} hidden rows were read like the others.",
        rows,
    ).format(file=name, n=rows)


def _cut_off(name: str, _value: Any) -> str:
    return _("{file}: the last line has no end: check that the file is whole.").format(file=name)


_SENTENCES: Final[dict[str, Callable[[str, Any], str]]] = {
    "ignored": _ignored,
    "unknown": _unknown,
    "filled": _filled,
    "passed_over": _passed_over,
    "skipped": _skipped,
    "hidden": _hidden,
    "cut_off": _cut_off,
}
