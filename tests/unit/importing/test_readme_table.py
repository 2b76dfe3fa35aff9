"""What the documents and the screens say of import files is what the sets say."""

from __future__ import annotations

import pathlib
from typing import Final

import pytest

from data.importing import sets

ROOT: Final = pathlib.Path(__file__).parents[3]
HEADER: Final = "| file | one row is | columns |"


def rendered() -> list[str]:
    """Return the Markdown table of the import files, as the documents have it."""
    rows = [f"| `{each.name}` | {each.row} | {columns(each)} |" for each in sets.ALL]
    return [HEADER, "|---|---|---|", *rows]


def columns(each: sets.Set) -> str:
    """Name the columns of a set, the required ones first and bold; yes and no are spelled out."""
    required = [column for column in each.columns if column.required]
    optional = [column.name + words(column) for column in each.columns if not column.required]
    bold = ", ".join(column.name for column in required)
    return ", ".join([f"**{bold}**{''.join(map(words, required))}", *optional])


def words(column: sets.Column) -> str:
    if column.kind is not sets.Kind.YES_NO:
        return ""
    return f" ({', '.join(f'`{spellings[0]}`' for spellings in sets.WORDS[column.kind].values())})"


def documented() -> list[list[str]]:
    """Return every table of the documents that stands under the heading of the import files."""
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    lines = [line for path in texts for line in [*path.read_text("utf-8").splitlines(), ""]]
    starts = [place for place, line in enumerate(lines) if line == HEADER]
    return [lines[start : lines.index("", start)] for start in starts]


def test_the_table_of_import_files_is_the_one_of_the_sets() -> None:
    """It stands once, in the README or in a document."""
    assert documented() == [rendered()]


@pytest.mark.parametrize("each", sets.ALL, ids=lambda each: each.name)
def test_a_set_says_what_its_rows_are(each: sets.Set) -> None:
    assert each.row
    assert each.label


@pytest.mark.parametrize("each", sets.HISTORIES, ids=lambda each: each.name)
def test_every_column_that_may_change_has_a_label_for_the_history(each: sets.Set) -> None:
    """Personal columns have a history of their own, which is not shown."""
    shown = [column for column in each.columns if not column.personal]
    assert [c.name for c in shown if not c.label and c.name not in each.key] == []


@pytest.mark.parametrize("name", sets.WITH_HISTORY)
def test_columns_of_one_name_are_shown_alike_in_every_history(name: str) -> None:
    alike = {(c.kind, c.label) for each in sets.HISTORIES for c in each.columns if c.name == name}
    assert len(alike) == 1


@pytest.mark.parametrize("kind", [kind for kind in sets.Kind if kind is not sets.Kind.CODE])
def test_every_kind_says_what_it_cannot_read(kind: sets.Kind) -> None:
    """Only a code takes any text."""
    assert sets.UNREADABLE[kind]
