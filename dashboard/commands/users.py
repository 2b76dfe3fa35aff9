"""Owns the commands about users, as `bhxh-monitor user` takes them."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from dashboard.commands import options, output
from dashboard.text import _
from data import settings, store, users
from queries import frames

if TYPE_CHECKING:
    from collections.abc import Iterable


_ROLES = ("city", "district", "auditor", "administrator")

COLUMNS: frames.Dtypes = {
    "login": frames.TEXT,
    "full_name": frames.TEXT,
    "role": frames.TEXT,
    "offices": frames.TEXT,
    "status": frames.TEXT,
}


@click.group()
def user() -> None:
    """Say who may sign in to the dashboard, and what they may see."""
    options.use_language()


@user.command()
@click.argument("login", metavar="EMAIL")
@click.option("--name", "full_name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What they may see.")
@click.option("--office", "offices", multiple=True, help="An office of a district user's.")
def add(login: str, full_name: str, role: str, offices: tuple[str, ...]) -> None:
    """Add a user, or change what is known of one.

    EMAIL is the address that the sign-in vouches for. city: all offices; district: the offices
    given, those below them and those that they succeeded; auditor: all offices without personal
    data, and the access log; administrator: everything.
    """
    _add(login, full_name, role, offices)


@user.command()
@click.argument("login", metavar="EMAIL")
def disable(login: str) -> None:
    """Take the right to sign in away; it takes effect at the person's next click."""
    _disable(login)


@user.command(name="list")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
)
def list_(form: str) -> None:
    """List the users, disabled ones as well."""
    _show(form)


def _add(login: str, full_name: str, role: str, offices: Iterable[str]) -> None:
    """Add a user, or change one.

    Raises:
        problems.Problem: what is given does not make a user, or the store is down.
    """
    with store.open_store(settings.read()).loading() as connection:
        added = users.add(
            connection,
            login=login,
            full_name=full_name,
            role=users.Role(role),
            offices=offices,
            by=getpass.getuser(),
        )
    words = _("{login} may sign in now.").format(login=added.login)
    output.emit(f"{words}\n")


def _disable(login: str) -> None:
    """Take the right to sign in away from a user.

    Raises:
        problems.Problem: nobody is known by this address, or the store is down.
    """
    with store.open_store(settings.read()).loading() as connection:
        gone = users.disable(connection, login, by=getpass.getuser())
    words = _("{login} may not sign in any more.").format(login=gone.login)
    output.emit(f"{words}\n")


def _show(form: str) -> None:
    """Print the users: one row each; several offices are separated by spaces."""
    with store.open_store(settings.read()).admitting() as connection:
        known = users.listed(connection)
    rows = [
        (
            each.login,
            each.full_name,
            str(each.role),
            " ".join(each.office_codes),
            "disabled" if each.is_disabled else "active",
        )
        for each in known
    ]
    output.report(frames.build(rows, tuple(COLUMNS), COLUMNS), form)
