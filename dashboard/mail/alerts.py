"""What fails, for administrators: imports that ended badly, and a feed that is silent."""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from dashboard import clock
from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.mail import queueing, standing
from dashboard.mail.digest import Digest, Section
from dashboard.text import _, formats, watch_terms
from data import chain, scope, snapshots, store
from data.importing import outcomes
from data.problems import N_
from queries import paging
from queries.store import about, due_things, import_runs

# Older ones are no news.
_SINCE: Final = dt.timedelta(hours=24)
_RUNS: Final = paging.Page(50)
# By exit status.
_ENDED: Final = {
    1: N_("**Import {run}**, which ended at {at}, is not all in: rows or files were not taken."),
    2: N_("**Import {run}**, which ended at {at}, brought nothing: all of it was refused."),
}

Label = Callable[[str], str]


@dataclass(frozen=True)
class Alert:
    """Something that failed: what it is known by, and what is said of it."""

    subject: str
    line: Callable[[], Line]


@dataclass(frozen=True)
class Found:
    """What is to be told, and the end of the chain of snapshots."""

    alerts: tuple[Alert, ...]
    witness: snapshots.Link | None


def queue(opened: store.Store, label: Label) -> int:
    """Queue what is to be told, each once, and return how many mails that are.

    Args:
        opened: the store.
        label: returns what a kind of due thing is called, a message id.
    """
    if standing.why_off(opened) is not None:
        return 0
    found = opened.ask(scope.Scope.everything(), lambda c: ask(c, label))
    return sum(
        queueing.alert(opened, each.subject, functools.partial(_digest, each, found.witness))[
            "queued"
        ]
        for each in found.alerts
    )


def ask(connection: sa.Connection, label: Label) -> Found:
    """Return what failed lately, in a transaction that sees all offices."""
    found = (*_runs(connection), *_feed(connection), *_missed(connection, label))
    return Found(found, chain.head(connection))


def _runs(connection: sa.Connection) -> Iterator[Alert]:
    """Yield the imports of the last day of which something was not taken."""
    since = clock.machine() - _SINCE
    for run in reversed(import_runs.listed(connection, page=_RUNS).to_dict("records")):
        if not run["is_import"] or run["finished_at"] < since:
            continue
        status = outcomes.status(run["files"], run["counts"])
        if status in _ENDED:
            yield Alert(f"run {run['run_id']}", _of_run(run["run_id"], run["finished_at"], status))


def _of_run(run: int, at: dt.datetime, status: int) -> Callable[[], Line]:
    def line() -> Line:
        words = {"run": str(run), "at": formats.moment(at)}
        check = checks.make(State.BAD, _(_ENDED[status]), words=words)
        label = _("Import {number}").format(number=run)
        return Line(check, (Lead(label, "data", {"run": str(run)}),))

    return line


def _feed(connection: sa.Connection) -> Iterator[Alert]:
    """Yield that the feed is silent, once for each time that it has become so."""
    now = clock.machine()
    feed = about.standing(connection, day=now.date())
    if feed.is_silent(now) and feed.imported_at is not None:
        last = feed.imported_at

        def line() -> Line:
            words = {
                "at": formats.moment(last), "hours": formats.count(feed.silent_after_hours),
            }  # fmt: skip
            sentence = _("**No data come in:** the last import ended at {at}, over {hours} h ago.")
            return Line(checks.make(State.BAD, sentence, words=words), (Lead(_("Data"), "data"),))

        yield Alert(f"feed {last.astimezone(clock.HANOI):%Y-%m-%d %H:%M}", line)


def _missed(connection: sa.Connection, label: Label) -> Iterator[Alert]:
    """Yield what was to be done by the clock and was not."""
    for each in due_things.missed(connection):
        yield Alert(f"missed {each.kind} {each.day}", functools.partial(_of_missed, each, label))


def _of_missed(thing: due_things.Missed, label: Label) -> Line:
    told = watch_terms.missed(thing, label(thing.kind), is_detailed=True)
    check = checks.make(State.BAD, "{told}", names={"told": told})
    return Line(check, (Lead(_("Scheduled work"), "scheduled-work"),))


def _digest(alert: Alert, witness: snapshots.Link | None) -> Digest:
    line = alert.line()
    title = _("bhxh-monitor: something failed")
    subject = f"{title}: {line.check.plain}"
    return Digest(subject, title, "", (Section("", (line,)),), witness=witness)
