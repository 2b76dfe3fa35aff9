"""Imports in another process that stop at a statement, to be killed there or let go."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Self

from support import embedded_home

if TYPE_CHECKING:
    import pathlib

    import sqlalchemy as sa

# Says the number of each statement before it is executed, and waits behind one of them.
_IMPORT = """
import datetime, pathlib, sys
import psycopg2.extensions
import sqlalchemy
sys.path.insert(0, sys.argv[1])
from support import imports
from data import engine, store
from data.importing import run

stop, said = int(sys.argv[4]), 0

class Telling(psycopg2.extensions.cursor):
    def execute(self, *words):
        self.tell(super().execute, *words)

    def copy_expert(self, *words, **options):
        self.tell(super().copy_expert, *words, **options)

    def tell(self, do, *words, **options):
        global said
        said += 1
        print(said, flush=True)
        do(*words, **options)
        if said == stop:
            sys.stdin.readline()

def cursor(connection, name=None):
    driver = connection.connection.driver_connection
    return driver.cursor(name) if name else driver.cursor(cursor_factory=Telling)

engine.cursor = cursor
opened = store.Store(engine.create(sqlalchemy.make_url(sys.argv[2])))
imports.load(opened, pathlib.Path(sys.argv[3]))
"""


class StoppedImport:
    """An import that waits behind its n-th statement; without a number it runs to its end."""

    def __init__(self, url: sa.URL, folder: pathlib.Path, statement: int = 0) -> None:
        tests = embedded_home.ROOT / "tests"
        address = url.render_as_string(hide_password=False)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _IMPORT, tests, address, folder, str(statement)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=embedded_home.ROOT,
        )
        self._statement = statement

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def reach(self) -> None:
        """Wait until it begins the statement behind which it stops."""
        assert self.process.stdout is not None
        said = (int(line) for line in self.process.stdout)
        assert any(number == self._statement for number in said)

    def finish(self) -> int:
        """Let it go on to its end; return how many statements it took since it was asked last."""
        told, _ = self.process.communicate("\n", timeout=embedded_home.SECONDS)
        assert self.process.returncode == 0
        return len(told.split())

    def kill(self) -> None:
        """End it with no chance to tidy up."""
        self.process.kill()
        self.process.communicate(timeout=embedded_home.SECONDS)
