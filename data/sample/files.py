"""The sample as import files: a folder with the files of one chunk."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from data.sample import feed, moments, offices, organizations, recording, staff, visits
from data.sample.moments import Whole

_CODES: Final = 10**10
# Coprime to the range: codes do not repeat, and neighbours look unlike.
_STRIDE: Final = 6_180_339_887


def write_references(folder: Path, source: feed.Feed) -> None:
    """Write the references: offices, organisations, collectors, deadlines."""
    first_day = moments.date_of(source.plan.first_day).isoformat()
    _write(folder, "offices", offices.HEADING, offices.rows(source.plan))
    _write(folder, "organizations", organizations.HEADING, organizations.rows())
    _write(folder, "collectors", staff.HEADING, source.staff.rows())
    _write(folder, "policies", organizations.POLICY_HEADING, organizations.policy_rows(first_day))


def write_chunk(folder: Path, chunk: feed.Chunk, source: feed.Feed) -> None:
    """Write the payments, codes, transfers and forms of a chunk."""
    _write_payments(folder, chunk, source)
    _write_confirmations(folder, chunk)
    _write_transfers(folder, chunk)
    _write_dispatches(folder, chunk)


def payment_id(number: int) -> str:
    """Return the key of a payment."""
    return f"KT{number + 1:09d}"


def _write_payments(folder: Path, chunk: feed.Chunk, source: feed.Feed) -> None:
    paid = chunk.payments
    visit = paid["visit"].to_numpy()
    person = paid["person"].to_numpy()
    made = {
        name: chunk.visits[name].to_numpy()[visit]
        for name in ("office", "org", "collector", "paid")
    }
    columns = {
        "payment_id": map(payment_id, paid["number"]),
        "receipt_no": (f"BL{number + 1:09d}" for number in paid["receipt"]),
        "office_code": _named(offices.CODES, made["office"]),
        "org_code": _named(organizations.CODES, made["org"]),
        "collector_code": map(staff.code, made["collector"]),
        "product": _named(visits.PRODUCTS, paid["product"].to_numpy()),
        "amount": map(str, paid["amount"]),
        "months": map(str, paid["months"]),
        "period_from": moments.shown_months(paid["period"].to_numpy()),
        "paid_at": moments.shown(made["paid"]),
        "participant_name": source.people.names(person),
        "social_insurance_no": source.people.social_insurance_numbers(person),
        "national_id": source.people.national_ids(person),
        "date_of_birth": source.people.birthdays(person),
        "gender": source.people.genders(person),
        "voided_at": moments.shown(paid["voided"].to_numpy()),
    }
    _write_columns(folder, "payments", columns)


def _write_confirmations(folder: Path, chunk: feed.Chunk) -> None:
    size = chunk.recorded["size"].to_numpy()
    visit = np.repeat(np.arange(len(size)), size)
    member = np.arange(len(visit)) - (np.cumsum(size) - size)[visit]
    made = {
        name: chunk.recorded[name].to_numpy()[visit]
        for name in ("number", "first", "recorded", "channel", "notified")
    }
    columns = {
        "confirmation_code": (
            f"XN{(number + 1) * _STRIDE % _CODES:010d}" for number in made["number"].tolist()
        ),
        "payment_id": map(payment_id, made["first"] + member),
        "recorded_at": moments.shown(made["recorded"]),
        "notified_by": _named((*recording.CHANNELS, ""), made["channel"]),
        "notified_at": moments.shown(made["notified"]),
    }
    _write_columns(folder, "confirmations", columns)


def _write_transfers(folder: Path, chunk: feed.Chunk) -> None:
    made, lines = chunk.transfers
    columns = {
        "remittance_id": map(_transfer_id, made["number"]),
        "org_code": _named(organizations.CODES, made["to_org"].to_numpy()),
        "office_code": _named(offices.CODES, made["to_office"].to_numpy()),
        "remitted_at": moments.shown(made["remitted"].to_numpy()),
        "amount": map(str, made["amount"]),
        "bank_ref": (f"MAU{number + 1:09d}" for number in made["number"]),
    }
    _write_columns(folder, "remittances", columns)
    covered = {
        "remittance_id": map(_transfer_id, lines["number"]),
        "payment_id": map(payment_id, lines["payment"]),
    }
    _write_columns(folder, "remittance_lines", covered)


def _write_dispatches(folder: Path, chunk: feed.Chunk) -> None:
    sent = chunk.dispatches
    columns = {
        "office_code": _named(offices.CODES, sent["office"].to_numpy()),
        "org_code": _named(organizations.CODES, sent["org"].to_numpy()),
        "report_date": moments.shown_days(sent["day"].to_numpy()),
        "sent_at": moments.shown(sent["sent"].to_numpy()),
        "codes": map(str, sent["codes"]),
        "amount": map(str, sent["amount"]),
    }
    _write_columns(folder, "dispatches", columns)


def _transfer_id(number: int) -> str:
    return f"NT{number + 1:08d}"


def _named(names: Sequence[str], numbers: Whole) -> list[str]:
    """Return the name for each number."""
    return [names[number] for number in numbers.tolist()]


def _write_columns(folder: Path, name: str, columns: Mapping[str, Iterable[str]]) -> None:
    _write(folder, name, tuple(columns), zip(*columns.values(), strict=True))


def _write(folder: Path, name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one file; no value of ours holds a comma, a quotation mark or a line feed."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(heading) + "\n")
        file.writelines(",".join(row) + "\n" for row in rows)
