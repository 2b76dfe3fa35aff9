"""Commands that keep a store and bring it back: backup and restore."""

import contextlib
import datetime as dt
import hashlib
import importlib.metadata
import os
import pathlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from typing import Final

import click
import sqlalchemy as sa

from dashboard.commands import output
from dashboard.exports.snapshots import verifying
from dashboard.text import _, formats
from data import embedded, engine, health, opening, problems, scope, settings, store
from data.backup import archive, restoring, series, writing
from data.problems import N_
from queries import agents
from queries.lag import lagged, recording_lag, remittance_lag

_FILE: Final = click.Path(path_type=pathlib.Path)
_ADMINISTRATOR: Final = click.option(
    "--url-env", metavar="NAME",
    help="Environment variable with the address of an administrator of the server.",
)  # fmt: skip
# The reports that a restored store must answer as the one that was kept.
_DAYS: Final = 31
_LAST_DAY: Final = sa.text("SELECT max(paid_day) FROM payments")


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--keep", type=click.IntRange(1),
    help="FILE is a folder: keep so many backups of this store in it, and delete older ones.",
)  # fmt: skip
@click.option(
    "--no-verify", is_flag=True, help="Do not restore it beside the store to compare the two."
)
@_ADMINISTRATOR
def backup(file: pathlib.Path, keep: int | None, url_env: str | None, *, no_verify: bool) -> None:
    """Write all of the store as of one moment into FILE, while everything runs.

    FILE is restored beside the store, and compared with it, before it gets its name. If FILE is a
    folder, the moment is its name. It holds everything but settings, passwords and sessions: keep
    it as carefully as the store.
    """
    begun = time.monotonic()
    if keep is not None and not file.is_dir():
        raise problems.Problem(
            N_("This is no folder"), N_("With --keep, give the folder that the backups are in.")
        )
    wanted = series.new_file(file, dt.datetime.now(dt.UTC)) if file.is_dir() else file
    with _source(url_env) as source:
        made = writing.write(
            source,
            wanted,
            program=_program(),
            reports=reports,
            look=None if no_verify else _look_at_copy,
        )
    _say_what_it_holds(wanted, made)
    sentence = (
        _("{size} MB in {seconds} s.")
        if no_verify
        else _("{size} MB in {seconds} s; restored beside the store and found to be the same.")
    )
    size = f"{wanted.stat().st_size / 1e6:.1f}"
    output.say(sentence.format(size=size, seconds=round(time.monotonic() - begun)))
    for old in series.prune(file, keep, made) if keep is not None else ():
        output.say(_("Deleted: {file}").format(file=old))


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--replace", "replaces", is_flag=True,
    help="Let it take the place of data, which are kept beside it.",
)  # fmt: skip
@_ADMINISTRATOR
def restore(file: pathlib.Path, url_env: str | None, *, replaces: bool) -> None:
    """Make the store what FILE says it was, which nothing may use meanwhile.

    It is that of BHXH_HOME. What it holds now is never written over: it stays in a folder beside,
    which is named. A store of a server is restored into a new database, with --url-env.
    """
    done = _restore(file, url_env, replaces=replaces)
    _say_what_it_holds(file, done.manifest)
    if done.earlier is not None:
        sentence = _("What was there before is kept in {folder}: delete it when all is well.")
        output.say(sentence.format(folder=done.earlier))
    output.say(_("Now: bhxh-monitor doctor --figures"))


def _restore(file: pathlib.Path, url_env: str | None, *, replaces: bool) -> restoring.Restored:
    chosen = settings.read()
    if url_env is not None:
        return restoring.into_server(_administrator(url_env), file)
    if chosen.store_url is not None:
        raise _needs_administrator()
    home = chosen.home or embedded.default_home()
    return restoring.into_home(home, file, require_chain, replaces=replaces)


