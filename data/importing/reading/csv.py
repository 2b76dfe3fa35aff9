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
import operator
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from data import problems
from data.importing import sets
from data.importing.reading import headings, tables
from data.problems import N_

_log = logging.getLogger(__name__)

_SEPARATORS: Final = (",", ";", "\t")
# By these other programs separate cells. They are not read unless the first line says so.
_OTHERS: Final = ("|", "^", "~")
# A first line that says what separates the cells, for spreadsheets.
_SAID: Final = re.compile(r'"?sep=([^\w"\s]|\t)"?\s*', re.IGNORECASE)
# So many lines are searched for the headings: a heading may have line breaks.
_HEADING_LINES: Final = 100
# What gzip and the operating system raise in the midst of reading.
_DAMAGED: Final = (EOFError, OSError, zlib.error)

# As many as a sheet has rows: what is beyond is no list, and would take minutes.
_MOST_BLANK: Final = 1_048_576
_BUFFER: Final = 1 << 16
# So many bytes are looked at, and so many rows taken, at once.
_PIECE: Final = 1 << 17
_ROWS: Final = 250
LONGEST_LINE: Final = 1 << 20
# Text that unpacks further counts as a decompression bomb: lists of payments shrink to a fifth or a
# twentieth, and a hundredth is no list any more. Small files may be as even as they like.
_LARGEST_RATIO: Final = 100
_ALWAYS_ALLOWED: Final = 1 << 26

# UTF-32 is not read, but its mark begins like that of UTF-16.
_UTF_32: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GZIP: Final = b"\x1f\x8b"
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

_WORKBOOK: Final = N_(
    "{file} holds no text but a workbook, packed once more: give the workbook itself."
)
_NUL: Final = N_(
    "{file}, row {row}: there is a NUL character; the file is not text, or UTF-16 without "
    "its byte order mark: save it as CSV UTF-8."
)
_IS_UTF_32: Final = N_("{file} is in UTF-32: save it as CSV UTF-8.")
_LONG_LINE: Final = N_(
    "{file}, row {row}: the line is longer than {limit} bytes: check how it was made."
)
_BLANK: Final = N_(
    "{file}, row {row}: more than {most} blank rows follow each other: take them out of the file."
)
_UNPACKS_TOO_FAR: Final = N_(
    "{file}, row {row}: it unpacks to far too much: give the plain .csv, or smaller files."
)
_NOT_UTF_8: Final = N_(
    "{file}, row {row}: byte {byte} is not UTF-8: the text is in an older encoding such as cp1258, "
    "TCVN3 or VNI: save the file as CSV UTF-8."
)
_NOT_DECODABLE: Final = N_(
    "{file} is damaged: its characters cannot be read; save it as CSV UTF-8."
)
_NOT_CSV: Final = N_(
    "{file}, row {row}: a quotation mark is not closed or stands in the midst of a "
    "value, or a value is far too long: correct the row."
)
_OTHER_SEPARATOR: Final = N_(
    "{file} separates its cells by {separator}: save it as CSV UTF-8, with a comma, a semicolon or "
    "a tab between them."
)
_UNREADABLE: Final = N_("{file} is damaged or may not be opened: copy it here once more.")


_FIRST: Final = operator.itemgetter(0)


class UnreadableError(Exception):
    """The text cannot be read on; `sentence` says why, with fields `{file}` and `{row}`."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence)


class _Sheet:
    """The rows of a text file; it has no title and hides nothing."""

    title = ""
    hidden = False
    is_text = True

    def __init__(self, numbered: Iterator[tables.Line], ending: "_Ending") -> None:
        self._numbered = numbered
        self._ending = ending
        self._head: list[tables.Line] = []

    @property
    def is_cut_off(self) -> bool:
        """Whether the last line has no end."""
        return self._ending.is_missing

    def head(self, rows: int) -> list[tables.Line]:
        """Return the first rows; what cannot be read ends them early unless it is the first."""
        try:
            self._head.extend(itertools.islice(self._numbered, rows - len(self._head)))
        except problems.Problem as problem:
            if not self._head:
                raise
            self._numbered = _failing(problem)
        return self._head

    def lines(self, _kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield the rows from the first; text is text whatever its column."""
        return itertools.chain(self._head, self._numbered)


