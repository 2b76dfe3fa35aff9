"""Sums that 64 bits do not hold: they are imported, kept, asked and refreshed exactly."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from support import commands, imports

from data.importing import refresh

if TYPE_CHECKING:
    import pathlib

    from support import databases
    from support.commands import Command
    from support.desks import Desk

# As much as a column holds: a few are more than 64 bits hold, as a million believable ones are.
MOST = 9 * 10**18
MANY = 3
ALL = MANY * MOST
ROLLUPS = """
    SELECT (SELECT sum(amount) FROM lag_days), (SELECT sum(amount) FROM recording_days),
        (SELECT max(amount) FROM forms), (SELECT max(amount) FROM form_months),
        (SELECT max(covered_amount) FROM remittances)
"""
PERIOD = ("--from", "2026-08-01", "--to", "2026-08-31", "--as-of", "2026-08-31")


@pytest.fixture
def rich(desk: Desk) -> Desk:
    """A desk with payments of the largest amounts, one transfer, and a form of one of them.

    No import takes such amounts: another program has written them.
    """
    ids = [{"payment_id": f"P{number}"} for number in range(MANY)]
    desk.hand_in(
        payments=ids,
        confirmations=[each | {"confirmation_code": f"XN{n}"} for n, each in enumerate(ids)],
        remittances=[{}],
        remittance_lines=ids,
        dispatches=[{"codes": "1", "amount": "1"}],
    )
    assert desk.rejects == []
    desk.execute(f"UPDATE payments SET amount = {MOST}")
    refresh.renew(desk.store, imports.TODAY)
    return desk


@pytest.fixture
def command(
    made: databases.Databases, rich: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> Command:
    """The command line on that store."""
    monkeypatch.chdir(tmp_path)
    return commands.at(made, rich.name(), monkeypatch)


def rows(command: Command, *report: str) -> list[dict[str, str]]:
    """Return the rows of a report that ends well."""
    ended = command("report", *report, "--format", "csv")
    assert ended.exit_code == 0, ended.output
    return list(csv.DictReader(io.StringIO(ended.stdout)))


def test_a_refresh_keeps_them(rich: Desk) -> None:
    assert ALL > 2**63
    assert rich.ask(ROLLUPS) == [(ALL,) * 5]


def test_an_import_of_the_same_day_keeps_them(rich: Desk) -> None:
    more = {"payment_id": "P9", "amount": "1"}
    rich.hand_in(
        payments=[more],
        confirmations=[{"payment_id": "P9", "confirmation_code": "XN9"}],
        remittance_lines=[{"payment_id": "P9"}],
    )
    assert rich.rejects == []
    assert rich.ask(ROLLUPS) == [(ALL + 1,) * 5]


@pytest.mark.parametrize("by", ["office", "org", "collector"])
def test_reports_say_them(command: Command, by: str) -> None:
    (lag,) = rows(command, "remittance-lag", *PERIOD, "--by", by)
    assert (lag["amount"], lag["remitted_amount"]) == (str(ALL), str(ALL))
    (recording,) = rows(command, "recording-lag", *PERIOD, "--by", by)
    assert recording["payments"] == str(MANY)


def test_the_exposure_of_what_is_overdue_is_said(command: Command, rich: Desk) -> None:
    rich.hand_in(
        remittance_lines=[{"payment_id": f"P{n}", "remittance_id": ""} for n in range(MANY)]
    )
    for by in ("org", "collector"):
        (lag,) = rows(command, "remittance-lag", *PERIOD, "--by", by)
        assert lag["overdue_amount"] == str(ALL)
        assert int(lag["exposure_vnd_days"]) % ALL == 0
        assert int(lag["exposure_vnd_days"]) > ALL


def test_a_form_and_its_differences_have_them(command: Command, rich: Desk) -> None:
    (form,) = rows(command, "01-xn", "--date", "2026-08-21", "--by", "org")
    assert (form["amount"], form["mismatched"]) == (str(ALL), "1")
    kept = "SELECT amount FROM differences WHERE kind = 'form_mismatched'"
    assert rich.column(kept) == [ALL - 1]
