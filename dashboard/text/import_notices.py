"""Sentences about what an import noticed in a file, beside its rows: screens and commands say them.

What is noticed is kept with the run by what it is (`StagedFile.notices`).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from dashboard.text import _, ngettext
from data.importing.reading import files


def of_file(name: str, notices: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said of a file, in a fixed order."""
    for each, sentence in _SENTENCES.items():
        if notices.get(each):
            yield sentence(name, notices[each])


def ignored(name: str) -> str:
    """Say that a file is of no format that is read."""
    return _("{file} is of no format that is read ({formats}): nothing in it was read.").format(
        file=name, formats=", ".join(files.ENDINGS)
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


def _rejected_again(name: str, rows: Any) -> str:
    return ngettext(
        "{file}: {n} row is rejected in the file that it came from as well, and is counted there.",
        "{file}: {n} rows are rejected in the files that they came from as well, and are counted "
        "there.",
        rows,
    ).format(file=name, n=rows)


def _tcvn3(name: str, _value: Any) -> str:
    sentence = _(
        "{file}: some texts look like TCVN3, the letters of old fonts such as .VnTime: they "
        "were taken as they stand; convert them to Unicode and import them again."
    )
    return sentence.format(file=name)


def reverted(name: str, rows: int) -> str:
    """Say that a file took rows back to earlier values: it may be an old one."""
    return ngettext(
        "{file} took {n} row back to values that it had before. Is it an old file?",
        "{file} took {n} rows back to values that they had before. Is it an old file?",
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
    "rejected_again": _rejected_again,
    "tcvn3": _tcvn3,
    "cut_off": _cut_off,
}
