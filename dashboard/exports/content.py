"""The canonical form of a report: its parameters, what is known about it, and its rows.

Every file of a report is made from its content, and a snapshot keeps the content itself. Written
canonically, the same content is the same bytes: JSON in UTF-8 with sorted keys and without spaces,
days as yyyy-mm-dd, moments as ISO 8601 in Hanoi's time, those of which only the day is known as
days.
"""

import datetime as dt
import hashlib
import itertools
import json
import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from data import local_time

_MOMENT, _DAY = "_at", "_day"
_OPTIONS: Final = orjson.OPT_SORT_KEYS
_ROWS_AT_ONCE: Final = 100

# Digits that may be a whole number of more than 64 bits, of which orjson knows nothing.
_LARGE: Final = re.compile(r"\d{19}")

Row = Sequence[Any]
Rows = Iterable[Row]

FORM_01XN: Final = "form-01-xn"


@dataclass(frozen=True)
class Content:
    """A report as the store gave it.

    Attributes:
        kind: which report it is.
        params: what it is limited to, as parameters of an address; what was left out is not there.
        facts: what the paper says besides its rows, in values that JSON has.
        columns: what is in the rows; a name ending in _at is a moment, in _day a day.
        rows: one after the other; they may be read once only.
    """

    kind: str
    params: Mapping[str, str]
    facts: Mapping[str, Any]
    columns: Sequence[str]
    rows: Rows

    def named(self, row: Row) -> dict[str, Any]:
        """Return a row with the names of its columns."""
        return dict(zip(self.columns, row, strict=True))


@dataclass
class Digest:
    """The SHA-256 over the parameters and the rows of a content, which are counted as they pass.

    It holds when the last row has passed: rows are added some at a time. The same figures have the
    same digest, in whatever file they are.
    """

    content: Content
    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def __post_init__(self) -> None:
        head = [self.content.kind, dict(self.content.params), list(self.content.columns)]
        self._hash.update(_dumped(head) + b"\n")

    def passing(self) -> Iterator[Row]:
        """Give the rows of the content, each of which is added to the digest."""
        rows = iter(self.content.rows)
        while some := list(itertools.islice(rows, _ROWS_AT_ONCE)):
            lines = _written(self.content, some)
            self._hash.update(b"".join(_dumped(line) + b"\n" for line in lines))
            self.rows += len(some)
            yield from some

    @property
    def hex(self) -> str:
        """The digest of what has passed, in 64 digits."""
        return str(self._hash.hexdigest())


def write(content: Content, about: Mapping[str, Any]) -> str:
    """Return a content as one canonical text, with facts about its making."""
    whole = {
        "about": dict(about),
        "asked": dict(content.params),
        "columns": list(content.columns),
        "facts": dict(content.facts),
        "kind": content.kind,
        "rows": list(_written(content, content.rows)),
    }
    return _dumped(whole).decode()


def read(text: str) -> tuple[Content, Mapping[str, Any]]:
    """Return the content that a text holds, its days and moments as such, and what is about it.

    Raises:
        ValueError: the text is not what `write` gives.
    """
    whole = json.loads(text) if _LARGE.search(text) else orjson.loads(text)
    try:
        columns = whole["columns"]
        readers = [_reader(name) for name in columns]
        rows = [
            tuple(
                value if value is None or reader is None else reader(value)
                for value, reader in zip(row, readers, strict=True)
            )
            for row in whole["rows"]
        ]
        content = Content(whole["kind"], whole["asked"], whole["facts"], columns, rows)
        return content, whole["about"]
    except (KeyError, TypeError) as error:
        raise ValueError("This is not the content of a report") from error


def _dumped(value: object) -> bytes:
    """Return canonical JSON; the same, only slower, where a sum has more than 64 bits."""
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except TypeError:
        text = json.dumps(
            value,
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
            default=operator.methodcaller("isoformat"),
        )
        return text.encode()


def _written(content: Content, rows: Rows) -> Iterator[Row]:
    """Give rows in values that are written as they are: a moment that is a day alone as the day."""
    places = [place for place, name in enumerate(content.columns) if name.endswith(_MOMENT)]
    for row in rows:
        days = [place for place in places if row[place] and local_time.is_day(row[place])]
        if days:
            cells = list(row)
            for place in days:
                cells[place] = row[place].date()
            yield tuple(cells)
        else:
            yield row


def _reader(column: str) -> Any:
    if column.endswith(_MOMENT):
        return local_time.read
    return dt.date.fromisoformat if column.endswith(_DAY) else None
