"""Tables of which each cell leads somewhere, or has a colour; and sparklines."""

from __future__ import annotations

from streamlit.testing import v1
from support.screens import sent_tables


def script() -> None:
    import pandas as pd

    from dashboard.components import links, tables
    from dashboard.text import glossary, lag_terms

    rows = pd.DataFrame({
        "code": ["00101", "00110"], "name": ["Ba Đình", "Sóc Sơn"],
        "2026-08-21": ["▲", ""], "trend": [[0, 2], [3, 0]],
    })  # fmt: skip
    sign = glossary.Term("21/08", "Friday", "sign")
    terms = {"name": glossary.OFFICE, "2026-08-21": sign, "trend": lag_terms.TREND}
    form = links.Way({"office": "code", "date": "cell"}, to="form-01-xn")
    looks = {"2026-08-21": ["color: #FFFFFF", ""]}
    tables.show_cells(rows, terms, {"2026-08-21": form}, key="days", alt="days", looks=looks)


def shown(**address: str) -> sent_tables.Table:
    page = v1.AppTest.from_function(script, default_timeout=30)
    page.query_params.update(address)
    (table,) = sent_tables.of(page.run())
    return table


def test_a_cell_leads_by_its_row_and_its_column() -> None:
    sent = shown().sent
    assert sent["ways"] == [
        {"page": "form-01-xn", "given": {}, "columns": [["office", 0], ["date", None]], "last": {}}
    ]
    assert sent["values"] == [["00101", "00110"]]
    assert [column["way"] for column in sent["columns"]] == [None, 0, None]


def test_a_link_to_another_page_keeps_the_language_and_nothing_else() -> None:
    (way,) = shown(lang="en", org="BI0001").sent["ways"]
    assert way["given"] == {}
    assert way["last"] == {"lang": "en"}


def test_each_colour_is_sent_once() -> None:
    looks = shown().sent["looks"]
    assert looks["palette"] == ["", "color: #FFFFFF"]
    assert looks["cells"] == [[0, 0], [1, 0], [0, 0]]


def test_a_sparkline_is_numbers_and_a_sign_that_is_missing_nothing() -> None:
    sent = shown().sent
    assert sent["rows"] == [["Ba Đình", "Sóc Sơn"], ["▲", ""], [[0, 2], [3, 0]]]
    assert not [column["sort"] for column in sent["columns"] if column["sort"]]
