"""The form for participants: what it finds, what it says, and where its words do not go."""

from __future__ import annotations

import logging
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import copied, sent_tables
from support.screens.lookup import find, look, rows, words

from dashboard import access
from dashboard.lookup import codes
from data import scope, store
from queries.lookup import people

if TYPE_CHECKING:
    from streamlit.testing import v1
    from support import desks


NAME: Final = "Đặng Thị Ước"
NUMBER: Final = "0123456789"
PERSON: Final = {"participant_name": NAME, "social_insurance_no": NUMBER}


@pytest.fixture(autouse=True)
def person(desk: desks.Desk) -> None:
    """Have the dashboard show a store with one person's payments at two offices."""
    desk.hand_in(
        payments=[PERSON, {**PERSON, "payment_id": "P2", "office_code": "00110"}],
        confirmations=[{}],
    )


@pytest.mark.parametrize(
    "typed",
    [NAME, "dang thi", "DANG THI UOC", unicodedata.normalize("NFD", NAME), NUMBER, "0123 456.789"],
)
def test_a_person_is_found_by_name_or_number_and_shown_masked(typed: str) -> None:
    page = find(look(), typed)
    shown = rows(page)
    assert shown["key"].tolist() == ["XN1", "P2"]
    assert shown["participant_name"].tolist() == ["Đặng T. Ư•"] * 2
    assert shown["social_insurance_no"].tolist() == ["••••••••89"] * 2
    assert "2 khoản thu" in page.expander[0].label


def test_a_row_leads_to_its_payment_by_code_or_by_itself() -> None:
    keys = rows(find(look(), NAME))["key"].tolist()
    assert [copied.of(look(key))[0].value for key in keys] == ["XN1", "P2"]


def in_page(page: v1.AppTest) -> str:
    """Return all that the page shows, tables and labels as well."""
    tables = "\n".join(each.value.to_csv() for each in sent_tables.of(page))
    labels = "\n".join(each.label for each in page.expander)
    return "\n".join([words(page), tables, labels])


@pytest.mark.parametrize("typed", [NAME, "dang thi uoc", NUMBER, "Nguyễn Thị Không", "099999999"])
def test_the_words_are_in_no_address_no_log_and_no_entry(
    typed: str, desk: desks.Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = find(look(), typed)
    page.run()
    assert page.query_params == {}
    entries = "\n".join(desk.column("SELECT l::text FROM access_log AS l"))
    kept = "\n".join([caplog.text, entries, in_page(page)]).casefold()
    assert typed.casefold() not in kept
    assert NAME.casefold() not in kept
    assert NUMBER not in kept


def test_each_search_is_noted_once_however_often_the_page_runs(desk: desks.Desk) -> None:
    page = find(look(), NAME)
    page.run()
    page.button(key="language").click().run()
    assert len(rows(page)) == 2
    log = "SELECT who, page, purpose, payment_id FROM access_log ORDER BY entry_id"
    assert desk.ask(log) == [
        (access.person(), "lookup", "tìm theo tên", "P1"),
        (access.person(), "lookup", "tìm theo tên", "P2"),
    ]
    find(page, NUMBER)
    assert [purpose for _, _, purpose, _ in desk.ask(log)[2:]] == ["tìm theo số"] * 2


def test_a_director_finds_nobody_of_another_office(
    monkeypatch: pytest.MonkeyPatch, desk: desks.Desk
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101"]))
    assert rows(find(look(), NAME))["key"].tolist() == ["XN1"]
    assert desk.column("SELECT payment_id FROM access_log") == ["P1"]
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00100"]))
    assert "Không tìm thấy người tham gia" in find(look(), NAME).warning[0].value


def test_what_one_has_found_is_gone_when_the_scope_is(monkeypatch: pytest.MonkeyPatch) -> None:
    page = find(look(), NAME)
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    assert not sent_tables.of(page.run())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Đặng", "ít nhất hai chữ"),
        ("Ước 0123456789", "không nhập cả hai"),
        ("Nguyễn Văn", "Không tìm thấy người tham gia"),
        ("%", "ít nhất hai chữ"),
        ("999999999", "Không tìm thấy người tham gia"),
    ],
)
def test_where_nobody_is_found_the_page_says_why(typed: str, said: str, desk: desks.Desk) -> None:
    page = find(look(), typed)
    assert said in page.warning[0].value
    assert not sent_tables.of(page)
    assert desk.column("SELECT payment_id FROM access_log") == []


@pytest.mark.parametrize(
    "typed",
    [
        "\x00\x00 \x00",
        "\u0301 \u0301",
        "- - - - -",
        "' OR '1'='1' --",
        "%% __ %%",
        "{value} {0.__class__}",
        "%(first)s :first",
        "\u202eĐặng\u202c \ud7ff\U0001f600 \U0010ffff",
        "**b** [a](https://example.com) :red[x]",
        "x " * 5000,
        "٠١٢٣٤٥٦٧٨٩",
    ],
)
def test_whatever_is_typed_finds_nobody_and_breaks_nothing(typed: str, desk: desks.Desk) -> None:
    page = find(look(), typed)
    assert not page.exception
    assert not page.error
    assert not sent_tables.of(page)
    assert desk.column("SELECT payment_id FROM access_log") == []


def test_nothing_typed_is_no_search() -> None:
    page = find(look(), "   ")
    assert not page.warning
    assert "MÃ-VÍ-DỤ-1" in page.info[0].value


def test_too_many_are_cut_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST", 1)
    page = find(look(), NAME)
    assert len(rows(page)) == 1
    assert "hãy nhập thêm" in words(page)
    # The sum of some of them would be taken for that of all.
    assert page.expander[0].label == "**Tìm theo người tham gia: hơn 1 khoản thu**"


def test_a_search_for_codes_forgets_the_person() -> None:
    page = find(look("XN1"), NAME)
    assert page.query_params == {}
    page.text_area(key=codes.KEY).input("P2")
    page.button(key="look_up").click().run()
    assert page.query_params == {"code": "P2"}
    assert page.text_input[0].value == ""
    assert not page.expander[0].label.startswith("**Tìm")


def test_in_english_every_word_of_ours_is_english() -> None:
    page = find(look(lang="en"), NAME)
    assert page.expander[0].label.startswith("**Participants found: 2 payments**")
    assert "noted in the access log" in words(page)


def test_a_store_that_goes_down_is_said_and_shows_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    page = look()

    def fail(_question: Any) -> None:
        raise store.Down

    monkeypatch.setattr(access, "reveal", fail)
    page = find(page, NAME)
    assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
    assert not sent_tables.of(page)
    assert not page.exception


def test_guesses_at_a_number_end_with_a_sentence_and_each_is_noted(desk: desks.Desk) -> None:
    page = look()
    for last in range(13):
        page = find(page, f"09999999{last:02}")
    assert "Mỗi phút chỉ được tìm theo số tối đa 5 lượt" in page.error[0].value
    assert not sent_tables.of(page)
    found = "SELECT found FROM search_log ORDER BY search_id"
    assert desk.column(found) == [0] * 5 + [None] * 8
    # The forms are still there, and a name is another matter.
    assert len(rows(find(page, NAME))) == 2
