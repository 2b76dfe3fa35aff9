"""Writer of xlsx: a workbook that an office prints, signs and counts on.

Rows are written one after the other and leave the memory, however many there are. Numbers are
numbers, days and moments (in Hanoi's time) are Excel's own, texts are texts: none becomes a
formula, a link or a number. The words and measures stand in `templates/xlsx.toml`. All tables
stand on one sheet, whose columns are those of the table with the most; a column of another one may
take several of them. Each table has a further sheet of its records alone, to filter and to count
on. The same paper is the same bytes.
"""

import datetime as dt
import re
import tempfile
from collections.abc import Sequence
from typing import IO, Final

from xlsxwriter import exceptions

from dashboard.exports import cell_text, paper, template
from dashboard.exports.writers import formula_safe, workbook
from dashboard.exports.writers import sheet as writer_sheet

_MM_PER_INCH: Final = 25.4
# What Excel does not take in the name of a sheet, and how much of a name and of a footer it takes.
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_MOST_OF_NAME: Final = 31
_MOST_OF_FOOTER: Final = 255
# A head has two sides, also above a narrow table: empty columns make room for it.
_FEWEST_COLUMNS: Final = 2
_FEWEST_WIDTH: Final = 10.0
_MOST_WIDTH: Final = 20.0
_TEXTS_ARE_TEXTS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(document: paper.Paper, to: IO[bytes]) -> None:
    """Write a paper as xlsx.

    Raises:
        problems.Problem: it has more rows than a sheet; what was written by then is no file.
        OSError: there is no room.
    """
    settings = template.named("xlsx")
    font = {"font_name": settings["font"], "font_size": settings["body_size"]}
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "constant_memory": True, "use_zip64": True, "tmpdir": folder,
            "default_format_properties": font, **_TEXTS_ARE_TEXTS,
        }  # fmt: skip
        book = workbook.Workbook(to, options)
        widths, taken = _shared(document.tables)
        sheet = writer_sheet.Sheet(book, _sheet_name(document), widths)
        try:
            _fill(book, sheet, document, taken)
            book.close()
        except exceptions.FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        finally:
            book.abandon()


def _fill(
    book: workbook.Workbook,
    sheet: writer_sheet.Sheet,
    document: paper.Paper,
    taken: Sequence[Sequence[workbook.Span]],
) -> None:
    writer_sheet.head(sheet, document.head)
    plain = _plain_sheets(book, document)
    written = [
        writer_sheet.SheetTable(sheet, table, places, records).write()
        for table, places, records in zip(document.tables, taken, plain, strict=True)
    ]
    foot = document.foot()
    writer_sheet.foot(sheet, foot)
    _set_up(sheet, foot, written)
    book.set_properties(
        {
            "title": formula_safe.writable(document.head.title),
            "author": formula_safe.writable(document.made_by),
            "created": cell_text.local_moment(document.made_at).astimezone(dt.UTC),
            "comments": formula_safe.writable("\n".join(map(": ".join, foot.notes))),
        }
    )
    book.set_custom_property("Language", sheet.settings["language"])


def _plain_sheets(book: workbook.Workbook, document: paper.Paper) -> list[writer_sheet.PlainSheet]:
    """Return a sheet for the records of each table; that of the first one has no number."""
    name = template.named("xlsx")["records"]
    made = {
        id(table): writer_sheet.PlainSheet(book, f"{name} {place}" if place > 1 else name, table)
        for place, table in enumerate(document.for_programs, 1)
    }
    return [made[id(table)] for table in document.tables]


def _set_up(
    sheet: writer_sheet.Sheet, foot: paper.Foot, written: Sequence[writer_sheet.Written]
) -> None:
    """Set how the sheet is printed and scrolled: known when all of it is written."""
    printed, settings = sheet.sheet, sheet.settings
    printed.set_paper(writer_sheet.A4)
    if sum(sheet.widths) > settings["widest_upright"]:
        printed.set_landscape()
    printed.fit_to_pages(1, 0)
    printed.center_horizontally()
    printed.set_margins(**{side: mm / _MM_PER_INCH for side, mm in settings["margins"].items()})
    printed.set_footer(_footer(foot.mark, settings))
    printed.print_area(0, 0, max(sheet.row, 0), sheet.last)
    printed.hide_gridlines(2)
    # No green corners at codes that are made of digits.
    printed.ignore_errors({"number_stored_as_text": f"A1:XFD{writer_sheet.MOST_ROWS}"})
    if sheet.breaks:
        printed.set_h_pagebreaks(sheet.breaks)
    if written:
        # A sheet has one filter, and scrolls below one head: that of the longest table.
        main = max(written, key=lambda each: (each.can_filter, each.end - each.heading))
        printed.repeat_rows(main.heading)
        if main is written[0]:
            printed.freeze_panes(main.heading + 1, 0)
        if main.can_filter:
            printed.autofilter(main.heading, 0, main.end, main.last)
    for column, width in enumerate(sheet.widths):
        printed.set_column(column, column, width)


def _footer(mark: str, settings: template.Template) -> str:
    """Return the mark on the left and the page on the right, as Excel's codes."""
    size, page = settings["small_size"], settings["page"].replace("&", "&&")
    style = f'&"{settings["font"]},Regular"&{size} '
    right = f"&R{style}{page} &P/&N"
    room = _MOST_OF_FOOTER - len(f"&L{style}{right}")
    words = " ".join(formula_safe.writable(mark).split())
    # A code that is cut in two would be another one.
    words = formula_safe.shortened(words, room)
    while formula_safe.shortened(escaped := words.replace("&", "&&"), room) != escaped:
        words = words[:-1]
    return f"&L{style}{escaped}{right}"


def _sheet_name(document: paper.Paper) -> str:
    number = _NOT_IN_NAMES.sub("-", formula_safe.writable(document.head.number))
    name = formula_safe.shortened(" ".join(number.split()), _MOST_OF_NAME).strip("' ")
    return name or str(template.named("xlsx")["sheet"])


def _shared(tables: Sequence[paper.Table]) -> tuple[list[float], list[list[workbook.Span]]]:
    """Return the widths of the sheet's columns, and for each table which of them its own take.

    They are those of the table with the most columns, wider or more of them where need be.
    """
    each = [[column.width for column in table.columns] for table in tables]
    most = max(map(len, each), default=0)
    widths = next((list(wanted) for wanted in each if len(wanted) == most), [])
    narrowest = template.named("xlsx")["narrowest"]
    while len(widths) < _FEWEST_COLUMNS or sum(widths) < narrowest:
        widths.append(max(_FEWEST_WIDTH, min(_MOST_WIDTH, narrowest - sum(widths))))
    taken = [workbook.fitted(wanted, widths) for wanted in each]
    for table, places in zip(tables, taken, strict=True):
        for column, (first, last) in zip(table.columns, places, strict=True):
            # Texts go on in the next line; a number without room is shown as ####.
            if column.kind is not paper.Kind.TEXT:
                widths[last] += max(0.0, column.width - sum(widths[first : last + 1]))
    return widths, taken
