"""Notes on the page of differences: added, kept on a fault, shown letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from support.screens import sent_tables
from support.screens.exceptions import Show, read, said

from dashboard import access
from data import scope
from data import store as stores
from queries.exceptions import notes

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


OVERDUE: Final = {"kind": "overdue", "case": "P07"}


def write(page: AppTest, *, note: str = "", owner: str | None = None, take: bool = False) -> None:
    """Fill in the form and send it: it is the last one on the page."""
    page.text_area[0].input(note)
    if owner is not None:
        page.text_input[-1].input(owner)
    page.form_submit_button[-1 if take else -2].click()
    page.run()


def somebody_else(opened: stores.Store, *, owner: str, note: str, after: int | None = None) -> None:
    with opened.appending(scope.Scope.everything()) as connection:
        notes.add(
            connection, who="minh", kind="overdue", subject="P07", office="00101",
            owner=owner, note=note, after=after,
        )  # fmt: skip


def test_a_note_stands_there_with_its_writer_and_the_form_is_empty_again(show: Show) -> None:
    page = show(**OVERDUE)
    assert "Chưa có ghi chú, chưa có người xử lý." in said(page)
    write(page, note="Đã gọi cho tổ chức", owner="Phòng Thu")
    words = said(page)
    assert "Đã gọi cho tổ chức" in words
    assert "· lan" in words
    assert "Giao cho Phòng Thu xử lý." in words
    assert "Người xử lý: **Phòng Thu**" in words
    assert page.text_area[0].value == ""
    assert page.text_input[-1].value == "Phòng Thu"
    assert not page.error


def test_the_same_click_again_adds_nothing(show: Show) -> None:
    page = show(**OVERDUE)
    write(page, note="Một lần")
    write(page)
    assert "Không có nội dung để lưu" in page.error[0].value
    assert said(page).count("Một lần") == 1


def test_whoever_looks_after_it_stands_in_the_list_and_in_the_sentences(show: Show) -> None:
    write(show(**OVERDUE), note="Đã  gọi\n\ncho tổ chức", take=True)
    page = show(kind="overdue")
    rows = sent_tables.of(page)[0].value.set_index("payment_id")
    assert rows.loc["P07", "owner"] == "lan"
    assert rows.loc["P07", "note"] == "Đã gọi cho tổ chức"
    assert rows["owner"].tolist() == ["lan", "—"]
    assert "Còn 1 chênh lệch chưa có người xử lý." in said(page)
    page = show()
    assert sent_tables.of(page)[0].value["owned"].sum() == 1
    assert "Còn 8 chênh lệch chưa có người xử lý." in said(page)


def test_a_case_can_be_taken_handed_over_and_given_up(show: Show) -> None:
    page = show(**OVERDUE)
    write(page, take=True)
    assert "Nhận xử lý." in said(page)
    write(page, owner="Minh")
    assert "Giao cho Minh xử lý." in said(page)
    write(page, owner="")
    words = said(page)
    assert "Thôi xử lý, chưa có người xử lý tiếp." in words
    assert "Người xử lý: **—**" in words
    assert not page.error


def test_a_note_that_is_too_long_is_said_and_kept(show: Show) -> None:
    page = show(**OVERDUE)
    write(page, note="ộ" * 2001, owner="Minh")
    assert "Ghi chú có 2001 ký tự, tối đa 2000" in read(page.error[0].value)
    assert page.text_area[0].value == "ộ" * 2001
    assert page.text_input[-1].value == "Minh"
    write(page, note="ộ" * 2000)
    assert not page.error
    assert "ộ" * 2000 in said(page)
    assert "Người xử lý: **Minh**" in said(page)


def test_what_was_typed_outlives_a_store_that_is_down(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise stores.Down

    page = show(**OVERDUE)
    with monkeypatch.context() as broken:
        broken.setattr(stores.Store, "_on", fail)
        write(page, note="Đừng mất", owner="Minh")
        assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
        assert not page.text_area
    page.run()
    assert page.text_area[0].value == "Đừng mất"
    assert page.text_input[-1].value == "Minh"
    assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
    page.form_submit_button[-2].click()
    page.run()
    assert not page.error
    assert "Đừng mất" in said(page)


def test_what_somebody_else_has_settled_is_shown_before_it_is_changed(
    show: Show, example_of_mine: stores.Store
) -> None:
    page = show(**OVERDUE)
    somebody_else(example_of_mine, owner="Minh", note="Tôi đang làm")
    write(page, note="Tôi cũng vậy")
    assert "Vừa có người khác ghi chú" in page.error[0].value
    assert "Tôi đang làm" in said(page)
    assert page.text_area[0].value == "Tôi cũng vậy"
    # The field was not touched: it follows the other one, whose name would be lost otherwise.
    assert page.text_input[-1].value == "Minh"
    page.form_submit_button[-2].click()
    page.run()
    assert not page.error
    assert "Người xử lý: **Minh**" in said(page)
    assert "Tôi cũng vậy" in said(page)


def test_what_was_typed_about_one_case_does_not_stand_in_another(show: Show) -> None:
    page = show(**OVERDUE)
    write(page, note="ộ" * 2001)
    page.query_params["case"] = "P09"
    page.run()
    assert page.text_area[0].value == ""
    assert not page.error


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "# **đậm** [liên kết](https://example.com) :red[đỏ] :material/home: $x$ `mã`",
        "| a | b |\n|---|---|\n- một\n1. hai\n> ba",
        "{value} {0.__class__} %(office)s ${7*7}",
    ],
)
def test_hostile_words_are_shown_letter_by_letter(show: Show, hostile: str) -> None:
    page = show(**OVERDUE)
    write(page, note=hostile, owner=hostile)
    shown = [part.value for part in page.markdown]
    assert not page.exception
    assert not page.error
    lines = hostile.split("\n")
    assert any(read(part).split("  \n") == lines for part in shown)
    for part in shown:
        assert "<script>" not in part
        assert "](https" not in part
        assert ":red[" not in part


def test_a_note_of_another_office_is_not_seen(
    show: Show, example_of_mine: stores.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody_else(example_of_mine, owner="Minh", note="Của Ba Đình")
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = show(**OVERDUE)
    assert "Của Ba Đình" not in said(page)
    assert not page.text_area


def test_a_case_that_is_settled_keeps_its_notes_and_takes_no_more(
    show: Show, example_of_mine: stores.Store
) -> None:
    somebody_else(example_of_mine, owner="Minh", note="Sẽ nộp ngày mai")
    page = show(**OVERDUE | {"as_of": "2026-08-24"})
    assert "không có chênh lệch này" in page.info[0].value
    assert "Sẽ nộp ngày mai" in said(page)
    assert not page.text_area
