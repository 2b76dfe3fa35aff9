"""Owns the commands about users, as `bhxh-monitor user` takes them."""

from __future__ import annotations

import click

from dashboard import terminal

_ROLES = ("city", "district", "auditor", "administrator")


@click.group()
def user() -> None:
    """Say who may sign in to the dashboard, and what they may see."""
    terminal.use_language()


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
    from dashboard import staff

    staff.add(login, full_name, role, offices)


@user.command()
@click.argument("login", metavar="EMAIL")
def disable(login: str) -> None:
    """Take the right to sign in away; it takes effect at the person's next click."""
    from dashboard import staff

    staff.disable(login)


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
    from dashboard import staff

    staff.show(form)
