"""`doctor` says who may read passwords, and whether the machine gives enough connections."""

import pathlib

import pytest
from support import commands

from data import machine, opening, store


@pytest.fixture(autouse=True)
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Have the command started in an empty folder, by somebody with an empty home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PGPASSFILE", raising=False)
    return tmp_path


def line_about(said: str, subject: str) -> str:
    (line,) = [each.strip() for each in said.splitlines() if subject in each]
    return line


FILES = (".env", ".pgpass", ".streamlit/secrets.toml")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
@pytest.mark.parametrize("name", FILES)
def test_a_file_with_passwords_that_others_may_read_is_bad(
    command: commands.Command, folder: pathlib.Path, name: str, mode: int
) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("")
    file.chmod(mode)
    ended = command("doctor")
    assert ended.exit_code == 1
    assert line_about(ended.stdout, name).startswith(f"BAD  {file}:")
    assert line_about(ended.stdout, name).endswith(f"chmod 600 {file}")
    file.chmod(0o600)
    ended = command("doctor")
    assert line_about(ended.stdout, name) == f"good  {file}: for its owner alone"
    assert ended.exit_code == 0


def test_the_password_file_that_is_named_is_looked_at(
    command: commands.Command, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "elsewhere of mine"
    file.write_text("")
    file.chmod(0o644)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert line_about(command("doctor").stdout, "elsewhere").endswith(f"chmod 600 '{file}'")


def test_the_passwords_of_the_embedded_database_are_looked_at(
    command: commands.Command, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = folder / "home"
    home.mkdir()
    (home / "passwords.json").write_text("{}")
    (home / "passwords.json").chmod(0o604)
    for name in ("BHXH_STORE_URL", "BHXH_LOADER_URL", "BHXH_OWNER_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("BHXH_HOME", str(home))
    monkeypatch.setattr(opening, "open_store", refuse)
    said = command("doctor").stdout
    assert line_about(said, "passwords.json").startswith("BAD")


def refuse(_settings: object) -> None:
    raise store.Down


def test_nothing_is_said_of_files_that_are_not_there(command: commands.Command) -> None:
    ended = command("doctor")
    assert not [name for name in FILES if f"{name}:" in ended.stdout]


@pytest.mark.parametrize(
    ("most", "said"),
    [(None, "good"), (65536, "good"), (4096, "good"), (4095, "hint"), (1024, "hint")],
)
def test_few_descriptors_are_noted_and_are_no_failure(
    command: commands.Command, monkeypatch: pytest.MonkeyPatch, most: int | None, said: str
) -> None:
    monkeypatch.setattr(machine, "descriptor_limit", lambda: most)
    ended = command("doctor")
    line = line_about(ended.stdout, "open files and connections")
    assert line.startswith(said)
    assert ("LimitNOFILE=65536" in line) == (said == "hint")
    assert ended.exit_code == 0