class _Ending:
    """Passes pieces of text on and keeps whether the last line has an end."""

    def __init__(self) -> None:
        self.is_missing = False

    def watched(self, pieces: Iterator[str]) -> Iterator[str]:
        """Yield `pieces`."""
        piece = "\n"
        for piece in pieces:
            yield piece
        self.is_missing = not piece.endswith(("\n", "\r"))


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[Sequence[tables.Sheet]]:
    """Open a text file as one sheet.

    Raises:
        problems.Problem: the file is not readable or not text; the sheet's lines raise it where
            that shows later.
    """
    with contextlib.ExitStack() as stack:
        ending = _Ending()
        try:
            pieces = ending.watched(_pieces(source, stack))
            separator, lines = _separator(itertools.chain.from_iterable(map(_lines, pieces)))
        except (UnreadableError, *_DAMAGED) as error:
            raise _refusal(source, 1, error) from error
        reader = csv.reader(lines, delimiter=separator, strict=True)
        yield [_Sheet(_numbered(reader, source), ending)]


def _lines(piece: str) -> Iterator[str]:
    """Return the lines of a piece with their ends."""
    return io.StringIO(piece, newline="\n")


def _pieces(source: tables.Source, stack: contextlib.ExitStack) -> Iterator[str]:
    """Return the text of `source` in pieces of whole lines, each at most `LONGEST_LINE` long.

    They raise `UnreadableError` where the text is none, and what the operating system and gzip
    raise; so does opening.
    """
    raw = stack.enter_context(source.path.open("rb", buffering=0))
    binary: io.BufferedReader = io.BufferedReader(raw, _BUFFER)
    allowance = math.inf
    if binary.peek(len(_GZIP)).startswith(_GZIP):
        # Buffered once more, because GzipFile reads its lines in Python.
        packed = stack.enter_context(gzip.GzipFile(fileobj=binary, mode="rb"))
        binary = io.BufferedReader(packed, _BUFFER)
        allowance = max(_ALWAYS_ALLOWED, _LARGEST_RATIO * source.path.stat().st_size)
    head = binary.peek(_BUFFER)
    if head.startswith(_WORKBOOKS):
        raise UnreadableError(_WORKBOOK)
    if head.startswith(_UTF_32):
        raise UnreadableError(_IS_UTF_32)
    if head.startswith(_UTF_16):
        return _decoded(binary, "utf-16", allowance)
    if b"\r" in head and b"\n" not in head:
        return _decoded(binary, "utf-8-sig", allowance)
    return _utf_8(binary, allowance)


def _utf_8(binary: io.BufferedReader, allowance: float) -> Iterator[str]:
    """Yield many lines at once; where something is wrong, one by one, so that it has its row."""
    position = 0
    encoding = "utf-8-sig"
    for lines in _whole_lines(binary):
        size = len(lines)
        is_odd = size >= LONGEST_LINE or position + size > allowance or b"\0" in lines
        text = "" if is_odd else _text(lines, encoding)
        if text:
            yield text
        else:
            yield from _one_by_one(lines, position, encoding, allowance)
        position += size
        encoding = "utf-8"


def _whole_lines(binary: io.BufferedReader) -> Iterator[bytes]:
    """Yield pieces that end with a line, but for the last one and what is far too long."""
    rest = b""
    while block := binary.read1(_PIECE):
        whole, end, after = block.rpartition(b"\n")
        if end:
            yield rest + whole + end
            rest = after
        else:
            rest += block
        if len(rest) >= LONGEST_LINE:
            yield rest
            rest = b""
    if rest:
        yield rest


