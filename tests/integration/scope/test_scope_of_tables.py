"""Every table and view, in every role that reads, shows nothing of offices outside the scope.

The tables are those of the catalogs: one that is added later is looked at without being named
here, and has to have rows to be looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import databases, desks, open_to_all
from support.builders import two_offices

from data import engine
from data.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator


RELATIONS: Final = """
    SELECT relname FROM pg_class
    WHERE relnamespace = CAST('bhxh' AS regnamespace) AND relkind IN ('r', 'p', 'v', 'm', 'f')
    ORDER BY relname
"""
COLUMNS: Final = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'bhxh' AND table_name = '{table}'
"""
# What may be added to each table by whom has a scope.
ADDING: Final = """
    SELECT tablename, with_check FROM pg_policies
    WHERE schemaname = 'bhxh' AND cmd IN ('INSERT', 'UPDATE', 'ALL')
        AND roles && ARRAY['bhxh_reader', 'bhxh_revealer', 'bhxh_appender', 'bhxh_auditor']::name[]
"""
SCOPES: Final[tuple[list[str], ...]] = (
    [],
    [two_offices.OWN],
    [two_offices.OTHER],
    [two_offices.OWN, two_offices.OTHER],
)
# A view that reads as its owner needs a scope from the administrator, too.
EVERY_OFFICE: Final = """
    SELECT set_config('app.offices', (SELECT array_agg(office_code)::text FROM offices), false)
"""
# The gatekeeper has no scope: it comes before it is known whose there is.
SCOPED: Final = (
    engine.Role.READER, engine.Role.REVEALER, engine.Role.APPENDER, engine.Role.AUDITOR,
)  # fmt: skip
READERS: Final = (*SCOPED, engine.Role.GATEKEEPER)
REFUSED: Final = "42501"


