"""Where the embedded server lives and as whom: any path, any user, any PostgreSQL that will do."""

from __future__ import annotations

import contextlib
import os
import pathlib
import pwd
import shutil
import stat
import sys
from typing import TYPE_CHECKING

import psutil
import pytest
from support import embedded_home

from data import embedded, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = pathlib.Path(embedded_home.site_packages())

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def folder() -> Iterator[pathlib.Path]:
    with embedded_home.folder() as made:
        yield made


@pytest.fixture
def home(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    with embedded_home.home_at(folder / "home") as home:
        yield home


def _closed(folder: pathlib.Path) -> pathlib.Path:
    folder.mkdir()
    folder.chmod(0o700)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        'the director\'s "dữ liệu", listed; $HOME `name` %d back\\slash',
        "/".join(["a-folder-with-a-long-name-inside-another"] * 4),
        "bảo hiểm xã hội/" * 8,
    ],
    ids=["signs of every kind", "long", "long too"],
)
def test_any_path_will_do(folder: pathlib.Path, name: str) -> None:
    with embedded_home.home_at(folder / name) as home:
        server = embedded.ensure_running(home)
        assert embedded_home.ask(server.url, "SELECT current_user") == "bhxh_app"
        assert embedded_home.ask(server.superuser_url, "SELECT current_user") == "postgres"
        assert embedded.ensure_running(home) == server
        assert server.socket_directory is not None
        assert stat.S_IMODE(server.socket_directory.stat().st_mode) == 0o700
        assert len(os.fsencode(server.socket_directory / ".s.PGSQL.5432")) <= 103
        embedded.stop(home)
        with contextlib.suppress(OSError):
            server.socket_directory.rmdir()


def test_two_names_of_one_home_are_one_server(folder: pathlib.Path, home: pathlib.Path) -> None:
    (folder / "link").symlink_to(home)
    server = embedded_home.start_copy(home)
    assert embedded.ensure_running(folder / "link") == server


@root_only
@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_socket_folder_that_somebody_else_made_is_refused(
    folder: pathlib.Path, home: pathlib.Path, kind: str
) -> None:
    home.mkdir()
    made = {"folder": (home / "run").mkdir, "link": lambda: (home / "run").symlink_to(folder)}
    made[kind]()
    os.chown(home / "run", pwd.getpwnam("nobody").pw_uid, -1, follow_symlinks=False)
    with pytest.raises(problems.Problem, match="belongs to somebody else"):
        embedded.ensure_running(home)


def test_a_folder_that_holds_something_else_is_kept(home: pathlib.Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "letter.txt").write_text("important")
    with pytest.raises(problems.Problem, match="holds something else"):
        embedded.ensure_running(home)
    assert (home / "data" / "letter.txt").read_text() == "important"


def test_an_empty_folder_for_the_data_is_used(home: pathlib.Path) -> None:
    (home / "data").mkdir(parents=True)
    assert embedded_home.ask(embedded.ensure_running(home).url, "SELECT 1") == 1


def test_data_of_another_version_are_refused_and_kept(home: pathlib.Path) -> None:
    server = embedded_home.start_copy(home)
    embedded.stop(home)
    (server.data_directory / "PG_VERSION").write_text("16\n")
    with pytest.raises(
        problems.Problem, match=r"is of PostgreSQL 16.*backup FILE.*restore FILE --replace"
    ):
        embedded.ensure_running(home)
    assert (server.data_directory / "global" / "pg_control").exists()


def test_lost_passwords_are_named(home: pathlib.Path) -> None:
    server = embedded_home.start_copy(home)
    (home / "passwords.json").unlink()
    with pytest.raises(problems.Problem, match=r"Restore .*passwords\.json from a backup"):
        _ = server.url


@root_only
def test_root_hands_the_server_to_an_account_of_its_own(home: pathlib.Path) -> None:
    server = embedded.ensure_running(home)
    process = psutil.Process(server.pid)
    owner = server.data_directory.stat()
    assert process.uids().effective == owner.st_uid != 0
    assert process.gids().effective == owner.st_gid != 0
    assert set(process.environ()) <= {"PATH", "LC_ALL", "LD_LIBRARY_PATH", "TMP", "TEMP", "PGDATA"}
    assert (home / "passwords.json").stat().st_uid == 0


@root_only
def test_root_without_the_right_to_trace_others_recognises_the_server(home: pathlib.Path) -> None:
    server = embedded_home.start_copy(home)
    limited = ("setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace")
    with embedded_home.User(home, before=limited) as user:
        assert user.server_pid() == server.pid


@root_only
def test_a_home_out_of_reach_is_refused_and_its_parents_stay_closed(folder: pathlib.Path) -> None:
    closed = _closed(folder / "closed")
    with pytest.raises(problems.Problem, match="set BHXH_HOME to a folder that they can"):
        embedded.ensure_running(closed / "home")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not (closed / "home" / "data").exists()


_QUERY = """
import os, pathlib, sys
import sqlalchemy
from data import embedded
server = embedded.ensure_running(pathlib.Path(sys.argv[1]))
print(server.pid, flush=True)
with sqlalchemy.create_engine(server.url).connect() as connection:
    print(connection.execute(sqlalchemy.text("SELECT current_user")).scalar(), flush=True)
sys.stdin.read()
"""


def _as_nobody(home: pathlib.Path) -> embedded_home.User:
    """Use a home as an ordinary user, with an interpreter that such a user can reach."""
    version = f"python3.{sys.version_info.minor}"
    reach = [pathlib.Path(sys.executable), *map(pathlib.Path, ("/usr/local/bin", "/usr/bin"))]
    choices = [reach[0].resolve(), *(place / version for place in reach[1:])]
    python = next(path for path in choices if path.exists() and not path.is_relative_to("/root"))
    return embedded_home.User(
        home,
        script=_QUERY,
        python=str(python),
        paths=(str(PACKAGES),),
        account="nobody",
    )


@pytest.fixture
def nobodys_home(home: pathlib.Path) -> pathlib.Path:
    home.mkdir()
    shutil.chown(home, "nobody")
    return home


@root_only
def test_an_ordinary_user_runs_a_server_as_himself(nobodys_home: pathlib.Path) -> None:
    with _as_nobody(nobodys_home) as user:
        pid = user.server_pid()
        assert user.line() == "bhxh_app"
        assert psutil.Process(pid).username() == "nobody"
        assert user.leave() == ""
    assert not psutil.pid_exists(pid)


@root_only
def test_root_may_visit_the_home_of_an_ordinary_user(nobodys_home: pathlib.Path) -> None:
    with _as_nobody(nobodys_home) as user:
        pid = user.server_pid()
        assert embedded.ensure_running(nobodys_home).pid == pid
    embedded.stop(nobodys_home)
    again = embedded.ensure_running(nobodys_home)
    assert psutil.Process(again.pid).username() == "nobody"
    embedded.stop(nobodys_home)
    with _as_nobody(nobodys_home) as user:
        assert user.server_pid() != again.pid


@root_only
def test_an_ordinary_user_is_refused_the_home_of_another(home: pathlib.Path) -> None:
    embedded_home.start_copy(home)
    with _as_nobody(home) as user:
        assert user.line() == ""
        assert "The folder for the data cannot be written" in user.leave()
