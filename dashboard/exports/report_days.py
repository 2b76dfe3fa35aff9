"""Owns which days a paper can be asked for: of what somebody is held to, none that has not come."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

from dashboard import clock
from dashboard.text import formats
from data import problems
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Mapping


def evening(known: Mapping[str, str]) -> None:
    """Refuse a day that has not come yet: what is overdue then, nobody knows.

    Raises:
        problems.Problem: it has not.
    """
    _require_come(dt.date.fromisoformat(known["as_of"]))


def month(known: Mapping[str, str]) -> None:
    """Refuse days that are not the first and the last of one month, which is over.

    Raises:
        problems.Problem: they are not.
    """
    first, last = (dt.date.fromisoformat(known[name]) for name in ("from", "to"))
    if (first.day, last) != (1, first.replace(day=calendar.monthrange(first.year, first.month)[1])):
        raise problems.Problem(
            N_("The report cannot be made"),
            N_("It is of one whole month: give its first day as “from”, its last day as “to”."),
        )
    _require_come(last)


def period(known: Mapping[str, str]) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        problems.Problem: it does.
    """
    # Days that can be read are ordered as their texts are.
    if known["from"] > known["to"]:
        raise problems.Problem(
            N_("The period is empty"), N_("Its first day lies after the last one; exchange them.")
        )


def _require_come(day: dt.date) -> None:
    today = clock.today()
    if day > today:
        raise problems.Problem(
            N_("The report cannot be made"),
            N_("{day} has not come yet: choose a day up to {today}."),
            day=formats.day(day),
            today=formats.day(today),
        )
