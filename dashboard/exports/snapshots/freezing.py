"""Snapshots: reports that are frozen, and opened again as they were, checked by their hash."""

import datetime as dt
import importlib.metadata
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from dashboard.auth import actor
from dashboard.exports import content as export_content
from dashboard.exports import files, reports, urls
from dashboard.exports import paper as export_paper
from dashboard.exports.documents import issuer, stamp
from dashboard.text import parsing
from data import chain, problems, scope, snapshots, store
from data.problems import N_

LONGEST_NOTE: Final = 2000


class Missing(problems.Problem):
    """There is no such snapshot, or the user may not see it."""


class Tampered(problems.Problem):
    """What is kept is not what was frozen."""


# Of thousands of digits Python makes no number at all.
_DIGITS: Final = 18
_NUMBER: Final = re.compile(f"[0-9]{{1,{_DIGITS}}}")


@dataclass(frozen=True)
class Frozen:
    """An opened snapshot: its row, its content, and what the content says of its making."""

    snapshot: snapshots.Snapshot
    content: export_content.Content
    about: Mapping[str, Any]

    def paper(self) -> export_paper.Paper:
        """Return its paper, which is always the same; its rows may be read again."""
        number, taken = self.snapshot.link.snapshot_id, self.snapshot.taken
        made = stamp.Stamp(
            made_at=self.snapshot.at,
            # What version 0.1.0 froze has the account alone.
            made_by=str(self.about.get("by_name") or taken.by),
            number=number,
            sha256=self.snapshot.link.sha256.hex(),
            note=taken.note,
        )
        document = reports.named(self.content.kind).draw(self.content, made)
        return replace(document, name=f"{document.name}-ban-chot-{number}")


def take(
    opened: store.Store,
    taker: actor.Actor,
    report: reports.Report,
    params: Mapping[str, str],
    *,
    note: str = "",
    is_closing: bool = False,
) -> snapshots.Snapshot | None:
    """Freeze a report as it is now; None where its closing snapshot has been taken already.

    Names are masked in it. An earlier snapshot of the same subject is superseded, and stays.

    Args:
        opened: the store.
        taker: the user.
        report: which report.
        params: what it is limited to, as `reports.params` gives it.
        note: the reason; needed unless it is a closing snapshot.
        is_closing: whether it is the one that closes a form at 08:00.

    Raises:
        problems.Problem: no note, or too long a one; an unknown code; the store is down.
    """
    words = _note(note, is_closing=is_closing)
    # What is frozen is what the store says now, not what a copy said a moment ago.
    opened = opened.primary()
    now = current(opened, taker.scope, report, params)
    digest = export_content.Digest(now)
    rows = list(digest.passing())
    subject = snapshots.Subject(
        report.kind,
        urls.subject(params),
        report.last_day(params),
        tuple(sorted(issuer.visible_offices(now.facts, taker.scope))),
    )
    taken = snapshots.Taken(
        by=taker.who,
        note=words,
        is_closing=is_closing,
        data_version=now.facts["data_version"],
        row_count=len(rows),
        figures_sha256=bytes.fromhex(digest.hex),
    )

    def write(before: chain.Before) -> bytes:
        known = about(before.snapshot_id, before.at, before.supersedes, subject, taken)
        known["by_name"] = taker.person
        known["program"] = importlib.metadata.version("bhxh-monitor")
        return export_content.write(now, known).encode()

    with opened.appending(taker.scope) as connection:
        return chain.add(connection, subject, taken, write)


def about(
    number: int,
    at: dt.datetime,
    supersedes: int | None,
    subject: snapshots.Subject,
    taken: snapshots.Taken,
) -> dict[str, Any]:
    """Return what the content of a snapshot says of its making, besides the program's version."""
    return {
        "at": at.isoformat(),
        "by": taken.by,
        "figures_sha256": taken.figures_sha256.hex(),
        "is_closing": taken.is_closing,
        "note": taken.note,
        "number": number,
        "office_codes": list(subject.office_codes),
        "supersedes": supersedes,
    }


def current(
    opened: store.Store, within: scope.Scope, report: reports.Report, params: Mapping[str, str]
) -> export_content.Content:
    """Return the content of a report now, its rows read.

    Raises:
        problems.Problem: an unknown code, or the store is down.
    """
    with opened.exporting(within) as connection:
        now = report.read(connection, params)
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
    """Return the bytes of a snapshot's content: its hash is over them, after the hash before.

    Raises:
        problems.Problem: as `opened_at`.
    """
    return _kept(opened, within, number)[1]


def is_intact(snapshot: snapshots.Snapshot, written: bytes) -> bool:
    """Return whether the bytes of a content fit the hash of their snapshot."""
    return chain.chained(snapshot.link.previous_sha256, written) == snapshot.link.sha256


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
    """Return a snapshot as a file, which is logged first; the caller closes it.

    Raises:
        problems.Problem: there is none that may be seen, it has been tampered with, it is too long
            for this kind of file, or the store is down.
    """
    frozen = opened_at(opened, taker.scope, number)
    subject = frozen.snapshot.subject
    files.log_download(
        opened,
        taker,
        kind=f"snapshot/{subject.kind}",
        ending=ending,
        asked={"number": str(number), **frozen.content.params},
        in_full=False,
        offices=subject.office_codes,
    )
    return files.complete(frozen.paper(), ending, separator=separator)


def _note(note: str, *, is_closing: bool) -> str:
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
    if not is_intact(snapshot, written):
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
