"""Owns the command line. What a command needs is imported when it runs: `--help` stays quick."""

from __future__ import annotations

import logging
import pathlib
import signal
import sys
from typing import TYPE_CHECKING, Final

import click

from dashboard.commands import audit, exports, options, reports, snapshots, users
from data import problems

if TYPE_CHECKING:
    import datetime as dt

_PROBLEM_EXIT: Final = 2
_TERMINATED_EXIT: Final = 128 + signal.SIGTERM


def main() -> None:
    """Run the command line; what a user did wrong, or what is down, is one sentence."""
    # What a driver says goes to the log: of the dashboard; a command has a sentence instead.
    logging.basicConfig(level=logging.CRITICAL)
    # A normal exit lets go of the embedded server, the last user stops it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED_EXIT))
    try:
        commands(prog_name="bhxh-monitor")
    except problems.Problem as problem:
        from dashboard import text

        options.use_language()
        title, sentence = text.problem(problem)
        click.echo(f"{title}. {sentence}", err=True)
        sys.exit(_PROBLEM_EXIT)


class _RunByDefault(click.Group):
    """Commands, of which `run` is meant where none is named, with its options or without."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "--version"}):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_RunByDefault)
@click.version_option(package_name="bhxh-monitor")
def commands() -> None:
    """Show whether those who collect contributions hand the money over, on time and in full.

    Without a command: the dashboard (run).
    """


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on.  [default: 8501]")
@click.option("--headless", is_flag=True, help="Open no browser.")
def run(host: str, port: int | None, *, headless: bool) -> None:
    """Start the dashboard."""
    import streamlit_app
    from dashboard.web import server

    logging.getLogger().setLevel(logging.WARNING)
    server.run(streamlit_app.app, host, port, headless=headless)


@commands.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=pathlib.Path))
@click.option(
    "--rejects", default="rejects.csv", show_default=True, type=click.Path(path_type=pathlib.Path),
    help="Where to write the rows that were not taken.",
)  # fmt: skip
def import_(paths: tuple[pathlib.Path, ...], rejects: pathlib.Path) -> None:
    """Import files, or the files of a folder, into the store.

    Exit status: 0 all rows are in; 1 some were rejected, the good ones are in; 2 nothing was
    imported.
    """
    from dashboard.commands import importing

    options.use_language()
    sys.exit(importing.run(paths, rejects))


@commands.command()
@click.argument("codes", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True
)
@click.option("--reveal", is_flag=True, help="Show personal data; the access log notes it.")
@click.option("--purpose", default="", help="What the personal data is needed for.")
@options.AS_USER
def lookup(
    codes: tuple[str, ...], form: str, purpose: str, as_user: str | None, *, reveal: bool
) -> None:
    """Show the payments under confirmation codes, and how far each has come."""
    from dashboard.commands import reports

    reports.print_lookup(codes, form, reveal=reveal, purpose=purpose, as_user=as_user)


@commands.command()
@click.option(
    "--figures", is_flag=True, help="Compare what is kept beside payments with its sources."
)
def doctor(*, figures: bool) -> None:
    """Print the settings in force, and whether they work."""
    from dashboard.commands import maintenance

    options.use_language()
    sys.exit(maintenance.doctor(figures=figures))


@commands.command()
def migrate() -> None:
    """Bring the store's schema to the version of this program."""
    from dashboard.commands import maintenance

    options.use_language()
    maintenance.migrate()


@commands.command()
@click.option("--from", "start", type=options.Day(), help="First day.  [default: everything]")
@click.option("--to", "end", type=options.Day(), help="Last day.")
def refresh(start: dt.date | None, end: dt.date | None) -> None:
    """Compute anew what is kept beside the rows of a store that something else feeds."""
    from dashboard.commands import maintenance

    options.use_language()
    maintenance.refresh(start, end)


@commands.command()
@click.option(
    "--payments",
    type=click.IntRange(1, 50_000_000),
    default=180_000,
    show_default=True,
    help="How many payments.",
)
@click.option(
    "--days",
    type=click.IntRange(1),
    default=120,
    show_default=True,
    help="How many days, the last being yesterday.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**62), default=3964, show_default=True,
    help="Another number makes another city.",
)  # fmt: skip
def sample(payments: int, days: int, seed: int) -> None:
    """Fill an empty store with an invented Hanoi, to try the dashboard on.

    Stopped half-way, the same command finishes it.
    """
    from dashboard.commands import maintenance

    options.use_language()
    maintenance.run(payments, days, seed)


commands.add_command(reports.report)
commands.add_command(users.user)
commands.add_command(audit.audit)
commands.add_command(exports.export)
commands.add_command(snapshots.snapshot)


if __name__ == "__main__":
    main()
