"""Owns the way from the bytes of a text file to its lines: compression, encoding, limits."""

from __future__ import annotations

import codecs
import contextlib
import functools
import gzip
import io
import math
from typing import TYPE_CHECKING, Final

from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.importing.reading import files


_BUFFER: Final = 1 << 16
LONGEST_LINE: Final = 1 << 20
# Lists of payments shrink to a fifth or a twentieth; a hundredth is no list any more. Small files
# may be as even as they like.
_LARGEST_RATIO: Final = 100
_ALWAYS_ALLOWED: Final = 1 << 26

# UTF-32 is not taken, but its mark begins like that of UTF-16.
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class UnreadableError(Exception):
    """The text cannot be read on; `sentence` says why, with fields `{file}` and `{row}`."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence)


@contextlib.contextmanager
def opened(source: files.Source) -> Iterator[Iterator[str]]:
    """Open `source` as lines with their ends, each at most `LONGEST_LINE` long.

    The lines raise `UnreadableError` where the text is none, and what the operating system and gzip
    raise; so does opening.
    """
    with contextlib.ExitStack() as stack:
        binary = _binary(source, stack)
        allowance = _allowance(source)
        head = binary.peek(_BUFFER)
        if head.startswith(_WORKBOOKS):
            raise UnreadableError(
                N_("{file} is not text but a workbook: save it as CSV UTF-8, or name it .xlsx.")
            )
        if head.startswith(_UTF_16) and not head.startswith(_UTF_32):
            yield _decoded(binary, "utf-16", allowance)
        elif b"\r" in head and b"\n" not in head:
            yield _decoded(binary, "utf-8-sig", allowance)
        else:
            yield _utf_8(binary, allowance)


def _binary(source: files.Source, stack: contextlib.ExitStack) -> io.BufferedReader:
    raw = stack.enter_context(source.path.open("rb", buffering=0))
    if source.format != ".csv.gz":
        return io.BufferedReader(raw, _BUFFER)
    packed = stack.enter_context(gzip.GzipFile(fileobj=raw, mode="rb"))
    # Around it once more, because GzipFile reads its lines in Python.
    return io.BufferedReader(packed, _BUFFER)


def _allowance(source: files.Source) -> float:
    """Return how much text `source` may hold before it is taken for a decompression bomb."""
    if source.format != ".csv.gz":
        return math.inf
    return max(_ALWAYS_ALLOWED, _LARGEST_RATIO * source.path.stat().st_size)


def _utf_8(binary: io.BufferedReader, allowance: float) -> Iterator[str]:
    """Yield lines decoded one by one, so that an error has its row and its byte."""
    position = 0
    encoding = "utf-8-sig"
    for line in iter(functools.partial(binary.readline, LONGEST_LINE), b""):
        size = len(line)
        if b"\0" in line:
            raise _nul()
        if size == LONGEST_LINE or position + size > allowance:
            raise _too_long(size)
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError as error:
            raise _not_utf_8(position + error.start + 1) from error
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
                raise _nul()
            if len(line) == LONGEST_LINE or position > allowance:
                raise _too_long(len(line))
            yield line
    except UnicodeDecodeError as error:
        raise _not_decodable() from error


def _nul() -> UnreadableError:
    return UnreadableError(
        N_(
            "{file}, row {row}: there is a NUL character; the file is not text, or UTF-16 without "
            "its byte order mark: save it as CSV UTF-8."
        )
    )


def _too_long(size: int) -> UnreadableError:
    if size == LONGEST_LINE:
        return UnreadableError(
            N_("{file}, row {row}: the line is longer than {limit} bytes: check how it was made."),
            limit=LONGEST_LINE,
        )
    return UnreadableError(
        N_("{file}, row {row}: it unpacks to far too much: give the plain .csv, or smaller files.")
    )


def _not_utf_8(byte: int) -> UnreadableError:
    return UnreadableError(
        N_(
            "{file}, row {row}: byte {byte} is not UTF-8; it may be an older Vietnamese encoding: "
            "save the file as CSV UTF-8."
        ),
        byte=byte,
    )


def _not_decodable() -> UnreadableError:
    return UnreadableError(
        N_("{file} is damaged: its characters cannot be read; save it as CSV UTF-8.")
    )
