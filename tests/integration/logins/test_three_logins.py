"""A server with three logins: each has its own roles, and commands use the one that they need."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import psycopg2
import pytest
from support import commands, databases, embedded_home, imports

from data import engine, migrate, problems
from data.importing.writing import bulk

if TYPE_CHECKING:
    import pathlib

    import sqlalchemy as sa
    from support.commands import Command

ROLES: Final = """
    SELECT coalesce(string_agg(rolname, ' ' ORDER BY rolname), '') FROM pg_roles
    WHERE rolname LIKE 'bhxh\\_%' AND NOT rolcanlogin AND pg_has_role('{login}', oid, 'SET')
"""
POWERS: Final = """
    SELECT rolsuper OR rolinherit OR rolbypassrls OR rolcreaterole OR rolcreatedb
        OR EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid AND inherit_option)
    FROM pg_roles AS r WHERE rolname = '{login}'
"""
WEB, LOADER, OWNER = (
    " ".join(sorted(roles)) for roles in (engine.OF_WEB, engine.OF_LOADER, engine.OF_OWNER)
)
EXPECTED: Final = {
    databases.THREE.web: WEB,
    databases.THREE.loader: LOADER,
    databases.THREE.owner: OWNER,
    databases.LOGIN: " ".join(sorted(engine.Role)),
}
_numbers = itertools.count(1)


@pytest.mark.parametrize("login", EXPECTED)
def test_each_login_may_take_its_own_roles(
    login: str, made: databases.Databases, empty_name: str
) -> None:
    superuser = made.superuser_url(empty_name)
    assert embedded_home.ask(superuser, ROLES.format(login=login)) == EXPECTED[login]
    assert embedded_home.ask(superuser, POWERS.format(login=login)) is False


@pytest.fixture
def login(made: databases.Databases, empty_name: str) -> str:
    """A login that may do nothing yet."""
    name = f"bhxh_new_{os.getpid()}_{next(_numbers)}"
    embedded_home.tell(made.superuser_url(empty_name), f"CREATE ROLE {name} LOGIN NOINHERIT")
    return name


def test_what_is_not_a_logins_own_any_more_is_taken_from_it(
    login: str, made: databases.Databases, empty_name: str
) -> None:
    superuser = made.superuser_url(empty_name)
    migrate.prepare(superuser, migrate.Logins(login, login, login))
    assert embedded_home.ask(superuser, ROLES.format(login=login)) == EXPECTED[databases.LOGIN]
    others = databases.THREE
    migrate.prepare(superuser, migrate.Logins(login, others.loader, others.owner))
    assert embedded_home.ask(superuser, ROLES.format(login=login)) == WEB
    migrate.prepare(superuser, migrate.Logins(others.web, login, others.owner))
    assert embedded_home.ask(superuser, ROLES.format(login=login)) == LOADER


def test_a_superuser_is_no_login_of_a_store(made: databases.Databases, empty_name: str) -> None:
    with pytest.raises(psycopg2.errors.RaiseException, match="superuser"):
        migrate.prepare(
            made.superuser_url(empty_name), migrate.Logins("postgres", "bhxh_app", "bhxh_app")
        )


def count(made: databases.Databases, name: str, table: str = "payments") -> int:
    return int(embedded_home.ask(made.superuser_url(name), f"SELECT count(*) FROM bhxh.{table}"))


def test_a_first_import_sets_indexes_aside_and_a_second_one_does_not_need_to(
    fresh_command: Command,
    made: databases.Databases,
    empty_name: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: pathlib.Path,
) -> None:
    monkeypatch.setattr(bulk, "_MANY_ROWS", 2)
    superuser = made.superuser_url(empty_name)
    built = "SELECT oid FROM pg_class WHERE relname = 'payments_by_org'"
    indexes = (
        "SELECT string_agg(indexdef, ';' ORDER BY indexdef) FROM pg_indexes"
        " WHERE schemaname = 'bhxh'"
    )
    before, oid = (embedded_home.ask(superuser, each) for each in (indexes, built))
    rejects = ("--rejects", str(tmp_path / "rejects.csv"))
    assert fresh_command("import", str(imports.EXAMPLE / "import"), *rejects).exit_code == 0
    assert count(made, empty_name) == 14
    assert embedded_home.ask(superuser, indexes) == before
    assert embedded_home.ask(superuser, built) != oid
    assert fresh_command("import", str(imports.EXAMPLE / "import"), *rejects).exit_code == 0
    assert fresh_command("refresh").exit_code == 0
    assert fresh_command("migrate").exit_code == 0
    assert fresh_command("doctor", "--figures").exit_code == 0


def test_own_data_replace_a_sample(
    fresh_command: Command, made: databases.Databases, empty_name: str, tmp_path: pathlib.Path
) -> None:
    assert fresh_command("sample", "--payments", "600", "--days", "10").exit_code == 0
    assert count(made, empty_name) > 500
    rejects = str(tmp_path / "rejects.csv")
    ended = fresh_command("import", str(imports.EXAMPLE / "import"), "--rejects", rejects)
    assert "The sample data were removed." in ended.output
    assert (count(made, empty_name), count(made, empty_name, "about")) == (14, 0)


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("BHXH_LOADER_URL", ("import", str(imports.EXAMPLE / "import"))),
        ("BHXH_LOADER_URL", ("sample", "--payments", "10", "--days", "2")),
        ("BHXH_LOADER_URL", ("refresh",)),
        ("BHXH_OWNER_URL", ("migrate",)),
    ],
)
def test_a_command_names_the_login_that_it_lacks(
    variable: str,
    words: tuple[str, ...],
    fresh_command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(variable)
    with pytest.raises(problems.Problem, match=f"set {variable} to"):
        fresh_command(*words)
    # One that may not do it either is no better than none.
    monkeypatch.setenv(variable, os.environ["BHXH_STORE_URL"])
    with pytest.raises(problems.Problem, match=f"set {variable} to"):
        fresh_command(*words)


def test_the_exit_status_is_2(made: databases.Databases, empty_name: str) -> None:
    web, _, _ = made.three_urls(empty_name)
    ended = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "refresh"],
        env={**os.environ, "BHXH_STORE_URL": text(web), "LC_ALL": "C.UTF-8"},
        cwd=embedded_home.ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=embedded_home.SECONDS,
    )
    assert ended.returncode == 2
    assert "BHXH_LOADER_URL" in ended.stderr


def text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.mark.parametrize("variable", ["BHXH_LOADER_URL", "BHXH_OWNER_URL"])
def test_an_address_that_is_none_is_named(
    variable: str, fresh_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "mysql://somewhere/x")
    command = {"BHXH_LOADER_URL": "refresh", "BHXH_OWNER_URL": "migrate"}[variable]
    with pytest.raises(problems.Problem, match=f"{variable} names another kind"):
        fresh_command(command)


def lines(ended: Any, subject: str) -> list[str]:
    return [line.strip() for line in ended.output.splitlines() if subject in line]


def test_doctor_shows_the_logins_without_their_passwords(command: Command) -> None:
    ended = command("doctor")
    assert ended.exit_code == 0
    for variable, login in (
        ("BHXH_LOADER_URL", databases.THREE.loader), ("BHXH_OWNER_URL", databases.THREE.owner),
    ):  # fmt: skip
        (line,) = lines(ended, variable)
        assert f"{login}:***@" in line
    assert lines(ended, "rights of the login") == [
        "good  rights of the login: those of the dashboard alone"
    ]


def test_doctor_finds_one_login_for_everything_bad_with_real_data(
    made: databases.Databases, example_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = commands.at(made, example_name, monkeypatch)
    monkeypatch.setenv("BHXH_STORE_URL", text(made.url(example_name)))
    ended = command("doctor")
    assert ended.exit_code == 1
    (line,) = lines(ended, "rights of the login")
    assert line.startswith("BAD")
    assert "bhxh_loader, bhxh_owner" in line


def test_doctor_only_notes_it_while_nothing_is_real(
    fresh_command: Command,
    made: databases.Databases,
    empty_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", text(made.url(empty_name)))
    assert lines(fresh_command("doctor"), "rights of the login")[0].startswith("hint")
    assert fresh_command("sample", "--payments", "600", "--days", "10").exit_code == 0
    ended = fresh_command("doctor")
    assert lines(ended, "rights of the login")[0].startswith("hint")
    assert ended.exit_code == 0