def _text(lines: bytes, encoding: str) -> str:
    """Return the text of lines; nothing where they are none."""
    try:
        return lines.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _one_by_one(lines: bytes, position: int, encoding: str, allowance: float) -> Iterator[str]:
    """Yield lines decoded one by one, so that an error has its row and its byte."""
    for line in iter(functools.partial(io.BytesIO(lines).readline, LONGEST_LINE), b""):
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


def _separator(lines: Iterator[str]) -> tuple[str, Iterator[str]]:
    """Return what separates the cells, and the lines from their beginning.

    A first line may say so (`sep=;`): spreadsheets do not show it, nor count it. Else it is what
    makes the most headings of one of the first rows. Raises `UnreadableError` where that is a sign
    which is not taken.
    """
    head, lines = _begun(lines)
    if head and (said := _SAID.fullmatch(head[0])):
        next(lines)
        return said[1], lines
    counts = {each: _count(head, each) for each in (*_SEPARATORS, *_OTHERS)}
    separator = max(counts, key=counts.__getitem__)
    if separator in _OTHERS:
        raise UnreadableError(_OTHER_SEPARATOR, separator=separator)
    return separator, lines


def _begun(lines: Iterator[str]) -> tuple[list[str], Iterator[str]]:
    """Return the first lines, and all of them; an error is raised after those that are before."""
    head: list[str] = []
    size = 0
    try:
        for line in lines:
            head.append(line)
            size += len(line)
            if len(head) == _HEADING_LINES or size > LONGEST_LINE:
                break
    except (UnreadableError, *_DAMAGED) as error:
        return head, itertools.chain(head, _failing(error))
    return head, itertools.chain(head, lines)


def _failing(error: Exception) -> Iterator[Any]:
    """Raise `error` when the first of its items is asked for."""
    raise error
    yield


def _count(lines: Sequence[str], separator: str) -> int:
    """Return how many headings one of the first rows has when `separator` separates its cells."""
    most = 0
    rows = csv.reader(lines, delimiter=separator, strict=True)
    with contextlib.suppress(csv.Error):
        for cells in itertools.islice(rows, headings.FIRST_ROWS):
            most = max(most, headings.known_anywhere(cells[: headings.MOST_CELLS]))
    return most


def _numbered(reader: Iterator[list[str]], source: tables.Source) -> Iterator[tables.Line]:
    """Yield each row with its number; what cannot be read refuses the file, naming the row.

    Of a long row of blank ones only the first come: a gap says as much. Too many are refused.
    """
    number = blank = 0
    for rows in _several(reader, source):
        numbers = range(number + 1, number + 1 + len(rows))
        number += len(rows)
        if all(rows) and all(map(str.strip, map(_FIRST, rows))):
            blank = 0
            yield from map(tables.Line, numbers, rows)
            continue
        for at, cells in zip(numbers, rows, strict=True):
            blank = 0 if any(map(str.strip, cells)) else blank + 1
            if blank > _MOST_BLANK:
                raise _refusal(source, at, UnreadableError(_BLANK, most=_MOST_BLANK))
            if blank <= headings.FIRST_ROWS:
                yield tables.Line(at, cells)


def _several(reader: Iterator[list[str]], source: tables.Source) -> Iterator[list[list[str]]]:
    """Yield many rows at once, and those before an error before it is raised."""
    number = 0
    failure: Exception | None = None
    while failure is None:
        rows: list[list[str]] = []
        try:
            rows.extend(itertools.islice(reader, _ROWS))
        except (csv.Error, UnreadableError, *_DAMAGED) as error:
            failure = error
        number += len(rows)
        if rows and max(map(len, rows)) > tables.WIDEST:
            rows = [_cut(cells) for cells in rows]
        yield rows
        if len(rows) < _ROWS and failure is None:
            return
    raise _refusal(source, number + 1, failure) from failure


def _cut(cells: list[str]) -> list[str]:
    """Return a row without the places that no heading has; what stands there stands in one."""
    beyond = next(filter(str.strip, cells[tables.WIDEST :]), None)
    return cells[: tables.WIDEST] if beyond is None else [*cells[: tables.WIDEST], beyond]


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
