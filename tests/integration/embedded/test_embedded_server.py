"""The embedded server as it is handed out: private, durable, quiet, and quick to get."""

from __future__ import annotations

import concurrent.futures
import stat
import time
from typing import TYPE_CHECKING

import pytest
import sqlalchemy
from support import embedded_home

from data import embedded

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[embedded.Server]:
    with (
        embedded_home.folder() as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        yield embedded.ensure_running(home)


def _mode(path: pathlib.Path | None) -> int:
    assert path is not None
    return stat.S_IMODE(path.stat().st_mode)


def test_the_login_has_no_powers_of_its_own(server: embedded.Server) -> None:
    powers = embedded_home.ask(
        server.url,
        "SELECT ROW(rolcanlogin, rolinherit, rolsuper, rolcreatedb, rolcreaterole,"
        " rolreplication, rolbypassrls)::text FROM pg_roles WHERE rolname = 'bhxh_app'",
    )
    assert embedded_home.ask(server.url, "SELECT current_user") == "bhxh_app"
    assert powers == "(t,f,f,f,f,f,f)"


def test_the_database_belongs_to_the_superuser(server: embedded.Server) -> None:
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert embedded_home.ask(server.superuser_url, "SELECT current_user") == "postgres"
    assert embedded_home.ask(server.url, "SELECT current_database()") == "bhxh"
    assert embedded_home.ask(server.url, owner) == "postgres"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("server_encoding", "UTF8"),
        ("timezone", "Asia/Ho_Chi_Minh"),
        ("log_timezone", "Asia/Ho_Chi_Minh"),
        ("data_checksums", "on"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("password_encryption", "scram-sha-256"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
        ("log_truncate_on_rotation", "on"),
        ("shared_buffers", "512MB"),
        ("max_wal_size", "2GB"),
    ],
)
def test_the_server_is_set_up_for_personal_data(
    server: embedded.Server, setting: str, value: str
) -> None:
    assert embedded_home.ask(server.superuser_url, f"SHOW {setting}") == value


def test_letters_are_sorted_and_changed_by_the_builtin_locale(server: embedded.Server) -> None:
    locale = (
        "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database"
        " WHERE datname = current_database()"
    )
    assert embedded_home.ask(server.url, locale) == "b C.UTF-8"
    assert embedded_home.ask(server.url, "SELECT upper('bảo hiểm xã hội')") == "BẢO HIỂM XÃ HỘI"


def test_no_rule_lets_anybody_in_without_a_password(server: embedded.Server) -> None:
    rules = "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"
    assert embedded_home.ask(server.superuser_url, rules) == "scram-sha-256"


@pytest.mark.parametrize("role", ["bhxh_app", "postgres"])
def test_a_wrong_password_is_refused(server: embedded.Server, role: str) -> None:
    with pytest.raises(sqlalchemy.exc.OperationalError, match="password authentication failed"):
        embedded_home.ask(server.url.set(username=role, password="wrong"), "SELECT 1")  # noqa: S106


def test_folders_and_passwords_are_closed_to_others(server: embedded.Server) -> None:
    assert _mode(server.home / "passwords.json") == 0o600
    assert _mode(server.data_directory) == 0o700
    assert _mode(server.socket_directory) == 0o700
    assert _mode(server.home / "log") == 0o700


def test_values_never_reach_the_log(server: embedded.Server) -> None:
    with pytest.raises(sqlalchemy.exc.DataError):
        embedded_home.ask(server.url, "SELECT 'Trần Thị Bí Mật'::date")
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        embedded_home.tell(
            server.superuser_url,
            "CREATE TEMP TABLE t (name text PRIMARY KEY);"
            "INSERT INTO t VALUES ('Trần Thị Bí Mật'), ('Trần Thị Bí Mật')",
        )
    logs = list((server.home / "log").glob("*.log"))
    assert logs
    assert not any("Bí Mật" in log.read_text() for log in logs)


def test_logs_of_last_week_do_not_grow_for_ever(server: embedded.Server) -> None:
    large = server.home / "log" / "server-large.log"
    large.touch()
    with large.open("r+b") as stream:
        stream.truncate(9_000_000)
    embedded.stop(server.home)
    embedded.ensure_running(server.home)
    assert not large.exists()


def test_a_second_call_takes_less_than_50_ms(server: embedded.Server) -> None:
    running = embedded.ensure_running(server.home)
    begun = time.perf_counter()
    again = embedded.ensure_running(server.home)
    assert time.perf_counter() - begun < 0.05
    assert again == running


def test_threads_that_start_at_once_share_one_server(server: embedded.Server) -> None:
    embedded.stop(server.home)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = set(pool.map(embedded.ensure_running, [server.home] * 4))
    assert len(found) == 1
    assert embedded_home.ask(found.pop().url, "SELECT 1") == 1


def test_stopping_what_does_not_run_is_no_error(server: embedded.Server) -> None:
    embedded.stop(server.home)
    embedded.stop(server.home)
    embedded.stop(server.home / "never made")
    assert not (server.data_directory / "postmaster.pid").exists()


def test_rows_are_there_after_a_restart(server: embedded.Server) -> None:
    running = embedded.ensure_running(server.home)
    embedded_home.tell(running.superuser_url, "CREATE TABLE kept AS SELECT 42 AS figure")
    embedded.stop(server.home)
    again = embedded.ensure_running(server.home)
    assert again.pid != running.pid
    assert embedded_home.ask(again.superuser_url, "SELECT figure FROM kept") == 42
