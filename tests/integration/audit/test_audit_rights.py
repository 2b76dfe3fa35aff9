"""Who may read the access log and the decisions about users, and that they can do nothing else."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import access_log

from data import engine, local_time, problems, scope, users
from queries import paging
from queries.audit import looks, user_decisions

if TYPE_CHECKING:
    from support import desks


ask: Final = access_log.ask
EVERYTHING: Final = scope.Scope.everything()
BA_DINH: Final = scope.Scope.of(["00101"])
DAYS: Final = looks.Limits(dt.date(2026, 8, 20), dt.date(2026, 8, 22))
PAGE: Final = paging.Page(100)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM participants",
        "SELECT payment_id FROM participants",
        "SELECT count(*) FROM participant_changes",
        "SELECT count(*) FROM masked_participants",
        "SELECT count(*) FROM payments",
        "SELECT count(*) FROM users",
        "INSERT INTO access_log VALUES (DEFAULT, now(), 'x', 'x', 'x', '00101', 'P1')",
        "UPDATE access_log SET who = ''",
        "DELETE FROM access_log",
        "UPDATE user_changes SET changed_by = ''",
    ],
)
def test_an_auditor_may_do_nothing_else(desk: desks.Desk, statement: str) -> None:
    with pytest.raises((problems.Problem, sa.exc.InternalError)):
        ask(desk, lambda c: c.execute(sa.text(statement)), EVERYTHING)


@pytest.mark.parametrize(
    "role",
    [
        engine.Role.READER, engine.Role.REVEALER, engine.Role.APPENDER, engine.Role.GATEKEEPER,
        engine.Role.LOADER,
    ],
)  # fmt: skip
def test_nobody_else_reads_the_log(logged: desks.Desk, role: engine.Role) -> None:
    access = engine.Access(role, EVERYTHING)
    reading = logged.store.engine.execution_options(access=access)
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), reading.begin() as c:
        c.execute(sa.text("SELECT entry_id FROM access_log"))


def test_an_auditor_needs_a_scope(desk: desks.Desk) -> None:
    access = engine.Access(engine.Role.AUDITOR)
    with (
        pytest.raises(RuntimeError, match="needs a scope"),
        desk.store.engine.execution_options(access=access).begin(),
    ):
        pass


def test_an_auditor_sees_who_was_given_which_role_within_his_scope(desk: desks.Desk) -> None:
    given = [
        ("city@example.org", users.Role.CITY, []),
        ("one@example.org", users.Role.DISTRICT, ["00101"]),
        ("two@example.org", users.Role.DISTRICT, ["00101", "00110"]),
    ]
    with desk.store.registering() as connection:
        for login, role, offices in given:
            users.add(
                connection, login=login, full_name="x", role=role, offices=offices, by="audit test"
            )
    named = "SELECT login FROM user_changes WHERE changed_by = 'audit test' ORDER BY change_id"
    everything = ask(desk, lambda c: c.scalars(sa.text(named)).all(), EVERYTHING)
    assert everything == [login for login, *_ in given]
    assert ask(desk, lambda c: c.scalars(sa.text(named)).all(), BA_DINH) == ["one@example.org"]


def test_decisions_say_what_has_become_of_a_user_within_the_scope(desk: desks.Desk) -> None:
    login = "decided@example.org"
    before = dt.datetime.now(local_time.HANOI).date()
    with desk.store.registering() as connection:
        add = functools.partial(users.add, connection, login=login, full_name="x", by="admin")
        add(role=users.Role.DISTRICT, offices=["00101"])
        users.disable(connection, login, by="admin")
        add(role=users.Role.DISTRICT, offices=["00110"])
        add(role=users.Role.CITY)

    def told(of: scope.Scope, office: str | None = None) -> list[tuple[str, str]]:
        limits = looks.Limits(before, before + dt.timedelta(days=1), office=office)
        listed = functools.partial(user_decisions.listed, limits=limits)
        rows = ask(desk, listed, of)
        own = rows[rows["login"] == login]
        return list(zip(own["decision"], own["office_codes"], strict=True))

    whole = [("changed", ""), ("enabled", "00110"), ("disabled", "00101"), ("added", "00101")]
    assert told(EVERYTHING) == whole
    assert told(EVERYTHING, "00100") == whole
    assert told(EVERYTHING, "00110") == whole[:2]
    assert told(BA_DINH) == whole[2:]
    assert told(scope.Scope.of([])) == []
