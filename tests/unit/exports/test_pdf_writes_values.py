"""How values are written on paper: in Vietnamese, and in Hanoi's time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from dashboard import text
from dashboard.exports import cell_text, paper

EVENING = dt.datetime(2026, 8, 20, 17, 0, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (1_234_567, paper.Kind.MONEY, "1.234.567"),
        (-486_000, paper.Kind.MONEY, "−486.000"),
        (0, paper.Kind.COUNT, "0"),
        (999, paper.Kind.COUNT, "999"),
        (Decimal("1234.5"), paper.Kind.COUNT, "1.234,5"),
        (Decimal("0.83333"), paper.Kind.RATE, "83,33%"),
        (Decimal("0.83335"), paper.Kind.RATE, "83,34%"),
        (Decimal("1E+1"), paper.Kind.RATE, "1.000,00%"),
        (1, paper.Kind.RATE, "100,00%"),
        (dt.date(2026, 9, 1), paper.Kind.DAY, "01/09/2026"),
        (EVENING, paper.Kind.DAY, "21/08/2026"),
        (EVENING, paper.Kind.MOMENT, "21/08/2026 00:00"),
        (EVENING.replace(tzinfo=None), paper.Kind.MOMENT, "20/08/2026 17:00"),
        (dt.date(2026, 9, 1), paper.Kind.MOMENT, "01/09/2026"),
        ("0012", paper.Kind.CODE, "0012"),
        (12_345, paper.Kind.CODE, "12345"),
        ("> 30", paper.Kind.COUNT, "> 30"),
        ("", paper.Kind.MONEY, ""),
    ],
)
def test_a_value_is_written_as_its_column_asks(
    value: paper.Value, kind: paper.Kind, words: str
) -> None:
    assert cell_text.cell(value, kind) == words


@pytest.mark.parametrize("kind", list(paper.Kind))
def test_unknown_is_a_dash_in_any_column(kind: paper.Kind) -> None:
    assert cell_text.cell(None, kind) == "—"


def test_the_language_of_the_screens_does_not_matter() -> None:
    text.use("en")
    shown = cell_text.cell(1_234_567, paper.Kind.MONEY)
    text.use(text.DEFAULT)
    assert shown == "1.234.567"
