"""Many differences at once, who looks after which, and by which day: on the page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import exceptions, sent_tables
from support.screens.exceptions import Show, read, said

from dashboard.components import table_style
from data import scope
from queries import frames
from queries.exceptions import notes

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data import store as stores

# The buttons are the last ones of the page.
TAKE, ADD, GIVE = range(-3, 0)
FORMS: Final = ["00110/BI0001/2026-08-21", "00110/BI0001/2026-08-22"]


def send(
    page: AppTest, button: int, *, whole: bool = False, note: str = "", **fields: Any
) -> AppTest:
    """Fill in what can be done with many, and press a button."""
    box = page.checkbox[-1]
    (box.check if whole else box.uncheck)()
    page.text_input[-2].input(note)
    page.text_input[-1].input(fields.get("owner", ""))
    if "due" in fields:
        page.date_input[-1].set_value(fields["due"])
    page.form_submit_button[button].click()
    return page.run()


def choose(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    """Choose rows, as the browser says it with the form."""
    monkeypatch.setattr(table_style, "picked", lambda _key: list(keys))


def rows(page: AppTest, key: str) -> Any:
    (found,) = [each for each in sent_tables.of(page) if each.key.startswith(f"exceptions_{key}")]
    return found.value


def of_store(store: stores.Store, kind: str, subject: str) -> list[tuple[Any, ...]]:
    with store.reading(scope.Scope.everything()) as connection:
        found = notes.entries(connection, kind=kind, subject=subject)
    names = ("noted_by", "owner", "due_day", "note")
    return [tuple(entry[name] for name in names) for entry in frames.records(found)]


def test_rows_that_are_chosen_are_taken_over_with_a_note_and_a_day(
    show: Show, example_of_mine: stores.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show(kind="form_missing")
    choose(monkeypatch, f"form_missing {FORMS[0]}")
    send(page, TAKE, note="Đã  gọi <b>", due=dt.date(2026, 9, 10))
    assert "Đã lưu cho 1 trường hợp." in read(page.success[0].value)
    day = dt.date(2026, 9, 10)
    assert of_store(example_of_mine, "form_missing", FORMS[0]) == [
        ("lan", "lan", day, "Đã  gọi <b>")
    ]
    assert of_store(example_of_mine, "form_missing", FORMS[1]) == []
    listed = rows(page, "form_missing").set_index("day")
    first = listed.loc[dt.date(2026, 8, 21)]
    assert (first["owner"], first["due_day"], first["note"]) == ("lan", "10/09/2026", "Đã gọi <b>")
    # What was typed is gone, and is said once.
    assert page.text_input[-2].value == ""
    assert not page.run().success


def test_the_whole_list_of_all_kinds_is_taken_handed_on_and_given_back(
    show: Show, example_of_mine: stores.Store
) -> None:
    page = send(show(status="nobody"), TAKE, whole=True)
    # All kinds but uninformed participants, who are listed apart.
    assert "Đã lưu cho 9 trường hợp." in read(page.success[0].value)
    assert not [each for each in sent_tables.of(page) if each.key.startswith("exceptions_all")]
    mine = show(status="mine")
    assert len(rows(mine, "all")) == 9
    assert "Tất cả đã có người xử lý." in said(mine)
    send(mine, ADD, whole=True, owner="Minh", due=dt.date(2026, 9, 8))
    assert "không có chênh lệch nào thuộc “Của tôi”" in said(show(status="mine"))
    page = send(show(kind="overdue"), GIVE, whole=True)
    assert "Đã lưu cho 2 trường hợp." in read(page.success[0].value)
    assert [entry[1:3] for entry in of_store(example_of_mine, "overdue", "P07")] == [
        ("lan", None),
        ("Minh", dt.date(2026, 9, 8)),
        (None, None),
    ]


def test_whoever_came_first_is_named_and_nothing_is_saved_for_anybody(
    show: Show, example_of_mine: stores.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show(kind="overdue", status="nobody")
    with example_of_mine.appending(scope.Scope.everything()) as connection:
        notes.add(
            connection, who="minh", kind="overdue", subject="P09", office="00110",
            owner="minh", note="Tôi đang làm", after=None,
        )  # fmt: skip
    send(page, TAKE, whole=True, note="Cả hai")
    words = read(page.error[0].value)
    assert "Đối với 1 trong 2 trường hợp: P09 (minh). Chưa lưu" in words
    assert of_store(example_of_mine, "overdue", "P07") == []
    assert page.text_input[-2].value == "Cả hai"
    choose(monkeypatch, "overdue P07")
    send(page, TAKE, note="Một mình")
    assert of_store(example_of_mine, "overdue", "P07")[0][3] == "Một mình"
    assert "P09" not in rows(show(kind="overdue", status="mine"), "overdue")["payment_id"].tolist()


def test_a_list_without_anything_chosen_or_typed_says_what_to_do(show: Show) -> None:
    page = send(show(kind="overdue"), TAKE)
    assert "Đề nghị chọn các dòng" in read(page.error[0].value)
    page = send(page, ADD, whole=True)
    assert "Đề nghị chọn các dòng" in read(page.error[0].value)
    page = send(page, ADD, whole=True, due=dt.date(2026, 9, 10))
    assert "Hạn xử lý chưa có người chịu trách nhiệm" in read(page.error[0].value)


def test_new_is_what_began_within_a_week_and_late_what_was_promised_for_an_earlier_day(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Three are overdue since 26 August: after a week those that are left are new no more.
    new = exceptions.kinds(show(status="new", as_of="2026-09-01"))
    assert new["cases"].to_dict() == {"overdue": 3}
    assert "không có chênh lệch nào thuộc “Mới trong tuần”" in said(show(status="new"))
    send(show(kind="overdue"), TAKE, whole=True, due=dt.date(2026, 9, 4))
    assert "không có chênh lệch nào thuộc “Quá hạn xử lý”" in said(show(status="late"))
    monkeypatch.setattr(exceptions, "TODAY", "2026-09-05")
    late = rows(show(status="late"), "all")
    assert late["due_day"].tolist() == ["▲ 04/09/2026, quá hạn"] * 2
    assert exceptions.kinds(show()).loc["overdue", "late"] == 2
    case = show(kind="overdue", case="P07")
    assert "Hạn xử lý: **▲ 04/09/2026, quá hạn**" in said(case)


def test_a_day_is_promised_with_a_case_and_falls_away_with_whoever_promised(show: Show) -> None:
    page = show(kind="overdue", case="P07")
    page.date_input[-1].set_value(dt.date(2026, 9, 10))
    page.form_submit_button[-2].click()
    page.run()
    assert "Hạn xử lý chưa có người chịu trách nhiệm" in read(page.error[0].value)
    assert page.date_input[-1].value == dt.date(2026, 9, 10)
    page.form_submit_button[-1].click()
    page.run()
    assert "Nhận xử lý. Hạn xử lý: 10/09/2026." in said(page)
    assert "Hạn xử lý: **10/09/2026**" in said(page)
    page.text_input[-1].input("")
    page.form_submit_button[-2].click()
    page.run()
    assert "Thôi xử lý" in said(page)
    assert page.date_input[-1].value is None


def test_the_list_ends_with_its_number_and_its_money(show: Show) -> None:
    (listed, *_others) = sent_tables.of(show(kind="form_missing"))
    totals = {name: read(text) for name, text in listed.totals.items()}
    assert (totals["day"], totals["expected_amount"]) == ("2 chênh lệch", "3.304.800 ₫")
    kinds = sent_tables.of(show())[0].totals
    assert (kinds["cases"], read(kinds["amount"])) == ("9", "8.734.801 ₫")
