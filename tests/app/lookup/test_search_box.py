"""The search box of every page: what it recognises, where it goes, and what no address says."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import sent_tables
from support.screens.lookup import words
from support.screens.searching import follow, found, goes_to, search

from dashboard import access, screens
from dashboard.lookup import box
from data.scope import Scope

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks


LOG: Final = "SELECT page, kind, asked, found FROM search_log ORDER BY search_id"
NAME: Final = "Đặng Thị Ước"
NUMBER: Final = "0123456789"
PERSON: Final = {"participant_name": NAME, "social_insurance_no": NUMBER}


def links(page: AppTest) -> list[str]:
    """Return the labels of the links of the page itself."""
    return [each.proto.label for each in page.main if each.type == "page_link"]


@pytest.fixture
def overview(visit: Any, example_shown: None) -> AppTest:  # noqa: ARG001
    """The overview of the worked example."""
    opened: AppTest = visit("overview", date="2026-08-21")
    return opened


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("page", [screen.address for screen in screens.ALL])
def test_every_page_has_one_box_that_is_empty(page: str, visit: Any) -> None:
    opened = visit(page)
    (field,) = [each for each in opened.text_input if each.key == box.KEY]
    assert (field.label, field.value) == ("Tìm kiếm", "")
    assert opened.button(key="search_go").label == "Tìm kiếm"


@pytest.mark.parametrize(
    ("typed", "page", "address"),
    [
        ("XN0000000010", "lookup", {"code": "XN0000000010"}),
        ("  “xn 0000-000010”, ", "lookup", {"code": "xn 0000-000010"}),
        ("BL01", "lookup", {"code": "BL01"}),
        ("bl 01", "lookup", {"code": "BL01"}),
        ("P02", "lookup", {"code": "P02"}),
        ("–r1.", "lookup", {"code": "R1"}),
        ("FT001", "lookup", {"code": "FT001"}),
        ("XN0000000010, XN404", "lookup", {"code": "XN0000000010,XN404"}),
        ("hoang mai ba dinh", "lookup", {}),
        ("soc son", "office", {"date": "2026-08-21", "office": "00110"}),
        ("00110", "office", {"date": "2026-08-21", "office": "00110"}),
        ("Công ty Bảo hiểm", "organization", {"as_of": "2026-08-21", "org": "IS0002"}),
        ("is0002", "organization", {"as_of": "2026-08-21", "org": "IS0002"}),
        ("bhxh", "lookup", {"q": "bhxh"}),
        ("XN000000001O", "lookup", {"q": "XN000000001O"}),
        ("xn 0000-00001O", "lookup", {"q": "xn 0000-00001O"}),
        ("Lan 404", "lookup", {}),
    ],
)
def test_the_kind_is_recognised_and_what_is_certain_is_gone_to(
    typed: str, page: str, address: dict[str, str], overview: AppTest
) -> None:
    assert goes_to(search(overview, typed)) == (page, address)
    assert overview.text_input(key=box.KEY).value == ""


def test_a_collector_is_found_by_code_and_a_name_may_be_a_participants(overview: AppTest) -> None:
    name, address = goes_to(search(overview, "nvt003"))
    assert (name, address["collector"]) == ("remittance-lag", "NVT003")
    page = found(overview, "tran duc binh")
    assert page.query_params == {}
    assert "“tran duc binh”" in words(page)
    assert links(page) == [
        "**Trần Đức Bình** (NVT003) · Công ty Bảo hiểm số Hai · BHXH quận Ba Đình"
    ]
    assert page.button(key="search_people").label == "Tìm người tham gia có tên này"


def test_nothing_typed_stays_where_one_is(overview: AppTest) -> None:
    for nothing in ("", "  ", "–.“”"):
        page = search(overview, nothing)
        assert page.title[0].value == "Tổng quan"
        assert not page.exception


def test_several_are_grouped_by_kind_and_a_link_to_the_words_shows_the_same(
    overview: AppTest, visit: Any
) -> None:
    for page in (found(overview, "so"), visit("lookup", q="so")):
        assert [each.value for each in page.header] == ["Đơn vị (1)", "Tổ chức dịch vụ thu (2)"]
        assert len(links(page)) == 3
        assert page.text_input(key=box.KEY).value == "so"
        assert page.query_params == {"q": "so"}


def test_the_language_goes_along(visit: Any, example_shown: None) -> None:  # noqa: ARG001
    page = search(visit("overview", date="2026-08-21", lang="en"), "XN0000000010")
    assert goes_to(page) == ("lookup", {"code": "XN0000000010", "lang": "en"})


@pytest.mark.parametrize("wrong", ["XN000000001O", "XN000000010", "NX0000000010", "xn00000000l0"])
def test_a_mistyped_code_offers_the_one_that_was_meant(wrong: str, overview: AppTest) -> None:
    page = found(overview, wrong)
    assert f"Không tìm thấy “{wrong}”" in words(page)
    (near,) = [each for each in sent_tables.of(page) if each.key.startswith("near")]
    row = near.value.set_index("confirmation_code").loc["XN0000000010"]
    assert row["amount"] == 583_200


def test_a_link_with_a_mistyped_code_offers_it_as_well(visit: Any, example_shown: None) -> None:  # noqa: ARG001
    page = visit("lookup", code="XN000000001O")
    assert "XN0000000010" in sent_tables.rows(page, "near")["confirmation_code"].tolist()


@pytest.mark.usefixtures("example_shown")
def test_what_one_may_not_see_is_as_if_it_did_not_exist(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: Scope.of(["00101"]))
    for foreign in ("XN0000000011", "P11", "NVT002"):
        page = found(visit("overview", date="2026-08-21"), foreign)
        assert page.query_params == {"q": foreign}
        assert "không được xem cũng không tìm thấy" in words(page)
        near = [each for each in sent_tables.of(page) if each.key.startswith("near")]
        assert all("XN0000000011" not in each.value.to_csv() for each in near)


@pytest.fixture
def person(desk: desks.Desk) -> desks.Desk:
    """Have the dashboard show a store with a payment of one person."""
    desk.hand_in(payments=[PERSON], confirmations=[{}])
    return desk


@pytest.mark.parametrize("typed", [NAME, "dang thi uoc", NUMBER, "0123 456 789"])
def test_a_person_is_found_masked_and_no_address_or_log_says_who(
    typed: str, person: desks.Desk, visit: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = search(visit("office"), typed)
    assert goes_to(page) == ("lookup", {})
    page = follow(page)
    (shown,) = [each for each in sent_tables.of(page) if "people" in each.key]
    assert shown.value["participant_name"].tolist() == ["Đặng T. Ư•"]
    page.run()
    assert page.query_params == {}
    kept = "\n".join([caplog.text, *person.column("SELECT l::text FROM access_log AS l")])
    assert typed.casefold() not in kept.casefold()
    kind = "number" if typed[0].isdigit() else "name"
    assert person.ask(LOG) == [("lookup", kind, 1, 1)]
    assert len(person.column("SELECT payment_id FROM access_log")) == 1


def test_a_name_that_is_a_collectors_too_looks_for_people_only_when_asked(
    person: desks.Desk, visit: Any
) -> None:
    page = found(visit("office"), "do thi huong")
    assert person.ask(LOG) == []
    page.button(key="search_people").click().run()
    assert person.ask(LOG) == [("lookup", "name", 1, 0)]
    assert page.query_params == {}


@pytest.mark.usefixtures("person")
def test_the_words_are_dropped_when_another_page_is_shown(visit: Any) -> None:
    page = found(visit("office"), "do thi huong")
    assert "“do thi huong”" in words(page)
    page = found(page, "00101")
    assert page.title[0].value == "Đơn vị"
    assert "huong" not in str(page.session_state._state.filtered_state)


def test_a_name_that_somebody_types_into_the_address_does_not_stay_there(
    person: desks.Desk, visit: Any
) -> None:
    page = visit("lookup", q="do thi huong")
    assert page.query_params == {}
    assert "“do thi huong”" in words(page)
    assert person.ask(LOG) == []


def test_a_search_that_finds_nothing_is_noted_once(person: desks.Desk, visit: Any) -> None:
    page = found(visit("office"), "XN404")
    page.run()
    page.button(key="language").click().run()
    assert person.ask(LOG) == [("lookup", "key", 1, 0)]
    found(page, "XN1")
    assert person.ask(LOG) == [("lookup", "key", 1, 0)]


def test_an_auditor_is_offered_no_people(
    person: desks.Desk, visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "may_reveal", lambda: False)
    name, address = goes_to(search(visit("office"), "do thi huong"))
    assert (name, address["collector"]) == ("remittance-lag", "NVT001")
    page = found(visit("office"), NAME)
    assert "Kiểm toán viên" in words(page) or page.warning
    assert not person.column("SELECT payment_id FROM access_log")
