"""`bhxh-monitor user`: what it prints and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click.testing
import pytest

from dashboard import cli, logs
from data import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import databases, desks

    Command = Callable[..., click.testing.Result]


@pytest.fixture
def user(made: databases.Databases, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The commands on a store with the offices of the worked example."""
    url = made.url(desk.name()).render_as_string(hide_password=False)
    monkeypatch.setenv("BHXH_STORE_URL", url)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def command(*words: str) -> click.testing.Result:
        return click.testing.CliRunner().invoke(
            cli.commands, ["user", *words], catch_exceptions=False
        )

    return command


LAN = ("add", "Lan@Example.org", "--name", "Lan", "--role", "district")


def test_users_are_added_listed_and_disabled(user: Command) -> None:
    assert "lan@example.org may sign in now." in user(*LAN, "--office", "00110").output
    user("add", "an@example.org", "--name", "An", "--role", "city")
    assert "may not sign in any more" in user("disable", "lan@example.org").output
    assert user("list", "--format", "csv").output.splitlines() == [
        "login,full_name,role,offices,status",
        "an@example.org,An,city,,active",
        "lan@example.org,Lan,district,00110,disabled",
    ]


def test_the_ids_of_the_log_are_told_to_who_has_the_secret(
    user: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    user(*LAN, "--office", "00110")
    with pytest.raises(problems.Problem, match="BHXH_SECRET"):
        user("list", "--ids")
    monkeypatch.setenv("BHXH_SECRET", "a secret of thirty-two letters or so")
    head, line = user("list", "--ids", "--format", "csv").output.splitlines()
    assert head.endswith(",id")
    assert line.rpartition(",")[2] == logs.user_id("lan@example.org")


def test_a_user_without_what_his_role_needs_is_refused(user: Command) -> None:
    with pytest.raises(problems.Problem, match="given offices"):
        user(*LAN)
    assert user("list", "--format", "csv").output == "login,full_name,role,offices,status\n"


def test_disabling_a_stranger_says_so(user: Command) -> None:
    with pytest.raises(problems.Problem, match="Nobody is known as nobody@"):
        user("disable", "nobody@example.org")


def test_a_role_that_is_none_is_refused(user: Command) -> None:
    answer = user("add", "an@example.org", "--name", "An", "--role", "boss")
    assert answer.exit_code == 2
    assert "'boss' is not one of" in answer.output
