"""The sheets of one open file as tables: which set each holds, where its heading and rows stand.

It knows nothing of formats. What cannot be taken is a refusal, with the sheet that it is of.
"""

import dataclasses
from collections.abc import Sequence
from typing import Final

from data import problems
from data.importing import sets
from data.importing.reading import headings, rows, set_choice, tables
from data.problems import N_

# A heading may stand in two rows, and one with the numbers of the columns may follow.
_HEAD_ROWS: Final = headings.FIRST_ROWS + 2
# A row that names so large a part of a set's required columns, and two at least, is a heading.
_ENOUGH: Final = 0.5


@dataclasses.dataclass(frozen=True)
class _Candidate:
    """A sheet with something in it: its first lines, and its name for messages."""

    sheet: tables.Sheet
    head: Sequence[tables.Line]
    label: str


@dataclasses.dataclass(frozen=True)
class _Failure:
    """A sheet that cannot be read as a table.

    `is_near` where it seems to be meant as one, `share` how much of a heading stands there, 0 to 1.
    """

    refusal: tables.Refusal
    is_near: bool
    share: float = 1


def book(sheets: Sequence[tables.Sheet], source: tables.Source) -> tables.Book:
    """Return the tables that stand in the sheets of a file.

    Raises:
        problems.Problem: nothing stands in any of them.
    """
    filled = [(sheet, head) for sheet in sheets if (head := _head(sheet))]
    visible = [(sheet, head) for sheet, head in filled if not sheet.hidden]
    if not visible:
        raise _nothing(source, [sheet.title for sheet, _ in filled])
    candidates = [
        _Candidate(sheet, head, _label(sheet, source, len(sheets))) for sheet, head in visible
    ]
    judged = [_judged(each, source) for each in candidates]
    found = tuple(each for each in judged if isinstance(each, tables.Table))
    failures = [each for each in judged if isinstance(each, _Failure)]
    hidden = [sheet.title for sheet, _ in filled if sheet.hidden]
    if found:
        refused = [each.refusal for each in failures if each.is_near]
        others = [each.refusal.sheet for each in failures if not each.is_near]
        return tables.Book(found, tuple(refused), (*others, *hidden))
    nearest = max(failures, key=lambda each: each.share)
    near = [each.refusal for each in failures if each.is_near] or [nearest.refusal]
    return tables.Book((), tuple(near))


def _head(sheet: tables.Sheet) -> list[tables.Line]:
    """Return the first lines of a sheet; nothing where nothing stands in the whole of it."""
    most = headings.MOST_CELLS
    head = [line._replace(cells=line.cells[:most]) for line in sheet.head(_HEAD_ROWS)]
    return head if any(not headings.is_blank(line.cells) for line in head) else []


def _judged(candidate: _Candidate, source: tables.Source) -> tables.Table | _Failure:
    """Return the table that a sheet is, or why it is none."""
    title, head = candidate.sheet.title, candidate.head
    of_sheet = set_choice.by_name(title)
    known = of_sheet or set_choice.by_name(source.stem)
    if known is None:
        return _by_headings(candidate)
    if heading := headings.find(known, head):
        return _table(candidate, known, heading)
    is_near = (
        _is_near(known, head) or _fits_any(head) or (known is of_sheet and _is_list(known, head))
    )
    problem = headings.lacking(known, head, candidate.label)
    share = set_choice.share(known, head)
    return _Failure(tables.Refusal(title, known, problem), is_near, share)


def _by_headings(candidate: _Candidate) -> tables.Table | _Failure:
    """Return the table of a sheet that is not named after a set, or why it is none."""
    try:
        known = set_choice.by_headings(candidate.head)
    except set_choice.UndecidedError as error:
        problem = _undecided(error, candidate)
        return _Failure(tables.Refusal(candidate.sheet.title, None, problem), is_near=True)
    heading = headings.find(known, candidate.head) if known else None
    return _table(candidate, known, heading) if known and heading else _unknown(candidate)


