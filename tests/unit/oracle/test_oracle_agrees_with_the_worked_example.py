"""The independent calculation gives the worked example's tables, cell by cell."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.builders import store
from support.builders.rows import day
from support.oracle import form, lag, lookup

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.builders.rows import Store

    Table = list[dict[str, str]]


EXAMPLE = Path(__file__).parents[2] / "data" / "worked-example"
PERIOD = (day("2026-08-20"), day("2026-08-31"))
AS_OF = day("2026-09-03")

TABLES: dict[str, Callable[[Store], Table]] = {
    "remittance-lag.by-org": lambda s: lag.remittance_lag(s, *PERIOD, AS_OF, "org"),
    "remittance-lag.by-office": lambda s: lag.remittance_lag(s, *PERIOD, AS_OF, "office"),
    "remittance-lag.by-org.as-of-2026-08-24": lambda s: lag.remittance_lag(
        s, *PERIOD, day("2026-08-24"), "org"
    ),
    "recording-lag.by-collector": lambda s: lag.recording_lag(s, *PERIOD, AS_OF, "collector"),
    "01-xn.2026-08-20.by-office": lambda s: form.form_01xn(s, day("2026-08-20"), "office"),
    "01-xn.2026-08-21.by-office": lambda s: form.form_01xn(s, day("2026-08-21"), "office"),
    "01-xn.2026-08-21.by-org": lambda s: form.form_01xn(s, day("2026-08-21"), "org"),
    "01-xn.2026-08-24.by-office": lambda s: form.form_01xn(s, day("2026-08-24"), "office"),
    "01-xn.2026-08-27.by-office": lambda s: form.form_01xn(s, day("2026-08-27"), "office"),
}


@pytest.fixture(scope="module")
def example() -> Store:
    return store.read_folder(EXAMPLE / "import")


def expected(name: str) -> tuple[list[str], Table]:
    with (EXAMPLE / "expected" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def test_every_expected_table_is_asked_for() -> None:
    assert {path.stem for path in (EXAMPLE / "expected").iterdir()} == set(TABLES)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_table_comes_out_as_expected(name: str, example: Store) -> None:
    columns, rows = expected(name)
    found = TABLES[name](example)
    assert found == rows
    assert all(list(row) == columns for row in found)


def test_an_office_stands_for_all_below_it(example: Store) -> None:
    whole_city = lag.remittance_lag(example, *PERIOD, AS_OF, "office", office="00100")
    assert [row["key"] for row in whole_city] == ["00101", "00110"]


def test_a_void_is_a_negative_row_on_the_list_of_its_own_day(example: Store) -> None:
    (row,) = form.form_01xn(example, day("2026-08-24"), "code")
    assert row == {
        "confirmation_code": "XN0000000005",
        "payment_id": "P05",
        "office_code": "00101",
        "org_code": "BI0001",
        "collector_code": "NVT001",
        "product": "BI",
        "months": "6",
        "amount": "-486000",
        "paid_at": "2026-08-21T11:00:00+07:00",
        "recorded_at": "2026-08-21T11:10:00+07:00",
    }


def test_a_household_is_found_under_any_spelling_of_its_code(example: Store) -> None:
    household, nothing = lookup.lookup(example, ["xn-000000 0011", "?"], AS_OF)
    assert household["confirmation_code"] == "XN0000000011"
    assert household["amount"] == 1_652_400
    assert [row["status"] for row in household["payments"]] == ["remitted", "remitted"]
    assert household["payments"][0]["remittance_lag_counted"] == ["2026-08-22"]
    assert not nothing["found"]


@pytest.mark.parametrize(
    ("code", "status", "days"),
    [
        ("XN0000000004", "voided", None),
        ("XN0000000009", "overdue", 7),
        ("XN0000000010", "outstanding", 2),
    ],
)
def test_a_payment_has_one_word_for_its_state(
    code: str, status: str, days: int | None, example: Store
) -> None:
    (found,) = lookup.lookup(example, [code], AS_OF)
    (payment,) = found["payments"]
    assert (payment["status"], payment["remittance_lag_days"]) == (status, days)
