"""Reads the tables of a page: the texts that the browser gets, and what they say."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard import clock
from dashboard.text import formats

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

_COMPONENT: Final = "bhxh_table"


@dataclass(frozen=True)
class Table:
    """A table as the browser gets it: `sent` are texts, `value` what they say.

    Amounts, counts, days and moments are read back from their texts, what is unknown as nothing.
    """

    key: str
    sent: dict[str, Any]

    @property
    def value(self) -> Any:
        """The rows as a frame, by the names of the columns."""
        texts = zip(self.sent["columns"], self.sent["rows"], strict=True)
        return pd.DataFrame(
            {column["name"]: _read(cells, column["kind"]) for column, cells in texts}
        )

    @property
    def totals(self) -> dict[str, str]:
        """The texts of the line at the foot."""
        names = [column["name"] for column in self.sent["columns"]]
        return dict(zip(names, self.sent["totals"], strict=True))

    @property
    def foot(self) -> str:
        """What is said about the other pages; nothing where there are none."""
        pages = self.sent["pages"]
        return str(pages["rows"]) if pages else ""


def of(page: AppTest) -> list[Table]:
    """Return the tables of a page, in their order."""
    return [
        Table(str(each.key), json.loads(each.proto.bytes))
        for each in page.get("bidi_component")
        if each.proto.component_name == _COMPONENT
    ]


def rows(page: AppTest, key: str) -> Any:
    """Return the rows of the only table whose key has this in it."""
    (found,) = [each for each in of(page) if key in each.key]
    return found.value


def _read(cells: list[Any], kind: str) -> Any:
    if kind in {"count", "money", "count_change", "money_change"}:
        return pd.array([_number(text) for text in cells], dtype="Int64")
    if kind in {"rate", "rate_change"}:
        return pd.array([_share(text) for text in cells], dtype="Float64")
    if kind in _READ:
        return pd.Series([_READ[kind](text) for text in cells], dtype="object")
    return pd.Series(cells, dtype="object" if kind == "trend" else "string")


def _number(text: str) -> int | None:
    digits = re.sub(r"[^0-9−]", "", text)
    return int(digits.replace("−", "-")) if digits else None


def _share(text: str) -> float | None:
    if text == formats.UNKNOWN:
        return None
    return round(float(text.removesuffix("%").replace(",", ".").replace("−", "-")) / 100, 4)


def _day(text: str) -> dt.date | None:
    moment = _moment(f"{text} 00:00:00") if text != formats.UNKNOWN else None
    return moment.date() if moment else None


def _moment(text: str) -> pd.Timestamp | None:
    if text == formats.UNKNOWN:
        return None
    return pd.Timestamp(dt.datetime.strptime(text, "%d/%m/%Y %H:%M:%S").replace(tzinfo=clock.HANOI))


_READ: Final[dict[str, Callable[[Any], Any]]] = {"day": _day, "moment": _moment}
