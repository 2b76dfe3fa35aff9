"""The course of a soak: what is made first, what goes wrong meanwhile, and the verdict."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import pathlib
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import itsdangerous
from soak import people, servers, work
from support import embedded_home

from dashboard import clock
from dashboard.auth import sign_in
from data import engine, sessions
from data.sample import feed, files, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psutil
    from support import mailing

    from data import store

_PAYMENTS: Final = 60_000
_DAYS: Final = 60
_USERS: Final = {
    "city@example.vn": "city",
    "district@example.vn": "district",
    "chief@example.vn": "administrator",
}
_MEMORY_EVERY: Final = 10.0
_LONGEST_END: Final = 300.0
_RESTART_EVERY: Final = 180.0
_HANG_SECONDS: Final = 25.0
# After a fault people may still see what it was, for so long.
_AFTERWARDS: Final = 25.0
# The memory of a dashboard may grow by this much between its first quarter and its end.
_GROWTH: Final = 1.25
_MIB: Final = 1 << 20


@dataclass
class Faults:
    """What goes wrong, by itself and in turn."""

    database: servers.Database
    done: work.Done
    _last: float = field(default=float("-inf"))
    _is_on: bool = False

    def is_on(self) -> bool:
        """Return whether something is wrong, or was until a moment ago."""
        return self._is_on or time.monotonic() - self._last < _AFTERWARDS

    def cause(self, seconds: float) -> None:
        """Restart the database again and again; have it hang once, and fail over once."""
        begun = time.monotonic()
        turn = 0
        while time.monotonic() - begun + _AFTERWARDS * 2 < seconds:
            time.sleep(min(_RESTART_EVERY, seconds / 8))
            turn += 1
            share = (time.monotonic() - begun) / seconds
            if self._of("hang") == 0 and share > 1 / 3:
                self._one("hang", lambda: self.database.hang(_HANG_SECONDS))
            elif not self.database.has_failed_over and share > 0.6:
                self._one("failover", self.database.fail_over)
            else:
                self._one("restart", self.database.restart)

    def _of(self, name: str) -> int:
        return sum(each.startswith(name) for each in self.done.faults)

    def _one(self, name: str, fault: Callable[[], None]) -> None:
        self._is_on = True
        begun = time.monotonic()
        try:
            fault()
        finally:
            self._last = time.monotonic()
            self._is_on = False
        self.done.faults.append(f"{name} ({self._last - begun:.0f} s)")


def main() -> int:
    """Run a soak and print what came of it; 0 where nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the logs")
    chosen = parser.parse_args()
    with embedded_home.folder() as folder:
        kept = chosen.keep or folder / "logs"
        kept.mkdir(parents=True, exist_ok=True)
        faults = list(_soak(folder, kept, chosen.minutes * 60))
    for fault in faults:
        _say(f"BAD  {fault}")
    _say("nothing was lost" if not faults else f"{len(faults)} things are not well")
    return bool(faults)


def _soak(folder: pathlib.Path, kept: pathlib.Path, seconds: float) -> Iterator[str]:
    """Make the servers, let everything happen, and give what is not well afterwards."""
    database = servers.Database(folder / "home")
    try:
        _fill(folder / "home", folder)
        database.add_standby(folder / "standby")
        given = servers.environment(database, folder / "files")
        for login, role in _USERS.items():
            _add_user(given, login, role, database)
        with servers.mail() as box, servers.dashboards(given, kept) as running:
            soak = Soak(database, given, kept, running)
            soak.run(seconds)
            _wait_for_mails(soak.done, box)
            soak.note_memory()
            yield from soak.verdict()
        yield from _mails(soak.done, box)
    finally:
        database.end()


