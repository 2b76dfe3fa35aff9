"""Owns the commands of whoever runs the dashboard: doctor and migrate."""

from __future__ import annotations

import contextlib
import platform
import sys
from typing import TYPE_CHECKING, NamedTuple

import rich.console
import rich.progress

from dashboard import clock
from dashboard import text as language
from dashboard.auth import sign_in
from dashboard.commands import output
from dashboard.text import _, formats, ngettext
from data import calendar, embedded, engine, health, problems, settings, store
from data import migrate as migrations
from data import scope as scopes
from data.importing import refresh as importing_refresh
from data.problems import N_
from data.sample import filling, plan
from queries.store import freshness

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from data.settings import Settings


class Finding(NamedTuple):
    """One line of the doctor's: what was looked at, what was found, whether it is well."""

    subject: str
    found: str
    well: bool = True


def doctor(*, figures: bool) -> int:
    """Print the settings in force and whether they work; return 0 where all is well."""
    found = []
    for finding in _findings(figures=figures):
        mark = _("good") if finding.well else _("BAD")
        output.emit(f"{mark:>5}  {finding.subject}: {finding.found}\n")
        found.append(finding)
    return 0 if all(finding.well for finding in found) else 1


def migrate() -> None:
    """Bring the store's schema to this program's version, and its calendar to next year."""
    chosen = settings.read()
    opened = store.connect_external(chosen)
    if opened is None:
        opened = store.open_store(chosen)
    else:
        migrations.upgrade(opened.engine)
    with opened.loading() as connection:
        cursor = engine.cursor(connection)
        calendar.ensure(cursor, clock.today(), *calendar.days_of_store(cursor))
    output.emit(_("The store has version {version}.").format(version=migrations.HEAD) + "\n")


def refresh(start: dt.date | None, end: dt.date | None) -> None:
    """Compute anew what is kept beside the rows of a period, or of the whole store.

    Raises:
        problems.Problem: one end of the period is missing, or the store cannot be written to.
    """
    period = None
    if start is not None and end is not None:
        period = (start, end)
    elif (start or end) is not None:
        raise problems.Problem(
            N_("The period is not complete"), N_("Give both --from and --to, or neither.")
        )
    opened = store.open_store(settings.read())
    payments = importing_refresh.renew(opened, clock.today(), period)
    told = ngettext(
        "{count} payment was looked at; all that is kept beside it is up to date.",
        "{count} payments were looked at; all that is kept beside them is up to date.",
        payments,
    )
    output.emit(told.format(count=formats.count(payments)) + "\n")


def _findings(*, figures: bool) -> Iterator[Finding]:
    chosen = settings.read()
    yield Finding("Python", platform.python_version())
    yield from _settings(chosen)
    yield _sign_in()
    try:
        opened = store.open_store(chosen)
        yield from _store(opened)
        if figures:
            yield from _figures(opened)
    except problems.Problem as problem:
        yield Finding(_("store"), ". ".join(language.problem(problem)), well=False)


def _settings(chosen: Settings) -> Iterator[Finding]:
    if chosen.store_url is None:
        home = chosen.home or embedded.default_home()
        # Not inside the f-string: there the text would not be found for translation.
        kind = _("embedded PostgreSQL")
        yield Finding("BHXH_HOME", f"{home} ({kind})")
    else:
        yield Finding("BHXH_STORE_URL", engine.shown_url(chosen.store_url.get_secret_value()))
    yield Finding("BHXH_PUBLIC_URL", str(chosen.public_url or "-"))
    stand_in = chosen.today.isoformat() if chosen.today else "-"
    yield Finding("BHXH_TODAY", stand_in)


def _sign_in() -> Finding:
    try:
        sign_in.check()
    except problems.Problem as problem:
        return Finding(_("sign-in"), ". ".join(language.problem(problem)), well=False)
    found = (
        _("with the provider of .streamlit/secrets.toml")
        if sign_in.is_configured()
        else _("none: other machines may open the dashboard only while the store holds a sample")
    )
    return Finding(_("sign-in"), found)


def _store(opened: store.Store) -> Iterator[Finding]:
    with opened.reading(scopes.Scope.everything()) as connection:
        server = health.server(connection)
        yield Finding("PostgreSQL", server.version, well=server.is_supported)
        yield Finding(_("schema version"), migrations.HEAD)
        login = (
            _("a superuser: it would see past the scope")
            if server.is_superuser
            else _("no superuser")
        )
        yield Finding(_("login"), f"{server.login} ({login})", well=not server.is_superuser)
        holes = health.holes(connection)
        yield Finding(_("scope"), ", ".join(holes) or _("holds on every table"), well=not holes)
        latest = freshness.latest(connection).iloc[0]
        yield Finding(_("data version"), _shown(latest["data_version"]))
        yield Finding(_("last import"), _shown(latest["imported_at"]))


def _figures(opened: store.Store) -> Iterator[Finding]:
    with opened.loading() as connection:
        payments = health.payments_out_of_step(connection)
        remittances = health.remittances_out_of_step(connection)
        repeats = health.repeats_out_of_step(connection)
        orphans = health.orphans(connection)
        sums = sum(health.rollups_out_of_step(connection).values())
    found = _("{count} payments differ from their codes or remittances").format(count=payments)
    yield Finding(_("figures"), found, well=payments == 0)
    found = _("{count} remittances differ from the payments that they cover")
    yield Finding(_("figures"), found.format(count=remittances), well=remittances == 0)
    found = _("{count} pairs of repeated payments are missing or wrong").format(count=repeats)
    yield Finding(_("figures"), found, well=repeats == 0)
    found = _("{count} sums differ from the payments that they add up").format(count=sums)
    yield Finding(_("figures"), found, well=sums == 0)
    found = _("{count} payments name an unknown office, organisation or collector")
    yield Finding(_("references"), found.format(count=orphans), well=orphans == 0)


def _shown(value: object) -> str:
    return "-" if value is None or str(value) in {"NaT", "<NA>"} else str(value)


def run(payments: int, days: int, seed: int) -> None:
    """Fill the store with an invented Hanoi that ends yesterday.

    Raises:
        problems.Problem: the store is not empty, or such a sample cannot be made.
    """
    asked = plan.make(payments, days, seed, clock.past())
    opened = store.open_store(settings.read())
    with _progress(payments) as advance:
        made = filling.fill(opened, asked, advance)
    output.emit(_told(made) + "\n")


@contextlib.contextmanager
def _progress(payments: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far the sample has come; elsewhere be silent."""
    bar = rich.progress.Progress(
        rich.progress.TextColumn("{task.description}"),
        rich.progress.BarColumn(),
        rich.progress.TaskProgressColumn(),
        rich.progress.TimeRemainingColumn(),
        console=rich.console.Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task(_("Making up payments"), total=payments)
        yield lambda more: bar.update(task, advance=more)


def _told(made: plan.Plan) -> str:
    return _(
        "The store holds a sample: {payments} invented payments up to {last}; none of them is real."
    ).format(payments=formats.count(made.payments), last=f"{made.last_date:%d/%m/%Y}")
