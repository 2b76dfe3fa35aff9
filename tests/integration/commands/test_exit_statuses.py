"""Every command ends with 0, 1, 2 or 3, and a sentence; what cannot be heard changes nothing."""

import os
import pathlib
import re
import subprocess
import sys

import pytest
from support import commands, databases, imports
from support.desks import Desk

from dashboard import cli, logs
from data.importing import run as runs

PERIOD = ("--from", "2026-08-20", "--to", "2026-08-31")
REPORT = ("report", "remittance-lag", *PERIOD, "--by", "org")
CASE = imports.EXAMPLE.parent / "field-cases" / "39-console-code-page"
# How each command is called, so that it asks the store.
# Of a row; the line of the program that raises it is in the log, and does not quote them.
NUMBER = "0123456789"
NAME = "Nguyễn Thị Huệ"
CALLS: dict[str, tuple[str, ...]] = {
    "audit": ("audit", "export", *PERIOD, "--out", "log.csv"),
    "backup": ("backup", "store.backup"),
    "doctor": ("doctor",),
    "export": ("export", "01-xn", "--date", "2026-08-21", "--out", "form.csv"),
    "import": ("import", str(CASE)),
    "lookup": ("lookup", "XN1"),
    "migrate": ("migrate",),
    "refresh": ("refresh",),
    "report": REPORT,
    "restore": ("restore", "store.backup"),
    "sample": ("sample", "--payments", "10", "--days", "3"),
    "snapshot": ("snapshot", "list"),
    "user": ("user", "list"),
    "watch": ("watch",),
}
# What does not ask the store that is down: it needs another login, or no store.
APART = {"backup", "doctor", "restore"}
DOWN = "postgresql://nobody:nothing@127.0.0.1:1/none"


