"""Differences between two contents of one report, row by row, and the imports that made them."""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard.exports import content, reports
from dashboard.exports.snapshots import freezing
from data import local_time, problems, scope, store
from data.problems import N_
from queries import frames
from queries.lookup import history
from queries.store import import_runs


class What(enum.StrEnum):
    """What happened to a row."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One row that differs, and its values before and after that differ.

    `row` is the row as it is now, or as it was where it is gone.
    """

    what: What
    row: Mapping[str, Any]
    differs: Mapping[str, tuple[Any, Any]]


# One row a row that came or went, or a value that changed. values are as a content writes them;
# imports are the numbers of those that did it, or one of which did, separated by commas.
COLUMNS: frames.Dtypes = frames.columns(
    "what key confirmation_code amount column earlier later imports"
)
_PAYMENT: Final = "payment_id"
_MASK: Final = re.compile(r"\d{0,4}(?P<mask>•+)(?P<end>\d{0,3})")


def with_now(
    opened: store.Store, within: scope.Scope, earlier: freezing.Frozen
) -> tuple[pd.DataFrame, content.Content]:
    """Compare a snapshot with what the store says now.

    Returns:
        One row a difference, `COLUMNS`, and the report as it is now.

    Raises:
        problems.Problem: the report is not to be had any more, or the store is down.
    """
    report = reports.named(earlier.content.kind)
    later = freezing.current(opened, within, report, earlier.content.params)
    return _differences(opened, within, earlier.content, later), later


def with_another(
    opened: store.Store, within: scope.Scope, earlier: freezing.Frozen, later: freezing.Frozen
) -> pd.DataFrame:
    """Compare two snapshots of one subject: one row a difference, `COLUMNS`.

    Raises:
        problems.Problem: they are not about the same, or the store is down.
    """
    if earlier.snapshot.subject.asked != later.snapshot.subject.asked or (
        earlier.content.kind != later.content.kind
    ):
        raise problems.Problem(
            N_("The snapshots cannot be compared"),
            N_("They are not about the same: choose two of one report, day and office."),
        )
    return _differences(opened, within, earlier.content, later.content)


def compared(earlier: content.Content, later: content.Content, keys: Sequence[str]) -> list[Change]:
    """Return the rows that differ, in the order of the later content, those that are gone first.

    Args:
        earlier: what it was.
        later: what it is.
        keys: the columns that identify a row.
    """
    before, after = _by_key(earlier, keys), _by_key(later, keys)
    gone = [Change(What.GONE, row, {}) for key, row in before.items() if key not in after]
    others = (_change(before.get(key), row) for key, row in after.items())
    return gone + [change for change in others if change is not None]


def _differences(
    opened: store.Store,
    within: scope.Scope,
    earlier: content.Content,
    later: content.Content,
) -> pd.DataFrame:
    keys = reports.named(earlier.kind).keys
    changes = compared(earlier, later, keys)
    since, until = earlier.facts["data_version"], later.facts["data_version"]
    imports = opened.ask(within, lambda c: _imports(c, changes, since, until))
    rows = [row for change in changes for row in _rows(change, keys, imports)]
    return frames.build(rows, tuple(COLUMNS), COLUMNS)


def _by_key(
    known: content.Content, keys: Sequence[str]
) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    rows = map(known.named, known.rows)
    return {tuple(row[key] for key in keys): row for row in rows}


def _change(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Change | None:
    """Return what is different in a row; None where nothing is.

    A column that an earlier version did not freeze yet is no difference, nor is the way in which it
    masked numbers.
    """
    if before is None:
        return Change(What.ADDED, after, {})
    values = {
        name: (before[name], value)
        for name, value in after.items()
        if name in before and before[name] != value and not _is_masked_anew(before[name], value)
    }
    return Change(What.CHANGED, after, values) if values else None


def _is_masked_anew(before: object, after: object) -> bool:
    """Return whether two values can be one number, masked by version 0.1.0 and since.

    That version showed seven digits, as in 0123•••789.
    """
    earlier, later = (_MASK.fullmatch(str(value)) for value in (before, after))
    if earlier is None or later is None or earlier["mask"] == later["mask"]:
        return False
    return earlier["end"][-2:] == later["end"]


def _imports(
    connection: sa.Connection, changes: Iterable[Change], since: int | None, until: int | None
) -> Mapping[str, str]:
    """Return by payment the imports that changed it in between; under "" all that changed anything.

    What an import adds has no history: it was one of all of them.
    """
    runs = import_runs.changing(connection, after=since or 0, until=until or 0)
    payments = sorted({str(change.row[_PAYMENT]) for change in changes if _PAYMENT in change.row})
    known = history.of_rows(connection, payments=payments, remittances=[])
    named: dict[str, str] = {"": ",".join(map(str, runs))}
    for payment, run in zip(known["subject"], known["run_id"], strict=True):
        if int(run) in runs:
            numbers = {*filter(None, named.get(payment, "").split(",")), str(run)}
            named[payment] = ",".join(sorted(numbers, key=int))
    return named


def _rows(
    change: Change, keys: Sequence[str], imports: Mapping[str, str]
) -> list[tuple[object, ...]]:
    row = change.row
    by = imports.get(str(row.get(_PAYMENT)), imports[""])
    about = (
        str(change.what),
        " ".join(str(row[key]) for key in keys),
        row.get("confirmation_code"),
        row.get("amount"),
    )
    if not change.differs:
        return [(*about, None, None, None, by)]
    return [
        (*about, name, _text(old), _text(new), by) for name, (old, new) in change.differs.items()
    ]


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return local_time.iso(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)
