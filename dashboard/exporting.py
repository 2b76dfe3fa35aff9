"""Owns what the command does that writes a report to a file."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard import acting, files, printing
from dashboard.exports import bundles, form_01xn, making, reports
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


@dataclass(frozen=True)
class File:
    """Where a report is to be written, and how.

    Attributes:
        out: the file, whose ending says what it is.
        separator: what stands between the values of a csv.
        inside: the ending of the forms in a zip.
        in_full: whether names are not masked.
    """

    out: pathlib.Path
    separator: str
    inside: str
    in_full: bool


def run(report: str, given: Mapping[str, str | None], file: File, as_user: str | None) -> None:
    """Write a report to a file.

    Raises:
        problems.Problem: it cannot be made, or the file cannot be written.
    """
    kind = named(report)
    ending = file.out.suffix.removeprefix(".").lower()
    is_bundle = ending == bundles.ENDING and kind.kind == form_01xn.KIND
    if not is_bundle:
        ending = making.known_ending(ending)
    opened = store.open_store(settings.read())
    taker = acting.acting(as_user, opened)
    asked = reports.asked(kind, given, within=taker.scope, own=taker.own_office)
    if is_bundle:
        made = bundles.make(opened, taker, bundles.Wanted(asked, file.inside, file.separator))
    else:
        wanted = making.Wanted(kind, asked, ending, in_full=file.in_full, separator=file.separator)
        made = making.make(opened, taker, wanted, page=_PAGE)
    save(made, file.out, is_private=file.in_full)


def save(made: making.Made, out: pathlib.Path, *, is_private: bool = False) -> None:
    """Put a file where it is wanted, and say so.

    Raises:
        problems.Problem: it cannot be written there.
    """
    with made.file, files.written(out, is_private=is_private) as file:
        shutil.copyfileobj(made.file, file)
    printing.emit(_("Written: {file}").format(file=out) + "\n")
