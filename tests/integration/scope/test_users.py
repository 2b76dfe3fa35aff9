"""Who the users are: added, changed and disabled by commands, found by whoever lets them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from data import engine, problems, scope, users

if TYPE_CHECKING:
    from support import desks

LAN = {"login": "Lan@Example.org ", "full_name": "Lan", "by": "admin"}


def add(desk: desks.Desk, **words: object) -> users.User:
    with desk.store.registering() as connection:
        return users.add(connection, **{**LAN, "role": users.Role.CITY, **words})  # type: ignore[arg-type]


def find(desk: desks.Desk, login: str = "lan@example.org") -> users.User | None:
    with desk.store.admitting() as connection:
        return users.find(connection, login)


def test_a_user_is_found_by_the_address_in_any_case(desk: desks.Desk) -> None:
    added = add(desk)
    assert find(desk, " LAN@example.ORG") == added
    assert added.login == "lan@example.org"
    assert added.scope == scope.Scope.everything()


def test_a_stranger_is_nobody(desk: desks.Desk) -> None:
    add(desk)
    assert find(desk, "an@example.org") is None


def test_a_district_user_sees_his_office_those_below_and_those_that_it_succeeded(
    empty_desk: desks.Desk,
) -> None:
    empty_desk.hand_in(
        offices=[
            {"office_code": "1", "office_name": "Quận Một"},
            {"office_code": "11", "office_name": "Dưới Một", "parent_code": "1"},
            {"office_code": "2", "office_name": "Trước Một", "successor_code": "1"},
            {"office_code": "3", "office_name": "Trước nữa", "successor_code": "2"},
            {"office_code": "31", "office_name": "Dưới trước nữa", "parent_code": "3"},
            {"office_code": "4", "office_name": "Quận Bốn"},
        ]
    )
    lan = add(empty_desk, role=users.Role.DISTRICT, offices=["1"])
    assert lan.office_codes == ("1",)
    assert lan.scope == scope.Scope.of(["1", "11", "2", "3", "31"])


def test_adding_somebody_again_changes_what_is_known(desk: desks.Desk) -> None:
    add(desk, role=users.Role.DISTRICT, offices=["00101"])
    with desk.store.registering() as connection:
        assert users.disable(connection, "lan@example.org", by="admin").is_disabled
    again = add(desk, role=users.Role.AUDITOR, full_name="Lan Anh", by="chief")
    assert (again.role, again.office_codes, again.is_disabled) == (users.Role.AUDITOR, (), False)
    assert (again.may_reveal, again.may_audit) == (False, True)
    decided = "SELECT changed_by, role, is_disabled FROM user_changes ORDER BY change_id"
    assert desk.ask(decided) == [
        ("admin", "district", False), ("admin", "district", True), ("chief", "auditor", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"login": "lan"}, "not an e-mail address"),
        ({"full_name": " "}, "--name"),
        ({"role": users.Role.DISTRICT}, "--office"),
        ({"offices": ["00101"]}, "--office"),
        ({"role": users.Role.DISTRICT, "offices": ["00101", "99999"]}, "no office 99999"),
    ],
)
def test_what_does_not_make_a_user_is_refused(
    desk: desks.Desk, words: dict[str, object], told: str
) -> None:
    with pytest.raises(problems.Problem, match=told):
        add(desk, **words)
    assert find(desk) is None


@pytest.mark.parametrize("role", [engine.Role.READER, engine.Role.REVEALER, engine.Role.APPENDER])
@pytest.mark.parametrize("table", ["users", "user_offices", "user_changes"])
def test_who_works_here_is_shown_to_no_reader(
    desk: desks.Desk, role: engine.Role, table: str
) -> None:
    add(desk)
    access = engine.Access(role, scope.Scope.everything())
    reading = desk.store.engine.execution_options(access=access)
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), reading.begin() as c:
        c.execute(sa.text(f"SELECT * FROM {table}"))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM payments",
        "SELECT count(*) FROM user_changes",
        "UPDATE users SET role = 'administrator'",
        "UPDATE users SET disabled_at = NULL",
        "INSERT INTO user_offices VALUES ('lan@example.org', '00101')",
        "DELETE FROM users",
        "DELETE FROM sessions",
        "UPDATE sessions SET expires_at = 'infinity'",
        "UPDATE sessions SET login = 'lan@example.org'",
        """
        INSERT INTO sessions (token_sha256, login, issued_at, expires_at)
        VALUES (sha256('x'), 'lan@example.org', now(), now() + INTERVAL '1 year')
        """,
    ],
)
def test_the_gatekeeper_may_do_nothing_else(desk: desks.Desk, statement: str) -> None:
    add(desk)
    with (
        pytest.raises(problems.Problem, match="may not do this"),
        desk.store.admitting() as connection,
    ):
        connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE user_changes SET changed_by = ''",
        "DELETE FROM user_changes",
        "DELETE FROM users",
        "DELETE FROM sessions",
        """
        INSERT INTO sessions (token_sha256, login, expires_at)
        VALUES (sha256('x'), 'lan@example.org', now() + INTERVAL '1 hour')
        """,
        "SELECT token_sha256 FROM sessions",
        "SELECT count(*) FROM payments",
    ],
)
def test_nobody_rewrites_who_decided_what(desk: desks.Desk, verb: str) -> None:
    add(desk)
    with (
        pytest.raises(problems.Problem, match="may not do this"),
        desk.store.registering() as connection,
    ):
        connection.execute(sa.text(verb))
