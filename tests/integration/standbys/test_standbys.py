"""Questions go to a standby that has what was seen and written, and on without the primary.

The tests of this file share a primary and a standby, real servers; the last ones end the primary.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any, Final

import click.testing
import pytest
import sqlalchemy as sa
from support import embedded_home, imports, standby

from dashboard import cache, cli, current_store
from dashboard.auth import admission, refusals
from data import embedded, engine, opening, problems, saved_views, settings, standbys, store, users
from data.scope import Scope
from queries.store import freshness

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


EVERYTHING: Final = Scope.everything()
LAN: Final = "lan@example.org"
MINH: Final = "minh@example.org"
IS_COPY: Final = sa.text("SELECT pg_is_in_recovery()")


@pytest.fixture(scope="module")
def folder() -> Iterator[pathlib.Path]:
    with embedded_home.folder(embedded_home.place()) as made:
        yield made


@pytest.fixture(scope="module")
def server(folder: pathlib.Path) -> Iterator[embedded.Server]:
    """A primary with the worked example, and two users."""
    with embedded_home.home_at(folder / "home") as home:
        server = embedded_home.start_copy(home)
        with contextlib.closing(opening.open_store(settings.Settings(home=home))) as opened:
            imports.load(opened, imports.EXAMPLE / "import")
            with opened.registering() as connection:
                for login in (LAN, MINH):
                    users.add(
                        connection, login=login, full_name="Lan", role=users.Role.CITY, by="admin"
                    )  # fmt: skip
        yield server
        standby.kill(server)


@pytest.fixture(scope="module")
def copy(server: embedded.Server, folder: pathlib.Path) -> Iterator[standby.Standby]:
    with standby.of(server, folder / "standby") as made:
        yield made


@pytest.fixture(scope="module")
def opened(server: embedded.Server, copy: standby.Standby) -> Iterator[store.Store]:
    """The store as a dashboard opens it, whose address names both servers."""
    address = server.url.set(
        query={
            "host": f"{server.socket_directory},{copy.url.query['host']}",
            "target_session_attrs": "read-write",
        }
    )
    made = store.Store(
        engine.create(address),
        loader=lambda: engine.create(server.loader_url),
        standbys=standbys.Standbys(address, [copy.url]),
    )
    with contextlib.closing(made):
        yield made


@pytest.fixture(autouse=True)
def at_ease(opened: store.Store) -> None:
    """Begin each test when the standby answers."""
    assert embedded_home.wait_until(lambda: is_copy(opened), 10)


def is_copy(opened: store.Store) -> bool:
    with opened.reading(EVERYTHING) as connection:
        return bool(connection.scalar(IS_COPY))


def version(opened: store.Store) -> int | None:
    """Return up to which import a page would see the data, as it asks."""
    with opened.reading(EVERYTHING) as connection:
        cache.find(connection, freshness.latest)
        found = freshness.version(connection)
    return found and found[0]


def import_one(opened: store.Store, folder: pathlib.Path, number: int) -> None:
    path = folder / f"policies-{number}.csv"
    path.write_text(
        f"name,valid_from,value\nremittance.deadline_working_days,2027-01-{number:02},3\n"
    )
    assert imports.load(opened, path).changed


def write(server: embedded.Server) -> None:
    """Have the primary write something that no page shows."""
    embedded_home.remember(server.superuser_url)


def test_a_standby_answers_in_the_role_and_the_scope_of_its_user(opened: store.Store) -> None:
    for given in (opened.reading, opened.exporting):
        with given(Scope.of(["00110"])) as connection:
            assert connection.scalar(IS_COPY)
            assert connection.scalar(sa.text("SELECT current_user")) == "bhxh_reader"
            offices = connection.scalars(sa.text("SELECT DISTINCT office_code FROM payments"))
            assert offices.all() == ["00110"]
    assert opened.ask(EVERYTHING, lambda connection: connection.scalar(IS_COPY))
    for primary in (opened.auditing, opened.appending, opened.revealing, opened.primary().reading):
        with primary(EVERYTHING) as connection:
            assert not connection.scalar(IS_COPY)


def test_doctor_says_of_each_standby_whether_it_follows(
    server: embedded.Server, copy: standby.Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        said = click.testing.CliRunner().invoke(cli.commands, ["doctor"]).output
        return [line.strip() for line in said.splitlines() if " standby " in line]

    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setenv("BHXH_STORE_URL", text_of(server.url))
    monkeypatch.setenv("BHXH_READ_URL", text_of(copy.url))
    (follows,) = told()
    assert follows.startswith("good  standby ")
    assert "follows the main server" in follows
    monkeypatch.setenv("BHXH_READ_URL", text_of(server.url))
    (itself,) = told()
    assert itself.startswith("hint  standby ")
    monkeypatch.setenv("BHXH_READ_URL", "postgresql://bhxh_app:x@127.0.0.1:9,127.0.0.1:10/bhxh")
    assert [line.partition(":")[0] for line in told()] == ["BAD  standby 127.0.0.1"] * 2


def text_of(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def test_what_this_process_writes_is_seen_at_the_next_question(
    opened: store.Store, tmp_path: pathlib.Path
) -> None:
    for number in range(1, 4):
        before = version(opened)
        import_one(opened, tmp_path, number)
        assert (version(opened) or 0) > (before or 0)
    assert embedded_home.wait_until(lambda: is_copy(opened), 5)


@pytest.mark.fault
def test_a_standby_that_lacks_an_import_is_left_out(
    opened: store.Store, server: embedded.Server, copy: standby.Standby, tmp_path: pathlib.Path
) -> None:
    """Another process imports; a page that has seen it once sees it from then on."""
    copy.replay(goes_on=False)
    try:
        other = store.Store(
            engine.create(server.url), loader=lambda: engine.create(server.loader_url)
        )
        with contextlib.closing(other):
            import_one(other, tmp_path, 11)
            new = version(other)
        assert embedded_home.wait_until(lambda: version(opened) == new, 3)
        assert not is_copy(opened)
    finally:
        copy.replay(goes_on=True)
    assert embedded_home.wait_until(lambda: is_copy(opened), 5)
    assert version(opened) == new


@pytest.mark.fault
@pytest.mark.long
def test_a_standby_that_is_far_behind_is_left_out(
    opened: store.Store,
    server: embedded.Server,
    copy: standby.Standby,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standbys, "MOST_BEHIND_SECONDS", 1.5)
    copy.replay(goes_on=False)
    try:
        write(server)
        assert is_copy(opened)
        assert embedded_home.wait_until(lambda: not is_copy(opened), 6)
    finally:
        copy.replay(goes_on=True)
    assert embedded_home.wait_until(lambda: is_copy(opened), 5)


@pytest.mark.fault
def test_a_standby_that_is_killed_keeps_nobody_waiting(
    opened: store.Store, copy: standby.Standby
) -> None:
    copy.kill()
    begun = time.monotonic()
    assert not is_copy(opened)
    assert time.monotonic() - begun < 2
    copy.start()
    assert embedded_home.wait_until(lambda: is_copy(opened), 5)


@pytest.mark.fault
@pytest.mark.long
def test_a_standby_that_hangs_keeps_one_question_waiting(
    opened: store.Store, copy: standby.Standby
) -> None:
    copy.hang()
    try:
        begun = time.monotonic()
        assert not is_copy(opened)
        # To find out that it does not answer, and to be refused a new connection.
        assert time.monotonic() - begun < engine.PING_SECONDS + 3
        begun = time.monotonic()
        assert not is_copy(opened)
        assert time.monotonic() - begun < 1
    finally:
        copy.go_on()
    assert embedded_home.wait_until(lambda: is_copy(opened), 10)


@pytest.mark.fault
@pytest.mark.long
def test_while_the_primary_hangs_questions_go_on_and_it_is_known_within_seconds(
    opened: store.Store, server: embedded.Server
) -> None:
    standby.hang(server)
    try:
        begun = time.monotonic()
        assert is_copy(opened)
        assert time.monotonic() - begun < 1
        assert embedded_home.wait_until(lambda: opened.is_cut_off, 8)
        with pytest.raises(store.Waits), opened.registering():
            pass
        assert time.monotonic() - begun < 9
    finally:
        standby.go_on(server)
    begun = time.monotonic()
    assert embedded_home.wait_until(lambda: not opened.is_cut_off, 5)
    with opened.registering():
        pass


@pytest.mark.fault
def test_without_the_primary_questions_go_on_and_what_writes_waits(
    opened: store.Store,
    server: embedded.Server,
    copy: standby.Standby,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(current_store, "current", lambda: opened)
    tokens = {login: admission.begin(login) for login in (LAN, MINH)}
    with opened.keeping(LAN) as connection:
        saved_views.add(connection, name="Chưa nộp", page="remittance-lag", query="by=org")
    with opened.registering() as connection:
        users.disable(connection, MINH, by="admin")
    assert embedded_home.wait_until(lambda: is_copy(opened), 5)
    assert not opened.is_cut_off
    assert opened.as_of is None

    standby.kill(server)
    begun = time.monotonic()
    assert is_copy(opened)
    assert time.monotonic() - begun < 1
    assert embedded_home.wait_until(lambda: opened.is_cut_off, 5)
    as_of = opened.as_of
    assert as_of is not None
    assert 0 <= time.time() - as_of.timestamp() < 10

    assert admission.admit(tokens[LAN]).login == LAN
    with pytest.raises(refusals.Refused):
        admission.admit(tokens[MINH])
    with opened.kept(LAN) as connection:
        assert [view.name for view in saved_views.listed(connection)] == ["Chưa nộp"]
    with opened.auditing(EVERYTHING) as connection:
        assert connection.scalar(IS_COPY)
    waiting: list[Any] = [
        lambda: opened.appending(EVERYTHING), lambda: opened.revealing(EVERYTHING),
        lambda: opened.keeping(LAN), opened.registering, opened.admitting, opened.loading,
        lambda: opened.exporting(EVERYTHING, in_full=True),
    ]  # fmt: skip
    for write in waiting:
        with pytest.raises(store.Waits), write():
            pass
    # A dashboard that is started meanwhile shows pages as well; a command says that it is down.
    chosen = settings.Settings(store_url=text_of(opened.engine.url), read_url=text_of(copy.url))
    with contextlib.closing(opening.open_store(chosen, reads_copies=True)) as new:
        assert is_copy(new)
    with pytest.raises(store.Down):
        opening.open_store(chosen)
    for refused in (lambda: admission.begin(LAN), lambda: admission.end(tokens[LAN])):
        with pytest.raises(store.Waits):
            refused()

    copy.promote()
    assert embedded_home.wait_until(lambda: not opened.is_cut_off, 10)
    with opened.keeping(LAN) as connection:
        saved_views.add(connection, name="Sau đó", page="remittance-lag", query="by=org")
    assert opened.as_of is None
    with opened.reading(EVERYTHING) as connection:
        assert not connection.scalar(IS_COPY)
    admission.end(tokens[LAN])
    with pytest.raises(problems.Problem):
        admission.admit(tokens[LAN])
