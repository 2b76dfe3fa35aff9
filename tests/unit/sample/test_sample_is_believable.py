"""The invented Hanoi: its numbers add up, its people cannot exist, nothing in it is yet to come."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from support.builders import samples

from data.sample import feed, moments, names, offices, organizations, plan, staff, visits
from data.sample.moments import DAY, HOUR, NEVER

if TYPE_CHECKING:
    import pathlib


@pytest.fixture(scope="module")
def whole() -> samples.Whole:
    """A sample in several chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed, "CHUNK", 5_000)
        return samples.Whole.of(samples.planned())


def days_of(column: pd.Series) -> pd.Series:
    return column // DAY


def test_equal_plans_make_equal_files(tmp_path: pathlib.Path) -> None:
    once = samples.write(tmp_path / "once", samples.planned(3_000, 20))
    again = samples.write(tmp_path / "again", samples.planned(3_000, 20))
    assert once == again
    assert len(once) == 9


def test_another_seed_makes_another_city(tmp_path: pathlib.Path) -> None:
    one = samples.write(tmp_path / "one", samples.planned(500, 20, seed=1))
    two = samples.write(tmp_path / "two", samples.planned(500, 20, seed=2))
    assert one["000/payments.csv"] != two["000/payments.csv"]


def test_there_are_as_many_payments_as_were_asked_for(whole: samples.Whole) -> None:
    assert list(whole.payments["number"]) == list(range(samples.PAYMENTS))
    assert len(whole.chunks) > 3


@pytest.mark.parametrize(("number", "days"), [(1, 1), (3, 40), (1_000, 1)])
def test_the_smallest_samples_can_be_made(number: int, days: int) -> None:
    assert len(samples.Whole.of(samples.planned(number, days)).payments) == number


def test_keys_and_codes_do_not_repeat(tmp_path: pathlib.Path) -> None:
    samples.write(tmp_path, samples.planned(3_000, 20))
    read = {name: pd.read_csv(tmp_path / "000" / f"{name}.csv", dtype=str) for name in (
        "payments", "confirmations", "remittances", "remittance_lines", "collectors",
    )}  # fmt: skip
    assert read["payments"]["payment_id"].is_unique
    assert read["remittances"]["remittance_id"].is_unique
    assert read["remittance_lines"]["payment_id"].is_unique
    assert read["collectors"]["collector_name"].is_unique
    codes = (
        read["confirmations"].merge(read["payments"], on="payment_id").groupby("confirmation_code")
    )
    assert codes["paid_at"].nunique().max() == 1
    assert codes.size().between(1, 5).all()


def test_nothing_lies_outside_the_period(whole: samples.Whole) -> None:
    first, end = whole.plan.first_day * DAY, whole.plan.end
    assert whole.visits["paid"].between(first, end - 1).all()
    for column in ("recorded", "notified", "remitted"):
        times = whole.visits.loc[whole.visits[column] < NEVER, column]
        assert times.between(first, end - 1).all(), column
    voided = whole.payments.loc[whole.payments["voided"] < NEVER, "voided"]
    assert voided.between(first, end - 1).all()
    assert whole.dispatches["sent"].max() <= whole.plan.end + 8 * HOUR
    assert whole.dispatches["day"].between(whole.plan.first_day, whole.plan.end_day - 1).all()


def test_no_form_is_sent_after_the_present_moment() -> None:
    night = plan.make(2_000, 10, 1, dt.datetime(2026, 9, 16, 3, 0))  # noqa: DTZ001
    sent = samples.Whole.of(night).dispatches
    assert len(sent) > 0
    assert sent["day"].max() < night.end_day - 1


def test_chunks_lose_nothing(whole: samples.Whole) -> None:
    recorded = whole.visits[whole.visits["recorded"] < NEVER]
    assert sorted(whole.recorded["number"]) == sorted(recorded["number"])
    paid = whole.payments
    covered = paid[(paid["remitted"] < NEVER) & (paid["remitted"] < paid["voided"])]
    assert sorted(whole.lines["payment"]) == sorted(covered["number"])
    assert list(whole.transfers["number"]) == list(range(len(whole.transfers)))


def test_each_chunk_holds_what_happened_in_its_days(whole: samples.Whole) -> None:
    ends = [int(days_of(chunk.visits["paid"]).max()) for chunk in whole.chunks]
    for chunk, before, last in zip(whole.chunks, [0, *ends], ends, strict=False):
        assert days_of(chunk.recorded["recorded"]).max() <= last
        assert days_of(chunk.transfers.transfers["remitted"]).max() <= last
        assert chunk.dispatches["day"].between(before + 1, last).all()


