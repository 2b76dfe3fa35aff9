"""The figures of a week or month: what came to be in it, and what was open at its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard.figures import periodic_questions, weeks_and_months
from data.derived import difference_rules
from queries import frames
from queries.exceptions import movements as exception_movements

Row = dict[str, Any]

# A working day without a code is a gap where, of the working days of the weeks before the period,
# as many or more had codes; fewer days than `_FEWEST` say nothing of what is usual.
_USUAL_SHARE: Final = Decimal("0.9")
_FEWEST: Final = 10

_FORMS: Final = ("dispatched_on_time", "dispatched_late", "not_dispatched", "mismatched",
                 "not_yet_due")  # fmt: skip
LINES: Final = ("before", "settled", "voided", "older", "added", "closing")
_RATE: Final = Decimal("0.0001")
_NIGHT: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """The answers to the questions of a report, by their names."""

    asked: periodic_questions.Limits
    found: Mapping[str, Any]

    @cached_property
    def forms(self) -> list[Row]:
        """The forms of the period and, where it can be compared with, of the one before."""
        rows = [self._forms("now", self.asked.period, self.found["forms"])]
        if self.asked.is_comparable:
            rows.append(self._forms("before", self.asked.period.before, self.found["forms_before"]))
        return rows

    def _forms(self, key: str, period: weeks_and_months.Period, frame: pd.DataFrame) -> Row:
        sums = frames.totals(frame, dict.fromkeys(_FORMS))
        return {"key": key, **_days_of(period), **_sent(sums)}

    @cached_property
    def overdue(self) -> dict[str, Row]:
        """How overdue money moved, by `LINES`: payments, amount, organisations.

        Where the period before cannot be compared with, only what is overdue at the end is known.
        """
        moved: pd.DataFrame = self.found["moved"]
        lines: dict[str, Row] = {}
        for line in LINES:
            parts = ("older", "added") if line == "closing" else (line,)
            payments = sum(moved[f"{part}_payments"] for part in parts)
            amount = sum(moved[f"{part}_amount"] for part in parts)
            known = self.asked.is_comparable or (line == "closing" and self.asked.has_data)
            lines[line] = {
                "key": line,
                "overdue_payments": _sum(payments) if known else None,
                "overdue_amount": _sum(amount) if known else None,
                "organizations": int(moved.loc[_some(payments), "org_code"].nunique())
                if known
                else None,
            }
        return lines

    @property
    def overdue_change(self) -> int | None:
        """By how much overdue money is more than at the end of the period before, in đồng."""
        before = self.overdue["before"]["overdue_amount"]
        closing: int = self.overdue["closing"]["overdue_amount"]
        return None if before is None else closing - int(before)

    @cached_property
    def split(self) -> tuple[dt.date, dt.date] | None:
        """The first day of payment of what is newly overdue, and the last one of what is older.

        None where days of payment do not tell them apart, as with deadlines that differ.
        """
        moved = self.found["moved"]
        added, older = moved["first_added_day"].dropna(), moved["last_older_day"].dropna()
        if added.empty and older.empty:
            return None
        first = min(added) if len(added) else max(older) + _NIGHT
        last = max(older) if len(older) else first - _NIGHT
        return (first, last) if last < first else None

    @cached_property
    def organizations(self) -> list[Row]:
        """The worst organisations, and since which week money of theirs has been overdue."""
        before = self.found["moved"].groupby("org_code")["before_amount"].sum()
        rows = self._agents(self.found["organizations"])
        known = self.asked.is_comparable
        for row in rows:
            change = row["overdue_amount"] - int(before.get(row["key"], 0))
            row["overdue_change"] = change if known else None
        return rows

    @cached_property
    def collectors(self) -> list[Row]:
        """The worst collectors, with the organisation that each belongs to."""
        names = dict(self.found["names"][["org_code", "org_name"]].itertuples(index=False))
        people = self.found["collectors"]["people"].set_index("collector_code")["org_code"]
        rows = self._agents(self.found["collectors"])
        for row in rows:
            org = people.get(row["key"])
            row["org_name"] = names.get(org, org)
        return rows

    def _agents(self, found: Mapping[str, pd.DataFrame]) -> list[Row]:
        runs = _runs(found["weeks"], self.asked.period.last)
        return [
            {**row, **_since(self.asked.period.last, runs.get(row["key"], 1))}
            for row in frames.records(periodic_questions.worst(found["owed"]))
        ]

    @cached_property
    def recording(self) -> list[Row]:
        """How soon the payments of the period got their codes, and those of the one before."""
        period = self.asked.period
        rows = [self._recording("now", period, self.found["recording"])]
        if self.asked.is_comparable:
            rows.append(self._recording("before", period.before, self.found["recording_before"]))
        return [row for row in rows if row["payments"]]

    def _recording(self, key: str, period: weeks_and_months.Period, frame: pd.DataFrame) -> Row:
        (row,) = frames.records(frame) or [dict.fromkeys(frame.columns)]
        return {**row, "key": key, **_days_of(period)}

    @cached_property
    def kinds(self) -> list[Row]:
        """The kinds of difference that had cases, those that are listed apart last."""
        rows = frames.records(self._kinds_of(exception_movements.TOTAL))
        return sorted(
            (self._moved(row) for row in rows), key=lambda row: row["key"] in difference_rules.APART
        )

    def _moved(self, row: Row) -> Row:
        settled = {
            f"settled_{what}": row[f"before_{what}"] + row[f"added_{what}"] - row[what]
            for what in ("cases", "amount")
        }
        known = {**row, **settled, "key": row["kind"]}
        if self.asked.is_comparable:
            return known
        compared = ("before_", "added_", "settled_")
        return {name: None if name.startswith(compared) else each for name, each in known.items()}

    def _kinds_of(self, key: str) -> pd.DataFrame:
        kinds: pd.DataFrame = self.found["kinds"]
        return kinds[kinds["key"] == key]

    @cached_property
    def differences(self) -> dict[str, int | None]:
        """The cases of all kinds that are not listed apart: before, added, settled, and open."""
        names = ("before_cases", "added_cases", "settled_cases", "cases", "amount")
        rows = [row for row in self.kinds if row["key"] not in difference_rules.APART]
        return {
            name: None
            if name not in {"cases", "amount"} and not self.asked.is_comparable
            else sum(row[name] for row in rows)
            for name in names
        }

    @cached_property
    def gaps(self) -> list[Row]:
        """The offices with working days without a code that usually have some, or are silent."""
        rows: dict[str, Row] = {}
        for day in frames.records(self.found["days"]):
            is_silent = day["day"] > day["latest_recorded_day"]
            if is_silent or _is_usual(day["with_codes"], day["usual_days"]):
                row = rows.setdefault(
                    day["office_code"],
                    {
                        "key": day["office_code"],
                        "name": day["office_name"],
                        "gaps": 0,
                        "days": "",
                        "latest_recorded_day": day["latest_recorded_day"],
                    },
                )
                row["gaps"] += 1
                row["days"] = f"{row['days']} {day['day'].isoformat()}".lstrip()
        return list(rows.values())

    @cached_property
    def never(self) -> list[Row]:
        """The offices of which no data have ever come."""
        feeds: pd.DataFrame = self.found["feeds"]
        rows = frames.records(feeds[feeds["state"] == "never"])
        return [{"key": row["office_code"], "name": row["office_name"]} for row in rows]

    @cached_property
    def units(self) -> list[Row]:
        """One row an office, or of one office an organisation, the most overdue money first."""
        owed, before = (_by_key(self.found[name]) for name in ("owed", "owed_before"))
        forms, recorded = _by_key(self.found["forms"]), _by_key(self.found["recorded"])
        cases = self._cases()
        names = {key: row["name"] for each in (owed, forms, recorded) for key, row in each.items()}
        names |= {key: self._name(key) for key in cases if key not in names}
        rows = []
        for key, name in names.items():
            overdue, earlier = (
                each.get(key, {}).get("overdue_amount", 0) for each in (owed, before)
            )
            rows.append(
                {
                    "key": key,
                    "name": name,
                    **_sent(forms.get(key, {})),
                    "overdue_amount": overdue,
                    "overdue_change": overdue - earlier if self.asked.is_comparable else None,
                    "same_day_rate": recorded.get(key, {}).get("same_day_rate"),
                    "cases": cases.get(key, 0),
                }
            )
        return sorted(rows, key=lambda row: (-row["overdue_amount"], row["key"]))

    def _cases(self) -> dict[str, int]:
        """Return the open differences of each unit, without those that are listed apart."""
        kinds: pd.DataFrame = self.found["kinds"]
        is_apart = kinds["kind"].isin(difference_rules.APART)
        own = kinds[(kinds["key"] != exception_movements.TOTAL) & ~is_apart & (kinds["cases"] > 0)]
        return {str(key): int(each) for key, each in own.groupby("key")["cases"].sum().items()}

    def _name(self, key: str) -> str:
        names = self.found["names"].set_index("org_code")["org_name"]
        known = self.found["offices"].set_index("office_code")["office_name"]
        return str(names.get(key, known.get(key, key)))


def ask(
    connection: sa.Connection, period: weeks_and_months.Period, office: str | None, now: dt.datetime
) -> Figures:
    """Return the figures of a report; no answer is kept.

    Raises:
        problems.Problem: an unknown office.
    """
    asked = periodic_questions.limits(connection, period, office, now)
    found = {
        name: each(connection)
        for name, each in periodic_questions.questions(asked, periodic_questions.plainly).items()
    }
    return Figures(asked, found)


def _is_usual(with_codes: int, days: int) -> bool:
    return days >= _FEWEST and with_codes >= _USUAL_SHARE * days


def _days_of(period: weeks_and_months.Period) -> Row:
    return {"start_day": period.start, "end_day": period.last}


def _sent(sums: Mapping[str, Any]) -> Row:
    """Return the forms of a row that are due, how many are in which state, and their share."""
    known = {name: int(sums.get(name) or 0) for name in _FORMS}
    missing = known["not_dispatched"] - known["not_yet_due"]
    due = known["dispatched_on_time"] + known["dispatched_late"] + missing
    return {
        "forms": due,
        "dispatched_on_time": known["dispatched_on_time"],
        "dispatched_late": known["dispatched_late"],
        "missing": missing,
        "mismatched": known["mismatched"],
        "not_yet_due": known["not_yet_due"],
        "sent_rate": _share(known["dispatched_on_time"], due),
    }


def _share(part: int, whole: int) -> float | None:
    """Return a share with four decimals, half up; None of nothing."""
    return float((Decimal(part) / whole).quantize(_RATE, ROUND_HALF_UP)) if whole else None


def _sum(values: Any) -> int:
    return sum(int(value) for value in values)


def _some(values: Any) -> Any:
    return values > 0


def _by_key(frame: pd.DataFrame) -> dict[str, Row]:
    return {row["key"]: row for row in frames.records(frame)}


def _runs(weeks: pd.DataFrame, last: dt.date) -> dict[str, int]:
    """Return by agent at how many ends of weeks, back from `last`, it had money overdue."""
    evenings: dict[str, set[dt.date]] = {}
    for key, evening, amount in zip(
        weeks["key"], weeks["evening"], weeks["overdue_amount"], strict=True
    ):
        if amount > 0:
            evenings.setdefault(str(key), set()).add(evening)
    return {key: _run(found, last) for key, found in evenings.items()}


def _run(evenings: Collection[dt.date], last: dt.date) -> int:
    weeks = 0
    while last - dt.timedelta(weeks=weeks) in evenings:
        weeks += 1
    return weeks


def _since(last: dt.date, weeks: int) -> Row:
    """Return the Monday of the first week of a run that ends with `last`, and its weeks."""
    first = last - dt.timedelta(weeks=max(1, weeks) - 1)
    return {"since_day": weeks_and_months.monday(first), "weeks": max(1, weeks)}
