"""The program of the child process that reads workbooks of old and binary formats (`in_child`).

    python -m data.importing.reading.child PATH FORMAT

It says which sheets there are, then answers each line of its input with the lines of a sheet, until
the input ends. It limits itself before it opens the file.
"""

import importlib
import itertools
import pathlib
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from data import problems
from data.importing import sets
from data.importing.reading import signatures, tables

# Bytes of memory, and seconds of computing.
MOST_MEMORY: Final = 2 << 30
MOST_SECONDS: Final = 300
# The status that this ends with where memory is not enough; where a library gives up, it is 1.
OUT_OF_MEMORY: Final = 4
_ROOM: Final = "data.importing.reading"
_BATCH: Final = 1000
_LENGTH: Final = struct.Struct(">I")


def main(path: str, form: str) -> None:
    """Read one file, and answer what is asked about it."""
    _limit()
    source = tables.Source(pathlib.Path(path), form)
    try:
        _serve(source)
    except problems.Problem as problem:
        _say({"problem": problem.as_json()})
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _limit() -> None:
    """Limit this process, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (least, least))


def _serve(source: tables.Source) -> None:
    # Each library only where it is needed, and after the limits hold.
    is_binary = signatures.of(source) is signatures.Format.XLSB
    reader = importlib.import_module(f"{_ROOM}.{'xlsb' if is_binary else 'xls'}")
    with reader.opened(source) as sheets:
        _say({"sheets": [(sheet.title, sheet.hidden) for sheet in sheets]})
        for request in map(orjson.loads, sys.stdin.buffer):
            for batch in _batches(_asked(sheets, request)):
                _say({"lines": batch})
            _say({"lines": []})


def _asked(sheets: Sequence[tables.Sheet], request: Mapping[str, Any]) -> Iterable[tables.Line]:
    sheet: tables.Sheet = sheets[request["sheet"]]
    if "head" in request:
        return sheet.head(request["head"])
    kinds = {int(place): sets.Kind(kind) for place, kind in request["kinds"].items()}
    return sheet.lines(kinds)


def _batches(lines: Iterable[tables.Line]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield what stands in the lines, without blank ones, in lists of bounded length."""
    written = (
        (line.number, line.cells, [(place, mark.value) for place, mark in line.marks.items()],
         line.hidden)
        for line in lines
        if line.marks or any(line.cells)
    )  # fmt: skip
    while batch := list(itertools.islice(written, _BATCH)):
        yield batch


def _say(message: object) -> None:
    try:
        data = orjson.dumps(message)
    except TypeError:
        # Half a pair of UTF-16 is no letter.
        data = orjson.dumps(_readable(message))
    sys.stdout.buffer.write(_LENGTH.pack(len(data)) + data)
    sys.stdout.buffer.flush()


def _readable(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _readable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(part) for part in value]
    return value


if __name__ == "__main__":
    main(*sys.argv[1:])
