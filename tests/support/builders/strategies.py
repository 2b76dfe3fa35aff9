"""Generated stores that press on the rules, and the questions to ask of them.

Midnights, moved days, ends of years, voids before and after everything, forms sent late, twice
or too early. All of it lies in the past and imports without a reject; a failing store shrinks to
few plain payments.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from support.builders import duplicates, rows
from support.builders import plans as builders_plans
from support.builders.plans import COLLECTORS, OFFICES, ORGANIZATIONS, Plan, Recording, Remitting
from support.builders.rows import CalendarDay, Dispatch, Payment, Policy, Remittance, Store
from support.oracle import calendar
from support.oracle import form as oracle_form
from support.oracle import payments as oracle_payments

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


# An ordinary month first, to shrink to; then make-up Saturdays, ends of years, and Tết.
ANCHORS = [
    rows.day(text)
    for text in (
        "2026-07-06",
        "2026-08-19",
        "2025-12-29",
        "2026-02-09",
        "2026-04-20",
        "2025-04-21",
        "2025-01-20",
        "2018-12-26",
    )
]
MOMENTS = st.sampled_from(
    [
        dt.time.fromisoformat(text)
        for text in ("09:00", "00:00", "23:59:59", "00:00:01", "06:59:59", "07:00", "23:30")
    ]
)
CODE_DELAYS = [120, 0, 59, 60, 3_599, 28_800, 86_400, 90_061, 200_000, -1, -3_600, -90_000]
VOID_DELAYS = [1_200, 0, 86_400, 3 * 86_400, 9 * 86_400, -1, -86_400]
EIGHT = 8 * 3_600
LEAST_SIZES = [0, 3, 8, 16]
FORMS_SENT = 12
FORMS_SENT_FOR_NOTHING = 2


@dataclass(frozen=True)
class Sending:
    """One sending of a form: hours and more after the end of its day, and what is wrong with it."""

    after_the_day: dt.timedelta
    codes_too_many: int
    money_too_much: int


@dataclass(frozen=True)
class Question:
    """A period, the day as of which it is asked, and the filters."""

    start: dt.date
    end: dt.date
    as_of: dt.date
    office: str | None
    org: str | None
    product: str | None


CHANNELS = st.sampled_from(["sms", None, "direct", "email", "paper", "other"])
# Each trait is one plain choice first, so that whatever does not matter shrinks in one step.
VOIDS = (
    st.none()
    | st.none()
    | st.tuples(st.sampled_from(["paid", "recorded", "remitted"]), st.sampled_from(VOID_DELAYS))
)
REMITTANCES = (
    st.none()
    | st.builds(Remitting, st.integers(0, 15), MOMENTS)
    | st.builds(
        Remitting,
        days=st.integers(-2, 4),
        moment=MOMENTS,
        agent=st.sampled_from([None, None, (0, 1), (1, 0), (3, 2)]),
        money_too_much=st.sampled_from([0, 0, 1, -30_000, -50_000_000_000]),
    )
)
CODES = (
    st.none()
    | st.just(Recording())
    | st.just(Recording(seconds=28_800))
    | st.builds(Recording, st.sampled_from(CODE_DELAYS), CHANNELS)
    | st.builds(Recording, st.sampled_from(CODE_DELAYS), CHANNELS)
)
AGENTS = st.just((0, 0, 0)) | st.tuples(
    st.integers(0, len(OFFICES) - 1),
    st.integers(0, len(ORGANIZATIONS) - 1),
    st.integers(0, len(COLLECTORS) - 1),
)
PLANS = st.builds(
    Plan,
    day=st.integers(0, 11),
    moment=MOMENTS,
    agent=AGENTS,
    product=st.sampled_from(["BI", "IS", "AR", "IL"]),
    amount=st.sampled_from([972_000, 1, 330_000, 680_400, 12_345_678_901]),
    months=st.sampled_from([12, None, 3, 1, 0]),
    prefix=st.sampled_from(["XN", "xn-", "A", "a_"]),
    household=st.sampled_from(["none", "none", "none", "previous", "previous, own moment"]),
    recording=CODES,
    remitting=REMITTANCES,
    void=VOIDS,
    copies=st.sampled_from([1, 1, 1, 1, 2, 3, 4, 5, 9]),
    paid_for=duplicates.PAID_FOR,
)
SENDINGS = st.lists(
    st.builds(
        Sending,
        after_the_day=st.sampled_from(
            [
                dt.timedelta(seconds=seconds)
                for seconds in (EIGHT, EIGHT + 1, EIGHT + 0.25, EIGHT - 1, 0, -3_600, 90_000)
            ]
        ),
        codes_too_many=st.sampled_from([0, 0, 1]),
        money_too_much=st.sampled_from([0, 0, 1]),
    ),
    max_size=3,
    unique_by=lambda sending: sending.after_the_day,
)


@st.composite
def stores(draw: DrawFn, max_payments: int = 60) -> Store:
    """Draw a store whose payments are made within a dozen days."""
    anchor = draw(st.sampled_from(ANCHORS))
    least = draw(st.sampled_from([size for size in LEAST_SIZES if size <= max_payments]))
    plans = draw(st.lists(PLANS, min_size=least, max_size=max_payments))
    plans = [plan for plan in plans for _ in range(plan.copies)][:max_payments]
    payments, confirmations = builders_plans.taken(anchor, plans)
    remittances, lines = builders_plans.remitted(anchor, plans, payments)
    payments, remittances = _some_by_day(payments, remittances, draw(st.sampled_from([0, 0, 1, 3])))
    store = Store(
        offices=OFFICES,
        organizations=ORGANIZATIONS,
        collectors=COLLECTORS,
        payments=tuple(payments),
        confirmations=tuple(confirmations),
        remittances=tuple(remittances),
        remittance_lines=tuple(lines),
        calendar=tuple(draw(_overrides(anchor))),
        policies=tuple(draw(_policies(anchor))),
    )
    return replace(store, dispatches=tuple(draw(_dispatches(store, anchor))))


def _some_by_day(
    payments: list[Payment], remittances: list[Remittance], every: int
) -> tuple[list[Payment], list[Remittance]]:
    """Let only the day be known of the times of every so many rows, or of none."""
    if not every:
        return payments, remittances
    day = rows.Day.of
    paid = [
        replace(
            row,
            paid_at=row.paid_at if place % every else day(row.paid_at),
            voided_at=day(row.voided_at) if row.voided_at and not place % 2 else row.voided_at,
        )
        for place, row in enumerate(payments)
    ]
    handed = [
        row if place % every else replace(row, remitted_at=day(row.remitted_at))
        for place, row in enumerate(remittances)
    ]
    return paid, handed


def _overrides(anchor: dt.date) -> SearchStrategy[list[CalendarDay]]:
    return st.lists(
        st.builds(CalendarDay, _days(anchor, -2, 30), st.booleans()),
        max_size=4,
        unique_by=lambda override: override.day,
    )


def _policies(anchor: dt.date) -> SearchStrategy[list[Policy]]:
    return st.lists(
        st.builds(
            Policy,
            valid_from=_days(anchor, -2, 7),
            value=st.integers(1, 7).map(str),
            org_code=st.sampled_from([None, None, *(row.org_code for row in ORGANIZATIONS)]),
        ),
        max_size=6,
        unique_by=lambda policy: (policy.org_code, policy.valid_from),
    )


def _days(anchor: dt.date, first: int, last: int) -> SearchStrategy[dt.date]:
    return st.integers(first, last).map(lambda days: anchor + dt.timedelta(days))


@st.composite
def _dispatches(draw: DrawFn, store: Store, anchor: dt.date) -> list[Dispatch]:
    """Draw sendings for days with codes, and a few where there is nothing to send."""
    known = {row.payment_id: row for row in store.payments}
    forms = sorted(
        {
            (_recorded_day(row), known[row.payment_id].office_code, known[row.payment_id].org_code)
            for row in store.confirmations
        }
    )[:FORMS_SENT]
    stray = st.tuples(
        _days(anchor, 0, 11),
        st.sampled_from([row.office_code for row in OFFICES]),
        st.sampled_from([row.org_code for row in ORGANIZATIONS]),
    ).filter(lambda form: form not in forms)
    forms += draw(st.lists(stray, max_size=FORMS_SENT_FOR_NOTHING, unique=True))
    sendings = draw(st.lists(SENDINGS, max_size=len(forms)))
    return [
        _dispatch(store, form, sending)
        for form, planned in zip(forms, sendings, strict=False)
        for sending in planned
    ]


def _recorded_day(row: rows.Confirmation) -> dt.date:
    return calendar.local_day(row.recorded_at)


def _dispatch(store: Store, form: tuple[dt.date, str, str], sending: Sending) -> Dispatch:
    date, office, org = form
    payments = [row for row in store.payments if (row.office_code, row.org_code) == (office, org)]
    codes, amount = oracle_form.totals(oracle_form.recorded_on(store, date, payments))
    midnight = dt.datetime.combine(date + dt.timedelta(1), dt.time(), rows.HANOI)
    return Dispatch(
        office_code=office,
        org_code=org,
        report_date=date,
        sent_at=midnight + sending.after_the_day,
        codes=codes + sending.codes_too_many,
        amount=amount + sending.money_too_much,
    )


@st.composite
def questions(draw: DrawFn, store: Store) -> Question:
    """Draw a question about a store: most of its payments in, some days before it is over."""
    paid = [oracle_payments.paid_day(payment) for payment in store.payments]
    first = min(paid, default=ANCHORS[0])
    start = first + dt.timedelta(draw(st.sampled_from([0, 0, 0, -1, 2])))
    return Question(
        start=start,
        end=start + dt.timedelta(draw(st.sampled_from([14, 14, 6, 2, 0]))),
        as_of=draw(_days(first, 7, 20) | _days(first, 0, 35)),
        office=draw(
            st.sampled_from([None, None, None, None, *(row.office_code for row in OFFICES)])
        ),
        org=draw(
            st.sampled_from([None, None, None, None, *(row.org_code for row in ORGANIZATIONS)])
        ),
        product=draw(st.sampled_from([None] * 6 + ["BI", "IS"])),
    )
