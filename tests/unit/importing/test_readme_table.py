"""What the documents and the screens say of import files is what the sets say."""

from __future__ import annotations

import pathlib
from typing import Final

import pytest

from data.importing import sets, words

ROOT: Final = pathlib.Path(__file__).parents[3]
HEADER: Final = "| file | one row is | columns |"
NAMES: Final = "| file | called in Vietnamese |"
HEADINGS: Final = "| column | headings |"


def rendered() -> list[str]:
    """Return the Markdown table of the import files, as the documents have it."""
    rows = [f"| `{each.name}` | {each.row} | {columns(each)} |" for each in sets.ALL]
    return [HEADER, "|---|---|---|", *rows]


def columns(each: sets.Set) -> str:
    """Name the columns of a set, the required ones first and bold; yes and no are spelled out."""
    required = [column for column in each.columns if column.required]
    optional = [column.name + spelled_out(column) for column in each.columns if not column.required]
    bold = ", ".join(column.name for column in required)
    return ", ".join([f"**{bold}**{''.join(map(spelled_out, required))}", *optional])


def spelled_out(column: sets.Column) -> str:
    if column.kind is not sets.Kind.YES_NO:
        return ""
    spellings = words.WORDS[column.kind].values()
    return f" ({', '.join(f'`{each[0]}`' for each in spellings)})"


def names() -> list[str]:
    """Return the table of the Vietnamese names of files and sheets."""
    rows = [f"| `{each.name}` | {', '.join(each.names)} |" for each in sets.ALL]
    return [NAMES, "|---|---|", *rows]


def known_headings() -> list[str]:
    """Return the table of the Vietnamese headings, one row for columns of one name."""
    found: dict[str, dict[str, None]] = {}
    for each in sets.ALL:
        for column in each.columns:
            found.setdefault(column.name, {}).update(dict.fromkeys(column.headings))
    rows = [f"| {name} | {', '.join(headings)} |" for name, headings in found.items()]
    return [HEADINGS, "|---|---|", *rows]


def documented(header: str) -> list[list[str]]:
    """Return every table of the documents that stands under a heading."""
    texts = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    lines = [line for path in texts for line in [*path.read_text("utf-8").splitlines(), ""]]
    starts = [place for place, line in enumerate(lines) if line == header]
    return [lines[start : lines.index("", start)] for start in starts]


@pytest.mark.parametrize(
    "table", [rendered(), names(), known_headings()], ids=["files", "names", "headings"]
)
def test_a_table_about_import_files_is_the_one_of_the_sets(table: list[str]) -> None:
    """It stands once, in the README or in a document."""
    assert documented(table[0]) == [table]


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
    assert words.UNREADABLE[kind]
