"""The stores that are measured: made once with the product's own command, and kept."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import os
import pathlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import psycopg2
from bench import machine

from data import embedded, engine, opening, settings
from data import store as product
from data.embedded import postmaster

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND: Final = (sys.executable, "-c", "from dashboard import cli; cli.main()")
PERIOD: Final = 90
NIGHT: Final = dt.timedelta(1)
# A period that holds as many payments as another one, give or take.
_LIKE: Final = 0.03


@dataclass(frozen=True)
class Size:
    """So many payments in so many days."""

    payments: int
    days: int

    def __str__(self) -> str:
        """Say how many payments there are."""
        millions = self.payments / 1_000_000
        return f"{millions:g} M" if millions >= 1 else f"{self.payments:,}"


SIZES: Final = {
    "quick": Size(200_000, 25),
    "small": Size(1_200_000, 150),
    "long": Size(12_000_000, 1_500),
    "dense": Size(12_000_000, 150),
}


class Place:
    """A store in a folder of its own, and the server that it runs on."""

    def __init__(self, home: pathlib.Path) -> None:
        self.home = home

    @functools.cached_property
    def store(self) -> product.Store:
        """The store as the product opens it, brought to the version of this program."""
        return opening.open_store(settings.Settings(home=self.home))

    @contextlib.contextmanager
    def administrator(self) -> Iterator[Any]:
        """Give a cursor that no policy and no time limit concerns; nothing is undone."""
        connection = engine.connect(embedded.ensure_running(self.home).superuser_url)
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SET search_path = bhxh")
            yield cursor

    @functools.cached_property
    def payments_by_day(self) -> dict[dt.date, int]:
        """How many payments were made on each day."""
        with self.administrator() as cursor:
            cursor.execute("SELECT paid_day, sum(payments) FROM lag_days GROUP BY 1 ORDER BY 1")
            return {day: int(payments) for day, payments in cursor}

    @property
    def last_day(self) -> dt.date:
        """The last day with payments."""
        return max(self.payments_by_day)

    @property
    def shown_day(self) -> dt.date:
        """The last day of which everybody works on the morning after."""
        return max(day for day in self.payments_by_day if day.isoweekday() < 5)

    def payments_until(self, day: dt.date) -> int:
        """Return how many payments were made in the period that ends with a day."""
        days = (day - dt.timedelta(back) for back in range(PERIOD))
        return sum(self.payments_by_day.get(each, 0) for each in days)

    def day_like(self, other: Place) -> dt.date:
        """Return the latest day whose period holds as many payments as the shown one of another."""
        day = other.shown_day
        wanted = other.payments_until(day)
        days = [each for each in self.payments_by_day if each.isoweekday() == day.isoweekday()]
        like = [d for d in days if abs(self.payments_until(d) / wanted - 1) <= _LIKE]
        return max(like or days)

    def environment(self, today: dt.date) -> dict[str, str]:
        """Return the environment of a program that shows this store on a day."""
        return os.environ | {
            "BHXH_HOME": str(self.home),
            "BHXH_TODAY": today.isoformat(),
            "PYTHONPATH": f"{machine.ROOT}{os.pathsep}{machine.ROOT / 'tests'}",
        }

    def stop(self) -> None:
        """Shut the server down, unless somebody else uses it."""
        if "store" in vars(self):
            vars(self).pop("store").close()
        embedded.release()
        if postmaster.find(self.home.resolve() / "data"):
            raise RuntimeError(f"Another program uses {self.home}: end it first")


class Shelf:
    """The folder of the stores; each is made when it is asked for first.

    `name` is the one that is measured where a measure has none of its own.
    """

    def __init__(self, folder: pathlib.Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._places: dict[str, Place] = {}

    @property
    def chosen(self) -> Place:
        """The store that is measured."""
        return self.place(self.name)

    @property
    def size(self) -> str:
        """How many payments it has."""
        return str(SIZES[self.name])

    def place(self, name: str) -> Place:
        """Return a store, filled and vacuumed."""
        if name not in self._places:
            folder = self.folder / name
            if not (folder / "is-filled").exists():
                _fill(folder / "home", SIZES[name])
                (folder / "is-filled").touch()
            self._places[name] = Place(folder / "home")
        return self._places[name]

    @contextlib.contextmanager
    def copy(self, name: str) -> Iterator[Place]:
        """Give a copy of a store, to be changed and thrown away."""
        home = self.place(name).home
        self.place(name).stop()
        with self.empty("copy") as made:
            made.home.parent.mkdir(parents=True)
            # A home may be a link to one elsewhere.
            subprocess.run(["cp", "-a", f"{home}/.", str(made.home)], check=True)
            # What is measured is not to wait for the disk that still writes the copy.
            os.sync()
            yield made

    @contextlib.contextmanager
    def empty(self, name: str) -> Iterator[Place]:
        """Give a place without a store, which is cleared afterwards."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        made = Place(folder / "home")
        try:
            yield made
        finally:
            made.stop()
            shutil.rmtree(folder, ignore_errors=True)


def default_folder() -> pathlib.Path:
    """Return the folder used where none is named; root's own is closed to the database."""
    if os.geteuid() == 0:
        return pathlib.Path("/var/cache/bhxh-monitor/bench")
    return pathlib.Path.home() / ".cache" / "bhxh-monitor" / "bench"


def _fill(home: pathlib.Path, size: Size) -> None:
    sys.stderr.write(f"making {home}: {size.payments:,} payments over {size.days:,} days\n")
    home.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"BHXH_HOME": str(home), "PYTHONPATH": str(machine.ROOT)}
    environment.pop("BHXH_TODAY", None)
    wanted = ["sample", "--payments", str(size.payments), "--days", str(size.days)]
    subprocess.run([*COMMAND, *wanted], env=environment, cwd="/", check=True)
    vacuum(Place(home))


def vacuum(place: Place) -> None:
    """Do at once what autovacuum does in the first hour of a server's life."""
    with place.administrator() as cursor:
        with contextlib.suppress(psycopg2.Error):
            # Until it is done nothing else is kept from working.
            cursor.execute("SET vacuum_cost_delay = 0")
        cursor.execute("VACUUM (ANALYZE)")