@dataclass
class Soak:
    """One soak: its servers, what is done in it, and what people see."""

    database: servers.Database
    given: dict[str, str]
    kept: pathlib.Path
    running: tuple[psutil.Process, ...]
    done: work.Done = field(default_factory=work.Done)
    seen: people.Seen = field(default_factory=people.Seen)
    # The memory of the dashboards, again and again.
    sizes: list[list[int]] = field(default_factory=list)

    def run(self, seconds: float) -> None:
        """Let people and programs go on for so long, while faults come and go."""
        until = time.monotonic() + seconds
        faults = Faults(self.database, self.done)
        opened = servers.opened(self.database)
        tokens = [_cookie(opened, login, self.given["BHXH_SECRET"]) for login in _USERS]
        agent, day = _known(self.database)
        programs = work.Programs(self.given, self.kept, agent, day, self.done)
        threads = programs.start(opened, until, tuple(_USERS), tokens[0])
        work.repeat(lambda _n: self.note_memory(), _MEMORY_EVERY, until, self.done)
        causing = threading.Thread(target=faults.cause, args=(seconds,), daemon=True)
        causing.start()
        walk = people.Walk(work.pages(day, agent[0], agent[1]), tokens, servers.PORTS)
        asyncio.run(walk.go(self.seen, faults.is_on, until))
        for thread in (*threads, causing):
            thread.join(_LONGEST_END)
        opened.close()

    def note_memory(self) -> None:
        """Note the memory of the dashboards."""
        self.sizes.append([each.memory_info().rss for each in self.running])

    def verdict(self) -> Iterator[str]:
        """Say what was done, and give what is not well."""
        done, seen = self.done, self.seen
        _say(f"{seen.pages:,} pages, the slowest without a fault {seen.slowest:.1f} s")
        _say(f"faults: {', '.join(done.faults)}")
        _say(f"imports: {dict(Counter(done.imports.values()))}")
        _say(f"refreshes: {dict(done.refreshes)}, files: {dict(done.files)}")
        for said, count in seen.in_faults.most_common():
            _say(f"  during faults, {count} times: {said}")
        for said, count in seen.without.most_common():
            yield f"without a fault, {count} times: {said}"
        yield from done.broken
        yield from _imports(self.database, done)
        yield from _closings(self.database)
        yield from self._memory()
        yield from self._figures()

    def _memory(self) -> Iterator[str]:
        first = self.sizes[len(self.sizes) // 4]
        for before, after in zip(first, self.sizes[-1], strict=True):
            _say(f"memory: {before // _MIB} → {after // _MIB} MiB")
            if after > before * _GROWTH:
                yield f"memory grew from {before // _MIB} to {after // _MIB} MiB"

    def _figures(self) -> Iterator[str]:
        """Compare sums with plain tables, and follow the chain of snapshots."""
        # The first primary is dead for good: doctor is right to find it so.
        given = {name: value for name, value in self.given.items() if name != "BHXH_READ_URL"}
        for words in (("doctor", "--figures"), ("snapshot", "verify")):
            ended = subprocess.run(
                [*servers.COMMAND, *words],
                env=given, cwd=self.kept, capture_output=True, check=False,
            )  # fmt: skip
            if ended.returncode:
                bad = [line for line in ended.stdout.decode().splitlines() if "good" not in line]
                yield f"{' '.join(words)} ended with {ended.returncode}: {' | '.join(bad)}"


def _imports(database: servers.Database, done: work.Done) -> Iterator[str]:
    for number, status in done.imports.items():
        found = work.in_store(database, number)
        wanted = {0: {work.ROWS}, 1: {work.ROWS}, 2: {0}, 3: {0}}.get(status, set())
        if found not in wanted:
            yield f"import {number} ended with {status}, and {found} of its payments are in"


def _mails(done: work.Done, box: mailing.Box) -> Iterator[str]:
    taken = Counter(str(message["Message-ID"]) for _to, message, _bytes in box.taken)
    _say(f"mails: {len(done.mails)} queued, {taken.total()} taken")
    for name in done.mails:
        if name not in taken:
            yield f"the mail {name} never came"
    for name, count in taken.items():
        if count > 1:
            yield f"the mail {name} came {count} times"


def _closings(database: servers.Database) -> Iterator[str]:
    with contextlib.closing(engine.connect(database.superuser_url)) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT day::text, subject, count(*) FROM bhxh.snapshots WHERE is_closing GROUP BY 1, 2"
        )
        rows = cursor.fetchall()
    days = {day for day, _subject, _count in rows}
    _say(f"closed: {len(rows)} forms of {', '.join(sorted(days)) or 'no day'}")
    if not rows:
        yield "nothing was closed"
    for _day, subject, count in rows:
        if count > 1:
            yield f"{subject} was closed {count} times"


def _wait_for_mails(done: work.Done, box: mailing.Box) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        taken = {str(message["Message-ID"]) for _to, message, _bytes in box.taken}
        if taken.issuperset(done.mails):
            return
        time.sleep(2)


def _fill(home: pathlib.Path, folder: pathlib.Path) -> None:
    """Import invented payments as an agency would its own: a sample is not closed by itself."""
    lists = folder / "lists"
    lists.mkdir()
    source = feed.Feed(plan.make(_PAYMENTS, _DAYS, 1, clock.past()))
    files.write_references(lists, source)
    for number, chunk in enumerate(source.chunks()):
        (lists / str(number)).mkdir()
        files.write_chunk(lists / str(number), chunk, source)
    subprocess.run(
        [*servers.COMMAND, "import", str(lists)],
        env=servers.plain_environment() | {"BHXH_HOME": str(home)},
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _add_user(given: dict[str, str], login: str, role: str, database: servers.Database) -> None:
    (office, _org, _collector), _day = _known(database)
    words = ["user", "add", login, "--name", login, "--role", role]
    if role == "district":
        words += ["--office", office]
    subprocess.run(
        [*servers.COMMAND, *words], env=given, cwd="/", check=True, stdout=subprocess.DEVNULL
    )


def _known(database: servers.Database) -> tuple[tuple[str, str, str], dt.date]:
    """Return an office, organisation and collector with payments, and the last day with some."""
    with contextlib.closing(engine.connect(database.superuser_url)) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT office_code, org_code, collector_code, paid_day FROM bhxh.payments"
            " WHERE payment_id NOT LIKE 'SOAK%' ORDER BY paid_day DESC, payment_id LIMIT 1"
        )
        office, org, collector, day = cursor.fetchone() or ("", "", "", dt.date.min)
    return (office, org, collector), day


def _cookie(opened: store.Store, login: str, secret: str) -> str:
    """Begin a session of a user, and return the cookie of its browser."""
    token = secrets.token_urlsafe(32)
    with opened.admitting() as connection:
        sessions.begin(connection, token, login)
    signed = itsdangerous.Signer(secret, salt=sign_in._SALT).sign(token).decode()
    return f"bhxh-session={signed}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