@pytest.fixture(scope="module")
def desk(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """A desk with rows of two offices in every table."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as opened:
        two_offices.share(opened)
        for office in (two_offices.OWN, two_offices.OTHER):
            two_offices.fill(opened, office)
        opened.execute(EVERY_OFFICE)
        yield opened


def tables(desk: desks.Desk) -> list[str]:
    return [str(name) for name in desk.column(RELATIONS)]


def limited(desk: desks.Desk) -> list[str]:
    others = {**open_to_all.TABLES, **open_to_all.CLOSED}
    return [name for name in tables(desk) if name not in others]


def foreign(desk: desks.Desk, table: str) -> str:
    """Return what is true for rows of a table that belong to none of :offices."""
    if table in open_to_all.FOREIGN:
        return open_to_all.FOREIGN[table]
    if "office_code" not in desk.column(COLUMNS.format(table=table)):
        pytest.fail(
            f"{table} has no office_code. Whose are its rows? Say it in open_to_all.FOREIGN, or "
            "why it is open to all in open_to_all.TABLES."
        )
    return "NOT coalesce(office_code = ANY (:offices), false)"


def seen(desk: desks.Desk, access: engine.Access, table: str, where: str = "true") -> int | None:
    """Count the rows that a role sees; None where it may not read the table."""
    offices = list(access.scope.offices or ()) if access.scope else []
    binds = {"offices": offices} if ":offices" in where else {}
    counted = sa.text(f"SELECT count(*) FROM {table} WHERE {where}")
    try:
        with desk.store.engine.execution_options(access=access).begin() as connection:
            return int(connection.scalar(counted, binds) or 0)
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "pgcode", None) != REFUSED:
            raise
        return None


def test_every_table_that_is_limited_has_rows_of_both_offices(desk: desks.Desk) -> None:
    """Of a table without rows, the tests below would show nothing."""
    lacking = [
        f"{table} ({office})"
        for table in limited(desk)
        for office in (two_offices.OWN, two_offices.OTHER)
        if not desk.column(own_rows(desk, table, [office]))[0]
    ]
    assert lacking == [], "add rows of it in support/two_offices.py"
    assert len(limited(desk)) > 15


def own_rows(desk: desks.Desk, table: str, offices: list[str]) -> str:
    """Return the question how many rows of a table belong to some offices."""
    listed = ", ".join(f"'{office}'" for office in offices)
    where = foreign(desk, table).replace(":offices", f"CAST(ARRAY[{listed}] AS text[])")
    return f"SELECT count(*) FROM {table} WHERE NOT ({where})"


def test_what_is_open_to_all_is_there_and_has_rows(desk: desks.Desk) -> None:
    assert set(open_to_all.TABLES) <= set(tables(desk))
    empty = [t for t in open_to_all.TABLES if not desk.column(f"SELECT count(*) FROM {t}")[0]]
    assert empty == []


@pytest.mark.parametrize("role", SCOPED)
@pytest.mark.parametrize("offices", SCOPES, ids=",".join)
def test_no_role_sees_a_row_of_an_office_outside_its_scope(
    role: engine.Role, offices: list[str], desk: desks.Desk
) -> None:
    """Of a table that it may read, it sees those of its offices, all of them."""
    access = engine.Access(role, Scope.of(offices))
    readable = [table for table in limited(desk) if seen(desk, access, table) is not None]
    leaked = [table for table in readable if seen(desk, access, table, foreign(desk, table))]
    assert leaked == []
    for table in readable:
        own = desk.column(own_rows(desk, table, offices))[0]
        assert seen(desk, access, table) == own, table
        assert bool(own) is bool(offices), table


@pytest.mark.parametrize("role", SCOPED)
def test_without_a_scope_no_role_sees_any_row(role: engine.Role, desk: desks.Desk) -> None:
    """The engine begins no such transaction; the database itself refuses as well."""
    with pytest.raises(RuntimeError, match="needs a scope"):
        seen(desk, engine.Access(role), "payments")
    assert [table for table in limited(desk) if bare(desk, role, table)] == []


def bare(desk: desks.Desk, role: engine.Role, table: str) -> bool:
    """Say whether a role may read a table in a transaction whose scope was taken away."""
    access = engine.Access(role, Scope.of([two_offices.OWN]))
    try:
        with desk.store.engine.execution_options(access=access).begin() as connection:
            connection.execute(sa.text("SELECT set_config('app.offices', '', true)"))
            connection.execute(sa.text(f"SELECT count(*) FROM {table}"))
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "pgcode", None) != REFUSED:
            raise
        return False
    return True


def test_nobody_adds_rows_of_an_office_outside_his_scope(desk: desks.Desk) -> None:
    """Read from the catalogs; what the policies of notes and logs refuse is tried beside them."""
    policies = desk.ask(ADDING)
    assert {"access_log", "search_log", "exception_notes", "snapshots", "export_log"} <= {
        t for t, _ in policies
    }
    unlimited = {table for table, condition in policies if "my_offices" not in condition}
    assert unlimited <= set(open_to_all.TABLES)


def test_the_gatekeeper_reads_users_and_the_clock_and_nothing_else(desk: desks.Desk) -> None:
    """Of imports it reads how old each is, and of what they refused that there is something old."""
    access = engine.Access(engine.Role.GATEKEEPER)
    readable = {table for table in tables(desk) if seen(desk, access, table) is not None}
    assert readable == {
        "users", "user_offices", "offices", "sessions", "due_things", "import_runs",
        "import_rejects",
    }  # fmt: skip
    assert seen(desk, access, "import_rejects") == 0


@pytest.mark.parametrize("role", [role for role in engine.Role if role is not engine.Role.OWNER])
def test_what_is_closed_is_read_by_no_role(role: engine.Role, desk: desks.Desk) -> None:
    scope = Scope.everything() if role in SCOPED else None
    for table in open_to_all.CLOSED:
        assert seen(desk, engine.Access(role, scope), table) is None


def test_users_are_read_by_the_gatekeeper_alone(desk: desks.Desk) -> None:
    everything = Scope.everything()
    for table in ("users", "user_offices", "sessions"):
        for role in SCOPED:
            assert seen(desk, engine.Access(role, everything), table) is None, (table, role)
