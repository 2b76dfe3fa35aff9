"""Reader of `.csv` and `.csv.gz` files: from bytes to lines, from lines to rows.

Compression, encoding and what separates the cells are recognised; sizes are limited.
"""

import codecs
import contextlib
import csv
import functools
import gzip
import io
import itertools
import logging
import math
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from data import problems
from data.importing import sets
from data.importing.reading import headings, tables
from data.problems import N_

_log = logging.getLogger(__name__)

_SEPARATORS: Final = (",", ";", "\t")
# So many lines are searched for the headings; only empty ones may come before them.
_HEADING_LINES: Final = 100
# What gzip and the operating system raise in the midst of reading.
_DAMAGED: Final = (EOFError, OSError, zlib.error)

_BUFFER: Final = 1 << 16
LONGEST_LINE: Final = 1 << 20
# Text that unpacks further counts as a decompression bomb: lists of payments shrink to a fifth or a
# twentieth, and a hundredth is no list any more. Small files may be as even as they like.
_LARGEST_RATIO: Final = 100
_ALWAYS_ALLOWED: Final = 1 << 26

# UTF-32 is not read, but its mark begins like that of UTF-16.
_UTF_32: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

_WORKBOOK: Final = N_("{file} is not text but a workbook: save it as CSV UTF-8, or name it .xlsx.")
_NUL: Final = N_(
    "{file}, row {row}: there is a NUL character; the file is not text, or UTF-16 without "
    "its byte order mark: save it as CSV UTF-8."
)
_LONG_LINE: Final = N_(
    "{file}, row {row}: the line is longer than {limit} bytes: check how it was made."
)
_UNPACKS_TOO_FAR: Final = N_(
    "{file}, row {row}: it unpacks to far too much: give the plain .csv, or smaller files."
)
_NOT_UTF_8: Final = N_(
    "{file}, row {row}: byte {byte} is not UTF-8; it may be an older Vietnamese encoding: "
    "save the file as CSV UTF-8."
)
_NOT_DECODABLE: Final = N_(
    "{file} is damaged: its characters cannot be read; save it as CSV UTF-8."
)
_NOT_CSV: Final = N_(
    "{file}, row {row}: a quotation mark is not closed or stands in the midst of a "
    "value, or a value is far too long: correct the row."
)
_UNREADABLE: Final = N_("{file} is damaged or may not be opened: copy it here once more.")


