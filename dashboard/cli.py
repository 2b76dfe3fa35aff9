"""Command line. A command is imported when it is called, so that `--help` stays quick."""

import contextlib
import errno
import io
import logging
import os
import pathlib
import pkgutil
import signal
import sys
import traceback
from typing import IO, Final

import click

from dashboard.commands import language
from data import problems
from data.problems import N_

_PROBLEM_EXIT: Final = 2
_FAILED_EXIT: Final = 3
_TERMINATED_EXIT: Final = 128 + signal.SIGTERM

# Where in `dashboard.commands` each one is, and the first sentence of its help for `--help`.
LAZY_COMMANDS: Final = {
    "audit": (
        "audit:audit",
        N_("Read the access log: who looked at or searched personal data, when and what for."),
    ),
    "backup": (
        "backups:backup",
        N_("Write all of the store as of one moment into FILE, while everything runs."),
    ),
    "doctor": ("doctor:doctor", N_("Print the settings in force, and whether they work.")),
    "export": (
        "exports:export",
        N_("Write a REPORT to a file, as it would be signed: 01-xn for the form of a day."),
    ),
    "import": (
        "importing:import_",
        N_("Import files, the files of folders, or another program's database into the store."),
    ),
    "lookup": (
        "lookup:lookup_codes",
        N_("Show the payments under confirmation codes, and how far each has come."),
    ),
    "migrate": (
        "maintenance:migrate_store",
        N_("Bring the store's schema to the version of this program."),
    ),
    "refresh": (
        "maintenance:refresh_derived",
        N_("Compute anew what is kept beside the rows of a store that something else feeds."),
    ),
    "report": ("reports:report", N_("Print a report: remittance-lag, recording-lag or 01-xn.")),
    "restore": (
        "backups:restore",
        N_("Make the store what FILE says it was, which nothing may use meanwhile."),
    ),
    "sample": (
        "maintenance:sample",
        N_("Fill an empty store with an invented Hanoi, to try the dashboard on."),
    ),
    "snapshot": ("snapshots:snapshot", N_("Freeze reports, and show later what they said.")),
    "user": ("users:user", N_("Say who may sign in to the dashboard, and what they may see.")),
    "watch": (
        "watching:watch",
        N_("Do once what is due by the clock: closing forms, telling who is to know, pruning."),
    ),
}


def main() -> None:
    """Run the command line; what a user did wrong, or what is down, is one sentence.

    It ends with 0 (done), 1 (done, and something wants attention), 2 (the input, the arguments or
    the settings are refused) or 3 (the program or the store failed); with the latter two nothing
    was done.
    """
    # Before a command is known nothing is logged.
    logging.root.addHandler(logging.NullHandler())
    # Where there is none at all, what is written fails as on a full disk; what is said is lost.
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever the console is set to: what it cannot show is no reason to fail.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # A normal exit releases the embedded server, which stops with its last user.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED_EXIT))
    status = _status()
    _close(sys.stderr)
    sys.exit(status)


def _status() -> int:
    """Run a command to its end; return the exit status."""
    try:
        ended = _ended()
        sys.stdout.flush()
    except SystemExit as done:
        # What the command says of its work counts more than whether somebody listens. A pipe that
        # closed is what click ends with.
        _close(sys.stdout)
        is_known = isinstance(done.code, int) and not isinstance(done.__context__, OSError)
        return int(done.code or 0) if is_known else _FAILED_EXIT
    except problems.Problem as problem:
        _complain(problem)
        return problem.status
    except Exception as error:  # noqa: BLE001 - nothing but a sentence leaves the program
        if isinstance(error, OSError) and _is_of_output(error):
            _unheard(error)
        else:
            _failed(error)
        return _FAILED_EXIT
    return ended


