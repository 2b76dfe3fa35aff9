"""The page of the users: administrators alone add, change and disable them, and sign them out."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from streamlit.testing import v1
from support import desks
from support.screens import sent_tables, shown, signed_in

from dashboard import access
from data import users

Visit = Callable[..., v1.AppTest]
DECIDED: Final = """
    SELECT changed_by, login, role, office_codes, is_disabled FROM user_changes ORDER BY change_id
"""


@pytest.fixture
def page(desk: desks.Desk, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> v1.AppTest:
    """The page as an administrator sees it; Minh is a user of an office."""
    assert desk.name()
    signed_in.signing(monkeypatch)()
    signed_in.add(role=users.Role.ADMINISTRATOR)
    signed_in.add("00101", login=signed_in.MINH)
    opened = visit("users")
    assert opened.title[0].value == "Người dùng"
    return opened


def picked(page: v1.AppTest, login: str = signed_in.MINH) -> v1.AppTest:
    return page.selectbox(key="user_picked").set_value(login).run()


def button(page: v1.AppTest, ending: str) -> Any:
    return next(each for each in page.button if str(each.key).endswith(ending))


def box(page: v1.AppTest, kind: str, ending: str) -> Any:
    return next(each for each in page.get(kind) if str(each.key).endswith(ending))


def decided(desk: desks.Desk) -> list[tuple[Any, ...]]:
    return desk.ask(DECIDED)[2:]


def found(desk: desks.Desk, login: str = signed_in.MINH) -> users.User:
    with desk.store.admitting() as connection:
        known = users.find(connection, login)
    assert known is not None
    return known


def test_everybody_is_listed_with_role_offices_and_sign_ins(page: v1.AppTest) -> None:
    assert "**2 người dùng** được đăng nhập; 1 người đang đăng nhập." in shown.said(page)
    rows = sent_tables.of(page)[0].value.set_index("login")
    assert rows.loc[signed_in.LAN, "role_label"] == "Người quản trị"
    assert rows.loc[signed_in.LAN, "sessions"] == 1
    assert rows.loc[signed_in.MINH, "offices_label"] == "BHXH quận Ba Đình"
    assert rows.loc[signed_in.MINH, "sessions"] == 0


def test_somebody_is_added_once_and_the_decision_is_noted(
    page: v1.AppTest, desk: desks.Desk
) -> None:
    page.text_input(key="new_login").input("An@Example.org ")
    page.text_input(key="new_name").input("Lê Văn An")
    page.selectbox(key="new_role").set_value(users.Role.AUDITOR)
    page.button(key="new_add").click().run()
    assert [each.value.endswith("được phép đăng nhập.") for each in page.success] == [True]
    assert decided(desk) == [(signed_in.LAN, "an@example.org", "auditor", [], False)]
    assert len(sent_tables.of(page)[0].value) == 3


@pytest.mark.parametrize(
    ("login", "name", "told"),
    [
        ("an", "An", "không phải là địa chỉ"),
        ("an@example.org", " ", "họ tên"),
        ("an@exam\x00ple.org", "An", "không phải là địa chỉ"),
    ],
)
def test_what_makes_no_user_is_told_and_nothing_is_changed(
    page: v1.AppTest, desk: desks.Desk, login: str, name: str, told: str
) -> None:
    page.text_input(key="new_login").input(login)
    page.text_input(key="new_name").input(name)
    page.selectbox(key="new_role").set_value(users.Role.CITY)
    page.button(key="new_add").click().run()
    assert told in " ".join(each.value for each in page.error)
    assert decided(desk) == []


def test_a_role_and_offices_are_changed(page: v1.AppTest, desk: desks.Desk) -> None:
    chosen = picked(page)
    assert box(chosen, "multiselect", "_offices").value == []
    name = f"change_{signed_in.MINH}_0"
    assert chosen.multiselect(key=f"{name}_offices").value == ["00101"]
    chosen.multiselect(key=f"{name}_offices").set_value(["00101", "00110"])
    button(chosen, "_save").click().run()
    assert found(desk).office_codes == ("00101", "00110")
    assert decided(desk) == [(signed_in.LAN, signed_in.MINH, "district", ["00101", "00110"], False)]


def test_whoever_is_disabled_is_signed_out_and_may_be_allowed_again(
    page: v1.AppTest, desk: desks.Desk
) -> None:
    signed_in.begin(signed_in.MINH)
    chosen = picked(page)
    button(chosen, "_disable").click().run()
    assert found(desk).is_disabled
    ended = "SELECT ended_by FROM sessions WHERE login = 'minh@example.org'"
    assert desk.ask(ended) == [(signed_in.LAN,)]
    button(chosen, "_save").click().run()
    assert not found(desk).is_disabled
    assert [row[4] for row in decided(desk)] == [True, False]


def test_the_sign_ins_of_a_user_are_shown_and_ended(page: v1.AppTest, desk: desks.Desk) -> None:
    for _browser in range(2):
        signed_in.begin(signed_in.MINH)
    chosen = picked(page)
    assert list(sent_tables.of(chosen)[1].value["state_label"]) == ["✓ Đang hoạt động"] * 2
    button(chosen, "_end").click().run()
    assert "Đã kết thúc 2 lần đăng nhập" in shown.said(chosen)
    assert set(sent_tables.of(chosen)[1].value["state_label"]) == {f"× Do {signed_in.LAN} kết thúc"}
    assert button(chosen, "_end").disabled
    assert decided(desk) == []


def test_nobody_takes_the_own_rights_away(page: v1.AppTest, desk: desks.Desk) -> None:
    chosen = picked(page, signed_in.LAN)
    button(chosen, "_disable").click().run()
    assert "tự khóa" in " ".join(each.value for each in chosen.error)
    chosen.selectbox(key=f"change_{signed_in.LAN}_0_role").set_value(users.Role.CITY)
    button(chosen, "_save").click().run()
    assert "tự khóa" in " ".join(each.value for each in chosen.error)
    assert decided(desk) == []


@pytest.mark.parametrize("role", [users.Role.CITY, users.Role.AUDITOR, users.Role.DISTRICT])
def test_nobody_else_sees_the_users(
    visit: Visit, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch, role: users.Role
) -> None:
    assert desk.name()
    signed_in.signing(monkeypatch)()
    signed_in.add(*(["00101"] if role is users.Role.DISTRICT else []), role=role)
    opened = visit("users")
    assert "Bạn không được xem danh sách người dùng" in shown.said(opened)
    assert not sent_tables.of(opened)
    assert not opened.selectbox
    assert not access.may_administer()
