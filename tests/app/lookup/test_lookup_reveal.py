"""Whom a payment was for: shown behind a purpose, noted first, and gone again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import pytest
from support.screens.lookup import look, words

from dashboard import access, screens
from dashboard.lookup import reveal as lookup_reveal
from data import problems, scope

if TYPE_CHECKING:
    from streamlit.testing import v1
    from support import desks


NAME: Final = "Đặng Thị *Ước*"
NUMBER: Final = "0123456789"
PERSON: Final = {"participant_name": NAME, "social_insurance_no": NUMBER}
REQUEST: Final = "giải quyết đề nghị của người tham gia"
OTHER: Final = "mục đích khác"
LOG: Final = "SELECT who, page, purpose, office_code, payment_id FROM access_log ORDER BY entry_id"


@pytest.fixture(autouse=True)
def person(desk: desks.Desk) -> None:
    """Have the dashboard show a store with a person's payment, and one of nobody known."""
    desk.hand_in(payments=[PERSON, {"payment_id": "P2"}])


def reveal(page: v1.AppTest, choice: str | None, own: str = "", payment: str = "P1") -> v1.AppTest:
    page.selectbox(key=f"reveal_purpose_{payment}").set_value(choice)
    page.text_input(key=f"reveal_words_{payment}").input(own)
    return page.button(key=f"reveal_show_{payment}").click().run()


def is_shown(page: v1.AppTest) -> bool:
    assert not page.exception
    return NUMBER in words(page)


def test_the_name_and_the_numbers_are_shown_and_noted_once(desk: desks.Desk) -> None:
    page = look("P1")
    assert not is_shown(page)
    assert desk.ask(LOG) == []
    page = reveal(page, REQUEST)
    assert is_shown(page)
    assert r"Đặng Thị \*Ước\*" in words(page)
    assert is_shown(page.run())
    assert desk.ask(LOG) == [(access.person(), "lookup", REQUEST, "00101", "P1")]


def test_a_purpose_in_own_words_is_noted(desk: desks.Desk) -> None:
    reveal(look("P1"), OTHER, "đối chiếu sổ của bưu điện")
    reveal(look("P1"), REQUEST, "công văn 12")
    assert [row[2] for row in desk.ask(LOG)] == [
        "đối chiếu sổ của bưu điện", f"{REQUEST}: công văn 12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "own", "told"),
    [
        (None, "đối chiếu sổ của bưu điện", "chọn mục đích"),
        (OTHER, "", "ít nhất mười chữ cái"),
        (OTHER, "xem 12345 ok", "ít nhất mười chữ cái"),
        (REQUEST, "số 0123 456 789", "không ghi số định danh"),
    ],
)
def test_without_a_purpose_nothing_is_shown_or_noted(
    choice: str | None, own: str, told: str, desk: desks.Desk
) -> None:
    page = reveal(look("P1"), choice, own)
    assert told in words(page)
    assert not is_shown(page)
    assert desk.ask(LOG) == []


def test_what_is_shown_is_hidden_by_a_click(desk: desks.Desk) -> None:
    page = reveal(look("P1"), REQUEST)
    assert not is_shown(page.button(key="reveal_hide_P1").click().run())
    assert len(desk.ask(LOG)) == 1


def test_after_five_minutes_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    page = reveal(look("P1"), REQUEST)
    later = time.monotonic() + lookup_reveal.SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not is_shown(page.run())
    assert "reveal_shown" not in page.session_state


def test_on_another_page_it_is_gone_and_stays_so() -> None:
    page = reveal(look("P1"), REQUEST)
    assert "reveal_shown" in page.session_state
    page.switch_page(str(screens.at("data").script)).run()
    assert "reveal_shown" not in page.session_state
    page.switch_page(str(screens.at("lookup").script)).run()
    assert not is_shown(page)


def test_with_another_payment_it_is_gone() -> None:
    page = reveal(look("P1"), REQUEST)
    page.query_params["code"] = "P2"
    assert not is_shown(page.run())
    assert "reveal_shown" not in page.session_state


def test_for_another_scope_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    page = reveal(look("P1"), REQUEST)
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101", "00110"]))
    assert not is_shown(page.run())


def test_it_is_in_no_address_and_no_log_of_the_program(
    caplog: pytest.LogCaptureFixture, desk: desks.Desk
) -> None:
    caplog.set_level("DEBUG")
    page = reveal(look("P1"), REQUEST)
    entries = "\n".join(desk.column("SELECT l::text FROM access_log AS l"))
    kept = "\n".join([caplog.text, entries, str(page.query_params)])
    assert NUMBER not in kept
    assert NAME not in kept
    assert REQUEST not in f"{caplog.text}{page.query_params}"


def test_a_payment_of_nobody_known_says_so(desk: desks.Desk) -> None:
    page = reveal(look("P2"), REQUEST, payment="P2")
    assert "Không có thông tin người tham gia" in words(page)
    assert [row[4] for row in desk.ask(LOG)] == ["P2"]


def test_who_may_not_is_offered_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "may_reveal", lambda: False)
    page = look("P1")
    assert not [box for box in page.selectbox if box.key == "reveal_purpose_P1"]


def test_where_the_store_refuses_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    page = look("P1")

    def refuse(_question: object) -> None:
        raise problems.Problem("The store refuses", "The database role may not do this.")

    monkeypatch.setattr(access, "reveal", refuse)
    refused = reveal(page, REQUEST)
    assert refused.error
    assert not is_shown(refused)


def test_in_english_the_purposes_are_english() -> None:
    box = look("P1", lang="en").selectbox(key="reveal_purpose_P1")
    assert "request of the participant" in box.options
