"""What is shown to who is signed in: his own offices, until he is refused or has signed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import sent_tables, signed_in

from dashboard import screens
from dashboard.auth import admission
from data import sessions, store, users

if TYPE_CHECKING:
    from streamlit.testing import v1
    from support.screens.signed_in import SignIn


BA_DINH: Final = "00101"
SOC_SON: Final = "00110"
LAG: Final = {"from": "2026-08-20", "to": "2026-08-22", "as_of": "2026-08-22", "by": "office"}
REFUSED: Final = "Bạn không được mở bảng theo dõi này"
OUT: Final = "Bạn không còn đăng nhập"


def said(opened: v1.AppTest) -> str:
    return " ".join(each.value for each in opened.error)


def assert_nothing_is_shown(opened: v1.AppTest) -> None:
    assert not opened.exception
    assert not opened.title
    assert not sent_tables.of(opened)
    assert not opened.metric
    assert not opened.sidebar.children


def test_the_store_is_asked_once_in_a_run(
    visit: Any, sign: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, admit = [], admission.admit

    def counted(token: str | None) -> users.User:
        asked.append(token)
        return admit(token)

    sign()
    signed_in.add()
    monkeypatch.setattr(admission, "admit", counted)
    opened = visit("overview", date="2026-08-21")
    assert opened.title[0].value == "Tổng quan"
    assert len(asked) == 1
    opened.run()
    assert len(asked) == 2


def test_the_person_is_named_and_cannot_look_as_somebody_else(visit: Any, sign: SignIn) -> None:
    sign()
    signed_in.add()
    opened = visit("overview", date="2026-08-21")
    assert "Nguyễn Thị Lan" in [each.proto.popover.label for each in opened.get("popover")]
    assert opened.button(key="sign_out").label == "Đăng xuất"
    assert opened.button(key="sign_out_everywhere").label == "Đăng xuất khỏi mọi nơi"
    assert not [each for each in opened.selectbox if each.key == "pick_trial_office"]


def test_a_choice_for_trying_out_does_not_hold_any_more(visit: Any, sign: SignIn) -> None:
    sign()
    signed_in.add(BA_DINH)
    opened = visit("remittance-lag", **LAG)
    opened.session_state["trial_office"] = "00110"
    opened.run()
    assert set(sent_tables.of(opened)[0].value["name"]) == {"BHXH quận Ba Đình"}


def test_a_district_user_sees_his_own_office_and_its_morning(visit: Any, sign: SignIn) -> None:
    sign()
    signed_in.add(BA_DINH)
    lag = visit("remittance-lag", **LAG)
    assert set(sent_tables.of(lag)[0].value["name"]) == {"BHXH quận Ba Đình"}
    morning = visit("overview", date="2026-08-21")
    assert any("BHXH quận Ba Đình, Thứ Sáu" in each.value for each in morning.markdown)


@pytest.mark.parametrize("page", [screen.address for screen in screens.ALL])
def test_who_is_not_let_in_is_shown_nothing_on_any_page(
    visit: Any, sign: SignIn, page: str
) -> None:
    """Whoever has no session, or one that is over, is told to sign in again."""
    sign("stranger@example.org")
    stranger = visit(page)
    signed_in.add(login=signed_in.MINH)
    sign(signed_in.MINH, lasts=signed_in.OVER)
    of_yesterday = visit(page)
    sign(signed_in.MINH)
    assert visit(page).sidebar.children
    signed_in.end_all(signed_in.MINH)
    for opened in (stranger, of_yesterday, visit(page)):
        assert OUT in said(opened)
        assert_nothing_is_shown(opened)


def test_who_was_disabled_with_a_session_going_on_is_told_whom_to_ask(
    visit: Any, sign: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "end_all", lambda *_given, **_named: 0)
    sign()
    signed_in.add()
    assert visit("overview").title
    signed_in.disable()
    opened = visit("overview")
    assert REFUSED in said(opened)
    assert "người quản trị" in said(opened)
    assert_nothing_is_shown(opened)


@pytest.mark.fault
def test_a_role_that_is_taken_away_is_gone_at_the_next_click(visit: Any, sign: SignIn) -> None:
    sign()
    signed_in.add()
    opened = visit("remittance-lag", **LAG)
    assert len(sent_tables.of(opened)[0].value) == 2
    signed_in.add(BA_DINH)
    assert set(sent_tables.of(opened.run())[0].value["name"]) == {"BHXH quận Ba Đình"}
    signed_in.disable()
    opened.run()
    assert OUT in said(opened)
    assert_nothing_is_shown(opened)


def test_two_people_who_take_turns_see_each_his_own_whatever_was_kept(
    visit: Any, sign: SignIn
) -> None:
    """Before and after the store gives them other offices, with answers kept of both."""
    names = {BA_DINH: "BHXH quận Ba Đình", SOC_SON: "BHXH huyện Sóc Sơn"}
    rows = []
    for offices in ((BA_DINH, SOC_SON), (SOC_SON, BA_DINH), (BA_DINH, SOC_SON)):
        for login, office in zip((signed_in.LAN, signed_in.MINH), offices, strict=True):
            signed_in.add(office, login=login)
        for login, office in zip((signed_in.LAN, signed_in.MINH), offices, strict=True):
            sign(login)
            shown = sent_tables.of(visit("remittance-lag", **LAG))[0].value
            assert set(shown["name"]) == {names[office]}
            rows.append(shown.to_json())
    assert rows[0] == rows[3] == rows[4] != rows[1] == rows[2] == rows[5]


def test_a_sign_in_of_yesterday_leads_to_signing_in_again(visit: Any, sign: SignIn) -> None:
    sign(lasts=signed_in.OVER)
    signed_in.add()
    opened = visit("overview")
    assert OUT in said(opened)
    assert opened.button(key="sign_in_again").label == "Đăng nhập"
    assert_nothing_is_shown(opened)


def test_who_has_signed_out_elsewhere_is_out_here_until_the_next_sign_in(
    visit: Any, sign: SignIn
) -> None:
    sign()
    signed_in.add()
    opened = visit("overview", date="2026-08-21")
    assert opened.title
    signed_in.end_all()
    opened.run()
    assert OUT in said(opened)
    assert_nothing_is_shown(opened)
    sign()
    assert opened.run().title


def test_a_store_that_is_down_lets_nobody_in_and_signs_nobody_out(
    visit: Any, sign: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_email: str) -> users.User | None:
        raise store.Down

    sign()
    signed_in.add()
    with monkeypatch.context() as broken:
        broken.setattr(admission, "_find", fail)
        opened = visit("overview", date="2026-08-21")
        assert "Cơ sở dữ liệu không trả lời" in said(opened)
        assert not opened.title
        assert not opened.metric
    assert opened.run().title[0].value == "Tổng quan"
    assert not opened.error


def test_somebody_else_in_the_same_tab_finds_nothing_of_the_one_before(
    visit: Any, sign: SignIn
) -> None:
    sign()
    signed_in.add()
    opened = visit("overview", date="2026-08-21")
    opened.session_state["found"] = "what Lan has looked for"
    opened.run()
    assert "found" in opened.session_state
    signed_in.add(login="an@example.org")
    sign("an@example.org")
    opened.run()
    assert "found" not in opened.session_state
