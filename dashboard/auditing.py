"""Owns what the commands about the access log do."""

from __future__ import annotations

import contextlib
import csv
import io
import sys
from typing import TYPE_CHECKING, TextIO

from dashboard import acting, files
from dashboard.exports import harmless
from data import problems, settings, store
from data.problems import N_
from queries import access_entries

if TYPE_CHECKING:
    import datetime as dt
    import pathlib
    from collections.abc import Iterator


def export(
    start: dt.date | None, end: dt.date | None, out: pathlib.Path | None, as_user: str | None
) -> None:
    """Write the entries of a period as csv, to a file or to standard output.

    Raises:
        problems.Problem: the period is empty, the user may not, the file cannot be written, or
            the store is down.
    """
    if start and end and start > end:
        raise problems.Problem(
            N_("The period is empty"), N_("Its first day lies after the last one; exchange them.")
        )
    opened = store.open_store(settings.read())
    actor = acting.acting(as_user, opened)
    actor.require_audit()
    with _written(out) as file, opened.auditing(actor.scope) as connection:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(access_entries.EXPORT_COLUMNS)
        for row in access_entries.exported(connection, start=start, end=end):
            writer.writerow(map(harmless.cell, row))


@contextlib.contextmanager
def _written(out: pathlib.Path | None) -> Iterator[TextIO]:
    """Give what is written to: who looked at whom is for nobody else on this machine."""
    if out is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    with (
        files.written(out, is_private=True) as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="") as words,
    ):
        yield words