def test_people_come_on_working_days_and_stay_at_home_at_tet() -> None:
    around = plan.make(40_000, 60, 1, dt.datetime(2026, 3, 10, 12))  # noqa: DTZ001
    paid = samples.Whole.of(around).visits["paid"]
    by_day = days_of(paid).value_counts()
    working = [n for n in range(around.first_day, around.end_day)
               if around.calendar.are_working(np.array([n]))[0]]  # fmt: skip
    usual = by_day.loc[working].median()
    tet = [moments.number_of(dt.date(2026, 2, day)) for day in range(16, 21)]
    assert by_day.reindex(tet, fill_value=0).max() < usual / 50
    sundays = [n for n in by_day.index if moments.date_of(n).weekday() == 6]
    assert 0 < by_day.loc[sundays].mean() < usual / 5


def test_the_largest_organisation_takes_a_third_and_the_smallest_next_to_nothing(
    whole: samples.Whole,
) -> None:
    shares = whole.payments["org"].value_counts(normalize=True)
    assert 0.3 < shares[organizations.LARGEST] < 0.4
    assert shares.min() < 0.01
    assert len(shares) == len(organizations.ALL) == 20


def test_products_come_in_their_usual_order(whole: samples.Whole) -> None:
    counted = whole.payments["product"].value_counts()
    assert list(counted.index) == [visits.BI, visits.IS, visits.AR, visits.IL]


def test_members_of_a_household_pay_their_part_of_the_first_ones_amount(
    whole: samples.Whole,
) -> None:
    paid = whole.payments[whole.payments["product"] == visits.BI]
    monthly = (paid["amount"] / paid["months"]).groupby(paid["number"] - paid["first"]).unique()
    assert {n: sorted(each) for n, each in monthly.items()} == {
        0: [113_850], 1: [79_695], 2: [68_310], 3: [56_925], 4: [45_540],
    }  # fmt: skip
    assert set(paid["months"]) == {3, 6, 12}
    assert paid["amount"].max() == 1_366_200


def test_each_member_of_a_farming_household_pays_what_the_state_leaves(
    whole: samples.Whole,
) -> None:
    paid = whole.payments[whole.payments["product"] == visits.AR]
    assert set(paid["amount"] / paid["months"]) == {79_695}


def test_voluntary_insurance_is_22_per_cent_of_a_chosen_income_less_support(
    whole: samples.Whole,
) -> None:
    paid = whole.payments[whole.payments["product"] == visits.IS]
    monthly = paid["amount"] // paid["months"]
    # 22 % of a step; the support of each group is a multiple of it as well.
    assert set(monthly % 11_000) == {0}
    assert monthly.min() == 165_000
    assert monthly.median() < 22 * 2_500_000 // 100
    assert set(paid["months"]) == {1, 3, 6, 12}
    lowest = whole.payments[whole.payments["product"] == visits.IL]
    assert set(lowest["amount"] / lowest["months"]) == {165_000, 198_000, 231_000, 264_000}


def test_closed_offices_take_money_until_they_are_closed(whole: samples.Whole) -> None:
    closed = whole.visits[whole.visits["office"].isin(offices.CLOSED)]
    assert set(closed["office"]) == set(offices.CLOSED)
    assert days_of(closed["paid"]).max() <= whole.plan.closing_day
    after = whole.visits[days_of(whole.visits["paid"]) > whole.plan.closing_day]
    assert offices.SUCCESSOR in set(after["office"])


def test_every_open_office_records_something_on_the_last_working_day(whole: samples.Whole) -> None:
    last = whole.recorded[days_of(whole.recorded["recorded"]) == whole.plan.end_day - 1]
    assert set(last["office"]) == set(range(offices.OPEN))


def test_one_organisation_slides_into_trouble(whole: samples.Whole) -> None:
    made = whole.visits[whole.visits["org"] == organizations.SLIDING]
    open_share = (made["remitted"] == NEVER).groupby(days_of(made["paid"]) // 10).mean()
    # The last days are open with everybody.
    assert open_share.iloc[0] < 0.1
    assert open_share.iloc[-2] > 0.3


def test_people_and_numbers_are_nobodys(whole: samples.Whole) -> None:
    person = whole.payments["person"].to_numpy()
    people = whole.feed.people
    assert all(" Thử " in name for name in people.names(person))
    assert all(n.startswith("00") and len(n) == 10 for n in people.social_insurance_numbers(person))
    assert all(n.startswith("000") and len(n) == 12 for n in people.national_ids(person))
    assert len(set(people.national_ids(person))) == len(set(person))
    collectors = {names.collector(n) for n in range(staff.COLLECTORS)}
    assert len(collectors) == staff.COLLECTORS
    assert all(" Mẫu " in name for name in collectors)


def test_invented_organisations_and_offices_say_so() -> None:
    assert all(org.name.endswith("(minh họa)") for org in organizations.ALL)
    rows = offices.rows(samples.planned())
    assert [row[0] for row in rows] == ["00100", *(f"{n:05d}" for n in range(101, 133))]
    assert all(row[1].endswith("(giả định)") == bool(row[4]) for row in rows)
    assert len(rows) == 33
