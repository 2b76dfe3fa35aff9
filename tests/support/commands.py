"""Command line for tests: runs in this process, on a database of the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click.testing

from dashboard import cli

if TYPE_CHECKING:
    import pytest
    from support import databases

Command = Callable[..., click.testing.Result]
Main = Callable[..., int]


def at(made: databases.Databases, name: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the command line on a database with three logins, in the worked example's year."""
    variables = ("BHXH_STORE_URL", "BHXH_LOADER_URL", "BHXH_OWNER_URL")
    for variable, url in zip(variables, made.three_urls(name), strict=True):
        monkeypatch.setenv(variable, url.render_as_string(hide_password=False))
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def command(*words: str) -> click.testing.Result:
        return click.testing.CliRunner().invoke(cli.commands, words, catch_exceptions=False)

    return command
