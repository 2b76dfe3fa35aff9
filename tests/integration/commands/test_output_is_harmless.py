"""Names from files neither steer a terminal, nor are they shown to other accounts."""

import json
import os
import pathlib
import stat
import sys
from collections.abc import Iterator

import pytest
from support import commands, databases, desks, imports

from dashboard import cli
from dashboard.commands import output
from data import private_files

NASTY = "\x1b]0;owned\x07\x9b31mBI\u202e"
SHOWN = "\\x1b]0;owned\\x07\\x9b31mBI\\u202e"


@pytest.fixture
def nasty_command(
    fresh_command: commands.Command,
    made: databases.Databases,
    empty_name: str,
    tmp_path: pathlib.Path,
) -> commands.Command:
    """The command line on a store that has such names from an earlier version."""
    with desks.opened(made, empty_name, tmp_path) as desk:
        desk.take(imports.EXAMPLE / "import")
        desk.execute(f"UPDATE organizations SET org_name = U&'{escaped(NASTY)}'")
    return fresh_command


def escaped(text: str) -> str:
    return "".join(f"\\{ord(each):04x}" for each in text)


def mode(path: pathlib.Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


REPORT = ("report", "01-xn", "--date", "2026-08-21", "--by", "org")


def test_a_table_shows_control_characters_instead_of_obeying_them(
    nasty_command: commands.Command,
) -> None:
    written = nasty_command(*REPORT).stdout
    assert SHOWN in written
    assert not output._UNSEEN.search(written.replace("\n", ""))


def test_json_has_them_escaped_and_csv_as_they_are(nasty_command: commands.Command) -> None:
    written = nasty_command(*REPORT, "--format", "json").stdout
    assert not output._UNSEEN.search(written.replace("\n", ""))
    assert NASTY in {value for row in json.loads(written) for value in row.values()}
    assert NASTY in nasty_command(*REPORT, "--format", "csv").stdout


def test_an_import_says_the_names_of_files_harmlessly(
    fresh_command: commands.Command, tmp_path: pathlib.Path
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a\x1b[2Jb\n.csv").write_text("x\n")
    (folder / "organizations.csv").write_text("org_code,org_name,\x1b[1m\nBI0001,Một,x\n")
    said = fresh_command("import", str(folder), "--rejects", str(tmp_path / "rejects.csv"))
    assert said.exit_code == 1
    assert "a\\x1b[2Jb\\n.csv" in said.stdout
    assert "\\x1b[1m" in said.stdout
    assert "\x1b" not in said.stdout


@pytest.mark.usefixtures("fresh_command")
def test_a_problem_is_said_harmlessly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bhxh-monitor", "import", "/none/\x1b[2J\nx"])
    with pytest.raises(SystemExit):
        cli.main()
    said = capsys.readouterr().err
    assert "/none/\\x1b[2J\\nx" in said
    assert said.count("\n") == 1


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Have files made for everybody, as a careless account does."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("export", "01-xn", "--date", "2026-08-21", "--office", "00101"), "form.csv"),
        (("export", "01-xn", "--date", "2026-08-21"), "forms.zip"),
        (("audit", "export"), "log.csv"),
    ],
)
def test_files_are_for_their_owner_alone(
    command: commands.Command, tmp_path: pathlib.Path, words: tuple[str, ...], name: str
) -> None:
    out = tmp_path / name
    out.write_text("earlier")
    out.chmod(0o644)
    command(*words, "--out", str(out))
    assert mode(out) == 0o600
    assert out.read_bytes() != b"earlier"


@pytest.mark.usefixtures("open_umask")
def test_rejected_rows_are_for_their_owner_alone(
    fresh_command: commands.Command, tmp_path: pathlib.Path
) -> None:
    given = tmp_path / "organizations.csv"
    given.write_text("org_code,org_name\nBI0001,\n", encoding="utf-8")
    rejects = tmp_path / "rejects.csv"
    left_behind = tmp_path / "rejects.csv.part"
    left_behind.write_text("of a run that was killed")
    assert fresh_command("import", str(given), "--rejects", str(rejects)).exit_code == 2
    assert mode(rejects) == 0o600
    assert len(rejects.read_text(encoding="utf-8").splitlines()) == 2
    assert mode(tmp_path / "rejects.xlsx") == 0o600
    assert not left_behind.exists()


def test_a_link_is_replaced_and_not_followed(tmp_path: pathlib.Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("kept")
    (tmp_path / "part").symlink_to(elsewhere)
    with private_files.make(tmp_path / "part") as file:
        file.write(b"new")
    assert elsewhere.read_text() == "kept"
    assert mode(tmp_path / "part") == 0o600
