"""Figures of past days by the offices of that time, or by those of today: one choice, every page.

The worked example on 4 September, when Ba Đình has succeeded Sóc Sơn since the end of August.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import sent_tables, ways
from support.screens.places import BA_DINH, CITY, SOC_SON, metrics, money, said

from dashboard import screens

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.testing.v1 import AppTest


DAY: Final = {"date": "2026-08-21"}
EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
TODAY: Final = {"offices": "today"}
SWITCH: Final = "pick_offices"
PAGES: Final = [screen.address for screen in screens.ALL if screen.has_offices]
OFFICE: Final = "pick_office"


def switches(page: AppTest) -> list[Any]:
    return [each for each in page.segmented_control if each.key == SWITCH]


def rows(page: AppTest, number: int = 0) -> pd.DataFrame:
    found: pd.DataFrame = sent_tables.of(page)[number].value.set_index("key")
    return found


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize("page", PAGES)
def test_where_no_office_has_ended_nobody_is_asked(visit: Any, page: str) -> None:
    shown = visit(page)
    assert not shown.exception
    assert switches(shown) == []


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("page", PAGES)
def test_after_a_merger_every_page_by_office_has_the_choice(visit: Any, page: str) -> None:
    shown = visit(page)
    assert not shown.exception
    assert [each.value for each in switches(shown)] == ["then"]
    assert [each.value for each in switches(visit(page, **TODAY))] == ["today"]


@pytest.mark.usefixtures("merged")
def test_a_merger_that_lies_ahead_is_not_asked_about(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-31")
    assert switches(visit("remittance-lag")) == []


@pytest.mark.usefixtures("merged")
def test_the_choice_stands_in_the_address_and_changes_the_rows(visit: Any) -> None:
    page = visit("remittance-lag", **EVENING, by="office")
    then = rows(page)["overdue_amount"]
    switches(page)[0].set_value("today").run()
    assert page.query_params["offices"] == "today"
    today = rows(page)["overdue_amount"]
    assert sorted(then.index) == [BA_DINH, SOC_SON]
    assert today.to_dict() == {BA_DINH: then.sum()}
    switches(page)[0].set_value("then").run()
    assert "offices" not in page.query_params


@pytest.mark.usefixtures("merged")
def test_the_sums_over_all_offices_are_the_same_either_way(visit: Any) -> None:
    for page, address in (("remittance-lag", EVENING), ("form-01-xn", DAY), ("overview", DAY)):
        assert metrics(visit(page, **address)) == metrics(visit(page, **address, **TODAY))


@pytest.mark.usefixtures("merged")
def test_an_office_of_today_says_whose_figures_it_has(visit: Any) -> None:
    then = visit("remittance-lag", **EVENING, office=BA_DINH)
    today = visit("remittance-lag", **EVENING, office=BA_DINH, **TODAY)
    assert "không gồm số liệu của BHXH huyện Sóc Sơn" in said(then)
    assert "gồm cả số liệu của BHXH huyện Sóc Sơn" in said(today)
    assert "BHXH quận Ba Đình cùng các đơn vị mà đơn vị này kế thừa" in said(today)


@pytest.mark.usefixtures("merged")
def test_of_days_after_a_merger_nothing_is_said_of_it(visit: Any) -> None:
    days = {"from": "2026-09-01", "to": "2026-09-03", "as_of": "2026-09-03"}
    for choice in ({}, TODAY):
        shown = visit("remittance-lag", **days, office=BA_DINH, **choice)
        assert not any("Sóc Sơn" in caption.value for caption in shown.caption)


@pytest.mark.usefixtures("merged")
def test_payments_of_an_office_of_today_are_listed_with_the_office_that_took_them(
    visit: Any,
) -> None:
    listed = visit("remittance-lag", **EVENING, office=BA_DINH, status="all", **TODAY)
    names = set(sent_tables.of(listed)[0].value["office"])
    assert names == {"BHXH quận Ba Đình", "BHXH huyện Sóc Sơn"}
    form = visit("form-01-xn", **DAY, office=BA_DINH, kind="payments", **TODAY)
    assert set(sent_tables.of(form)[0].value["office"]) == names


@pytest.mark.usefixtures("merged")
def test_of_today_the_successor_is_meant_by_an_office_that_is_no_more(visit: Any) -> None:
    gone = visit("form-01-xn", **DAY, office=SOC_SON, **TODAY)
    now = visit("form-01-xn", **DAY, office=BA_DINH, **TODAY)
    assert metrics(gone) == metrics(now)
    assert gone.selectbox(key=OFFICE).value == BA_DINH
    assert not any(SOC_SON in option for option in gone.selectbox(key=OFFICE).options)


@pytest.mark.usefixtures("merged")
def test_the_list_of_offices_has_those_of_today_alone(visit: Any) -> None:
    then, today = visit("office", **EVENING, **DAY), visit("office", **DAY, **TODAY)
    assert sorted(rows(then).index) == [CITY, BA_DINH, SOC_SON]
    assert sorted(rows(today).index) == [CITY, BA_DINH]
    assert rows(today).loc[BA_DINH, "codes"] == rows(then)["codes"].sum()


@pytest.mark.usefixtures("merged")
def test_links_to_pages_by_office_keep_the_choice_and_others_are_without_it(visit: Any) -> None:
    shown = visit("office", **DAY, office=BA_DINH, **TODAY)
    kept = {lead.to: "offices" in lead.params for lead in ways.links_of(shown)}
    assert kept == dict.fromkeys(("form-01-xn", "remittance-lag", "recording", "exceptions"), True)
    menu = {link.proto.page: "offices" in link.proto.query_string
            for link in shown.sidebar.get("page_link")}  # fmt: skip
    assert {page for page, is_kept in menu.items() if is_kept} == set(PAGES)


@pytest.mark.usefixtures("merged")
def test_the_page_of_an_office_leads_to_one_before_it_among_those_of_that_time(visit: Any) -> None:
    shown = visit("office", **DAY, office=BA_DINH, **TODAY)
    shown.button(key=f"office_{SOC_SON}").click().run()
    assert not shown.exception
    assert "offices" not in shown.query_params
    assert shown.header[0].value == "BHXH huyện Sóc Sơn"


@pytest.mark.usefixtures("merged")
def test_the_director_of_the_successor_has_the_mornings_of_all(visit: Any) -> None:
    def morning(**address: str) -> dict[str, str]:
        shown = visit("overview", **DAY, **address)
        shown.session_state["trial_office"] = BA_DINH
        shown.run()
        assert not shown.exception
        return metrics(shown)

    city = visit("form-01-xn", **DAY)
    assert morning(**TODAY)["Số tiền"] == metrics(city)["Số tiền"] == money(4704000)
    assert morning()["Số tiền"] != morning(**TODAY)["Số tiền"]


@pytest.mark.usefixtures("merged")
def test_forms_are_counted_where_several_offices_sent_one_to_an_organisation(visit: Any) -> None:
    then = visit("overview", **DAY, office=BA_DINH)
    today = visit("overview", **DAY, office=BA_DINH, **TODAY)
    assert "đến **1/2 tổ chức dịch vụ thu**" in said(then)
    assert "**1/3 mẫu**" in said(today)


@pytest.mark.usefixtures("merged")
def test_files_are_said_to_be_by_offices_of_that_time(visit: Any) -> None:
    warned = "Tệp lập theo đơn vị tại thời điểm đó"
    for page, address in (("form-01-xn", DAY), ("office", DAY)):
        assert warned in said(visit(page, **address, office=BA_DINH, **TODAY))
        assert warned not in said(visit(page, **address, office=BA_DINH))


@pytest.mark.usefixtures("merged")
def test_an_unknown_choice_is_told_and_left_aside(visit: Any) -> None:
    shown = visit("remittance-lag", **EVENING, offices="tomorrow")
    assert "“tomorrow”" in shown.warning[0].value
    assert switches(shown)[0].value == "then"


@pytest.mark.usefixtures("merged")
def test_the_choice_is_there_in_english(visit: Any) -> None:
    shown = visit("remittance-lag", **EVENING, office=BA_DINH, lang="en", **TODAY)
    assert switches(shown)[0].label == "Figures by"
    assert "include those of BHXH huyện Sóc Sơn, which it succeeded" in said(shown)
