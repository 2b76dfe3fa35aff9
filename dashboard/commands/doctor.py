"""The command `doctor`: the settings in force, what the store is like, and whether both work."""

import os
import pathlib
import platform
import shlex
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

import click
import pydantic
import sqlalchemy as sa

from dashboard import logs, text
from dashboard.auth import sign_in
from dashboard.commands import output
from dashboard.text import _, watch_terms
from dashboard.watch import standstill
from data import (
    embedded,
    engine,
    health,
    machine,
    migrate,
    opening,
    problems,
    scope,
    settings,
    standbys,
    store,
)
from data.connections import addresses, database_errors
from data.embedded import server
from data.mailing import mail_server
from data.sample import marker
from queries.store import about, due_things, freshness

# Fewer descriptors leave fewer connections than people may need (dashboard/web/connections.py).
_FEW_DESCRIPTORS: Final = 4096


class _Finding(NamedTuple):
    """One line of `doctor`: a subject, its state, and whether that is good.

    A warning is neither good nor so bad that `doctor` fails.
    """

    subject: str
    state: str
    is_good: bool = True
    is_warning: bool = False


@click.command()
@click.option(
    "--figures", is_flag=True, help="Compare what is kept beside payments with its sources."
)
def doctor(*, figures: bool) -> None:
    """Print the settings in force, and whether they work."""
    is_good = True
    for finding in _findings(figures=figures):
        mark = _("good") if finding.is_good else _("BAD")
        if finding.is_warning:
            mark = _("hint")
        output.say(f"{mark:>5}  {finding.subject}: {finding.state}")
        is_good &= finding.is_good
    sys.exit(0 if is_good else 1)


def _findings(*, figures: bool) -> Iterator[_Finding]:
    chosen = settings.read()
    yield _Finding("Python", platform.python_version())
    yield from _settings(chosen)
    yield _descriptors()
    yield from _password_files(chosen)
    yield _sign_in()
    yield from _mail(chosen)
    try:
        opened = opening.open_store(chosen)
        yield from _store(opened)
        if figures:
            yield from _figures(opened)
        yield from _other_logins(chosen)
        yield from _standbys(chosen)
    except problems.Problem as problem:
        yield from _failed(_("store"), problem, chosen.store_url)


def _failed(
    subject: str, problem: problems.Problem, url: pydantic.SecretStr | None
) -> Iterator[_Finding]:
    """Say why the database cannot be used, where it was looked for, and its own words."""
    yield _Finding(subject, ". ".join(text.problem(problem)), is_good=False)
    if url is not None:
        tried = addresses.described(engine.read_url(url.get_secret_value()))
        sentence = _("host {hosts}, port {ports}, database {database}, role {role}")
        yield _Finding(_("tried"), sentence.format(**tried._asdict()), is_good=False)
    if said := database_errors.words(problem):
        yield _Finding(_("the database's own words"), said, is_good=False)


def _other_logins(chosen: settings.Settings) -> Iterator[_Finding]:
    """Say whether imports and migrations get into the database."""
    for subject, role, url in (
        (_("login that imports"), engine.Role.LOADER, chosen.loader_url),
        (_("login that migrates"), engine.Role.OWNER, chosen.owner_url),
    ):
        if url is None:
            continue
        address = engine.read_url(url.get_secret_value(), engine.VARIABLES[role])
        try:
            with store.failures():
                engine.connect(address).close()
        except problems.Problem as problem:
            yield from _failed(subject, problem, url)
        else:
            yield _Finding(subject, addresses.described(address).role)


def _standbys(chosen: settings.Settings) -> Iterator[_Finding]:
    """Say of each standby whether it answers questions, and follows the primary."""
    if chosen.read_url is None:
        return
    for url in standbys.read(chosen.read_url.get_secret_value()):
        place = addresses.described(url)
        subject = " ".join((_("standby"), f"{place.hosts}:{place.ports}"))
        try:
            with store.failures():
                found = standbys.look(url)
                version = migrate.version(engine.create(url))
        except problems.Problem as problem:
            yield from _failed(subject, problem, None)
            continue
        yield _standby(subject, found, version)


def _standby(subject: str, found: standbys.Look, version: str | None) -> _Finding:
    if version != migrate.HEAD:
        sentence = _("it has version {version} of the schema, this program needs {wanted}")
        words = sentence.format(version=version or "-", wanted=migrate.HEAD)
        return _Finding(subject, words, is_good=False)
    if not found.is_standby:
        return _Finding(subject, _("it is no standby: it takes writes itself"), is_warning=True)
    if not found.is_following:
        words = _("does not follow the main server: see primary_conninfo and its log")
        return _Finding(subject, words, is_good=False)
    sentence = _("follows the main server; the last change that it has is of {moment}")
    return _Finding(subject, sentence.format(moment=_shown(found.replayed_at)))


