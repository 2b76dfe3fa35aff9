"""Which deadline an organisation has, and since when: the one that payments are judged by."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from data import problems, scope
from queries import paging, working_days
from queries.lag import lagged, payments

if TYPE_CHECKING:
    from support import desks


EVERYTHING = scope.Scope.everything()
AUGUST = dt.date(2026, 8, 1)
POLICIES = [
    {"valid_from": "2026-03-01", "value": "5"},
    {"valid_from": "2026-07-01", "value": "4"},
    {"org_code": "BI0001", "valid_from": "2026-06-01", "value": "2"},
]


def in_force(desk: desks.Desk, day: dt.date, org: str = "BI0001") -> dict[str, Any]:
    with desk.store.reading(EVERYTHING) as connection:
        return dict(working_days.deadlines_in_force(connection, org=org, day=day).iloc[0])


@pytest.fixture
def agreed(desk: desks.Desk) -> desks.Desk:
    """A desk with two general deadlines, and an own one of the first organisation."""
    desk.hand_in(policies=POLICIES)
    return desk


def test_without_a_policy_the_default_holds_and_has_no_first_day(desk: desks.Desk) -> None:
    assert in_force(desk, AUGUST) == {"deadline_days": 3, "own": False, "valid_from": None}


def test_an_own_deadline_wins_over_a_general_one_that_is_newer(agreed: desks.Desk) -> None:
    own = {"deadline_days": 2, "own": True, "valid_from": dt.date(2026, 6, 1)}
    assert in_force(agreed, AUGUST) == own


def test_others_have_the_general_deadline_that_began_last(agreed: desks.Desk) -> None:
    general = {"deadline_days": 4, "own": False, "valid_from": dt.date(2026, 7, 1)}
    assert in_force(agreed, AUGUST, "IS0002") == general


def test_a_deadline_holds_from_its_first_day_and_not_before(agreed: desks.Desk) -> None:
    assert in_force(agreed, dt.date(2026, 6, 1))["deadline_days"] == 2
    assert in_force(agreed, dt.date(2026, 5, 31))["deadline_days"] == 5
    assert in_force(agreed, dt.date(2026, 2, 28))["valid_from"] is None


@pytest.mark.parametrize("org", ["BI0001", "IS0002"])
def test_it_is_the_deadline_by_which_a_payment_of_the_day_is_judged(
    agreed: desks.Desk, org: str
) -> None:
    day = dt.date(2026, 8, 21)
    agreed.hand_in(payments=[{"org_code": org}])
    question = lagged.Question(start=day, end=day, as_of=day)
    with agreed.store.reading(EVERYTHING) as connection:
        listed = payments.listed(connection, question, page=paging.Page(1))
    assert listed["deadline_days"].tolist() == [in_force(agreed, day, org)["deadline_days"]]


def test_an_unknown_organisation_is_refused(desk: desks.Desk) -> None:
    with pytest.raises(problems.Problem, match="No collection organisation"):
        in_force(desk, AUGUST, "XX9999")