def _ended() -> int:
    """Run the command; return what click says of the arguments, or that all is done."""
    try:
        ended = commands.main(prog_name="bhxh-monitor", standalone_mode=False)
    except click.ClickException as refused:
        # Also where click itself has another status: it is about the arguments.
        with contextlib.suppress(OSError):
            refused.show()
        return _PROBLEM_EXIT
    except (click.Abort, KeyboardInterrupt):
        _complain(problems.Failed(N_("Called off"), N_("Nothing was done.")))
        return _FAILED_EXIT
    return ended if isinstance(ended, int) else 0


def _complain(problem: problems.Problem) -> None:
    from dashboard import text
    from dashboard.commands import output

    language.use()
    title, sentence = text.problem(problem)
    # The status says it as well, where nobody hears it.
    with contextlib.suppress(OSError):
        output.complain(f"{title}. {sentence}")


def _failed(error: Exception) -> None:
    """Say what the database did not do, or that the program failed, and where.

    What was at fault in which row may be personal: the way to it is in the log, without messages.
    """
    from dashboard import logs
    from data.connections import database_errors

    if sys.flags.dev_mode:
        traceback.print_exception(error)
    if (problem := database_errors.problem(error)) is not None:
        _complain(problem)
        return
    if isinstance(error, MemoryError):
        _complain(
            problems.Failed(
                N_("The machine has no memory left for this"),
                N_(
                    "Nothing was done: try again when other programs have ended, or with smaller"
                    " files."
                ),
            )
        )
        return
    place = traceback.extract_tb(error.__traceback__)[-1]
    _complain(
        problems.Failed(
            N_("The program failed"),
            N_(
                "{kind} in {file}, line {line}: please report it with the number {number}, under"
                " which the way to it is in the log (docs/troubleshooting.md)."
            ),
            kind=type(error).__name__,
            file=pathlib.Path(place.filename).name,
            line=place.lineno,
            number=logs.fault(error, "a command"),
        )
    )


def _is_of_output(error: OSError) -> bool:
    """Return whether writing to standard output failed: what was to be written is still there."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return True
    return (
        error.errno in {errno.ENOSPC, errno.EIO, errno.EPIPE, errno.EBADF}
        and error.filename is None
    )


def _unheard(error: OSError) -> None:
    """Say that the answer cannot be written; a reader that has seen enough, as `head`, knows."""
    _close(sys.stdout)
    if not isinstance(error, BrokenPipeError):
        sentence = N_("Standard output takes nothing more: {reason}.")
        reason = error.strerror or "-"
        _complain(problems.Failed(N_("The answer cannot be written"), sentence, reason=reason))


def _close(stream: IO[str]) -> None:
    """Write what is left to a stream; where that fails, let it go without a word."""
    try:
        stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


class _LazyGroup(click.Group):
    """Group that imports a command when it is called, and runs `run` where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        language.use_before_parsing()
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
        return name, command and language.translated(command), rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the program is used in the language of the terminal."""
        click.Group.format_usage(language.translated(self), ctx, formatter)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language of the terminal."""
        # It is made once, by whatever asks first.
        self._help_option = None
        click.Group.format_help(language.translated(self), ctx, formatter)


@click.group(
    cls=_LazyGroup,
    commands=[click.Command(name, help=help_) for name, (_, help_) in LAZY_COMMANDS.items()],
)
@click.version_option(package_name="bhxh-monitor", message="%(prog)s %(version)s")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Show whether those who collect contributions hand the money over, on time and in full.

    Without a command: the dashboard (run).
    """
    from dashboard import logs

    # The dashboard has a language of its own, and a log that is watched.
    if ctx.invoked_subcommand == "run":
        logs.for_server()
    else:
        logs.for_command()
        language.use()


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on.  [default: 8501]")
@click.option("--headless", is_flag=True, help="Open no browser.")
def run(host: str, port: int | None, *, headless: bool) -> None:
    """Start the dashboard."""
    import streamlit_app
    from dashboard import logs
    from dashboard.web import server

    logs.take_over()
    server.run(streamlit_app.app, host, port, headless=headless)


if __name__ == "__main__":
    main()