@pytest.fixture
def store_url(made: databases.Databases, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    url = made.url(desk.name()).render_as_string(hide_password=False)
    monkeypatch.setenv("BHXH_STORE_URL", url)
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")
    return url


def test_no_command_was_forgotten() -> None:
    assert CALLS.keys() == cli.LAZY_COMMANDS.keys()


@pytest.mark.parametrize("name", [*CALLS, "run"])
def test_an_argument_that_is_none_is_refused(
    main: commands.Main, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(name, "--nonsense") == 2
    assert "--nonsense" in capsys.readouterr().err


@pytest.mark.fault
@pytest.mark.parametrize("words", CALLS.values(), ids=CALLS)
def test_a_setting_that_is_none_is_refused(
    main: commands.Main, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", DOWN)
    monkeypatch.setenv("BHXH_NONSENSE", "1")
    assert main(*words) == 2


@pytest.mark.fault
@pytest.mark.parametrize("words", [CALLS[name] for name in CALLS if name not in APART])
def test_a_store_that_is_down_ends_in_three_and_a_sentence(
    main: commands.Main,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", DOWN)
    assert main(*words) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_doctor_says_that_the_store_is_down(
    main: commands.Main, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", DOWN)
    assert main("doctor") == 1
    assert "BAD" in capsys.readouterr().out


@pytest.mark.fault
@pytest.mark.usefixtures("store_url")
def test_a_fault_of_the_program_ends_in_three_and_a_sentence(
    main: commands.Main,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise LookupError(NUMBER) from ZeroDivisionError(NAME)

    monkeypatch.setattr(runs, "run", broken)
    assert main(*CALLS["import"]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    found = re.search(r"LookupError in test_exit_statuses.py.* number ([0-9a-f]{8})", said.err)
    assert found is not None
    (logged,) = [
        logs.Text().format(each) for each in caplog.records if found[1] in each.getMessage()
    ]
    assert "ZeroDivisionError" in logged
    assert "in broken" in logged
    for text in (said.err, logged):
        assert NAME not in text
        assert NUMBER not in text


@pytest.mark.fault
def test_the_way_to_a_fault_is_said_in_the_log_and_nowhere_else(store_url: str) -> None:
    program = (
        "from dashboard import cli\n"
        "from data import opening\n"
        "def broken(*_): raise ZeroDivisionError('Huệ')\n"
        "opening.open_store = broken\n"
        "cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "refresh"],
        cwd=pathlib.Path(cli.__file__).parents[1],
        env={**os.environ, "BHXH_STORE_URL": store_url, "BHXH_LOG": "text"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, b"")
    *log, sentence = done.stderr.decode().splitlines()
    assert "ZeroDivisionError in <string>, line 3" in sentence or "dòng 3" in sentence
    assert any("in broken" in line for line in log)
    assert "Huệ" not in done.stderr.decode()


def test_an_interrupt_ends_in_three(
    main: commands.Main, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    assert store_url
    monkeypatch.setattr(runs, "run", interrupted)
    assert main(*CALLS["import"]) == 3


def at_shell(
    folder: pathlib.Path, url: str, line: str, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which `$monitor` is the program."""
    monitor = f"{sys.executable} -m dashboard.cli"
    return subprocess.run(
        ["/bin/bash", "-c", line.replace("$monitor", monitor)],
        cwd=folder,
        env={
            "BHXH_STORE_URL": url, "BHXH_TODAY": "2026-09-03", "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(pathlib.Path(cli.__file__).parents[1]), "LANG": "vi_VN.UTF-8",
            **variables,
        },
        capture_output=True,
        timeout=60,
        check=False,
    )  # fmt: skip


def test_what_is_said_is_utf_8_whatever_the_console(
    store_url: str, tmp_path: pathlib.Path, desk: Desk
) -> None:
    done = at_shell(tmp_path, store_url, f"$monitor import {CASE}", PYTHONIOENCODING="cp1258")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Mới" in done.stdout.decode()
    assert desk.ask("SELECT count(*), sum(amount)::bigint FROM payments") == [(1, 972000)]
    table = at_shell(tmp_path, store_url, f"$monitor {' '.join(REPORT)}", PYTHONIOENCODING="cp1258")
    assert table.returncode == 0
    assert "Tổ chức" in table.stdout.decode()
    wrong = at_shell(tmp_path, store_url, "$monitor import nowhere", PYTHONIOENCODING="ascii")
    assert wrong.returncode == 2
    assert "Không" in wrong.stderr.decode()


@pytest.mark.fault
@pytest.mark.parametrize("where", ["> /dev/full", ">&-", "| true; exit ${PIPESTATUS[0]}"])
def test_an_import_that_is_not_heard_ends_as_the_import_did(
    store_url: str, tmp_path: pathlib.Path, desk: Desk, where: str
) -> None:
    done = at_shell(tmp_path, store_url, f"$monitor import {CASE} {where}")
    assert (done.returncode, done.stderr) == (0, b"")
    bad = imports.write(tmp_path, "payments.csv", ["payment_id", "Q01"])
    both = f"{where} 2> /dev/full" if where.startswith(">") else f"2> /dev/full {where}"
    assert at_shell(tmp_path, store_url, f"$monitor import {CASE} {bad} {both}").returncode == 1
    assert at_shell(tmp_path, store_url, f"$monitor import nowhere {both}").returncode == 2
    assert desk.column("SELECT count(*) FROM payments") == [1]


@pytest.mark.fault
@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("report", "> /dev/full"),
        ("report", ">&-"),
        ("lookup", "> /dev/full"),
        ("snapshot", ">&-"),
        ("user", "> /dev/full"),
    ],
)
def test_an_answer_that_cannot_be_written_ends_in_three_and_a_sentence(
    store_url: str, tmp_path: pathlib.Path, name: str, where: str
) -> None:
    line = f"$monitor {' '.join(CALLS[name])} {where}"
    done = at_shell(tmp_path, store_url, line)
    assert done.returncode == 3
    assert len(done.stderr.decode().splitlines()) == 1
    assert "Traceback" not in done.stderr.decode()


def test_what_has_been_done_is_done_whoever_hears_it(
    store_url: str, tmp_path: pathlib.Path
) -> None:
    export = f"$monitor {' '.join(CALLS['export'])} > /dev/full"
    done = at_shell(tmp_path, store_url, export)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "form.csv").exists()


def test_with_development_mode_the_way_to_a_fault_is_printed(store_url: str) -> None:
    program = (
        "import sys; from dashboard import cli\n"
        "def broken(**_): raise ZeroDivisionError\n"
        "cli.commands.main = broken\n"
        "cli.main()"
    )
    command = [sys.executable, "-X", "dev", "-W", "ignore", "-c", program]
    done = subprocess.run(
        command,
        cwd=pathlib.Path(cli.__file__).parents[1],
        env={**os.environ, "BHXH_STORE_URL": store_url},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (3, True)
