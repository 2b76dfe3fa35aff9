"""The generated stores are what they promise, and a written store is read back as it was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.builders import rows as builders_rows
from support.builders import store as builders_store
from support.builders import strategies
from support.builders.rows import Payment, Policy, at, day
from support.oracle import lag

if TYPE_CHECKING:
    from pathlib import Path

    from support.builders.rows import Row, Store


KEYS = {
    "payments": ("payment_id",),
    "confirmations": ("payment_id",),
    "remittances": ("remittance_id",),
    "remittance_lines": ("payment_id",),
    "dispatches": ("office_code", "org_code", "report_date", "sent_at"),
    "calendar": ("day",),
    "policies": ("name", "org_code", "valid_from"),
}
REFERENCES = {
    "office_code": ("offices", "office_code"),
    "parent_code": ("offices", "office_code"),
    "successor_code": ("offices", "office_code"),
    "org_code": ("organizations", "org_code"),
    "collector_code": ("collectors", "collector_code"),
    "payment_id": ("payments", "payment_id"),
    "remittance_id": ("remittances", "remittance_id"),
}
LAST_MOMENT = at("2026-10-31 00:00")


def column(rows: tuple[Row, ...], name: str) -> list[Any]:
    return [getattr(row, name, None) for row in rows]


# One pass for three promises: making the stores is what takes the time.
@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_generated_store_is_one_that_could_have_been_imported(data: st.DataObject) -> None:
    store = data.draw(strategies.stores())
    has_unique_keys_known_references_and_a_past(store)
    has_codes_of_one_office_and_organisation(store)
    is_divided_by_offices_and_by_collectors(store, data.draw(strategies.questions(store)))


def has_unique_keys_known_references_and_a_past(store: Store) -> None:
    for name, key in KEYS.items():
        keys = list(zip(*(column(getattr(store, name), part) for part in key), strict=True))
        assert len(keys) == len(set(keys))
    rows = [row for file in builders_rows.files(store).values() for row in file]
    for reference, (file, code) in REFERENCES.items():
        used = {value for value in column(tuple(rows), reference) if value is not None}
        assert used <= set(column(getattr(store, file), code))
    moments = [value for row in rows for value in vars(row).values()]
    assert all(value < LAST_MOMENT for value in moments if isinstance(value, dt.datetime))


def has_codes_of_one_office_and_organisation(store: Store) -> None:
    agents = {row.payment_id: (row.office_code, row.org_code) for row in store.payments}
    of_code: dict[str, set[tuple[str, str]]] = {}
    for row in store.confirmations:
        of_code.setdefault(row.confirmation_code, set()).add(agents[row.payment_id])
    assert all(len(found) == 1 for found in of_code.values())


def is_divided_by_offices_and_by_collectors(store: Store, asked: Any) -> None:
    totals = {
        sum(
            int(row["exposure_vnd_days"])
            for row in lag.remittance_lag(store, asked.start, asked.end, asked.as_of, by)
        )
        for by in ("office", "org", "collector")
    }
    assert len(totals) == 1


def test_a_plain_folder_is_read_back_as_it_was(tmp_path: Path) -> None:
    store = builders_store.store_of(
        Payment(participant_name="Lê, Thúy", months=None), Policy(day("2026-01-01"), "5")
    )
    builders_store.write_csv(store, tmp_path)
    assert builders_store.read_folder(tmp_path) == store


def test_a_vietnamese_file_has_its_own_marks_headings_and_figures(tmp_path: Path) -> None:
    store = builders_store.store_of(Payment(amount=1_234_567))
    dialect = builders_store.vietnamese({"amount": "Số tiền"})
    builders_store.write_csv(store, tmp_path, dialect)
    heading, row = (tmp_path / "payments.csv").read_bytes().decode().splitlines()
    assert heading.startswith("\ufeffpayment_id;")
    assert ";Số tiền;" in heading
    assert ";1.234.567 đ;20/8/2026 09:00:00;" in row


@pytest.mark.parametrize(
    ("typed", "office", "amount", "paid_at"),
    [
        (False, "00101", "972000", "2026-08-20T09:00:00+07:00"),
        (True, 101, 972_000, dt.datetime(2026, 8, 20, 9)),  # noqa: DTZ001 - as spreadsheets have it
    ],
)
def test_a_spreadsheet_holds_texts_or_real_values(
    typed: bool, office: object, amount: object, paid_at: object, tmp_path: Path
) -> None:
    store = builders_store.store_of(Payment())
    builders_store.write_xlsx(store, tmp_path, typed=typed, codes_as_numbers=typed)
    sheet = openpyxl.load_workbook(tmp_path / "payments.xlsx")["payments"]
    (row,) = sheet.iter_rows(min_row=2, values_only=True)
    assert (row[1], row[5], row[6]) == (office, amount, paid_at)
