"""What stands on the page of form 01-XN: its tables, figures, sentences and controls."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from support import imports
from support.builders import rows as builders_rows
from support.builders import store as builders_store
from support.screens import sent_tables

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    import pandas as pd
    from streamlit.testing.v1 import AppTest
    from support import databases


_MARKS = re.compile(r":\w+\[|\]$|:material/\w+: ")


def table(page: AppTest, *columns: str) -> pd.DataFrame:
    """Return the first table that has these columns."""
    found: pd.DataFrame = next(
        part.value for part in sent_tables.of(page) if set(columns) <= set(part.value.columns)
    )
    return found


def has_table(page: AppTest, column: str) -> bool:
    """Tell whether a table with this column is shown."""
    return any(column in part.value.columns for part in sent_tables.of(page))


def metrics(page: AppTest) -> dict[str, str]:
    """Return the figures above the tables."""
    return {metric.label: metric.value.replace("\u00a0", " ") for metric in page.metric}


def words(page: AppTest) -> str:
    """Return every sentence on the page, a line each."""
    parts = [*page.markdown, *page.caption, *page.warning, *page.info, *page.error]
    return "\n".join(part.value for part in parts).replace("\u00a0", " ")


def controls(page: AppTest) -> dict[str, str]:
    """Return the words of the controls that lead to lists, by their keys, without the icons."""
    return {
        str(button.key): _MARKS.sub("", button.label)
        for button in page.button
        if str(button.key).startswith(("status_", "kind_"))
    }


def number(words: str) -> int:
    """Return the number after the colon of a control, or an amount."""
    return int(re.sub(r"\D", "", words.rsplit(":", 1)[-1]))


@contextlib.contextmanager
def store(
    made: databases.Databases, folder: pathlib.Path, *rows: builders_rows.Row
) -> Iterator[str]:
    """Give the name of a database with these rows and what they refer to."""
    builders_store.write_csv(builders_store.store_of(*rows), folder)
    with made.fresh() as name:
        with made.store(name) as opened:
            assert imports.load(opened, folder).rejected == 0
        yield name
