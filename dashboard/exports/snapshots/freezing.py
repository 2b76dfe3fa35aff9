"""Owns snapshots: reports that are frozen, opened again as they were, and found to be untouched."""

from __future__ import annotations

import functools
import importlib.metadata
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from dashboard.exports import content as export_content
from dashboard.exports import files, reports
from dashboard.exports import paper as export_paper
from dashboard.exports.documents import stamp as document_stamp
from dashboard.text import parsing
from data import chain, problems, snapshots
from data.problems import N_
from queries.audit import downloads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.auth import actor
    from data import scope, store


LONGEST_NOTE: Final = 2000


class Missing(problems.Problem):
    """There is no such snapshot, or not for whoever asks."""


class Tampered(problems.Problem):
    """What is kept is not what was taken."""


# Of thousands of digits Python makes no number at all.
_DIGITS: Final = 18
_NUMBER: Final = re.compile(f"[0-9]{{1,{_DIGITS}}}")


@dataclass(frozen=True)
class Frozen:
    """A snapshot, opened: its row, its content, and what the content says of its making."""

    snapshot: snapshots.Snapshot
    content: export_content.Content
    about: Mapping[str, Any]

    @property
    def stamp(self) -> document_stamp.Stamp:
        """What its files say of their making: the same whoever opens it, and whenever."""
        taken = self.snapshot.taken
        return document_stamp.Stamp(
            made_at=self.snapshot.at,
            made_by=taken.by,
            number=self.snapshot.link.snapshot_id,
            sha256=self.snapshot.link.sha256.hex(),
            note=taken.note,
        )

    def paper(self) -> export_paper.Paper:
        """Return its paper, the same each time; its rows may be read again."""
        report = reports.named(self.content.kind)
        drawn = report.drawn(self.content, self.stamp)
        return replace(drawn, name=f"{drawn.name}-ban-chot-{self.snapshot.link.snapshot_id}")


def take(
    opened: store.Store,
    taker: actor.Actor,
    report: reports.Report,
    asked: Mapping[str, str],
    *,
    note: str = "",
    is_closing: bool = False,
) -> snapshots.Snapshot | None:
    """Freeze a report as it is now; None where its closing snapshot has been taken already.

    Names are masked in it. An earlier snapshot of the same subject is superseded, and stays.

    Args:
        opened: the store.
        taker: who takes it.
        report: which report.
        asked: what it is asked for, as `reports.asked` gives it.
        note: why; somebody who takes one by hand says so.
        is_closing: whether it is the one that closes a form at 08:00.

    Raises:
        problems.Problem: no note, or too long a one; an unknown code; the store is down.
    """
    words = _words(note, is_closing=is_closing)
    now = found(opened, taker.scope, report, asked)
    digest = export_content.Digest(now)
    rows = list(digest.passing())
    subject = snapshots.Subject(
        report.kind,
        reports.subject(asked),
        reports.last_day(report, asked),
        _offices(now, taker.scope),
    )
    taken = snapshots.Taken(
        by=taker.who,
        note=words,
        is_closing=is_closing,
        data_version=now.facts["data_version"],
        row_count=len(rows),
        figures_sha256=bytes.fromhex(digest.hex),
    )
    write = functools.partial(_written, now, subject, taken)
    with opened.appending(taker.scope) as connection:
        return chain.add(connection, subject, taken, write)


def found(
    opened: store.Store, within: scope.Scope, report: reports.Report, asked: Mapping[str, str]
) -> export_content.Content:
    """Return what a report says now, its rows at hand.

    Raises:
        problems.Problem: an unknown code, or the store is down.
    """
    with opened.exporting(within) as connection:
        now = report.found(connection, asked)
        return replace(now, rows=list(now.rows))


def opened_at(opened: store.Store, within: scope.Scope, number: int) -> Frozen:
    """Return a snapshot by its number.

    Raises:
        problems.Problem: there is none that may be seen, it has been tampered with, or the store
            is down.
    """
    snapshot, written = _kept(opened, within, number)
    kept, about = export_content.read(written.decode())
    return Frozen(snapshot, kept, about)


def content_of(opened: store.Store, within: scope.Scope, number: int) -> bytes:
    """Return the very content of a snapshot: its hash is over this, after the hash before.

    Raises:
        problems.Problem: as `opened_at`.
    """
    return _kept(opened, within, number)[1]


def number(given: str) -> int:
    """Return the number of a snapshot in an address.

    Raises:
        problems.Problem: it is none, or longer than any.
    """
    if not _NUMBER.fullmatch(given):
        raise _missing(given[:_DIGITS])
    return int(given)


def make(
    opened: store.Store, taker: actor.Actor, number: int, ending: str, separator: str = ","
) -> files.Made:
    """Return a snapshot as a file, once it has been noted that it is taken; the caller closes it.

    Raises:
        problems.Problem: there is none that may be seen, it has been tampered with, it is too long
            for this kind of file, or the store is down.
    """
    frozen = opened_at(opened, taker.scope, number)
    subject = frozen.snapshot.subject
    with opened.appending(taker.scope) as connection:
        downloads.add(
            connection,
            who=taker.who,
            kind=f"snapshot/{subject.kind}",
            ending=ending,
            asked={"number": str(number), **frozen.content.asked},
            in_full=False,
            offices=subject.office_codes,
        )
    return files.whole(frozen.paper(), ending, separator=separator)


def _offices(found: export_content.Content, within: scope.Scope) -> tuple[str, ...]:
    offices = set(found.facts["below"])
    if within.offices is not None:
        offices &= set(within.offices)
    return tuple(sorted(offices))


def _written(
    found: export_content.Content,
    subject: snapshots.Subject,
    taken: snapshots.Taken,
    before: chain.Before,
) -> bytes:
    about = {
        "at": before.at,
        "by": taken.by,
        "figures_sha256": taken.figures_sha256.hex(),
        "is_closing": taken.is_closing,
        "note": taken.note,
        "number": before.snapshot_id,
        "office_codes": subject.office_codes,
        "program": importlib.metadata.version("bhxh-monitor"),
        "supersedes": before.supersedes,
    }
    return export_content.write(found, about).encode()


def _words(note: str, *, is_closing: bool) -> str:
    words = parsing.one_line(note)
    if not words and not is_closing:
        raise problems.Problem(
            N_("A snapshot needs a note"), N_("Say in a few words why the figures are frozen.")
        )
    if len(words) > LONGEST_NOTE:
        raise problems.Problem(
            N_("The note is too long"),
            N_("It has {length} characters, {most} fit."),
            length=len(words),
            most=LONGEST_NOTE,
        )
    return words


def _kept(
    opened: store.Store, within: scope.Scope, number: int
) -> tuple[snapshots.Snapshot, bytes]:
    snapshot, written = opened.ask(
        within, lambda c: (snapshots.numbered(c, number), snapshots.content(c, number))
    )
    if snapshot is None or written is None:
        raise _missing(number)
    if chain.chained(snapshot.link.previous_sha256, written) != snapshot.link.sha256:
        raise Tampered(
            N_("The snapshot has been tampered with"),
            N_("What is kept under the number {number} does not fit its hash; do not rely on it."),
            number=number,
        )
    return snapshot, written


def _missing(number: object) -> Missing:
    return Missing(
        N_("There is no such snapshot"),
        N_("No snapshot has the number {number}, or it is of another office."),
        number=number,
    )
