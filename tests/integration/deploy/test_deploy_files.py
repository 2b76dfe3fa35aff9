"""The files of `deploy` are what the programs that read them take, and do what they say."""

from __future__ import annotations

import contextlib
import http.client
import json
import pathlib
import re
import shlex
import signal
import socket
import ssl
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import psutil
import pytest
from support import commands, databases, embedded_home, homes, imports
from support.browser import signing_in, tls_proxy

from dashboard import cli
from data import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY: Final = embedded_home.ROOT / "deploy"
UNITS: Final = sorted((DEPLOY / "systemd").glob("*.*"))
PROGRAM: Final = "/srv/bhxh/venv/bin/bhxh-monitor"
NAME: Final = "bhxh.example.vn"


def text(*parts: str) -> str:
    return DEPLOY.joinpath(*parts).read_text(encoding="utf-8")


def test_systemd_takes_every_unit(tmp_path: pathlib.Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        here = re.sub(r"/srv/bhxh/\S+", str(program), unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name).write_text(here.replace("WorkingDirectory=" + str(program), ""))
    files = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert {unit.stem for unit in UNITS if unit.suffix == ".timer"} <= {
        unit.stem for unit in UNITS if unit.suffix == ".service"
    }


def test_units_call_commands_of_the_program_under_an_account_that_may_write_one_folder() -> None:
    called = set()
    for unit in (DEPLOY / "systemd").glob("*.service"):
        lines = dict(
            line.split("=", 1)
            for line in unit.read_text(encoding="utf-8").splitlines()
            if "=" in line and not line.startswith("#")
        )
        if unit.name == "bhxh-failed@.service":
            continue
        assert (lines["User"], lines["UMask"], lines["ReadWritePaths"]) == (
            "bhxh", "0077", "/srv/bhxh",
        )  # fmt: skip
        assert (lines["NoNewPrivileges"], lines["ProtectSystem"]) == ("yes", "strict")
        words = shlex.split(lines["ExecStart"])
        called |= {words[1]} if words[0] == PROGRAM else {words[0]}
    assert called - {"--headless", "/srv/bhxh/night"} <= set(cli.LAZY_COMMANDS)


def test_examples_of_settings_name_settings_and_hold_no_secret() -> None:
    known = {f"BHXH_{field}".upper() for field in settings.Settings.model_fields}
    for file in (DEPLOY / "env").glob("*.env"):
        for line in file.read_text(encoding="utf-8").splitlines():
            name, is_set, value = line.removeprefix("#").partition("=")
            assert not is_set or name in known, line
            assert "SECRET" not in name or not value, line


def test_the_documents_name_logins_as_the_examples_do() -> None:
    said = (embedded_home.ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    examples = text("env", "dashboard.env") + text("env", "imports.env")
    lines = re.findall(r"^BHXH_\w+=postgresql://.*$", examples, re.MULTILINE)
    assert lines
    assert [line for line in lines if line not in said] == []


def test_the_night_imports_what_has_come_and_puts_it_away(
    made: databases.Databases,
    empty_name: str,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands.at(made, empty_name, monkeypatch)
    night = tmp_path / "night"
    program = f"{sys.executable} -m dashboard.cli"
    script = text("systemd", "night").replace("venv/bin/bhxh-monitor", program)
    night.write_text(script.replace("/srv/bhxh", str(tmp_path)))
    night.chmod(0o755)
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    for file in (imports.EXAMPLE / "import").iterdir():
        (incoming / file.name).write_bytes(file.read_bytes())
    monkeypatch.setenv("PYTHONPATH", str(embedded_home.ROOT))
    done = subprocess.run([night], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert not list(incoming.iterdir())
    (report,) = (tmp_path / "reports").glob("*.json")
    assert json.loads(report.read_text(encoding="utf-8"))
    assert list((tmp_path / "done").rglob("*payments*"))
    # Nothing has come.
    assert subprocess.run([night], capture_output=True, timeout=120, check=False).returncode == 2


def test_an_image_takes_what_is_there_and_nothing_else() -> None:
    file = text("container", "Containerfile").replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in file.splitlines() if line and line[0] != "#"]
    copied = {
        word for name, rest in steps if name == "COPY" and not rest.startswith("--from")
        for word in rest.split()[:-1]
    }  # fmt: skip
    assert [name for name in copied if not (embedded_home.ROOT / name).exists()] == []
    ignored = (embedded_home.ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
    # What a wheel is built from.
    assert {"dashboard", "data", "pages", "queries", "streamlit_app.py", "pyproject.toml"} <= copied
    assert [name for name, _rest in steps].index("USER") < [n for n, _r in steps].index("CMD")
    healthy = next(rest for name, rest in steps if name == "HEALTHCHECK")
    compile(json.loads(healthy[healthy.index("[") :])[2], "HEALTHCHECK", "exec")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def dashboard(home: pathlib.Path, port: int, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """Give a dashboard on a home of its own, with the words of the unit."""
    (line,) = re.findall(rf"ExecStart={PROGRAM} (.*)", text("systemd", "bhxh-monitor.service"))
    words = shlex.split(line.replace("8501", str(port)))
    process = subprocess.Popen(
        homes.words(*words), cwd="/", env=homes.environment(home, **variables), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert embedded_home.wait_until(lambda: answers(port, process))
        yield process
    finally:
        process.kill()
        process.communicate()


def answers(port: int, process: subprocess.Popen[str]) -> bool:
    assert process.poll() is None, process.communicate()[0]
    with contextlib.suppress(OSError):
        return asked(http.client.HTTPConnection("127.0.0.1", port), "/_stcore/health").status == 200
    return False


def asked(
    connection: http.client.HTTPConnection, path: str, **headers: str
) -> http.client.HTTPResponse:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer


@contextlib.contextmanager
def nginx(folder: pathlib.Path, to: int) -> Iterator[tuple[int, int]]:
    """Have Debian's nginx read `one.conf`, of which files and ports alone are changed."""
    plain, secure = free_port(), free_port()
    certificate = tls_proxy.certificate(NAME, folder)
    conf = text("nginx", "one.conf")
    for old, new in (
        ("127.0.0.1:8501", f"127.0.0.1:{to}"), ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443", f"listen 127.0.0.1:{secure}"),
        ("/etc/nginx/tls/bhxh.crt", str(certificate)),
        ("/etc/nginx/tls/bhxh.key", str(certificate)),
    ):  # fmt: skip
        assert old in conf
        conf = conf.replace(old, new)
    own = "".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
        f"http {{ access_log off; {own}\n{conf}\n}}\n"
    )
    words = ["nginx", "-p", str(folder), "-c", str(main)]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr
    process = subprocess.Popen(words)
    try:
        assert embedded_home.wait_until(lambda: listens(secure))
        yield plain, secure
    finally:
        process.terminate()
        process.wait(20)


TEMPORARY: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@pytest.mark.fault
def test_a_dashboard_behind_nginx_answers_by_https_and_stops_with_its_database_when_told() -> None:
    with (
        embedded_home.folder(embedded_home.place()) as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        with homes.example(home):
            pass
        port = free_port()
        configured = signing_in.configured_by(f"https://{NAME}", "http://127.0.0.1:9")
        with dashboard(home, port, **configured) as process, nginx(folder, port) as (plain, secure):
            redirected = asked(http.client.HTTPConnection("127.0.0.1", plain), "/lag", Host=NAME)
            assert (redirected.status, redirected.getheader("Location")) == (
                301, f"https://{NAME}/lag",
            )  # fmt: skip
            unchecked = ssl.create_default_context()
            unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE

            def by_https(path: str, **headers: str) -> http.client.HTTPResponse:
                to = http.client.HTTPSConnection("127.0.0.1", secure, context=unchecked)
                return asked(to, path, Host=NAME, **headers)

            assert by_https("/_stcore/health").status == 200
            page = by_https("/overview")
            assert (page.status, str(page.getheader("Location"))[:7]) == (303, "/signin")
            assert page.getheader("Strict-Transport-Security") == "max-age=31536000"
            upgrade = {
                "Upgrade": "websocket", "Connection": "upgrade", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            }  # fmt: skip
            assert by_https("/_stcore/stream", **upgrade).status == 403
            assert embedded_home.wait_until(lambda: bool(embedded_home.postmasters(home)))
            servers = [psutil.Process(pid) for pid in embedded_home.postmasters(home)]
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=60)[0]
            took = time.monotonic() - begun
            # What the unit takes for a good end.
            assert process.returncode == 143, said
            assert not [each for each in servers if each.is_running()]
            # A second on a quiet machine; the unit gives it 90.
            assert took < 30
