"""Each way in which a real server fails is a problem of its own, which says what to do."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from concurrent import futures
from typing import TYPE_CHECKING, Any

import psutil
import psycopg2
import pytest
import sqlalchemy as sa
from support import embedded_home
from support.faults import servers

from data import embedded, engine, opening, problems, scope, settings
from data import store as stores
from data.connections import database_errors, watchdog

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.fault

NOT_LET_IN = "The database does not let this program in"
NO_TLS = "The encrypted connection to the database fails"
DOWN = "The store does not answer"
READ_ONLY = "The store can only be read"


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Breakable]:
    with servers.breakable() as broken:
        yield broken


@pytest.fixture(scope="module")
def administrator(server: servers.Breakable) -> sa.URL:
    return server.superuser_url


@contextlib.contextmanager
def opened(address: str) -> Iterator[stores.Store]:
    """Give the store at an address; nothing of it is asked yet."""
    store = opening.connect_external(settings.Settings(store_url=address))  # type: ignore[arg-type]
    assert store is not None
    with contextlib.closing(store):
        yield store


def problem_at(address: str, statement: str = "SELECT 1") -> problems.Problem:
    """Return the problem of a question to the store at an address."""
    with (
        opened(address) as store,
        pytest.raises(problems.Problem) as raised,
        store.reading(scope.Scope.everything()) as connection,
    ):
        connection.execute(sa.text(statement))
    return raised.value


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ({"port": 1}, DOWN),
        ({"password": "wrong"}, NOT_LET_IN),
        ({"password": ""}, NOT_LET_IN),
        ({"username": "nobody_here"}, NOT_LET_IN),
        ({"username": "bhxh_owner", "password": "x"}, NOT_LET_IN),
        ({"database": "nothing_here"}, "The database is missing"),
        ({"query": {"sslmode": "require"}}, NO_TLS),
        ({"query": {"sslmode": "verify-full", "sslrootcert": "/nowhere.crt"}}, NO_TLS),
        ({"query": {"target_session_attrs": "standby"}}, DOWN),
    ],
)
def test_a_connection_that_fails_says_why(
    server: servers.Breakable, parts: dict[str, object], title: str
) -> None:
    found = problem_at(server.address(**parts))
    assert (found.title, found.status) == (title, 3)
    assert isinstance(found, stores.Down) == (title == DOWN)


def test_a_machine_that_is_not_found_is_named_by_doctor_alone(server: servers.Breakable) -> None:
    found = problem_at(server.address(host="no-such-host.invalid"))
    assert (found.title, found.status) == ("The machine of the database is not found", 3)


def test_of_several_hosts_the_one_that_a_person_can_mend_is_told(
    server: servers.Breakable,
) -> None:
    here = f"127.0.0.1:{server.port}"
    address = f"postgresql://bhxh_app:wrong@127.0.0.1:1,{here}/bhxh"
    assert problem_at(address).title == NOT_LET_IN


def test_several_hosts_are_tried_one_after_the_other(server: servers.Breakable) -> None:
    password = server.url.password
    here = f"127.0.0.1:{server.port}"
    login = f"user=bhxh_app password={password}"
    for address in (
        f"postgresql://bhxh_app:{password}@127.0.0.1:1,{here}/bhxh?target_session_attrs=read-write",
        f"postgresql://bhxh_app:{password}@/bhxh?host=127.0.0.1:1&host={here}",
        f"host=127.0.0.1,127.0.0.1 port=1,{server.port} dbname=bhxh {login}",
    ):
        with opened(address) as store, store.reading(scope.Scope.everything()) as connection:
            assert connection.execute(sa.text("SELECT 1")).scalar() == 1


def test_a_server_that_asks_for_encryption_is_understood(
    server: servers.Breakable, administrator: sa.URL
) -> None:
    rules = server.home / "data" / "pg_hba.conf"
    before = rules.read_text(encoding="ascii")
    local = "local all all scram-sha-256\n"
    try:
        rules.write_text(f"{local}hostssl all all 127.0.0.1/32 scram-sha-256\n", encoding="ascii")
        servers.tell(administrator, "SELECT pg_reload_conf()")
        found = embedded_home.wait_until(
            lambda: problem_of_encryption(server) == NO_TLS, seconds=10
        )
    finally:
        rules.write_text(before, encoding="ascii")
        servers.tell(administrator, "SELECT pg_reload_conf()")
    assert found


def problem_of_encryption(server: servers.Breakable) -> str:
    """Return the title of the problem without encryption; empty where there is none yet."""
    try:
        engine.connect(engine.read_url(server.address(query={"sslmode": "disable"}))).close()
    except psycopg2.OperationalError as error:
        found = database_errors.problem(error)
        return found.title if found else ""
    return ""


def test_too_many_connections_are_said_to_be_that(
    server: servers.Breakable, administrator: sa.URL
) -> None:
    servers.tell(administrator, "ALTER ROLE bhxh_app CONNECTION LIMIT 0")
    try:
        found = problem_at(server.address())
    finally:
        servers.tell(administrator, "ALTER ROLE bhxh_app CONNECTION LIMIT -1")
    assert isinstance(found, stores.Busy)
    assert "max_connections" in found.sentence


def test_connections_of_a_rush_are_given_back(
    server: servers.Breakable, administrator: sa.URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "IDLE_SECONDS", 1)
    everything = scope.Scope.everything()

    def held() -> int:
        with contextlib.closing(engine.connect(administrator)) as driver:
            cursor = driver.cursor()
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'bhxh_app'")
            return int(cursor.fetchone()[0])

    with opened(server.address()) as store:
        with contextlib.ExitStack() as rush:
            for _ in range(engine.POOL_SIZE):
                rush.enter_context(store.reading(everything))
            assert held() == engine.POOL_SIZE
        assert embedded_home.wait_until(lambda: held() == 0, seconds=10)
        for _ in range(engine.POOL_SIZE):
            assert store.ask(everything, lambda connection: connection.scalar(sa.text("SELECT 1")))
        # The same one each time.
        assert held() == 1


def test_a_session_of_ones_own_is_not_given_back(
    server: servers.Breakable, administrator: sa.URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "IDLE_SECONDS", 1)
    with (
        opened(server.address()) as store,
        contextlib.closing(engine.own_session(store.engine)) as own,
    ):
        assert store.ask(scope.Scope.everything(), lambda c: c.scalar(sa.text("SELECT 1")))
        held = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'bhxh_app'"
        # The one of the pool ends, and so the time was over for both.
        assert embedded_home.wait_until(
            lambda: embedded_home.ask(administrator, held) == 1, seconds=10
        )
        with own.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def test_a_connection_whose_answer_got_lost_is_not_kept(
    server: servers.Breakable, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = scope.Scope.everything()
    execute = watchdog.Cursor.execute
    lost: list[str] = []

    def pid(connection: sa.Connection) -> int:
        return int(connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one())

    def broken(self: watchdog.Cursor, statement: str, *args: object, **options: object) -> None:
        if "pg_backend_pid" in statement and not lost:
            lost.append(statement)
            raise psycopg2.DatabaseError("error with status PGRES_TUPLES_OK and no message")
        execute(self, statement, *args, **options)

    with opened(server.address()) as store:
        before = store.ask(everything, pid)
        assert store.ask(everything, pid) == before
        monkeypatch.setattr(watchdog.Cursor, "execute", broken)
        assert store.ask(everything, pid) != before
    assert lost


def test_a_store_that_is_read_only_says_that_nothing_was_written(
    server: servers.Breakable, administrator: sa.URL
) -> None:
    servers.tell(administrator, "ALTER SYSTEM SET default_transaction_read_only = on")
    servers.tell(administrator, "SELECT pg_reload_conf()")
    try:
        with (
            opened(server.address()) as store,
            pytest.raises(database_errors.TakesNoWrites) as writing,
            store.admitting() as connection,
        ):
            connection.execute(sa.text("DELETE FROM users"))
        wanted = server.address(query={"target_session_attrs": "read-write"})
        looking = problem_at(wanted)
        with (
            opened(server.address()) as store,
            store.reading(scope.Scope.everything()) as connection,
        ):
            assert connection.execute(sa.text("SELECT count(*) FROM payments")).scalar() == 0
    finally:
        servers.tell(
            administrator,
            "SET default_transaction_read_only = off",
            "ALTER SYSTEM RESET default_transaction_read_only",
            "SELECT pg_reload_conf()",
        )
    assert (writing.value.title, writing.value.status) == (READ_ONLY, 3)
    assert looking.title == READ_ONLY


def failing(administrator: sa.URL, statement: str) -> problems.Problem:
    """Return the problem of a statement of the administrator."""
    with pytest.raises(problems.Problem) as raised, stores.failures():
        servers.tell(administrator, statement)
    return raised.value


def test_a_disk_that_is_full_is_said_to_be_full(administrator: sa.URL) -> None:
    # The one full disk that every machine has.
    found = failing(administrator, "COPY (SELECT generate_series(1, 9999)) TO '/dev/full'")
    assert (found.title, found.status) == ("The disk of the database is full", 3)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("53200", "The database has no memory left"),
        ("58030", "The database cannot read or write its files"),
        ("XX001", "The database cannot read or write its files"),
        ("40P01", "Somebody else has changed the same rows"),
        ("57P03", DOWN),
    ],
)
def test_what_a_server_rarely_reports_is_understood(
    administrator: sa.URL, code: str, title: str
) -> None:
    found = failing(administrator, f"DO $$ BEGIN RAISE SQLSTATE '{code}'; END $$")
    assert (found.title, found.status) == (title, 3)


def test_two_who_change_the_same_row_are_told(administrator: sa.URL) -> None:
    servers.tell(administrator, "CREATE TABLE public.one AS SELECT 1 AS n")
    first, second = (engine.connect(administrator) for _ in range(2))
    with contextlib.closing(first), contextlib.closing(second):
        for connection in (first, second):
            connection.set_session("REPEATABLE READ")
            connection.cursor().execute("SELECT n FROM public.one")
        first.cursor().execute("UPDATE public.one SET n = 2")
        first.commit()
        with pytest.raises(problems.Problem) as raised, stores.failures():
            second.cursor().execute("UPDATE public.one SET n = 3")
    assert raised.value.title == "Somebody else has changed the same rows"


def test_of_two_who_wait_for_one_another_one_is_told_and_the_other_goes_on(
    administrator: sa.URL,
) -> None:
    servers.tell(administrator, "CREATE TABLE public.two AS SELECT generate_series(1, 2) AS n")
    with (
        contextlib.closing(engine.connect(administrator)) as first,
        contextlib.closing(engine.connect(administrator)) as second,
        futures.ThreadPoolExecutor(2) as pool,
    ):
        for connection, row in ((first, 1), (second, 2)):
            connection.cursor().execute("DELETE FROM public.two WHERE n = %s", (row,))
        crossed = [pool.submit(deleted, *each) for each in ((first, 2), (second, 1))]
        told = [each.result() for each in crossed]
    (problem,) = filter(None, told)
    assert (problem.title, problem.status) == ("Somebody else has changed the same rows", 3)
    assert embedded_home.ask(administrator, "SELECT count(*) FROM public.two") == 0


def deleted(connection: Any, row: int) -> problems.Problem | None:
    """Delete one more row and commit, or return why not."""
    try:
        with stores.failures():
            connection.cursor().execute("DELETE FROM public.two WHERE n = %s", (row,))
            connection.commit()
    except problems.Problem as problem:
        return problem
    return None


def test_a_database_without_memory_says_so_and_the_connection_goes_on(
    administrator: sa.URL,
) -> None:
    with contextlib.closing(engine.connect(administrator)) as connection:
        limit(psutil.Process(connection.get_backend_pid()), 64 << 20)
        cursor = connection.cursor()
        with pytest.raises(problems.Problem) as raised, stores.failures():
            cursor.execute(
                "SELECT length(string_agg(repeat('x', 1000), '')) FROM generate_series(1, 300000)"
            )
        connection.rollback()
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert (raised.value.title, raised.value.status) == ("The database has no memory left", 3)


def limit(process: psutil.Process, more: int) -> None:
    """Let a process have so many bytes more than it has."""
    most = process.memory_info().vms + more
    subprocess.run(
        ["prlimit", f"--pid={process.pid}", f"--as={most}:"],
        check=True, user=process.uids().real, group=process.gids().real,
    )  # fmt: skip


def test_files_of_the_database_that_are_damaged_or_gone_are_said_to_be_so(
    server: servers.Breakable,
) -> None:
    for name in ("damaged", "gone"):
        servers.tell(
            server.superuser_url,
            f"CREATE TABLE public.{name} AS SELECT generate_series(1, 99) AS n",
        )
    data = server.home / "data"
    damaged, gone = (
        data / embedded_home.ask(server.superuser_url, f"SELECT pg_relation_filepath('{name}')")
        for name in ("damaged", "gone")
    )
    embedded.stop(server.home)
    with damaged.open("r+b") as file:
        file.seek(8000)
        file.write(b"\xff" * 64)
    gone.unlink()
    server.restart()
    for name in ("damaged", "gone"):
        found = failing(server.superuser_url, f"SELECT count(*) FROM public.{name}")
        assert found.title == "The database cannot read or write its files", name
        assert found.status == 3
    servers.tell(server.superuser_url, "DROP TABLE public.damaged, public.gone")


def test_a_program_s_own_fault_is_none_of_these(administrator: sa.URL) -> None:
    with pytest.raises(psycopg2.ProgrammingError), stores.failures():
        servers.tell(administrator, "SELECT nonsense")


def test_a_server_that_shuts_down_is_down_and_comes_back(server: servers.Breakable) -> None:
    held = engine.connect(server.superuser_url)
    with contextlib.closing(held), opened(server.address()) as store:
        # It waits for who is connected, and lets nobody in any more.
        servers.send(server.processes()[0], signal.SIGTERM)
        everything = scope.Scope.everything()

        def problem() -> problems.Problem | None:
            try:
                with store.reading(everything):
                    return None
            except problems.Problem as found:
                return found

        assert embedded_home.wait_until(lambda: problem() is not None, seconds=10)
        found = problem()
        assert type(found) is stores.Down
        held.close()
        server.restart()
        assert store.ask(everything, lambda c: c.execute(sa.text("SELECT 1")).scalar()) == 1
