"""The embedded store has three logins, and the process that serves people uses one of them."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import psutil
import pytest
import sqlalchemy as sa
from support import embedded_home, imports

from dashboard import current_store, first_run, workers
from data import embedded, engine, migrate, opening, problems, scope, settings
from data.embedded import server as servers
from data.embedded import users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERYTHING = scope.Scope.everything()
PAYMENTS: Final = sa.text("SELECT count(*) FROM payments")
# A parent that has a child fill the store, and says when the first part is in.
PARENT: Final = """
from dashboard import workers
workers.fill(3_000_000, 400, 1, lambda more: print(more, flush=True))
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[pathlib.Path]:
    """The home of the settings, whose server was made a moment ago and holds nothing."""
    with (
        embedded_home.folder(embedded_home.place()) as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        embedded_home.start_copy(home)
        monkeypatch.delenv("BHXH_STORE_URL", raising=False)
        monkeypatch.setenv("BHXH_HOME", str(home))
        yield home


def may_take(home: pathlib.Path) -> set[engine.Role]:
    """Return the roles that the dashboard's login may take."""
    web = engine.create(embedded.ensure_running(home).url)
    try:
        return {role for role in engine.Role if migrate.may_take(web, [role])}
    finally:
        web.dispose()


def test_no_login_has_powers_of_its_own(home: pathlib.Path) -> None:
    powers = (
        "SELECT json_object_agg(rolname, ROW(rolcanlogin, rolinherit, rolsuper, rolcreatedb,"
        " rolcreaterole, rolreplication, rolbypassrls)::text) FROM pg_roles"
        " WHERE rolname ~ '^bhxh_app'"
    )
    found = embedded_home.ask(embedded.ensure_running(home).superuser_url, powers)
    assert found == dict.fromkeys(servers.LOGINS, "(t,f,f,f,f,f,f)")


def test_a_command_reads_writes_and_migrates_by_different_logins(home: pathlib.Path) -> None:
    opened = opening.open_store(settings.read())
    user = sa.text("SELECT session_user")
    with opened.reading(EVERYTHING) as connection:
        assert connection.scalar(user) == servers.LOGIN
    with opened.loading() as connection:
        assert connection.scalar(user) == servers.LOADER_LOGIN
    with opened.migrating() as connection:
        assert connection.scalar(user) == servers.OWNER_LOGIN
    imports.load(opened, imports.EXAMPLE / "import")
    opened.close()
    assert may_take(home) == set(engine.OF_WEB)


def make_old(home: pathlib.Path) -> None:
    """Make a home what it was when there was one login for everything."""
    server = embedded.ensure_running(home)
    one = migrate.Logins(servers.LOGIN, servers.LOGIN, servers.LOGIN)
    migrate.prepare(server.superuser_url, one)
    for login in (servers.LOADER_LOGIN, servers.OWNER_LOGIN):
        embedded_home.tell(server.superuser_url, f"DROP ROLE {login}")
    only = engine.create(server.url)
    migrate.upgrade(only)
    only.dispose()
    file = servers.password_file(home)
    passwords = json.loads(file.read_text())
    file.write_text(json.dumps({role: passwords[role] for role in ("postgres", "bhxh_app")}))


@pytest.mark.parametrize("is_stopped", [True, False])
def test_an_old_home_gets_the_logins_that_it_lacks(home: pathlib.Path, is_stopped: bool) -> None:
    make_old(home)
    before = servers.read_passwords(home)
    assert servers.LOADER_LOGIN not in before
    assert may_take(home) == set(engine.Role)
    if is_stopped:
        embedded.stop(home)
    # The rest is done by a process that comes to it anew.
    users.leave(pathlib.Path(os.path.realpath(home)))
    opened = opening.open_store(settings.read())
    imports.load(opened, imports.EXAMPLE / "import")
    with opened.reading(EVERYTHING) as connection:
        assert connection.scalar(PAYMENTS) == 14
    opened.close()
    passwords = servers.read_passwords(home)
    assert passwords.items() >= before.items()
    assert len(set(passwords.values())) == 4
    assert servers.password_file(home).stat().st_mode & 0o777 == 0o600
    assert may_take(home) == set(engine.OF_WEB)


@pytest.fixture
def logins(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The logins by which this process connects from now on."""
    used: list[str] = []
    connect = engine.connect

    def noted(url: sa.URL) -> object:
        used.append(str(url.username))
        return connect(url)

    monkeypatch.setattr(engine, "connect", noted)
    return used


@pytest.mark.parametrize("make", [lambda _home: None, make_old], ids=["new", "old"])
def test_the_process_that_serves_people_connects_as_the_dashboard_alone(
    home: pathlib.Path,
    make: Callable[[pathlib.Path], None],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    make(home)
    logins = request.getfixturevalue("logins")
    holder = current_store._Holder()
    shares: list[float | None] = []
    advance = first_run._State.advance

    def noted(state: first_run._State, payments: int) -> None:
        advance(state, payments)
        shares.append(first_run.share_filled())

    monkeypatch.setattr(first_run._State, "advance", noted)
    monkeypatch.setattr(current_store, "current", holder.current)
    monkeypatch.setattr(first_run, "PAYMENTS", 600)
    monkeypatch.setattr(first_run, "DAYS", 10)
    first_run.announce()
    first_run.prepare()
    with holder.current().reading(EVERYTHING) as connection:
        assert int(connection.scalar(PAYMENTS) or 0) > 500
    others = "SELECT count(*) FROM pg_stat_activity WHERE usename ~ 'bhxh_app_'"
    assert shares
    assert all(share and share > 0.5 for share in shares)
    assert first_run.share_filled() is None
    assert set(logins) == {servers.LOGIN}
    superuser = embedded.ensure_running(home).superuser_url
    assert embedded_home.wait_until(lambda: not embedded_home.ask(superuser, others))
    holder.close()


@pytest.mark.usefixtures("home")
def test_what_a_child_is_refused_is_said_by_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = opening.open_store(settings.read())
    imports.load(opened, imports.EXAMPLE / "import")
    opened.close()
    # As Streamlit does: modules there have names of Python's own.
    monkeypatch.syspath_prepend(embedded_home.ROOT / "dashboard")
    with pytest.raises(problems.Problem) as caught:
        workers.fill(600, 10, 1, lambda _more: None)
    assert caught.value.title == "The store is not empty"


@pytest.mark.usefixtures("home")
def test_a_child_that_breaks_is_one_sentence() -> None:
    with pytest.raises(problems.Problem) as caught:
        workers._run("fill", "many")
    assert caught.value.title == "The store could not be prepared"


def test_a_child_ends_with_its_parent(home: pathlib.Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(embedded_home.ROOT)},
        cwd=home,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline()
        (child,) = [
            each for each in psutil.Process(parent.pid).children() if "python" in each.name()
        ]
        parent.send_signal(signal.SIGKILL)
    assert embedded_home.wait_until(lambda: not child.is_running())
