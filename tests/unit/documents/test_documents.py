"""What the documents say is so: their links lead somewhere, their commands and settings exist."""

from __future__ import annotations

import contextlib
import re
import shlex
import tomllib
from typing import TYPE_CHECKING, Final

import click
import pytest
from support import documents

from dashboard import cli
from dashboard.text import exception_terms, messages
from data import settings

if TYPE_CHECKING:
    import pathlib

README: Final = documents.ROOT / "README.md"
CONTRIBUTING: Final = documents.ROOT / "CONTRIBUTING.md"
GLOSSARY: Final = documents.ROOT / "docs" / "glossary.md"
# What stands in documents for something of the reader's.
EXAMPLES: Final = {"FOLDER": ".", "DAY": "2026-08-21", "FILE": "form.xlsx", "incoming": "."}
EVERY: Final = pytest.mark.parametrize("document", documents.ALL, ids=lambda path: path.name)


@EVERY
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(document: pathlib.Path) -> None:
    for link in documents.links(document):
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), link
        assert not anchor or anchor in documents.anchors(target), link


@EVERY
def test_every_command_is_one_of_the_program_with_options_that_it_has(
    document: pathlib.Path,
) -> None:
    for words in documents.commands(document):
        # A command that is only named goes without what it needs.
        with contextlib.suppress(click.MissingParameter, click.exceptions.NoArgsIsHelpError):
            known(words)


def known(words: list[str]) -> None:
    """Have click read the words of a command, without running it."""
    given = [EXAMPLES.get(word, word) for word in words]
    command: click.Command = cli.commands
    context = cli.commands.make_context("bhxh-monitor", list(given), resilient_parsing=False)
    while isinstance(command, click.Group):
        rest = [*context._protected_args, *context.args]
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command, context = found, found.make_context(name, list(rest), parent=context)


def test_the_settings_are_those_of_the_program() -> None:
    rows = documents.table(README, "variable")
    named = {name.strip("` ") for row in rows for name in row[0].split(",")}
    assert named == {f"BHXH_{field}".upper() for field in settings.Settings.model_fields}


def test_the_glossary_calls_the_kinds_of_difference_as_the_screens_do() -> None:
    translated = messages.stored()
    rows = {row[0].strip("`"): row for row in documents.table(GLOSSARY, "in the code")}
    for kind, term in exception_terms.KINDS.items():
        if kind.startswith("form_"):
            continue
        _, english, vietnamese, _meaning = rows[kind]
        message = translated.get(term.label)
        assert message is not None
        assert english.lower() == term.label.lower()
        assert vietnamese.lower() == str(message.string).lower()


def test_the_words_of_the_screens_stand_in_the_glossary() -> None:
    translated = {str(each.id).lower(): str(each.string) for each in messages.stored()}
    checked = 0
    for row in documents.table(GLOSSARY, "in the code"):
        for english in row[1].split(";"):
            vietnamese = translated.get(english.strip().lower())
            if vietnamese is not None:
                assert vietnamese.lower() in " ".join(row).lower(), english
                checked += 1
    assert checked > 20


def test_the_readme_is_short_and_gives_the_test_command_of_ci() -> None:
    assert len(documents.text(README).splitlines()) < 150
    command = 'pip install -e ".[test]" && pytest'
    assert f"    {command}\n" in documents.text(README)
    assert command in (documents.ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_what_contributors_are_told_to_run_is_there() -> None:
    makefile = (documents.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    said = documents.text(CONTRIBUTING)
    assert set(re.findall(r"`make (\w+)`", said)) <= targets
    project = tomllib.loads((documents.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = set(re.findall(r"\.\[(\w+)\]", said + documents.text(README)))
    assert extras <= set(project["project"]["optional-dependencies"])
    paths = re.findall(r"`((?:dashboard|pages|queries|data|tests|docs)/[\w/.*-]+)`", said)
    assert paths
    assert [path for path in paths if not list(documents.ROOT.glob(path.rstrip("/")))] == []
    for line in re.findall(r"pytest .*tests/\S+", said):
        assert (documents.ROOT / shlex.split(line)[-1]).exists()
