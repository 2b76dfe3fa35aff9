"""Owns what options of several commands have in common."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import click

# Read by `acting.acting`.
AS_USER = click.option(
    "--as",
    "as_user",
    metavar="EMAIL",
    help="Show what this user of the store may see.  [default: everything]",
)


class Day(click.ParamType[dt.date]):
    """A date as yyyy-mm-dd or dd/mm/yyyy."""

    name = "date"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> dt.date:
        """Return the day that was given; a text that is none ends the command with a sentence."""
        if isinstance(value, dt.date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(value, form).date()  # noqa: DTZ007 - a date has no zone
            except ValueError:
                continue
        return self.fail(f"{value!r} is not a date: give yyyy-mm-dd or dd/mm/yyyy", param, ctx)


def use_language() -> None:
    """Speak the language of the terminal: Vietnamese where it is, else English."""
    # Catalogues are read when something is said: `--help` stays quick.
    from dashboard import text

    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    text.use("vi" if spoken.lower().startswith("vi") else "en")
