"""Commands `bhxh-monitor user`: who may sign in."""

import getpass
from typing import Final

import click

from dashboard import logs
from dashboard.commands import options, output
from dashboard.text import _, formats, ngettext
from data import opening, problems, sessions, settings, users
from data.problems import N_
from queries import frames

_ROLES: Final = tuple(role.value for role in users.Role)
_LOGIN: Final = click.argument("login", metavar="EMAIL")
_COLUMNS: Final[frames.Dtypes] = frames.columns("login full_name role offices status")
_IDS: Final[frames.Dtypes] = {"id": frames.TEXT}


@click.group()
def user() -> None:
    """Say who may sign in to the dashboard, and what they may see."""


@user.command()
@_LOGIN
@click.option("--name", "full_name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What they may see.")
@click.option("--office", "offices", multiple=True, help="An office of a district user's.")
def add(login: str, full_name: str, role: str, offices: tuple[str, ...]) -> None:
    """Add a user, or change what is known of one.

    EMAIL is the address that the sign-in vouches for. city: all offices; district: the offices
    given, those below them and those that they succeeded; auditor: all offices without personal
    data, and the access log; administrator: everything.
    """
    with opening.open_store(settings.read()).registering() as connection:
        added = users.add(
            connection,
            login=login,
            full_name=full_name,
            role=users.Role(role),
            offices=offices,
            by=getpass.getuser(),
        )
    output.say(_("{login} may sign in now.").format(login=added.login))


@user.command()
@_LOGIN
def disable(login: str) -> None:
    """Take the right to sign in away; it takes effect at the person's next click."""
    with opening.open_store(settings.read()).registering() as connection:
        disabled = users.disable(connection, login, by=getpass.getuser())
    output.say(_("{login} may not sign in any more.").format(login=disabled.login))


@user.command(name="sign-out")
@_LOGIN
def sign_out(login: str) -> None:
    """End all sessions of a user; the user may sign in again."""
    with opening.open_store(settings.read()).registering() as connection:
        ended = sessions.end_all(connection, users.known_as(login), by=getpass.getuser())
    words = ngettext(
        "{n} sign-in of {login} has ended.", "{n} sign-ins of {login} have ended.", ended
    )
    output.say(words.format(n=formats.count(ended), login=users.known_as(login)))


@user.command(name="list")
@click.option("--ids", is_flag=True, help="With the id by which the log knows each of them.")
@options.FORMAT
def list_(form: str, *, ids: bool) -> None:
    """List the users, disabled ones as well."""
    if ids and settings.read().secret is None:
        raise problems.Problem(
            N_("The log knows nobody by an id"),
            N_("The ids are made with BHXH_SECRET: run this where the dashboard is started."),
        )
    with opening.open_store(settings.read()).registering() as connection:
        known = users.listed(connection)
    rows = [
        (
            each.login,
            each.full_name,
            str(each.role),
            " ".join(each.office_codes),
            "disabled" if each.is_disabled else "active",
            *([logs.user_id(each.login)] if ids else []),
        )
        for each in known
    ]
    output.rows(frames.Rows.of(rows, _COLUMNS | _IDS if ids else _COLUMNS), form)
