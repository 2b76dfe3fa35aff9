"""Commands that maintain a store: migrate, refresh and sample."""

import datetime as dt

import click
import rich.progress

from dashboard import clock
from dashboard.commands import options, output
from dashboard.text import _, formats, ngettext
from data import calendar, engine, migrate, opening, problems, settings
from data.importing import refresh
from data.problems import N_
from data.sample import plan


@click.command(name="migrate")
def migrate_store() -> None:
    """Bring the store's schema to the version of this program."""
    chosen = settings.read()
    opened = opening.connect_external(chosen)
    if opened is None:
        opened = opening.open_store(chosen)
    else:
        migrate.require_prepared(opened.engine)
        migrate.upgrade(opened.owner_engine)
    with opened.migrating() as connection:
        cursor = engine.cursor(connection)
        calendar.ensure(cursor, clock.today(), *calendar.days_of_store(cursor))
    output.say(_("The store has version {version}.").format(version=migrate.HEAD))


@click.command(name="refresh")
@options.period("First day.  [default: everything]", "Last day.")
def refresh_derived(start: dt.date | None, end: dt.date | None) -> None:
    """Compute anew what is kept beside the rows of a store that something else feeds."""
    period = None
    if start is not None and end is not None:
        period = (start, end)
    elif (start or end) is not None:
        raise problems.Problem(
            N_("The period is not complete"), N_("Give both --from and --to, or neither.")
        )
    opened = opening.open_store(settings.read())
    payments = refresh.renew(opened, clock.today(), period)
    sentence = ngettext(
        "{count} payment was looked at; all that is kept beside it is up to date.",
        "{count} payments were looked at; all that is kept beside them is up to date.",
        payments,
    )
    output.say(sentence.format(count=formats.count(payments)))


@click.command()
@click.option(
    "--payments", type=click.IntRange(1, 50_000_000), default=180_000, show_default=True,
    help="How many payments.",
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(1), default=120, show_default=True,
    help="How many days, the last being yesterday.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0, 2**62), default=3964, show_default=True,
    help="Another number makes another city.",
)  # fmt: skip
def sample(payments: int, days: int, seed: int) -> None:
    """Fill an empty store with an invented Hanoi, to try the dashboard on.

    Stopped half-way, the same command finishes it.
    """
    from data.sample import filling

    requested = plan.make(payments, days, seed, clock.past())
    opened = opening.open_store(settings.read())
    with output.progress(
        rich.progress.TextColumn("{task.description}"),
        rich.progress.BarColumn(),
        rich.progress.TaskProgressColumn(),
        rich.progress.TimeRemainingColumn(),
    ) as bar:
        task = bar.add_task(_("Making up payments"), total=payments)
        made = filling.fill(opened, requested, lambda more: bar.update(task, advance=more))
    sentence = _(
        "The store holds a sample: {payments} invented payments up to {last}; none of them is real."
    )
    output.say(
        sentence.format(payments=formats.count(made.payments), last=f"{made.last_date:%d/%m/%Y}")
    )