class UnreadableError(Exception):
    """The text cannot be read on; `sentence` says why, with fields `{file}` and `{row}`."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence)


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[tables.Table]:
    """Open a text file as a table.

    Raises:
        problems.Problem: the file is not readable, not text, or lacks its headings; the rows
            raise it where that shows later.
    """
    with contextlib.ExitStack() as stack:
        try:
            lines = _lines(source, stack)
            separator, lines = _separator(source.set, lines)
        except (UnreadableError, *_DAMAGED) as error:
            raise _refusal(source, 1, error) from error
        numbered = _numbered(csv.reader(lines, delimiter=separator, strict=True), source)
        layout = headings.layout(source.set, _heading(numbered), source.name)
        yield tables.Table(layout.columns, layout.unknown, _rows(numbered, layout))


def _lines(source: tables.Source, stack: contextlib.ExitStack) -> Iterator[str]:
    """Return the lines of `source` with their ends, each at most `LONGEST_LINE` long.

    They raise `UnreadableError` where the text is none, and what the operating system and gzip
    raise; so does opening.
    """
    raw = stack.enter_context(source.path.open("rb", buffering=0))
    binary: io.BufferedReader = io.BufferedReader(raw, _BUFFER)
    allowance = math.inf
    if source.format == ".csv.gz":
        # Buffered once more, because GzipFile reads its lines in Python.
        packed = stack.enter_context(gzip.GzipFile(fileobj=binary, mode="rb"))
        binary = io.BufferedReader(packed, _BUFFER)
        allowance = max(_ALWAYS_ALLOWED, _LARGEST_RATIO * source.path.stat().st_size)
    head = binary.peek(_BUFFER)
    if head.startswith(_WORKBOOKS):
        raise UnreadableError(_WORKBOOK)
    if head.startswith(_UTF_16) and not head.startswith(_UTF_32):
        return _decoded(binary, "utf-16", allowance)
    if b"\r" in head and b"\n" not in head:
        return _decoded(binary, "utf-8-sig", allowance)
    return _utf_8(binary, allowance)


def _utf_8(binary: io.BufferedReader, allowance: float) -> Iterator[str]:
    """Yield lines decoded one by one, so that an error has its row and its byte."""
    position = 0
    encoding = "utf-8-sig"
    for line in iter(functools.partial(binary.readline, LONGEST_LINE), b""):
        size = len(line)
        if b"\0" in line:
            raise UnreadableError(_NUL)
        if size == LONGEST_LINE or position + size > allowance:
            raise _too_long(size)
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError as error:
            raise UnreadableError(_NOT_UTF_8, byte=position + error.start + 1) from error
        position += size
        encoding = "utf-8"


def _decoded(binary: io.BufferedReader, encoding: str, allowance: float) -> Iterator[str]:
    """Yield lines of what cannot be cut at the byte of a line feed."""
    text = io.TextIOWrapper(binary, encoding, newline="")
    position = 0
    try:
        for line in iter(functools.partial(text.readline, LONGEST_LINE), ""):
            position += len(line)
            if "\0" in line:
                raise UnreadableError(_NUL)
            if len(line) == LONGEST_LINE or position > allowance:
                raise _too_long(len(line))
            yield line
    except UnicodeDecodeError as error:
        raise UnreadableError(_NOT_DECODABLE) from error


def _too_long(size: int) -> UnreadableError:
    if size == LONGEST_LINE:
        return UnreadableError(_LONG_LINE, limit=LONGEST_LINE)
    return UnreadableError(_UNPACKS_TOO_FAR)


def _separator(known: sets.Set, lines: Iterator[str]) -> tuple[str, Iterator[str]]:
    """Return what separates the cells of the heading row, and the lines from their beginning."""
    seen: list[str] = []
    counts = {each: _count(known, _replayed(lines, seen), each) for each in _SEPARATORS}
    return max(_SEPARATORS, key=counts.__getitem__), itertools.chain(seen, lines)


def _replayed(lines: Iterator[str], seen: list[str]) -> Iterator[str]:
    """Yield the lines in `seen`, then further ones, which are added to it."""
    yield from tuple(seen)
    while len(seen) < _HEADING_LINES and (line := next(lines, "")):
        seen.append(line)
        yield line


def _count(known: sets.Set, lines: Iterator[str], separator: str) -> int:
    """Return how many headings are recognised when `separator` separates them."""
    try:
        cells = _heading(enumerate(csv.reader(lines, delimiter=separator, strict=True), 1))
    except csv.Error:
        return 0
    return headings.recognised(known, cells)


def _heading(numbered: Iterator[tuple[int, list[str]]]) -> list[str]:
    """Return the first row that is not empty, or nothing."""
    return next((cells for _, cells in numbered if "".join(cells).strip()), [])


def _numbered(
    reader: Iterator[list[str]], source: tables.Source
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number; what cannot be read refuses the file, naming the row."""
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except (csv.Error, UnreadableError, *_DAMAGED) as error:
        raise _refusal(source, number + 1, error) from error


def _rows(
    numbered: Iterator[tuple[int, list[str]]], layout: headings.Layout
) -> Iterator[tables.Row]:
    """Yield what stands below the headings, without rows that are empty."""
    pick = headings.picker(layout)
    width = layout.width
    for number, cells in numbered:
        if len(cells) == width:
            # A row whose first cell is filled is not empty: the usual case, and quickly seen.
            if cells[0].strip() or "".join(cells).strip():
                yield (number, "", "", *pick(cells))
        elif "".join(cells).strip():
            padded, fault = _fitted(cells, width)
            yield (number, "", fault, *pick(padded))


def _fitted(cells: Sequence[str], width: int) -> tuple[Sequence[str], str]:
    """Return `cells` padded or cut to `width`, and the fault where cutting loses something."""
    lost = "".join(cells[width:]).strip()
    padding = ("",) * (width - len(cells))
    return (*cells[:width], *padding), tables.TOO_MANY_CELLS if lost else ""


def _refusal(source: tables.Source, row: int, error: Exception) -> problems.Problem:
    """Return `error` as the problem of the file; its own words go to the log."""
    _log.warning("%s cannot be read, row %d: %r", source.path, row, error)
    sentence, values = _UNREADABLE, {}
    if isinstance(error, UnreadableError):
        sentence, values = error.sentence, error.values
    elif isinstance(error, csv.Error):
        sentence = _NOT_CSV
    return problems.Problem(
        N_("The file cannot be read"), sentence, file=source.name, row=row, **values
    )
