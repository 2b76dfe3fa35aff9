"""`bhxh-monitor --help` lists every command without importing it."""

from __future__ import annotations

import subprocess
import sys

import click
import click.testing
import pytest

from dashboard import cli

HEAVY = ("babel", "pandas", "rich", "sqlalchemy", "streamlit")


@pytest.mark.parametrize("name", cli.LAZY_COMMANDS)
def test_the_listing_says_what_the_command_says_of_itself(name: str) -> None:
    context = click.Context(cli.commands)
    _, command, _ = cli.commands.resolve_command(context, [name])
    listed = cli.commands.commands[name]
    assert command is not None
    assert command is not listed
    assert command.name == name
    for width in range(20, 200):
        assert listed.get_short_help_str(width) == command.get_short_help_str(width)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_what_is_heavy_is_imported_only_by_a_command(option: str) -> None:
    program = (
        "import sys; from dashboard import cli\n"
        "try: cli.main()\n"
        f"finally: print(sorted(sys.modules.keys() & {set(HEAVY)!r}))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, option], capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines()[-1] == "[]"


def test_a_name_that_is_misspelt_is_answered_with_the_one_that_is_meant() -> None:
    answer = click.testing.CliRunner().invoke(cli.commands, ["impor"])
    assert answer.exit_code == 2
    assert "import" in answer.stderr
