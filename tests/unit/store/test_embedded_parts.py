"""The parts of the embedded server that need no server to be right."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from data import embedded, problems
from data.embedded import cluster, folders, postmaster, server

ROOT = pathlib.Path(__file__).parents[3]
COMPLETE = ["42", "/data", "1700000000", "5432", "/run/bhxh", "", "  1  2", "ready   "]


def _pid_file(folder: pathlib.Path, lines: list[str]) -> postmaster.PidFile | None:
    (folder / "postmaster.pid").write_text("\n".join(lines) + "\n")
    return postmaster.read_pid_file(folder)


def test_the_default_home_of_root_is_a_system_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert embedded.default_home() == pathlib.Path("/var/lib/bhxh-monitor")


def test_the_default_home_of_others_is_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/lan/.local/share")
    monkeypatch.setenv("HOME", "/home/lan")
    assert embedded.default_home().is_relative_to("/home/lan")
    assert embedded.default_home().name == "bhxh-monitor"


def test_importing_the_package_loads_nothing_slow() -> None:
    code = (
        "import sys, data.embedded;"
        "print({'psutil', 'filelock', 'sqlalchemy', 'subprocess', 'platformdirs'} & {*sys.modules})"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "set()"


def test_a_complete_pid_file_is_understood(tmp_path: pathlib.Path) -> None:
    assert _pid_file(tmp_path, COMPLETE) == postmaster.PidFile(
        pid=42, port=5432, socket_directory=pathlib.Path("/run/bhxh"), status="ready"
    )


def test_a_server_without_a_socket_has_no_socket_folder(tmp_path: pathlib.Path) -> None:
    found = _pid_file(tmp_path, [*COMPLETE[:4], "", "127.0.0.1", *COMPLETE[6:]])
    assert found is not None
    assert found.socket_directory is None


@pytest.mark.parametrize("lines", [[], COMPLETE[:1], COMPLETE[:7], ["x", *COMPLETE[1:]]])
def test_an_incomplete_pid_file_says_nothing(tmp_path: pathlib.Path, lines: list[str]) -> None:
    assert _pid_file(tmp_path, lines) is None


def test_a_missing_pid_file_says_nothing(tmp_path: pathlib.Path) -> None:
    assert postmaster.read_pid_file(tmp_path) is None


@pytest.mark.parametrize(
    "pid",
    [pytest.param(os.getpid(), id="this process"), 1, 2**31 - 1, 2**40, -5],
)
def test_a_pid_that_is_not_the_server_is_not_taken_for_it(tmp_path: pathlib.Path, pid: int) -> None:
    _pid_file(tmp_path, [str(pid), *COMPLETE[1:]])
    assert postmaster.find(tmp_path) is None


def test_the_socket_is_in_the_home_while_the_path_is_short(tmp_path: pathlib.Path) -> None:
    assert next(folders._socket_candidates(tmp_path)) == tmp_path / "run"
    assert folders._fits(pathlib.Path("/srv/dữ liệu/run"))


@pytest.mark.parametrize("path", ["/a,b", '/a"b', "/a'b", "/a\\b", "/" + "ữ" * 40])
def test_the_socket_is_not_put_where_its_path_cannot_be_written_down(path: str) -> None:
    assert not folders._fits(pathlib.Path(path))


def test_each_long_home_has_a_socket_folder_of_its_own(tmp_path: pathlib.Path) -> None:
    names = {
        path.name
        for home in ("a", "b")
        for path in list(folders._socket_candidates(tmp_path / home))[1:]
    }
    assert len(names) == 2


def test_the_configuration_quotes_what_it_is_given(tmp_path: pathlib.Path) -> None:
    home = tmp_path / "director's back\\slash"
    home.mkdir()
    cluster.write(home, pathlib.Path("/run/bhxh"))
    written = (home / "server.conf").read_text()
    assert "director''s back\\\\slash/log'" in written
    assert "listen_addresses = ''" in written
    assert "unix_socket_directories = '\"/run/bhxh\"'" in written


def test_without_sockets_only_this_machine_can_connect(tmp_path: pathlib.Path) -> None:
    cluster.write(tmp_path, None)
    assert "listen_addresses = '127.0.0.1'" in (tmp_path / "server.conf").read_text()


def test_addresses_carry_the_password_and_hide_it_in_print(tmp_path: pathlib.Path) -> None:
    made = server.make_passwords(tmp_path)
    running = embedded.Server(tmp_path, tmp_path / "data", pathlib.Path("/run/dữ liệu"), 5432, 42)
    assert running.url.username == "bhxh_app"
    assert running.url.password == made["bhxh_app"] != made["postgres"]
    assert running.url.query == {"host": "/run/dữ liệu"}
    assert running.superuser_url.username == "postgres"
    assert made["postgres"] not in f"{running!r} {running.superuser_url}"


def test_addresses_without_a_socket_name_this_machine(tmp_path: pathlib.Path) -> None:
    server.make_passwords(tmp_path)
    url = embedded.Server(tmp_path, tmp_path / "data", None, 50123, 42).url
    assert (url.drivername, url.host, url.port) == ("postgresql+psycopg2", "127.0.0.1", 50123)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"postgres": "x"}'])
def test_damaged_passwords_are_a_problem_with_a_way_out(
    tmp_path: pathlib.Path, content: str
) -> None:
    (tmp_path / "passwords.json").write_text(content)
    with pytest.raises(problems.Problem, match=r"Restore .* from a backup"):
        server.read_passwords(tmp_path)


def test_a_home_that_cannot_be_made_is_a_problem_with_a_way_out(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(problems.Problem, match="set BHXH_HOME to a folder that is"):
        folders.make_home(tmp_path / "file" / "home")
