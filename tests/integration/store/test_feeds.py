"""Which offices data came from: received, nothing due, silent, never."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data import scope
from data.importing import refresh
from queries import paging
from queries.forms import calendar, steps
from queries.store import about, feeds, freshness, import_runs

if TYPE_CHECKING:
    from support import desks


EVERYTHING = scope.Scope.everything()
FRIDAY = dt.date(2026, 8, 21)
HANOI = dt.timezone(dt.timedelta(hours=7))


def states(desk: desks.Desk, day: dt.date) -> dict[str, str]:
    with desk.store.reading(EVERYTHING) as connection:
        rows = feeds.by_office(connection, day=day)
    return dict(zip(rows["office_code"], rows["state"], strict=True))


def payment(number: str, day: str, office: str = "00101") -> dict[str, str]:
    return {"payment_id": number, "office_code": office, "paid_at": f"{day}T09:00:00+07:00"}


def code(number: str, day: str) -> dict[str, str]:
    return {
        "payment_id": number, "confirmation_code": f"XN{number}",
        "recorded_at": f"{day}T09:05:00+07:00",
    }  # fmt: skip


@pytest.fixture
def fed(desk: desks.Desk) -> desks.Desk:
    """A desk with codes of Thursday and Monday at 00101, of Thursday alone at 00110."""
    desk.hand_in(
        payments=[
            payment("A", "2026-08-20"),
            payment("B", "2026-08-24"),
            payment("C", "2026-08-20", "00110"),
        ],
        confirmations=[code("A", "2026-08-20"), code("B", "2026-08-24"), code("C", "2026-08-20")],
    )
    return desk


def test_a_day_with_codes_is_received_one_between_days_with_codes_had_nothing_due(
    fed: desks.Desk,
) -> None:
    assert states(fed, dt.date(2026, 8, 20))["00101"] == "received"
    assert states(fed, FRIDAY)["00101"] == "nothing_due"


@pytest.mark.fault
def test_a_working_day_after_the_last_code_is_silent_a_sunday_is_not(fed: desks.Desk) -> None:
    assert states(fed, FRIDAY)["00110"] == "silent"
    assert states(fed, dt.date(2026, 8, 23))["00110"] == "nothing_due"


def test_of_an_office_that_never_sent_a_code_none_is_expected(fed: desks.Desk) -> None:
    assert states(fed, FRIDAY)["00100"] == "never"


def test_an_office_is_listed_on_the_days_on_which_there_was_one(fed: desks.Desk) -> None:
    office = {"office_code": "00110", "office_name": "Cũ", "valid_to": "2026-08-20"}
    fed.hand_in(offices=[office])
    assert "00110" in states(fed, dt.date(2026, 8, 20))
    assert "00110" not in states(fed, FRIDAY)


def test_an_office_that_has_ended_counts_on_the_days_of_which_it_has_data(
    fed: desks.Desk,
) -> None:
    """00110 ended before its last codes, and took a payment on a later day without any."""
    ended = {"office_code": "00110", "office_name": "Cũ", "valid_to": "2026-08-10"}
    fed.hand_in(offices=[ended], payments=[payment("D", "2026-08-22", "00110")])
    thursday, saturday = dt.date(2026, 8, 20), dt.date(2026, 8, 22)
    assert states(fed, thursday)["00110"] == "received"
    assert "00110" in states(fed, saturday)
    assert "00110" not in states(fed, FRIDAY)
    with fed.store.reading(EVERYTHING) as connection:
        now = dt.datetime(2026, 9, 1, 12, tzinfo=HANOI)
        days = calendar.by_day(connection, steps.Question(start=thursday, end=saturday), now=now)
    shown = days[days["office_code"] == "00110"]["day"]
    assert list(shown) == [thursday, saturday]


def test_another_office_is_not_seen(fed: desks.Desk) -> None:
    with fed.store.reading(scope.Scope.of(["00110"])) as connection:
        assert list(feeds.by_office(connection, day=FRIDAY)["office_code"]) == ["00110"]


@pytest.mark.fault
def test_the_feed_is_silent_after_26_hours_or_what_the_policy_says(desk: desks.Desk) -> None:
    with desk.store.reading(EVERYTHING) as connection:
        standing = about.standing(connection, day=FRIDAY)
    assert standing.imported_at is not None
    assert not standing.is_silent(standing.imported_at + dt.timedelta(hours=26))
    assert standing.is_silent(standing.imported_at + dt.timedelta(hours=26, seconds=1))

    name = "feed.silent_after_hours"
    desk.hand_in(policies=[{"name": name, "value": "3", "valid_from": "2026-08-01"}])
    with desk.store.reading(EVERYTHING) as connection:
        told = about.standing(connection, day=FRIDAY)
        earlier = about.standing(connection, day=dt.date(2026, 7, 31))
    assert (told.silent_after_hours, earlier.silent_after_hours) == (3, 26)


def test_a_refresh_does_not_make_a_silent_feed_speak(desk: desks.Desk) -> None:
    def told() -> tuple[about.Standing, pd.Series]:
        with desk.store.reading(EVERYTHING) as connection:
            return about.standing(connection, day=FRIDAY), freshness.latest(connection).iloc[0]

    before, latest = told()
    assert pd.isna(latest["refreshed_at"])
    refresh.renew(desk.store, FRIDAY)
    after, refreshed = told()
    assert after == before
    assert refreshed["imported_at"] == latest["imported_at"] == before.imported_at
    assert refreshed["refreshed_at"] > refreshed["imported_at"]
    assert refreshed["data_version"] > latest["data_version"]


def test_an_import_of_which_all_was_refused_does_not_either(desk: desks.Desk) -> None:
    def told() -> tuple[dt.datetime | None, tuple[int, int] | None]:
        with desk.store.reading(EVERYTHING) as connection:
            return about.standing(connection, day=FRIDAY).imported_at, about.last_import(connection)

    before, last = told()
    assert last is not None
    assert last[1] == 0
    desk.hand_in(payments=[payment("A", "2026-08-20") | {"amount": "0"}])
    assert told() == (before, (last[0] + 1, 2))
    folder = desk.folder()
    (folder / "payments.csv").write_text("payment_id\nA\n", encoding="utf-8")
    (folder / "notes.txt").write_text("-", encoding="utf-8")
    desk.take(folder)
    assert told() == (before, (last[0] + 2, 2))
    desk.hand_in(payments=[payment("A", "2026-08-20")])
    after, last = told()
    assert (after != before, last and last[1]) == (True, 0)
    heading = "payment_id,office_code,org_code,collector_code,product,amount,paid_at\n"
    (folder / "payments.csv").write_text(heading, encoding="utf-8")
    desk.take(folder)
    assert told()[0] != after


def test_a_threshold_that_is_no_number_is_refused(desk: desks.Desk) -> None:
    name = "feed.silent_after_hours"
    desk.hand_in(policies=[{"name": name, "value": "soon", "valid_from": "2026-08-01"}])
    assert desk.faults() == [(2, "value", "unreadable")]


def test_an_empty_store_and_a_sample_have_no_silent_feed() -> None:
    now = dt.datetime(2026, 8, 21, 12, tzinfo=HANOI)
    assert not about.Standing(False, None, 26).is_silent(now)
    assert not about.Standing(True, now - dt.timedelta(days=9), 26).is_silent(now)


def test_imports_are_listed_with_what_became_of_their_rows(desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[payment("A", "2026-08-20"), payment("B", "2026-08-20") | {"amount": "0"}]
    )
    page = paging.Page(10)
    with desk.store.reading(EVERYTHING) as connection:
        runs = import_runs.listed(connection, page=page)
        newest = runs.iloc[0]
        number = int(newest["run_id"])
        refused = import_runs.rejects(connection, run=number, page=page)
        assert import_runs.total(connection) == len(runs) == 2
        assert import_runs.rejected(connection, run=number) == len(refused) == 1
    assert [newest[name] for name in ("inserted", "updated", "unchanged", "rejected")] == [
        1, 0, 0, 1,
    ]  # fmt: skip
    assert refused.iloc[0].to_dict() == {
        "file": "payments.csv", "row_no": 3, "row_key": "B", "set_name": "payments",
        "column_name": "amount", "value": "0", "reason": "too_small", "status": "rejected",
    }  # fmt: skip


def test_rejects_of_another_office_are_not_seen(desk: desks.Desk) -> None:
    desk.hand_in(payments=[payment("B", "2026-08-20") | {"amount": "0"}])
    with desk.store.reading(scope.Scope.of(["00110"])) as connection:
        number = int(import_runs.listed(connection, page=paging.Page(1)).iloc[0]["run_id"])
        assert import_runs.rejected(connection, run=number) == 0
        assert import_runs.rejects(connection, run=number, page=paging.Page(10)).empty
