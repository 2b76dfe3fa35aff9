"""Which payments, transfers and forms are to be reconciled, one kind of difference at a time.

What a case is, `data.derived.difference_rules` says; the columns are those of all kinds. The key of
a difference is its subject: the payment, the remittance, or "office/organisation/yyyy-mm-dd" of a
form.
"""

import decimal
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from data.derived import difference_rules
from queries import agents, frames, paging, working_days
from queries.exceptions import cases, kinds, looked_after
from queries.lag import lagged

# Amounts in đồng, as in `counts.COLUMNS`. day: paid, transferred, or reported on; age_days are
# the calendar days since, lag_days and deadline_days the working days of what is overdue. other:
# the organisation that handed the money over, or one of the payments that are repeated, empty where
# none of them may be seen; other_office_name then says whom to ask. What was expected and what was
# found: of a transfer, what it covers and what it came to; of a form, what it has and what was sent
# last, empty where nothing was.
# moment and other_moment: two that are in the wrong order, the one that is at fault first; of a
# form, when it was first sent (last sent, where it does not match) and when it was due.
# The code and the remittance are those that were known by the as-of day. since_day: the first day
# on which it was a difference. weight: the money times its days, times the severity of the kind.
# owner, due_day and note_id are of the last note, whenever that was written. listed_amount is the
# sum of the whole list, the same on every row of every page.
COLUMNS: frames.Dtypes = frames.columns(
    "kind subject office_code office_name org_code org_name collector_code day age_days "
    "amount confirmation_code payment_id remittance_id other other_office_name expected_amount "
    "found_amount expected_codes found_codes moment other_moment lag_days deadline_days "
    "since_day weight owner due_day note_id listed_amount"
)

# What is no column of `differences`, aliased d.
_COMPUTED: Final = {
    "office_name": "o.office_name",
    "org_name": "g.org_name",
    "other_office_name": "w.office_name",
    "age_days": ":as_of - d.day",
    "confirmation_code": f"""(
        SELECT c.confirmation_code
        FROM confirmations AS c
        WHERE c.payment_id = d.payment_id AND c.recorded_at < {working_days.NIGHT}
    )""",
    "weight": f"{difference_rules.severity('d.kind')}"
    f" * {difference_rules.amount_days('d.amount', 'd.day')}",
    "owner": "n.owner",
    "due_day": "n.due_day",
    "note_id": "n.note_id",
    "listed_amount": "sum(d.amount) OVER ()",
}
_EXPRESSIONS: Final = {name: f"d.{name}" for name in COLUMNS} | _COMPUTED
# A file about an office may be passed on to that office, or be frozen for it: it names payments of
# other offices to nobody.
_OTHER_OF_FILE: Final = """
    CASE
        WHEN CAST(:office AS text) IS NULL
            OR d.other_office_code IS NULL
            OR d.other_office_code IN (SELECT office_code FROM asked_offices)
        THEN d.other
    END
"""

# By which columns the list can be sorted. Names are in Vietnamese alphabetical order. Codes are
# looked up for the rows of a page alone.
_NOT_SORTABLE: Final = (
    "confirmation_code", "other_office_name", "note_id", "listed_amount"
)  # fmt: skip
SORTABLE: Final = {
    name: value for name, value in _EXPRESSIONS.items() if name not in _NOT_SORTABLE
} | {"subject": 'd.subject COLLATE "C"', "office_name": "o.name_sort", "org_name": "g.name_sort"}

_HEAVIEST_FIRST: Final = f"{_COMPUTED['weight']} DESC"
# What tells differences apart.
_KEY: Final = f"{SORTABLE['subject']}, d.kind"
_OF_NOTES: Final = ("owner", "due_day", "note_id")
# The columns of `every`: the sum of the list is known from the rows, and notes are no figures.
EVERY: Final = tuple(name for name in COLUMNS if name not in {*_OF_NOTES, "listed_amount"})
# So many rows are fetched at a time.
_BATCH: Final = 2_000


_APART: Final = ", ".join(f"'{kind}'" for kind in difference_rules.APART)


def _statement(expressions: Mapping[str, str]) -> str:
    selected = ",\n    ".join(f"{value} AS {name}" for name, value in expressions.items())
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{cases.DIFFERENCES},
{looked_after.NOTED}
SELECT
    {selected}
FROM differences AS d
LEFT JOIN offices AS o ON o.office_code = d.office_code
LEFT JOIN offices AS w ON w.office_code = d.other_office_code
LEFT JOIN organizations AS g ON g.org_code = d.org_code
{looked_after.JOIN}
WHERE {kinds.is_subject("d.subject")}
    AND {looked_after.IS_ASKED}
    AND (CAST(:kind AS text) IS NOT NULL OR d.kind NOT IN ({_APART}))
"""


_LISTED: Final = _statement(_EXPRESSIONS)
_FILED: Final = _statement(_EXPRESSIONS | {"other": _OTHER_OF_FILE})


def listed(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    kind: str | None,
    page: paging.Page,
    subjects: Collection[str] | None = None,
    limits: looked_after.Limits = looked_after.EVERY,
) -> pd.DataFrame:
    """Return a page of the cases of one kind that `counts.by_kind` counts; all add up to it.

    Args:
        connection: a transaction of a reader.
        question: the period, and the day whose evening is meant.
        kind: one of `counts.KINDS`; another one has no cases. None: all kinds but those that are
            listed apart.
        page: which rows; without an order of its own the list has the heaviest first.
        subjects: only these differences, as far as they are cases; None for all.
        limits: which of them, by who looks after them and how new they are.

    Returns:
        One row a case: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    if subjects is None:
        subjects = looked_after.few(connection, limits, kind=kind)
    params = cases.params(connection, question, kind, subjects) | limits.binds
    order = paging.order_by(page, SORTABLE, _HEAVIEST_FIRST, _KEY)
    return frames.ask(connection, _LISTED + order + paging.LIMIT, params | page.binds, COLUMNS)


def every(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    kind: str | None,
    limits: looked_after.Limits = looked_after.EVERY,
) -> Iterator[tuple[Any, ...]]:
    """Yield all cases of one kind, or of all, for a file, the heaviest first, as they are read.

    Returns:
        One row a case, as `listed` has it: `EVERY`; moments have a time zone. Of an office, a
        payment of another one is not named, whoever asks.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    subjects = looked_after.few(connection, limits, kind=kind)
    params = cases.params(connection, question, kind, subjects) | limits.binds
    order = f"ORDER BY {_HEAVIEST_FIRST}, {_KEY}"
    result = connection.execute(
        sa.text(_FILED + order), params, execution_options={"yield_per": _BATCH}
    )
    places = [list(COLUMNS).index(name) for name in EVERY]
    for batch in result.partitions(_BATCH):
        yield from (tuple(_whole(row[place]) for place in places) for row in batch)


def _whole(value: Any) -> Any:
    """Return a sum, which the database gives as a decimal, as the whole number that it is."""
    return int(value) if isinstance(value, decimal.Decimal) else value