def _fits_any(head: Sequence[tables.Line]) -> bool:
    """Return whether the headings are those of a set, whatever the name says."""
    try:
        return set_choice.by_headings(head) is not None
    except set_choice.UndecidedError:
        return True


def _table(
    candidate: _Candidate, known: sets.Set, heading: headings.Heading
) -> tables.Table | _Failure:
    """Return the table below a heading, or that the heading names a column twice."""
    try:
        layout = headings.layout(known, heading, candidate.label)
    except problems.Problem as problem:
        return _Failure(tables.Refusal(candidate.sheet.title, known, problem), is_near=True)
    kinds = {
        place: known.column(name).kind
        for place, name in zip(layout.positions, layout.columns, strict=True)
    }
    seen = tables.Seen()
    lines = candidate.sheet.lines(kinds)
    is_bounded = headings.is_bounded(candidate.sheet, heading.cells)
    return tables.Table(
        known, candidate.sheet.title, layout.columns, layout.unknown,
        rows.data(lines, known, heading, layout, seen, is_bounded=is_bounded),
        seen, candidate.sheet, heading.last,
        tuple(heading.cells[place].strip() for place in layout.positions),
        tuple(heading.cells[: layout.width]), lines,
    )  # fmt: skip


def _is_near(known: sets.Set, head: Sequence[tables.Line]) -> bool:
    count, _ = headings.nearest(known, head)
    return count > 1 and set_choice.share(known, head) >= _ENOUGH


def _is_list(known: sets.Set, head: Sequence[tables.Line]) -> bool:
    """Return whether a sheet that is named after a set seems to hold it, headings or not."""
    widths = (sum(bool(cell.strip()) for cell in line.cells) for line in head)
    return headings.nearest(known, head)[0] > 0 or max(widths) >= len(known.required)


def _unknown(candidate: _Candidate) -> _Failure:
    """Return the failure of a sheet that neither its name nor its headings place."""
    known = set_choice.nearest(candidate.head)
    if _is_near(known, candidate.head):
        problem = headings.lacking(known, candidate.head, candidate.label)
        return _Failure(tables.Refusal(candidate.sheet.title, known, problem), is_near=True)
    line = next(line for line in candidate.head if not headings.is_blank(line.cells))
    seen = headings.shown(line.cells, are_headings=headings.known_anywhere(line.cells) > 0)
    sentence, values = (
        N_(
            "{file}: neither its name nor its headings say which of the ten sets it holds: {names}."
        ),
        {},
    )
    if seen:
        sentence = N_(
            "{file}: neither its name nor its headings say which of the ten sets it holds: "
            "{names}. In row {row} stand: {headings}."
        )
        values = {"row": line.number, "headings": seen}
    problem = problems.Problem(
        N_("No set of the import"),
        sentence,
        file=candidate.label,
        names=", ".join(each.name for each in sets.ALL),
        **values,
    )
    share = set_choice.share(known, candidate.head)
    return _Failure(
        tables.Refusal(candidate.sheet.title, None, problem), is_near=False, share=share
    )


def _undecided(error: set_choice.UndecidedError, candidate: _Candidate) -> problems.Problem:
    return problems.Problem(
        N_("Several sets fit"),
        N_(
            "{file}: the headings in row {row} fit {sets} alike: name the file or the sheet after "
            "the one that it holds."
        ),
        file=candidate.label,
        row=", ".join(map(str, error.rows)),
        sets=", ".join(each.name for each in error.several),
    )


def _label(sheet: tables.Sheet, source: tables.Source, sheets: int) -> str:
    """Return how a sheet is called in messages: as its file, where it is the only one."""
    return f"{source.name} ({sheet.title})" if sheets > 1 else source.name


def _nothing(source: tables.Source, hidden: Sequence[str]) -> problems.Problem:
    if not hidden:
        return headings.empty(source.name)
    return problems.Problem(
        N_("The sheets are hidden"),
        N_("{file} has something in hidden sheets alone: {sheets}. Show the one to be read."),
        file=source.name,
        sheets=", ".join(hidden),
    )
