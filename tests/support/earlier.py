"""Stores of earlier versions of the schema, to be brought up to date."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

import pytest
from support import databases, desks

from data import migrate

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


@contextlib.contextmanager
def desk(made: databases.Databases, folder: pathlib.Path, version: str) -> Iterator[desks.Desk]:
    """Give a desk on an empty store of a version, by the name of its revision."""
    scripts = folder / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    for path in (scripts / "versions").glob("*.py"):
        if path.stem > version:
            path.unlink()
    with desks.fresh(made, folder / "runs") as opened:
        opened.execute("DROP SCHEMA bhxh CASCADE")
        migrate.prepare(made.superuser_url(opened.name()), databases.ONE)
        with pytest.MonkeyPatch.context() as earlier:
            earlier.setattr(migrate, "SCRIPTS", scripts)
            migrate.upgrade(opened.store.engine)
        assert migrate.version(opened.store.engine) == version
        yield opened
