"""The mark of a sample in the store: its plan, which is noted before any data are written."""

import sqlalchemy as sa
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data import engine, local_time, problems, scope, settings
from data import store as stores
from data.importing import sets
from data.problems import N_
from data.sample import plan as plans

_SAMPLE = """
    SELECT sample_payments, sample_days, sample_seed, sample_today, sample_until, finished_at
    FROM about WHERE is_sample
"""
_NOTE = """
    INSERT INTO about (is_sample, sample_payments, sample_days, sample_seed, sample_today,
        sample_until, made_at)
    VALUES (true, %s, %s, %s, %s, %s, clock_timestamp())
    ON CONFLICT DO NOTHING
"""


def has_room(connection: sa.Connection) -> bool:
    """Return whether a sample can be made: the store is empty, or holds an unfinished one."""
    with engine.cursor(connection) as cursor:
        cursor.execute("SELECT finished_at IS NULL FROM about WHERE is_sample")
        noted = cursor.fetchone()
        return bool(noted[0]) if noted else _is_empty(cursor)


class Replaced(Exception):  # noqa: N818 - nothing went wrong
    """The sample has been removed: real data have replaced it."""


def require(cursor: Cursor) -> None:
    """Require that the store still holds a sample, in the transaction that adds to it.

    Raises:
        Replaced: it does not.
    """
    if not _is_noted(cursor):
        raise Replaced


def begin(connection: sa.Connection, plan: plans.Plan) -> plans.Plan:
    """Note the plan of a new sample, or return that of an unfinished one, which is then continued.

    Raises:
        problems.Problem: the store holds data, or another sample.
    """
    with engine.cursor(connection) as cursor:
        if not _is_noted(cursor):
            _require_empty(cursor)
            cursor.execute(
                _NOTE,
                (plan.payments, plan.days, plan.seed, plan.today, local_time.with_zone(plan.until)),
            )
        return _noted(cursor, plan)


def finish(connection: sa.Connection) -> None:
    """Note that the sample is complete."""
    with engine.cursor(connection) as cursor:
        cursor.execute("UPDATE about SET finished_at = clock_timestamp() WHERE is_sample")


def remove(cursor: Cursor) -> bool:
    """Empty a store that holds a sample, in the transaction of the import that replaces it.

    The logs, the users and their sessions stay. Return whether there was a sample.
    """
    cursor.execute("SELECT remove_sample()")
    return cursor.fetchone() == (True,)


def is_stored(connection: sa.Connection, payment_id: str) -> bool:
    """Return whether a payment is in the store, and with it all of its chunk."""
    with engine.cursor(connection) as cursor:
        cursor.execute("SELECT FROM payments WHERE payment_id = %s", (payment_id,))
        return cursor.rowcount > 0


def _is_noted(cursor: Cursor) -> bool:
    cursor.execute(_SAMPLE)
    return cursor.rowcount > 0


def _noted(cursor: Cursor, plan: plans.Plan) -> plans.Plan:
    """Return the plan in the store; it must equal `plan`, except for the day."""
    cursor.execute(_SAMPLE)
    payments, days, seed, today, until, finished_at = cursor.fetchone() or (None,) * 6
    if finished_at is not None:
        raise problems.Problem(
            N_("The store is not empty"),
            N_("It holds a sample already; name another store with BHXH_STORE_URL or BHXH_HOME."),
        )
    if (payments, days, seed) != (plan.payments, plan.days, plan.seed):
        raise problems.Problem(
            N_("The store holds an unfinished sample"),
            N_(
                "To finish it run bhxh-monitor sample --payments {payments} --days {days}"
                " --seed {seed}, or name another store with BHXH_STORE_URL or BHXH_HOME."
            ),
            payments=payments,
            days=days,
            seed=seed,
        )
    return plans.Plan(payments, days, seed, today, local_time.without_zone(until))


def _require_empty(cursor: Cursor) -> None:
    if not _is_empty(cursor):
        raise problems.Problem(
            N_("The store is not empty"),
            N_(
                "A sample is made up in an empty store only: name another one with"
                " BHXH_STORE_URL or BHXH_HOME."
            ),
        )


def _is_empty(cursor: Cursor) -> bool:
    """Return whether nothing has been imported; a calendar of working days does not count."""
    tables = [each.table for each in sets.ALL]
    cursor.execute(" UNION ALL ".join(f"(SELECT FROM {table} LIMIT 1)" for table in tables))
    return cursor.rowcount == 0


def is_wanted(opened: stores.Store) -> bool:
    """Return whether the store is to be filled: an embedded one without data, or half filled.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    if settings.read().store_url is not None:
        return False
    # In the role of the screens: the dashboard does not write. What it cannot see, nobody is shown.
    with opened.reading(scope.Scope.everything()) as connection:
        return has_room(connection)
