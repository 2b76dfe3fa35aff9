"""The names behind the codes, for a run of a page: asked once, and kept until the next import."""

import weakref
from dataclasses import replace
from typing import Final

import sqlalchemy as sa

from dashboard import access, cache, clock, directory

# By the run of a page, within whose scope they were asked.
_known: Final[weakref.WeakKeyDictionary[object, directory.Directory]] = weakref.WeakKeyDictionary()


def read(connection: sa.Connection) -> directory.Directory:
    """Return the names that may be seen, for this run; of collectors none."""
    known = cache.find(connection, directory.everybody, today=clock.today())
    _known[access.run()] = known
    return known


def known(collector: str | None = None) -> directory.Directory:
    """Return the names that may be seen, and that of one collector.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    found = _known.get(access.run()) or access.ask(read)
    if collector is None:
        return found
    people = access.ask(lambda c: directory.collector(c, collector))
    return replace(found, collectors=people)