def _settings(chosen: settings.Settings) -> Iterator[_Finding]:
    if chosen.store_url is None:
        home = chosen.home or embedded.default_home()
        # Not inside the f-string: there the text would not be found for translation.
        kind = _("embedded PostgreSQL")
        yield _Finding("BHXH_HOME", f"{home} ({kind})")
    else:
        yield _address(engine.STORE_URL, chosen.store_url)
    for role, url in (
        (engine.Role.LOADER, chosen.loader_url), (engine.Role.OWNER, chosen.owner_url),
    ):  # fmt: skip
        yield _address(engine.VARIABLES[role], url)
    yield _address(standbys.VARIABLE, chosen.read_url)
    yield _Finding("BHXH_PUBLIC_URL", str(chosen.public_url or "-"))
    yield _Finding("BHXH_OIDC_ISSUER", str(chosen.oidc_issuer or "-"))
    yield _Finding("BHXH_OIDC_CLIENT_ID", chosen.oidc_client_id or "-")
    for name, value in (
        ("BHXH_OIDC_CLIENT_SECRET", chosen.oidc_client_secret), ("BHXH_SECRET", chosen.secret),
    ):  # fmt: skip
        yield _Finding(name, _("set") if value else "-")
    yield _Finding("BHXH_IDLE_MINUTES", str(chosen.idle_minutes))
    yield _Finding("BHXH_LOG", chosen.log or f"- ({logs.place()})")
    yield _Finding("BHXH_METRICS_TOKEN", _("set") if chosen.metrics_token else "-")
    yield _Finding("BHXH_TODAY", chosen.today.isoformat() if chosen.today else "-")
    given = chosen.smtp_url
    shown = mail_server.read(given.get_secret_value()).shown if given else "-"
    yield _Finding("BHXH_SMTP_URL", shown)
    yield _Finding("BHXH_MAIL_FROM", chosen.mail_from or "-")
    yield _Finding("BHXH_NOTIFY", _("set") if chosen.notify else "-")


def _address(variable: str, url: pydantic.SecretStr | None) -> _Finding:
    """Say which login a setting names, without its password."""
    return _Finding(variable, engine.shown_url(url.get_secret_value(), variable) if url else "-")


def _descriptors() -> _Finding:
    """Say how many connections the dashboard could have, started as this command was."""
    most = machine.descriptor_limit()
    subject = _("open files and connections")
    if most is None or most >= _FEW_DESCRIPTORS:
        return _Finding(subject, _("no limit") if most is None else str(most))
    sentence = _(
        "{most}, few for many users: set LimitNOFILE=65536 in the unit of the service, or "
        "“ulimit -n 65536” before the start"
    )
    return _Finding(subject, sentence.format(most=most), is_warning=True)


def _password_files(chosen: settings.Settings) -> Iterator[_Finding]:
    """Say which files with passwords other accounts may read."""
    for file in dict.fromkeys(_with_passwords(chosen)):
        if machine.is_open_to_others(file):
            sentence = _("holds passwords, and others may read it: chmod 600 {file}")
            yield _Finding(str(file), sentence.format(file=shlex.quote(str(file))), is_good=False)
        elif machine.exists(file):
            yield _Finding(str(file), _("for its owner alone"))


def _with_passwords(chosen: settings.Settings) -> Iterator[pathlib.Path]:
    yield pathlib.Path(".env").absolute()
    if chosen.store_url is None:
        yield server.password_file(chosen.home or embedded.default_home())
    else:
        yield pathlib.Path(os.environ.get("PGPASSFILE") or "~/.pgpass").expanduser()
    yield from sign_in.secrets_files()


def _sign_in() -> _Finding:
    try:
        sign_in.check()
    except problems.Problem as problem:
        return _Finding(_("sign-in"), ". ".join(text.problem(problem)), is_good=False)
    provider = (
        _("with the provider of BHXH_OIDC_ISSUER")
        if sign_in.is_configured()
        else _("none: other machines may open the dashboard only while the store holds a sample")
    )
    return _Finding(_("sign-in"), provider)


