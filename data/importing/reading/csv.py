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
    """Passes lines on and keeps whether the last one has an end."""

    def __init__(self) -> None:
        self.is_missing = False

    def watched(self, lines: Iterator[str]) -> Iterator[str]:
        """Yield `lines`."""
        line = "\n"
        for line in lines:
            yield line
        self.is_missing = not line.endswith(("\n", "\r"))


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
            lines = ending.watched(_lines(source, stack))
            separator, lines = _separator(lines)
        except (UnreadableError, *_DAMAGED) as error:
            raise _refusal(source, 1, error) from error
        reader = csv.reader(lines, delimiter=separator, strict=True)
        yield [_Sheet(_numbered(reader, source), ending)]


def _lines(source: tables.Source, stack: contextlib.ExitStack) -> Iterator[str]:
    """Return the lines of `source` with their ends, each at most `LONGEST_LINE` long.

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
    try:
        for number, cells in enumerate(reader, 1):
            # Most rows begin with a letter or a digit, which is seen sooner.
            if (cells and cells[0][:1].isalnum()) or any(map(str.strip, cells)):
                blank = 0
                yield tables.Line(number, cells)
                continue
            blank += 1
            if blank > _MOST_BLANK:
                raise _refusal(source, number, UnreadableError(_BLANK, most=_MOST_BLANK))
            if blank <= headings.FIRST_ROWS:
                yield tables.Line(number, cells)
    except (csv.Error, UnreadableError, *_DAMAGED) as error:
        raise _refusal(source, number + 1, error) from error


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
