"""`bhxh-monitor --help` lists every command without importing it."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import click.testing
import pytest

from dashboard import cli
from dashboard.commands import language
from dashboard.exports.writers import registry
from dashboard.text import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAVY = ("babel", "pandas", "rich", "sqlalchemy", "streamlit")
MORE = (
    "alembic", "authlib", "jinja2", "openpyxl", "plotly", "pyarrow", "sqlalchemy.orm", "typst",
    "xlsxwriter",
)  # fmt: skip


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


# What each command that somebody waits for may load of what takes long, with the store's opening.
LOADED = {
    "report": {"rich", "sqlalchemy"},
    "lookup": {"rich", "sqlalchemy"},
    "doctor": {"rich", "sqlalchemy"},
    "audit": {"rich", "sqlalchemy"},
    "user": {"rich", "sqlalchemy"},
    "import": {"openpyxl", "rich", "sqlalchemy", "xlsxwriter"},
}
LOADING = """
import sys
from dashboard import cli
from data import opening
from queries import frames
for name, allowed in {loaded!r}.items():
    cli.commands.resolve_command(cli.click.Context(cli.commands), [name])
    from dashboard.commands import output
    output.rows(frames.Rows.of([("A", 1, 0.5)], frames.columns("key payments on_time_rate")), "csv")
    print(name, sorted((sys.modules.keys() & {heavy!r}) - allowed))
"""


def test_a_command_that_somebody_waits_for_loads_little() -> None:
    program = LOADING.format(loaded=LOADED, heavy={*HEAVY, *MORE} - {"babel"})
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert [line for line in answer.stdout.splitlines() if line.endswith("]")] == [
        f"{name} []" for name in LOADED
    ]


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


def commands_of(group: click.Group, *way: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield the words that call each command of a group, and of the groups in it."""
    yield way, group
    for name, listed in group.commands.items():
        command = listed
        if group is cli.commands and name in cli.LAZY_COMMANDS:
            command = pkgutil.resolve_name(f"dashboard.commands.{cli.LAZY_COMMANDS[name][0]}")
        if isinstance(command, click.Group):
            yield from commands_of(command, *way, name)
        else:
            yield (*way, name), command


ALL = dict(commands_of(cli.commands))


def spaced(text: str) -> str:
    return " ".join(text.split())


def said_in_vietnamese(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    answer = click.testing.CliRunner().invoke(cli.commands, words, prog_name="bhxh-monitor")
    return str(answer.output)


ENGLISH = (
    "Usage:",
    "Options:",
    "Commands:",
    "[required]",
    "[default:",
    "Error:",
    "Try ",
    "Show this",
)


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_help_is_in_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    said = spaced(said_in_vietnamese(monkeypatch, *command, "--help"))
    assert said.startswith("Cách dùng: bhxh-monitor")
    assert "In phần hướng dẫn này rồi kết thúc." in said
    options = [each for each in ALL[command].params if isinstance(each, click.Option)]
    helps = filter(None, (ALL[command].help, *(each.help for each in options)))
    assert [each for each in (*map(spaced, helps), *ENGLISH) if each in said] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("impor",), "Lỗi: Không có lệnh 'impor'. Có phải ý là 'import'?"),
        (("lookup",), "Lỗi: Thiếu tham số 'CODES...'."),
        (("report",), "Cách dùng: bhxh-monitor report [TÙY CHỌN] LỆNH [THAM SỐ]..."),
        (("report", "01-xn"), "Lỗi: Thiếu tùy chọn '--date'."),
        (("report", "01-xn", "--date", "x"), "'--date': 'x' không phải là ngày"),
        (("report", "01-xn", "--by", "x"), "'x' không phải là một trong: 'office', 'org', 'code'"),
        (("import", "--sourc", "x"), "Lỗi: Không có tùy chọn '--sourc'. Có phải ý là '--source'?"),
        (("import", "--source"), "Lỗi: Tùy chọn '--source' cần 1 giá trị."),
        (("doctor", "x", "y"), "Lỗi: Thừa tham số (x y)"),
        (("run", "--port", "x"), "'--port': 'x' không phải là số hợp lệ"),
        (("--what",), "Xem hướng dẫn: 'bhxh-monitor run --help'."),
    ],
)
def test_what_is_wrong_with_arguments_is_said_in_it(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], sentence: str
) -> None:
    said = said_in_vietnamese(monkeypatch, *words)
    assert sentence in said
    assert [each for each in ENGLISH if each in said] == []


def test_english_follows_vietnamese_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    said_in_vietnamese(monkeypatch, "impor")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    answer = click.testing.CliRunner().invoke(cli.commands, ["impor"])
    assert "Error: No such command 'impor'" in answer.stderr


def test_the_catalog_has_the_words_of_all_that_speaks() -> None:
    named = [module.__name__.removeprefix("click.") for module in language.SPEAKING]
    assert named == list(messages.CLICK)
    for module in language.SPEAKING:
        assert hasattr(importlib.import_module(module.__name__), "_")


@pytest.mark.parametrize("words", [("export",), ("snapshot", "show")], ids=" ".join)
def test_the_endings_of_files_are_those_that_are_written(words: tuple[str, ...]) -> None:
    said = click.testing.CliRunner().invoke(cli.commands, [*words, "--help"]).output
    assert all(ending in said for ending in registry.ENDINGS)
