"""Tables of pages as files: for whoever sees them alone, all of their rows, logged before."""

from __future__ import annotations

import gc
import io
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pandas as pd
import pytest
from support.papers import served as papers_served

from dashboard.auth import actor
from dashboard.exports import screen_tables
from dashboard.text import glossary
from data import problems, users
from queries.paging import Page

if TYPE_CHECKING:
    import sqlalchemy as sa
    from support import desks
    from support.papers.served import Served


CITY: Final = papers_served.CITY
BA_DINH: Final = papers_served.BA_DINH
TERMS: Final = {
    "name": glossary.OFFICE,
    "codes": glossary.FORM["codes"],
    "amount": glossary.FORM["amount"],
    "rate": glossary.Term("Rate", "", "rate"),
}
ROWS: Final = pd.DataFrame({
    "name": ["Ba Đình", "=1+1"],
    "codes": pd.array([3, None], dtype="Int64"),
    "amount": pd.array([1_000_000, 2], dtype="Int64"),
    "rate": [0.83333, float("nan")],
})  # fmt: skip


def table(desk: desks.Desk, login: str = CITY, **parts: Any) -> screen_tables.ScreenTable:
    """Return a table that a user sees."""
    with desk.store.admitting() as connection:
        user = users.find(connection, login)
    assert user is not None
    given: dict[str, Any] = {
        "owner": actor.for_user(user, user.login), "page": "office", "name": "offices",
        "title": "Đơn vị", "caption": "Các đơn vị", "limits": ("21/08/2026", "Tất cả đơn vị"),
        "language": "vi", "terms": TERMS, "source": screen_tables.Source(ROWS, Page(2)),
        "totals": {"amount": 1_000_002}, "asked": {"date": "2026-08-21"},
    }  # fmt: skip
    return screen_tables.ScreenTable(**{**given, **parts})


def test_a_table_is_taken_as_it_is_shown_and_its_taker_is_named(
    served: Served, full_desk: desks.Desk
) -> None:
    kept = table(full_desk)
    token = screen_tables.KNOWN.keep(kept)
    answer = served.get(f"/export/table/{token}.xlsx", CITY)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    head, *rows = book.worksheets[1].iter_rows(values_only=True)
    assert head == ("Đơn vị", "Mã xác nhận", "Số tiền", "Rate")
    assert rows == [("Ba Đình", 3, 1_000_000, 0.8333), ("=1+1", None, 2, None)]
    lines = papers_served.rows(served.get(f"/export/table/{token}.csv", CITY))
    assert lines[1:4] == [
        ["Ba Đình", "3", "1000000", "0.8333", "dòng"], ["'=1+1", "", "2", "", "dòng"],
        ["Tổng cộng", "", "1000002", "", "tổng cộng"],
    ]  # fmt: skip
    assert ["Người tải", "x"] in lines
    assert ["Nội dung", "21/08/2026 · Tất cả đơn vị"] in lines
    assert full_desk.ask(
        "SELECT who, kind, ending, asked->>'table', asked->>'limits' FROM export_log"
        " ORDER BY export_id"
    ) == [
        (CITY, "table/office", ending, "Các đơn vị", "21/08/2026 · Tất cả đơn vị")
        for ending in ("xlsx", "csv")
    ]  # fmt: skip


def test_a_list_gives_all_of_its_rows_in_the_order_of_the_screen(
    served: Served, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Page] = []

    def whole(_connection: sa.Connection, page: Page) -> pd.DataFrame:
        asked.append(page)
        return pd.concat([ROWS, ROWS])

    page = Page(1, 1, "amount", descending=True)
    kept = table(full_desk, source=screen_tables.Source(ROWS[:1], page, whole))
    token = screen_tables.KNOWN.keep(kept)
    lines = papers_served.rows(served.get(f"/export/table/{token}.csv", CITY))
    assert [line[-1] for line in lines[:6]] == ["Loại dòng", *["dòng"] * 4, "tổng cộng"]
    assert asked == [Page(screen_tables.MOST + 1, 0, "amount", descending=True)]
    monkeypatch.setattr(screen_tables, "MOST", 3)
    refused = served.get(f"/export/table/{token}.csv", CITY)
    assert refused.status_code == 400
    assert "Bảng có hơn 3 dòng" in refused.text


def test_a_table_is_nobody_elses_and_is_gone_with_its_session(
    served: Served, full_desk: desks.Desk
) -> None:
    kept = table(full_desk)
    token = screen_tables.KNOWN.keep(kept)
    for path, login in ((token, BA_DINH), (token[:-1], CITY)):
        answer = served.get(f"/export/table/{path}.csv", login)
        assert answer.status_code == 404
        assert "Bảng không còn được lưu" in answer.text
    owner = kept.owner
    del kept
    gc.collect()
    with pytest.raises(problems.Problem):
        screen_tables.KNOWN.at(token, owner)
    assert full_desk.column("SELECT count(*) FROM export_log") == [0]
