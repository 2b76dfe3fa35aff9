"""What programs do in a soak, over and over: import, compute anew, take files, queue mails."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import http.client
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bench import addresses
from soak import servers

from data import engine, problems
from data.mailing import mails

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Sequence

    from data import store

ROWS: Final = 40
_IMPORT_EVERY: Final = 20.0
_REFRESH_EVERY: Final = 90.0
_FILE_EVERY: Final = 5.0
_MAIL_EVERY: Final = 10.0
_PATIENCE: Final = 240
_BAD: Final = 5
_HEADING: Final = (
    "payment_id", "office_code", "org_code", "collector_code", "product", "amount", "paid_at",
)  # fmt: skip


@dataclass
class Done:
    """What the programs have done, and what came of it."""

    # The end of each import: its number, and the status of the command.
    imports: dict[int, int] = field(default_factory=dict)
    refreshes: Counter[int] = field(default_factory=Counter)
    files: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def repeat(
    action: Callable[[int], None], every: float, until: float, done: Done
) -> threading.Thread:
    """Start to do something every so many seconds, whatever comes of it."""

    def run() -> None:
        number = 0
        while time.monotonic() < until:
            number += 1
            begun = time.monotonic()
            try:
                action(number)
            except Exception as error:  # noqa: BLE001 - told at the end
                done.broken.append(f"{type(error).__name__}: {error}")
            time.sleep(max(0.0, every - (time.monotonic() - begun)))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


@dataclass
class Programs:
    """The programs, their environment, and where they keep their files."""

    given: dict[str, str]
    folder: pathlib.Path
    agent: tuple[str, str, str]
    day: dt.date
    done: Done

    def start(
        self, opened: store.Store, until: float, logins: Sequence[str], cookie: str
    ) -> list[threading.Thread]:
        """Start all of them."""
        return [
            repeat(self.load, _IMPORT_EVERY, until, self.done),
            repeat(self.refresh, _REFRESH_EVERY, until, self.done),
            repeat(lambda n: self.take(n, cookie), _FILE_EVERY, until, self.done),
            repeat(lambda n: self.queue(opened, n, logins), _MAIL_EVERY, until, self.done),
        ]

    def load(self, number: int) -> None:
        """Import some payments; in every fifth list one row is wrong."""
        office, org, collector = self.agent
        file = self.folder / f"payments_{number}.csv"
        paid = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with file.open("w", encoding="utf-8", newline="") as to:
            rows = csv.writer(to)
            rows.writerow(_HEADING)
            for row in range(ROWS):
                rows.writerow((payment(number, row), office, org, collector, "IS", 1_000_000, paid))
            if number % _BAD == 0:
                rows.writerow(("", office, org, collector, "IS", 1, paid))
        self.done.imports[number] = self._run("import", str(file))

    def refresh(self, _number: int) -> None:
        """Compute anew what is kept beside the payments of two days."""
        days = ("--from", self.day.isoformat(), "--to", dt.date.today().isoformat())  # noqa: DTZ011
        self.done.refreshes[self._run("refresh", *days)] += 1

    def take(self, number: int, cookie: str) -> None:
        """Take a file from one of the dashboards."""
        ending = ("xlsx", "csv", "pdf")[number % 3]
        connection = http.client.HTTPConnection(
            "127.0.0.1", servers.PORTS[number % len(servers.PORTS)], timeout=60
        )
        with contextlib.closing(connection):
            link = f"/export/form-01-xn.{ending}?date={self.day}&office={self.agent[0]}"
            try:
                connection.request("GET", link, headers={"Cookie": cookie})
                answer = connection.getresponse()
                size = len(answer.read())
            except (OSError, http.client.HTTPException) as error:
                self.done.broken.append(f"file: {type(error).__name__}")
                return
        self.done.files[answer.status] += 1
        if answer.status == http.client.OK and size < 100:
            self.done.broken.append(f"{ending} of {size} bytes")

    def queue(self, opened: store.Store, number: int, logins: Sequence[str]) -> None:
        """Queue a mail to somebody."""
        login = logins[number % len(logins)]
        name = f"<soak-{number}@bhxh.example.vn>"
        text = f"Message-ID: {name}\r\nFrom: a@example.vn\r\nTo: {login}\r\n\r\n{number}\r\n"
        try:
            with opened.registering() as connection:
                mails.add(
                    connection, recipient=login, kind="alert", subject=f"soak {number}",
                    message_id=name, message=text.encode(), lasts=dt.timedelta(days=1),
                )  # fmt: skip
        except problems.Problem:
            # Whether it is queued is not known; it may not come twice.
            return
        self.done.mails.append(name)

    def _run(self, *words: str) -> int:
        log = self.folder / f"{words[0]}.log"
        with log.open("ab") as to:
            done = subprocess.run(
                [*servers.COMMAND, *words], env=self.given, cwd=self.folder, stdout=to,
                stderr=to, timeout=_PATIENCE, check=False,
            )  # fmt: skip
        return done.returncode


def payment(number: int, row: int) -> str:
    """Return the key of a payment of an import."""
    return f"SOAK{number:05d}-{row:03d}"


def pages(day: dt.date, office: str, org: str) -> list[addresses.Address]:
    """Return the pages that people look at."""
    until = day.isoformat()
    period = {
        "from": (day - dt.timedelta(30)).isoformat(), "to": until, "as_of": until,
    }  # fmt: skip
    return [
        addresses.Address("overview", {"date": until}),
        addresses.Address("overview", {"date": until, "office": office}),
        addresses.Address("form-01-xn", {"date": until}),
        addresses.Address("remittance-lag", period | {"by": "org"}),
        addresses.Address("recording", period | {"by": "org"}),
        addresses.Address("exceptions", period),
        addresses.Address("organization", {"as_of": until, "org": org}),
        addresses.Address("office", {"date": until, "office": office}),
        addresses.Address("data", {}),
    ]


def in_store(database: servers.Database, number: int) -> int:
    """Return how many payments of an import the store has."""
    with contextlib.closing(engine.connect(database.superuser_url)) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT count(*) FROM bhxh.payments WHERE payment_id LIKE %s",
            (f"SOAK{number:05d}-%",),
        )
        (found,) = cursor.fetchone() or (0,)
        return int(found)
