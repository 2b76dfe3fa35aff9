"""Tables in memory: at most so many rows at once, in an order, both of which the address names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from streamlit.testing import v1
from support import hostile
from support.screens import sent_tables

if TYPE_CHECKING:
    from typing import Any


def script() -> None:
    import pandas as pd

    from dashboard.components import links, tables
    from dashboard.text import glossary

    rows = pd.DataFrame({
        "name": [f"Đơn vị {number:04d}" for number in range(1, 1235)],
        "codes": pd.Series(range(1, 1235), dtype="Int64"),
    })  # fmt: skip
    terms = {"name": glossary.OFFICE, "codes": glossary.FORM["codes"]}
    tables.show(
        rows, terms, key="long", alt="long", leads=links.Way({"office": "name"}),
        totals={"codes": rows["codes"].sum()},
    )  # fmt: skip


def run(**address: str) -> sent_tables.Table:
    page = v1.AppTest.from_function(script, default_timeout=30)
    page.query_params.update(address)
    (table,) = sent_tables.of(page.run())
    return table


def heading(table: sent_tables.Table, name: str) -> dict[str, Any]:
    return next(column for column in table.sent["columns"] if column["name"] == name)


def test_a_long_table_has_pages_and_says_that_its_totals_are_of_everything() -> None:
    table = run()
    assert table.value["codes"].tolist() == list(range(1, 201))
    assert "Dòng 1 đến 200 trong tổng số 1.234" in table.foot
    assert table.totals["codes"] == "761.995"
    links = table.sent["pages"]["links"]
    assert [link["text"] for link in links] == ["‹", "1", "2", "3", "…", "7", "›"]
    assert links[0]["address"] is None
    assert links[-1]["address"] == "?page.long=2"
    assert run(**{"page.long": "7"}).value["codes"].tolist() == list(range(1201, 1235))


def test_a_heading_sorts_all_rows_and_begins_with_the_first_page_again() -> None:
    table = run(**{"page.long": "2"})
    assert heading(table, "codes")["order"] is None
    assert heading(table, "codes")["sort"] == "?sort.long=-codes"
    sorted_down = run(**{"sort.long": "-codes", "page.long": "2"})
    assert sorted_down.value["codes"].tolist() == list(range(1034, 834, -1))
    assert heading(sorted_down, "codes")["order"] == "descending"
    assert heading(sorted_down, "codes")["sort"] == "?sort.long=codes"
    assert heading(sorted_down, "name")["sort"] == "?sort.long=-name"


def test_a_row_that_stays_on_its_page_keeps_the_address_but_for_the_pages() -> None:
    (way,) = run(**{"page.long": "2", "page": "3", "sort.long": "codes", "date": "x"}).sent["ways"]
    assert way == {
        "page": "", "given": {"sort.long": "codes", "date": "x"}, "columns": [["office", 0]],
        "last": {},
    }  # fmt: skip


def test_whatever_the_address_says_of_a_table_it_shows_a_page_of_itself() -> None:
    for value in hostile.values():
        table = run(**{"page.long": value, "sort.long": value})
        assert 0 < len(table.value) <= 200


def test_a_table_that_fits_says_nothing() -> None:
    def short() -> None:
        import pandas as pd

        from dashboard.components import tables
        from dashboard.text import glossary

        rows = pd.DataFrame({"codes": pd.Series([None, 1], dtype="Int64")})
        tables.show(rows, {"codes": glossary.FORM["codes"]}, key="short", alt="short")

    page = v1.AppTest.from_function(short, default_timeout=30).run()
    (table,) = sent_tables.of(page)
    assert len(table.value) == 2
    assert table.foot == ""
    assert table.sent["totals"] is None
    assert json.dumps(table.sent["rows"]) == json.dumps([["—", "1"]], ensure_ascii=True)
