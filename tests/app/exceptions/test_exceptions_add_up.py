"""On an invented Hanoi: the pages of each kind's list add up to what the table of kinds says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
import sqlalchemy as sa
from support.builders import samples
from support.screens import exceptions, sent_tables

from dashboard import text
from dashboard.components import paging
from dashboard.text import exception_terms
from data import engine
from data.sample import filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest
    from support import databases


EVENING: Final = {"from": "2026-08-17", "to": "2026-09-15", "as_of": "2026-09-15"}
# Enough for a list of several pages.
PAYMENTS, DAYS = 6000, 30


@pytest.fixture(scope="module")
def sample_name(made: databases.Databases) -> Iterator[str]:
    """The name of a database with a small sample."""
    with made.fresh() as name:
        with made.store(name) as store:
            filling.fill(store, samples.planned(PAYMENTS, DAYS), lambda _payments: None)
            # What the server does by itself within a minute.
            owner = store.engine.execution_options(access=engine.Access(engine.Role.OWNER))
            with owner.begin() as connection:
                connection.execute(sa.text("ANALYZE"))
        yield name


def test_the_rows_of_every_list_add_up_to_the_count_and_the_money_of_its_kind(
    visit: Any,
    use_store: Callable[[str], None],
    sample_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_store(sample_name)
    monkeypatch.setenv("BHXH_TODAY", "2026-09-16")
    table: Any = exceptions.kinds(visit("exceptions", **EVENING)).set_index("label")
    wanted = {
        kind: (
            int(table.loc[text._(term.label), "cases"]),
            int(table.loc[text._(term.label), "amount"]),
        )
        for kind, term in exception_terms.KINDS.items()
    }
    assert max(cases for cases, _amount in wanted.values()) > 2 * paging.ROWS
    assert sum(cases > 0 for cases, _amount in wanted.values()) > len(wanted) // 2
    found = {kind: listed(visit, kind, cases) for kind, (cases, _amount) in wanted.items()}
    assert found == wanted


def said(page: AppTest) -> str:
    return "\n".join(part.value for part in page.caption)


def listed(visit: Any, kind: str, cases: int) -> tuple[int, int]:
    """Return how many rows all pages of a list have, and what they add up to."""
    pages = [
        visit("exceptions", **EVENING, kind=kind, page=str(number))
        for number in range(1, math.ceil(cases / paging.ROWS) + 1)
    ]
    if not pages:
        return 0, 0
    # Each page of a list says what the whole list comes to.
    assert all("khớp với số liệu ở trên" in said(page) for page in pages)
    rows = pd.concat([sent_tables.of(page)[0].value for page in pages])
    money = rows["amount" if "amount" in rows else "expected_amount"]
    assert not rows.duplicated().any()
    return len(rows), int(money.sum())
