"""Each detector of what is unusual: what it finds, what it leaves, and what it tells once."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.unusual import day_totals, half_within, large_codes, silences, slides
from dashboard.figures.unusual.finding import Finding, Kind, Subject
from dashboard.figures.unusual.taken import Floats, Taken, alike
from data import calendar

START = dt.date(2026, 4, 20)
# A Thursday.
LAST = dt.date(2026, 8, 20)
DAYS = (LAST - START).days + 1
OFFICES = ("00101", "00102", "00103")
ORGS = ("TC1", "TC2")


def taken(codes: Floats | None = None, last: dt.date = LAST) -> Taken:
    """Return eighteen weeks of thirty codes a day at each place, none on days off."""
    days = (last - START).days + 1
    public = calendar.public_days([2026])
    working = np.array([public[START + dt.timedelta(place)] for place in range(days)])
    made = np.full((len(OFFICES), len(ORGS), days), 30.0) * working if codes is None else codes
    return Taken(START, working, OFFICES, ORGS, made, made * 500_000)


def changed(subject: Subject, factor: float, days: Sequence[int] = (-1,)) -> Taken:
    """Return the same with so many times as much at some places on some days."""
    usual = taken()
    codes, amount = usual.codes.copy(), usual.amount.copy()
    mask = usual.mask(subject)
    for day in days:
        codes[mask, day] *= factor
        amount[mask, day] *= factor
    return dataclasses.replace(usual, codes=codes, amount=amount)


def days(given: Taken, silent: Sequence[Finding] = ()) -> list[Finding]:
    return day_totals.find(given, silent, days=7)


def subjects(found: Sequence[Finding]) -> set[tuple[str | None, str | None]]:
    return {(each.subject.office, each.subject.org) for each in found}


def test_usual_days_are_not_told() -> None:
    assert days(taken()) == []


@pytest.mark.parametrize("factor", [3, 1 / 3])
def test_a_day_of_an_organisation_is_told_with_what_is_usual(factor: float) -> None:
    (found,) = days(changed(Subject(org="TC1"), factor))
    assert (found.subject, found.day) == (Subject(org="TC1"), LAST)
    assert found.value == pytest.approx(90 * factor)
    assert found.usual == 90
    assert found.low <= 45
    assert found.high >= 180
    assert [each.at for each in found.course][-2:] == [LAST - dt.timedelta(7), LAST]
    assert len(found.course) == 13


def test_the_cause_is_told_once() -> None:
    one = changed(Subject(office="00101", org="TC1"), 8)
    assert subjects(days(one)) == {("00101", "TC1")}
    assert subjects(days(changed(Subject(office="00102"), 4))) == {("00102", None)}
    assert subjects(days(changed(Subject(), 4))) == {(None, None)}


def test_days_that_follow_each_other_are_one_finding() -> None:
    (found,) = days(changed(Subject(org="TC2"), 4, days=(-3, -2, -1)))
    assert (found.since, found.day, found.number) == (LAST - dt.timedelta(2), LAST, 3)


def test_holidays_are_not_compared_with_working_days() -> None:
    # 2 September is a holiday, and so is the day before it; the Saturday of 22 August is worked.
    shown = taken(last=dt.date(2026, 9, 2))
    assert not shown.working[-1]
    assert days(shown) == []
    assert all(shown.working[place] for place in alike(shown, shown.days - 7))
    assert alike(shown, (dt.date(2026, 8, 22) - START).days) == []


def test_money_is_judged_where_the_codes_are_usual() -> None:
    shown = taken()
    amount = shown.amount.copy()
    amount[:, 0, -1] *= 6
    (found,) = days(dataclasses.replace(shown, amount=amount))
    assert (found.measure, found.subject) == (day_totals.AMOUNT, Subject(org="TC1"))


def test_few_codes_and_few_weeks_say_nothing() -> None:
    few = changed(Subject(org="TC1"), 0)
    assert days(dataclasses.replace(few, codes=few.codes / 20)) == []
    young = changed(Subject(org="TC1"), 3)
    codes = young.codes.copy()
    codes[:, 0, : -11 * 7] = 0
    assert days(dataclasses.replace(young, codes=codes)) == []
    assert day_totals.is_judged(young).all()


def test_a_silence_is_told_as_a_silence_alone() -> None:
    shown = changed(Subject(org="TC1"), 0, days=(-3, -2, -1))
    (silent,) = silences.find(shown, [])
    assert (silent.subject, silent.value) == (Subject(org="TC1"), 3)
    assert silent.since == LAST - dt.timedelta(2)
    assert days(shown, [silent]) == []


def test_a_silent_office_stands_for_its_organisations_and_collectors() -> None:
    shown = changed(Subject(office="00101"), 0, days=(-3, -2, -1))
    found = silences.find(shown, [collector("00101", "TC1"), collector("00102", "TC1", code="N2")])
    assert {(each.subject.office, each.subject.collector) for each in found} == {
        ("00101", None), ("00102", "N2"),
    }  # fmt: skip


def test_one_silent_collector_is_told_instead_of_the_place() -> None:
    shown = changed(Subject(office="00101", org="TC1"), 0, days=(-3, -2, -1))
    (found,) = silences.find(shown, [collector("00101", "TC1")])
    assert found.subject.collector == "N1"
    several = [collector("00101", "TC1"), collector("00101", "TC1", code="N2")]
    (found,) = silences.find(shown, several)
    assert found.subject == Subject(office="00101", org="TC1")


@pytest.mark.parametrize(
    ("worked", "silent_days", "is_told"),
    [(84, 3, True), (84, 2, False), (80, 3, False), (60, 3, False), (80, 4, True)],
)
def test_a_collector_is_silent_where_chance_does_not_make_it(
    worked: int, silent_days: int, is_told: bool
) -> None:
    row = collector("00101", "TC1", worked=worked, silent_days=silent_days)
    assert bool(silences.find(taken(), [row])) is is_told


def collector(
    office: str, org: str, *, code: str = "N1", worked: int = 84, silent_days: int = 3
) -> dict[str, object]:
    return {
        "collector_code": code, "collector_name": "Đỗ Thị Hưởng", "office_code": office,
        "org_code": org, "first_day": START, "last_day": LAST - dt.timedelta(silent_days),
        "worked_days": worked - 3 + (3 - silent_days), "payments": 900, "amount": 900_000_000,
    }  # fmt: skip


def weekly(rates: Sequence[float], org: int = 0, payments: int = 100) -> slides.Weeks:
    """Return weeks in which all others are on time, and an organisation as given at their end."""
    shape = (len(OFFICES), len(ORGS), int(taken().weeks[-1]) + 1)
    whole = np.full(shape, float(payments))
    good = whole.copy()
    good[:, org, -len(rates) :] *= np.array(rates)
    return slides.Weeks(Kind.ON_TIME, whole, good, whole * 500_000)


def test_a_slide_says_from_what_to_what_since_which_week() -> None:
    (found,) = slides.find(taken(), weekly([0.9, 0.8, 0.6, 0.4]))
    assert found.subject == Subject(org="TC1")
    assert found.usual == 1
    assert found.value == pytest.approx(0.4)
    assert found.since == dt.date(2026, 7, 27)
    assert found.number == 1200
    assert found.amount == pytest.approx(1.3 * 300 * 500_000)


def test_one_bad_week_or_few_payments_are_no_slide() -> None:
    assert slides.find(taken(), weekly([0.4, 1.0])) == []
    assert slides.find(taken(), weekly([1.0, 0.4])) == []
    assert slides.find(taken(), weekly([0.6, 0.4], payments=2)) == []


def test_a_slide_of_everybody_is_told_once() -> None:
    both = weekly([0.9, 0.8, 0.6, 0.4])
    both.good[:, 1] = both.good[:, 0]
    (found,) = slides.find(taken(), both)
    assert found.subject == Subject()


def test_a_slide_at_one_office_names_it() -> None:
    weeks = weekly([1.0])
    weeks.good[0, 0, -3:] = 20
    (found,) = slides.find(taken(), weeks)
    assert found.subject == Subject(office="00101", org="TC1")


def test_half_within_is_told_once_with_the_share_of_the_day() -> None:
    starts = [dt.date(2026, 6, 1) + dt.timedelta(weeks=week) for week in range(12)]
    minutes = pd.array([4] * 9 + [90, 120, None], dtype="Int64")
    rows = pd.DataFrame({"key": "TC1", "start": starts, "payments": 50, "half_minutes": minutes})
    (found,) = half_within.find(rows, [], LAST)
    assert (found.since, found.usual, found.value) == (starts[9], 4, half_within.NEVER)
    told = dataclasses.replace(found, measure=slides.RATE)
    assert half_within.find(rows, [told], LAST) == []


@pytest.mark.parametrize(
    ("sizes", "least"),
    [
        ({1: 5000, 2: 300, 3: 40}, 6),
        ({1: 5000, 5: 300}, 10),
        ({1: 50, 5: 4, 10: 1}, 10),
        ({1: 5000, 12: 300}, 24),
        ({}, 6),
    ],
)
def test_a_code_is_large_by_the_other_codes(sizes: dict[int, int], least: int) -> None:
    assert large_codes.least(sizes) == least
