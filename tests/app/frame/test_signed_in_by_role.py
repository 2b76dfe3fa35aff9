"""What each role of who is signed in may see and do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import lookup, sent_tables, shown, signed_in

from dashboard import access
from data import problems, scope, users

if TYPE_CHECKING:
    from support.screens.signed_in import SignIn


BA_DINH: Final = "00101"


def test_an_auditor_sees_figures_of_all_and_nobodys_data(sign: SignIn) -> None:
    sign()
    signed_in.add(role=users.Role.AUDITOR)
    assert access.current() == scope.Scope.everything()
    assert not access.may_reveal()
    with pytest.raises(problems.Problem, match="Auditors"):
        access.reveal(lambda _connection: pytest.fail("was asked"))


def test_an_auditor_who_looks_for_a_person_is_told_so(sign: SignIn) -> None:
    sign()
    signed_in.add(role=users.Role.AUDITOR)
    page = lookup.find(lookup.look(), "Nguyễn Văn An")
    assert any("Người kiểm tra xem số liệu" in each.value for each in page.warning)
    assert not sent_tables.of(page)
    assert not page.error


def test_notes_are_kept_under_the_address_of_the_sign_in(sign: SignIn) -> None:
    sign()
    signed_in.add(BA_DINH)
    assert access.person() == signed_in.LAN
    assert access.own_office() == BA_DINH
    signed_in.add(BA_DINH, "00110")
    assert access.own_office() is None


@pytest.mark.parametrize("role", [users.Role.AUDITOR, users.Role.ADMINISTRATOR])
def test_who_may_audit_finds_the_access_log(visit: Any, sign: SignIn, role: users.Role) -> None:
    sign()
    signed_in.add(role=role)
    opened = visit("access-log")
    assert opened.title[0].value == "Nhật ký xem dữ liệu cá nhân"
    assert not opened.error
    assert access.may_audit()


@pytest.mark.parametrize("offices", [(), (BA_DINH,)])
def test_nobody_else_does(visit: Any, sign: SignIn, offices: tuple[str, ...]) -> None:
    sign()
    signed_in.add(*offices)
    opened = visit("access-log")
    assert "Bạn không được xem nhật ký này" in shown.said(opened)
    assert not sent_tables.of(opened)
    assert not access.may_audit()
