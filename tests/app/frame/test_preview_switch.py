"""Without sign-in, whoever sits at the machine may look as the city or as a director does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.screens import sent_tables

from data import users

if TYPE_CHECKING:
    import sqlalchemy as sa
    from streamlit.testing import v1
    from support import desks

    from data import scope

SWITCH = "pick_trial_office"
BA_DINH = "00101"


def as_director(opened: v1.AppTest, office: str) -> v1.AppTest:
    return opened.selectbox(key=SWITCH).set_value(office).run()


@pytest.mark.usefixtures("example_shown")
def test_the_city_comes_first_and_every_director_can_be_chosen(visit: Any) -> None:
    switch = visit("overview").selectbox(key=SWITCH)
    assert switch.value == ""
    assert switch.options[0] == "Giám sát thành phố"
    assert "Giám đốc BHXH quận Ba Đình" in switch.options
    assert "Giám đốc BHXH thành phố Hà Nội" not in switch.options


@pytest.mark.usefixtures("example_shown")
def test_a_director_has_his_own_morning_and_no_choice_of_offices(visit: Any) -> None:
    opened = as_director(visit("overview", office="00110"), BA_DINH)
    assert "office" not in opened.query_params
    assert any("BHXH quận Ba Đình, Thứ Sáu" in each.value for each in opened.markdown)
    assert [each.key for each in opened.selectbox if each.key == "pick_office"] == []
    again = as_director(opened, "")
    assert not any("BHXH quận Ba Đình, Thứ Sáu" in each.value for each in again.markdown)


@pytest.mark.usefixtures("example_shown")
def test_a_director_sees_his_own_figures_alone(visit: Any) -> None:
    page = {"from": "2026-08-20", "to": "2026-08-22", "as_of": "2026-08-22", "by": "office"}
    everything = visit("remittance-lag", **page)
    assert set(sent_tables.of(everything)[0].value["name"]) == {
        "BHXH quận Ba Đình", "BHXH huyện Sóc Sơn",
    }  # fmt: skip
    his = as_director(everything, BA_DINH)
    assert set(sent_tables.of(his)[0].value["name"]) == {"BHXH quận Ba Đình"}


def test_a_director_sees_the_days_of_the_office_that_his_succeeded(
    desk: desks.Desk, visit: Any
) -> None:
    desk.hand_in(
        offices=[
            {"office_code": BA_DINH, "office_name": "BHXH mới"},
            {"office_code": "00199", "office_name": "BHXH cũ", "successor_code": BA_DINH,
             "valid_to": "2026-08-01"},
            {"office_code": "00110", "office_name": "BHXH khác"},
        ],
        payments=[
            {"payment_id": "P1", "office_code": "00199"},
            {"payment_id": "P2", "office_code": "00110"},
        ],
    )  # fmt: skip
    opened = visit("lookup", code="P1,P2")
    assert "BHXH cũ" not in opened.selectbox(key=SWITCH).options
    his = as_director(opened, BA_DINH)
    shown = " ".join(each.value for each in his.markdown)
    assert "P1" in shown
    assert not his.exception


@pytest.mark.usefixtures("example_shown")
def test_what_a_director_sees_is_asked_once_in_a_run(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, reach = [], users.reach

    def counted(connection: sa.Connection, office: str) -> scope.Scope:
        asked.append(office)
        return reach(connection, office)

    monkeypatch.setattr(users, "reach", counted)
    his = as_director(visit("overview"), BA_DINH)
    assert asked == [BA_DINH]
    his.run()
    assert asked == [BA_DINH] * 2