def _mail(chosen: settings.Settings) -> Iterator[_Finding]:
    """Say whether the mail server takes mails, and the channels are known."""
    if chosen.smtp_url is not None and chosen.mail_from is not None:
        from dashboard.mail import smtp

        subject, server = _("mail server"), mail_server.read(chosen.smtp_url.get_secret_value())
        try:
            smtp.check(server, chosen.mail_from)
        except problems.Problem as problem:
            yield _Finding(subject, ". ".join(text.problem(problem)), is_good=False)
        else:
            yield _Finding(subject, _("it answers and takes mails"))
        if server.is_open:
            words = _("the password would travel in the clear: use smtps:// or smtp+starttls://")
            yield _Finding(subject, words, is_warning=True)
    if chosen.notify is not None:
        from dashboard.mail import channels

        try:
            channels.check()
        except problems.Problem as problem:
            yield _Finding(_("channels"), ". ".join(text.problem(problem)), is_good=False)
        else:
            known = _("{n} that Apprise knows").format(n=len(channels.known()))
            yield _Finding(_("channels"), known)


def _store(opened: store.Store) -> Iterator[_Finding]:
    with opened.reading(scope.Scope.everything()) as connection:
        found = health.server(connection)
        yield _Finding("PostgreSQL", found.version, is_good=found.is_supported)
        yield _Finding(_("schema version"), migrate.HEAD)
        login = (
            _("a superuser: it would see past the scope")
            if found.is_superuser
            else _("no superuser")
        )
        yield _Finding(_("login"), f"{found.login} ({login})", is_good=not found.is_superuser)
        yield _separation(connection, found)
        holes = health.holes(connection)
        state = ", ".join(holes) or _("holds on every table")
        yield _Finding(_("scope"), state, is_good=not holes)
        version, imported_at = freshness.last_import(connection)
        yield _Finding(_("data version"), _shown(version))
        yield _Finding(_("last import"), _shown(imported_at))
    yield _by_the_clock(opened)


def _separation(connection: sa.Connection, found: health.Server) -> _Finding:
    """Say whether the dashboard's login could write payments, or change tables and logs."""
    subject = _("rights of the login")
    if not found.may_become:
        return _Finding(subject, _("those of the dashboard alone"))
    is_invented = about.is_sample(connection) or marker.has_room(connection)
    sentence = _(
        "it may take the roles {roles}, with which it could change payments and logs: make three "
        "logins before real data come (docs/deployment.md)"
    )
    state = sentence.format(roles=", ".join(found.may_become))
    return _Finding(subject, state, is_good=is_invented, is_warning=is_invented)


def _by_the_clock(opened: store.Store) -> _Finding:
    """Say what was due by the clock and is not done."""
    subject = _("work by the clock")
    if (reason := standstill.reason(opened)) is not None:
        return _Finding(subject, watch_terms.reason(reason))
    missed = opened.ask(scope.Scope.everything(), due_things.missed)
    if not missed:
        return _Finding(subject, _("nothing is missed"))
    # What each kind does comes with its name, all that mails and closings need.
    from dashboard.watch import registry

    told = [
        watch_terms.missed(each, registry.label(each.kind), is_detailed=True) for each in missed
    ]
    return _Finding(subject, " ".join(told), is_good=False)


def _shown(value: object) -> str:
    return "-" if value is None or str(value) in {"NaT", "<NA>"} else str(value)


def _figures(opened: store.Store) -> Iterator[_Finding]:
    with opened.loading() as connection:
        payments = health.payments_out_of_step(connection)
        remittances = health.remittances_out_of_step(connection)
        repeats = health.repeats_out_of_step(connection)
        orphans = health.orphans(connection)
        differing = health.rollups_out_of_step(connection)
        deadlines = health.deadlines_out_of_step(connection)
    sums = sum(differing.values())
    # The sums of months are those of the days, by the working days of the calendar.
    judged = deadlines + differing["lag_months"]
    figures = _("figures")
    for subject, sentence, count in (
        (figures, _("{count} payments differ from their codes or remittances"), payments),
        (figures, _("{count} remittances differ from the payments that they cover"), remittances),
        (figures, _("{count} pairs of repeated payments are missing or wrong"), repeats),
        (figures, _("{count} sums differ from the payments that they add up"), sums),
        (
            _("policies and calendar"),
            _(
                "{count} sums have other deadlines or working days than those of the store; "
                "bhxh-monitor refresh, without days, brings them up to date"
            ),
            judged,
        ),
        (
            _("references"),
            _("{count} payments name an unknown office, organisation or collector"),
            orphans,
        ),
    ):
        yield _Finding(subject, sentence.format(count=count), is_good=count == 0)
