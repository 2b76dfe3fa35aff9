"""Command line. A command is imported when it is called, so that `--help` stays quick."""

import logging
import os
import pkgutil
import signal
import sys
from typing import Final

import click

from data import problems

_PROBLEM_EXIT: Final = 2
_TERMINATED_EXIT: Final = 128 + signal.SIGTERM

# Where in `dashboard.commands` each one is, and the first sentence of its help for `--help`.
LAZY_COMMANDS: Final = {
    "audit": (
        "audit:audit",
        "Read the access log: who looked at or searched personal data, when and what for.",
    ),
    "doctor": ("maintenance:doctor", "Print the settings in force, and whether they work."),
    "export": (
        "exports:export",
        "Write a REPORT to a file, as it would be signed: 01-xn for the form of a day.",
    ),
    "import": ("importing:import_", "Import files, or the files of a folder, into the store."),
    "lookup": (
        "lookup:lookup_codes",
        "Show the payments under confirmation codes, and how far each has come.",
    ),
    "migrate": (
        "maintenance:migrate_store",
        "Bring the store's schema to the version of this program.",
    ),
    "refresh": (
        "maintenance:refresh_derived",
        "Compute anew what is kept beside the rows of a store that something else feeds.",
    ),
    "report": ("reports:report", "Print a report: remittance-lag, recording-lag or 01-xn."),
    "sample": (
        "maintenance:sample",
        "Fill an empty store with an invented Hanoi, to try the dashboard on.",
    ),
    "snapshot": ("snapshots:snapshot", "Freeze reports, and show later what they said."),
    "user": ("users:user", "Say who may sign in to the dashboard, and what they may see."),
}


def main() -> None:
    """Run the command line; what a user did wrong, or what is down, is one sentence."""
    # Messages of the database driver are for the log of the dashboard; commands print a sentence.
    logging.basicConfig(level=logging.CRITICAL)
    # A normal exit releases the embedded server, which stops with its last user.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED_EXIT))
    try:
        commands(prog_name="bhxh-monitor")
    except problems.Problem as problem:
        from dashboard import text
        from dashboard.commands import output

        _use_language()
        title, sentence = text.problem(problem)
        output.complain(f"{title}. {sentence}")
        sys.exit(_PROBLEM_EXIT)


class _LazyGroup(click.Group):
    """Group that imports a command when it is called, and runs `run` where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "--version"}):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name in LAZY_COMMANDS:
            target, _ = LAZY_COMMANDS[name]
            command = pkgutil.resolve_name(f"dashboard.commands.{target}")
        return name, command, rest


@click.group(
    cls=_LazyGroup,
    commands=[click.Command(name, help=help_) for name, (_, help_) in LAZY_COMMANDS.items()],
)
@click.version_option(package_name="bhxh-monitor")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Show whether those who collect contributions hand the money over, on time and in full.

    Without a command: the dashboard (run).
    """
    # The dashboard has a language of its own.
    if ctx.invoked_subcommand != "run":
        _use_language()


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


def _use_language() -> None:
    """Use the language of the terminal: Vietnamese if it is set, else English."""
    from dashboard import text

    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    text.use("vi" if spoken.lower().startswith("vi") else "en")


if __name__ == "__main__":
    main()
