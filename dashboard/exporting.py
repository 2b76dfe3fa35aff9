"""Owns what the command does that writes a report to a file."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Mapping
from typing import Final

from dashboard import acting, files, printing, terminal
from dashboard.exports import form_01xn, making, reports
from dashboard.text import _
from data import settings, store

# What the contract calls the form.
_SHORT: Final = {"01-xn": form_01xn.KIND}
_PAGE: Final = "bhxh-monitor export"


def named(report: str) -> reports.Report:
    """Return a report by the name that commands have for it.

    Raises:
        problems.Problem: there is none.
    """
    return reports.named(_SHORT.get(report, report))


def run(
    report: str,
    given: Mapping[str, str | None],
    out: pathlib.Path,
    *,
    in_full: bool,
    separator: str,
    as_user: str | None,
) -> None:
    """Write a report to a file.

    Raises:
        problems.Problem: it cannot be made, or the file cannot be written.
    """
    kind = named(report)
    ending = making.known_ending(out.suffix.removeprefix("."))
    opened = store.open_store(settings.read())
    taker = acting.acting(as_user, opened)
    asked = reports.asked(kind, given, within=taker.scope, own=taker.own_office)
    wanted = making.Wanted(kind, asked, ending, in_full=in_full, separator=separator)
    save(making.make(opened, taker, wanted, page=_PAGE), out, is_private=in_full)


def save(made: making.Made, out: pathlib.Path, *, is_private: bool = False) -> None:
    """Put a file where it is wanted, and say so.

    Raises:
        problems.Problem: it cannot be written there.
    """
    with made.file, files.written(out, is_private=is_private) as file:
        shutil.copyfileobj(made.file, file)
    # The paper is in Vietnamese; whoever is at the terminal may not be.
    terminal.use_language()
    printing.emit(_("Written: {file}").format(file=out) + "\n")