@contextlib.contextmanager
def _source(url_env: str | None) -> Iterator[writing.Source]:
    """Give the database to keep, and a folder for the trial."""
    chosen = settings.read()
    if url_env is not None:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="bhxh-trial-"))
        # Root's database runs as another account, which enters no closed folder.
        folder.chmod(0o711 if hasattr(os, "geteuid") and os.geteuid() == 0 else 0o700)
        try:
            yield writing.Source(_administrator(url_env), folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    if chosen.store_url is not None:
        raise _needs_administrator()
    # Brought up to date, as every command does: what is kept is a store of this version.
    opening.open_store(chosen).close()
    home = chosen.home or embedded.default_home()
    yield writing.Source(embedded.ensure_running(home).superuser_url, home)


def _administrator(url_env: str) -> sa.URL:
    """Return the address in a variable of the environment: others can read words of a command."""
    text = os.environ.get(url_env, "")
    if not text or url_env.upper().startswith("BHXH_"):
        raise problems.Problem(
            N_("There is no address of an administrator"),
            N_("Set a variable without the prefix BHXH_ to it, and give its name to --url-env."),
        )
    return engine.read_url(text, url_env)


def _needs_administrator() -> problems.Problem:
    return problems.Problem(
        N_("The logins of the program do not see all of a server's store"),
        N_(
            "Give --url-env the name of a variable with the address of an administrator, or keep"
            " the database as the server's others are: pg_dump --format=custom --schema=bhxh"
            " (docs/deployment.md)."
        ),
    )


def _program() -> str:
    return importlib.metadata.version("bhxh-monitor")


def _say_what_it_holds(file: pathlib.Path, held: archive.Manifest) -> None:
    sentence = _(
        "{file} holds the store as of {at}: data version {version}; payments: {payments},"
        " snapshots: {snapshots}, users: {users}."
    )
    output.say(
        sentence.format(
            file=file,
            payments=formats.count(held.rows("payments")),
            snapshots=formats.count(held.rows("snapshots")),
            users=formats.count(held.rows("users")),
            version=held.data_version or "-",
            at=formats.moment(held.taken_at),
        )
    )
    if held.last_snapshot:
        sentence = _("The last snapshot is number {number}, {sha256}.")
        output.say(sentence.format(number=held.last_snapshot, sha256=held.last_sha256))


def reports(connection: sa.Connection) -> str:
    """Return a hash over two reports of the last month that the store holds, by organisation."""
    last: dt.date | None = connection.scalar(_LAST_DAY)
    if last is None:
        return ""
    question = lagged.Question(start=last - dt.timedelta(days=_DAYS), end=last, as_of=last)
    digest = hashlib.sha256()
    for ask in (remittance_lag.by_agent, recording_lag.by_agent):
        digest.update(ask(connection, question, by=agents.By.ORG).to_csv().encode())
    return digest.hexdigest()


def _look_at_copy(running: embedded.Server, manifest: archive.Manifest) -> None:
    """Require that a restored copy answers reports as the store did, and has its chain."""
    with contextlib.closing(opening.open_home(running.home)) as opened:
        with opened.exporting(scope.Scope.everything()) as connection:
            answered = reports(connection)
            holes = health.holes(connection)
        if answered != manifest.reports or holes:
            raise _not_the_same(_("reports") if not holes else ", ".join(holes))
        require_chain(opened, manifest)


def require_chain(opened: store.Store, manifest: archive.Manifest) -> None:
    """Require that the chain of snapshots is whole, and ends where the backup says."""
    found = verifying.the_store(opened, scope.Scope.everything())
    ends = (found.number, found.last) == (manifest.last_snapshot, manifest.last_sha256)
    if found.findings or not ends:
        raise _not_the_same(_("snapshots"))


def _not_the_same(what: str) -> problems.Problem:
    return problems.Failed(
        N_("The restored store is not the one that was kept"),
        N_("It differs in: {what}. Find out why with bhxh-monitor doctor and snapshot verify."),
        what=what,
    )
