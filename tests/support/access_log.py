"""An access log for tests: entries of two people, two offices, and moments around midnight."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from data import scope, users
from queries.lookup import lookup

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import databases, desks

    from data import store as stores


# Of two offices, and of one.
SEEN_BY_AN: Final = ("P01", "P02", "P11", "P12")
SEEN_BY_LAN: Final = ("P03", "P04")

ALL: Final = (
    "SELECT at, who, page, purpose, office_code, payment_id FROM access_log ORDER BY entry_id"
)
PEOPLE: Final = ("an@example.org", "=lan")
PAGES: Final = (("lookup", "tìm theo tên"), ("lookup", "@xác minh"), ("bhxh-monitor lookup", ""))
MOMENTS: Final = (
    "2026-08-19T23:59:59+07:00", "2026-08-20T00:00:00+07:00", "2026-08-21T09:00:00+07:00",
    "2026-08-21T09:00:00.700+07:00", "2026-08-22T23:59:59.9+07:00", "2026-08-23T00:00:00+07:00",
)  # fmt: skip


def fill(made: databases.Databases, desk: desks.Desk) -> None:
    """Write the entries into the log of a desk, which has no others then."""
    entries = [
        {"at": at, "who": who, "page": page, "purpose": purpose, "office": office,
         "payment": f"P{number % 7}"}
        for number, (at, who, (page, purpose), office) in enumerate(
            itertools.product(MOMENTS, PEOPLE, PAGES, ("00101", "00110"))
        )
    ]  # fmt: skip
    administrator = sa.create_engine(made.superuser_url(desk.name()))
    with administrator.begin() as connection:
        connection.execute(sa.text("TRUNCATE bhxh.access_log"))
        connection.execute(
            sa.text("""
                INSERT INTO bhxh.access_log (at, who, page, purpose, office_code, payment_id)
                VALUES (:at, :who, :page, :purpose, :office, :payment)
            """),
            entries,
        )
    administrator.dispose()


def note(store: stores.Store) -> None:
    """Have two people look at payments of the worked example, and one be given a role, now."""
    for who, payments in (("an@example.org", SEEN_BY_AN), ("lan@example.org", SEEN_BY_LAN)):
        with store.revealing(scope.Scope.everything()) as connection:
            lookup.participants(
                connection, payments=payments, who=who, page="lookup", purpose="đối chiếu sổ"
            )
    with store.registering() as connection:
        users.add(
            connection, login="an@example.org", full_name="Lê Văn An", role=users.Role.DISTRICT,
            offices=["00101"], by="admin",
        )  # fmt: skip


def ask(desk: desks.Desk, question: Callable[[sa.Connection], Any], of: scope.Scope) -> Any:
    """Return what an auditor of a scope is answered."""
    with desk.store.auditing(of) as connection:
        return question(connection)


def plain(desk: desks.Desk, start: str, beyond: str) -> list[tuple[Any, ...]]:
    """Return the entries of a period, read by nobody's question."""
    first, last = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(beyond)
    return [tuple(row) for row in desk.ask(ALL) if first <= row[0] < last]


def of_the_days(desk: desks.Desk) -> list[tuple[Any, ...]]:
    """Return the entries from 20 to 22 August."""
    return plain(desk, "2026-08-20T00:00:00+07:00", "2026-08-23T00:00:00+07:00")
