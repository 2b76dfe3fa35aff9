"""What pages offer to take away: files of exactly what they show, and the freezing of it."""

from __future__ import annotations

import getpass
import urllib.parse
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import sent_tables, ways

from dashboard import access
from dashboard.exports import content, reports
from dashboard.exports.snapshots import freezing
from dashboard.exports.writers import registry
from data import scope, store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.testing.v1 import AppTest
    from support import desks


DAY: Final = {"date": "2026-08-21"}
FORM: Final = DAY | {"office": "00101"}
PERIOD: Final = {"from": "2026-08-20", "to": "2026-08-27", "as_of": "2026-08-21"}
SWITCH: Final = "pick_trial_office"
NOTE: Final = "freeze_note_0"


def files(page: AppTest) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Return what each button leads to: its label, the path, the parameters."""
    parts = {
        link.proto.label: urllib.parse.urlsplit(link.proto.url)
        for link in page.main.get("link_button")
    }
    return {
        label: (part.path, dict(urllib.parse.parse_qsl(part.query)))
        for label, part in parts.items()
    }


def labels(with_names: str | None = None) -> set[str]:
    """Return the labels of all formats, and of those that may have names in full."""
    known = registry.FORMATS.values()
    full = [each.label for each in known if each.may_have_names] if with_names else []
    return {each.label for each in known} | {str(with_names).format(label) for label in full}


def said(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.success, *page.error]
    return "\n".join(part.value for part in parts)


@pytest.mark.usefixtures("example_shown")
def test_the_links_carry_exactly_what_the_screen_shows(visit: Any) -> None:
    shown = FORM | {"org": "BI0001"}
    offered = files(visit("form-01-xn", **shown))
    assert (
        offered.items()
        >= {
            "Excel": ("/export/form-01-xn.xlsx", shown),
            "PDF": ("/export/form-01-xn.pdf", shown),
            "CSV (;)": ("/export/form-01-xn.csv", shown | {"separator": "semicolon"}),
            "Excel, đủ họ tên": ("/export/form-01-xn.xlsx", shown | {"names": "full"}),
            "PDF, đủ họ tên": ("/export/form-01-xn.pdf", shown | {"names": "full"}),
        }.items()
    )
    assert set(offered) == labels(with_names="{}, đủ họ tên")
    assert files(visit("form-01-xn", **DAY))["PDF"] == ("/export/form-01-xn.pdf", DAY)


@pytest.mark.usefixtures("example_shown")
def test_before_names_are_taken_it_is_said_what_is_noted(visit: Any) -> None:
    page = visit("form-01-xn", **FORM)
    captions = "\n".join(each.value for each in page.caption)
    assert "nhật ký xem dữ liệu cá nhân sẽ ghi mọi người có tên trong mẫu" in captions
    assert "“lập mẫu 01\\-XN”" in captions


@pytest.mark.usefixtures("example_shown")
def test_names_are_not_offered_to_who_may_not_see_them(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "may_reveal", lambda: False)
    assert set(files(visit("form-01-xn", **FORM))) == labels() >= {"Excel", "PDF", "CSV (;)"}


@pytest.mark.usefixtures("example_shown")
def test_what_a_file_is_not_limited_to_is_said(visit: Any) -> None:
    page = visit("form-01-xn", **FORM, product="BI")
    assert "Tệp gồm toàn bộ, không lọc theo: loại hình tham gia." in said(page)
    assert "không lọc theo" not in said(visit("form-01-xn", **FORM))


@pytest.mark.usefixtures("example_shown")
def test_a_range_of_days_has_no_form(visit: Any) -> None:
    page = visit("form-01-xn", **{"from": "2026-08-20", "to": "2026-08-21"})
    assert files(page) == {}
    assert "Mẫu 01-XN lập theo từng ngày" in said(page)
    assert all(table.sent["files"]["links"] for table in sent_tables.of(page))


@pytest.mark.usefixtures("example_shown")
def test_the_file_of_lag_has_rows_of_what_the_screen_has_rows_of(visit: Any) -> None:
    page = visit("remittance-lag", **PERIOD, by="org", org="BI0001")
    assert sent_tables.of(page)[0].key == "lag_collector"
    assert files(page)["PDF"][1] == PERIOD | {"by": "collector", "org": "BI0001"}


@pytest.mark.usefixtures("example_shown")
def test_who_looks_as_a_director_takes_what_the_director_may(visit: Any) -> None:
    page = visit("form-01-xn", **DAY)
    page.selectbox(key=SWITCH).set_value("00101").run()
    assert files(page)["PDF"] == ("/export/form-01-xn.pdf", FORM | {"as": "00101"})


@pytest.mark.usefixtures("example_shown")
def test_who_sees_several_offices_is_told_to_choose_one(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101", "00110"]))
    page = visit("form-01-xn", **DAY)
    assert files(page) == {}
    assert "**Mẫu 01\\-XN**: Bạn được xem nhiều đơn vị" in said(page)
    assert files(visit("form-01-xn", **FORM))["PDF"] == ("/export/form-01-xn.pdf", FORM)


PAGES: Final = [
    ("remittance-lag", PERIOD | {"by": "org", "office": "00101", "product": "BI"},
     ("remittance-lag", "recording-lag")),
    ("exceptions", PERIOD | {"org": "BI0001", "kind": "overdue"}, ("exceptions",)),
    ("office", FORM, ("office-day",)),
    ("organization", {"org": "BI0001", "as_of": "2026-08-21"}, ("reminder-list",)),
]  # fmt: skip


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(("page", "address", "kinds"), PAGES)
def test_each_page_offers_its_reports_as_far_as_the_program_has_them(
    visit: Any,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    address: dict[str, str],
    kinds: tuple[str, ...],
) -> None:
    form = reports.named(content.FORM_01XN)
    monkeypatch.setattr(reports, "ALL", {form.kind: form})
    assert files(visit(page, **address)) == {}
    days = tuple(name for name in ("date", "from", "to", "as_of") if name in address)
    others = tuple(name for name in address if name not in days)
    like = replace(form, days=days, others=others, has_people=False)
    monkeypatch.setattr(reports, "ALL", {kind: replace(like, kind=kind) for kind in kinds})
    shown = visit(page, **address)
    paths = [urllib.parse.urlsplit(link.proto.url).path for link in shown.main.get("link_button")]
    assert paths == [f"/export/{kind}.{ending}" for kind in kinds for ending in registry.FORMATS]
    assert files(shown)["PDF"][1] == address
    assert not shown.exception


@pytest.mark.usefixtures("example_shown")
def test_by_product_the_file_is_by_organisation_and_that_is_said(visit: Any) -> None:
    page = visit("remittance-lag", **PERIOD, by="product", collector="NVT001")
    assert files(page)["PDF"][1] == PERIOD | {"by": "org"}
    assert "Không có tệp theo loại hình tham gia." in said(page)
    assert "không lọc theo: nhân viên thu." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_the_record_of_last_month_is_of_one_office(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    like = replace(
        reports.named(content.FORM_01XN), days=("from", "to"), others=("office", "org"),
        kind="reconciliation", has_people=False,
    )  # fmt: skip
    monkeypatch.setattr(reports, "ALL", {like.kind: like})
    page = visit("organization", org="BI0001", as_of="2026-08-21")
    assert files(page) == {}
    month = {"from": "2026-07-01", "to": "2026-07-31", "office": "00101", "org": "BI0001"}
    picked = page.selectbox(key="take_office_reconciliation")
    assert not [each for each in picked.options if "00100" in each]
    picked.set_value("00101").run()
    assert files(page)["PDF"] == ("/export/reconciliation.pdf", month)
    page.selectbox(key=SWITCH).set_value("00101").run()
    assert files(page)["PDF"] == ("/export/reconciliation.pdf", month | {"as": "00101"})


def freeze(page: AppTest, note: str) -> AppTest:
    (field,) = [each for each in page.text_input if "freeze_note" in str(each.key)]
    field.set_value(note)
    return page.button(key="freeze_now").click().run()


def test_what_the_screen_shows_is_frozen_and_leads_to_its_snapshot(
    desk: desks.Desk, visit: Any
) -> None:
    page = freeze(visit("form-01-xn", **FORM), "họp giao ban")
    assert not page.exception
    assert "Đã chốt số liệu: bản chốt số 1." in page.success[-1].value
    assert [lead.to for lead in ways.links_of(page) if lead.params.get("snapshot") == "1"] == [
        "snapshots"
    ]
    kept = freezing.opened_at(desk.store, scope.Scope.everything(), 1)
    assert kept.content.params == FORM
    assert (kept.snapshot.taken.by, kept.snapshot.taken.note) == (
        getpass.getuser(), "họp giao ban",
    )  # fmt: skip
    again = freeze(page, "lần hai")
    assert "bản chốt số 2." in again.success[-1].value
    other = visit("form-01-xn", **DAY)
    assert not other.success


@pytest.mark.usefixtures("desk")
def test_without_a_reason_nothing_is_frozen_and_it_is_said(desk: desks.Desk, visit: Any) -> None:
    page = freeze(visit("form-01-xn", **FORM), "  ")
    assert "Bản chốt số liệu cần có ghi chú" in page.error[0].value
    assert desk.column("SELECT count(*) FROM snapshots") == [0]


@pytest.mark.usefixtures("example_shown")
def test_what_was_typed_stays_when_the_store_is_down(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise store.Down

    page = visit("form-01-xn", **FORM)
    monkeypatch.setattr(freezing, "take", fail)
    page = freeze(page, "họp giao ban")
    assert page.error
    assert page.text_input(key=NOTE).value == "họp giao ban"
    assert not page.success


@pytest.mark.usefixtures("example_shown")
def test_in_english_the_offer_is_english(visit: Any) -> None:
    page = visit("form-01-xn", **FORM, lang="en")
    assert set(files(page)) == labels(with_names="{}, with names")
    assert set(files(page)) >= {"Excel", "PDF", "CSV (;)", "Excel, with names", "PDF, with names"}
    assert all("lang" not in params for _path, params in files(page).values())
    assert "the purpose “lập mẫu 01\\-XN”" in said(page)


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_offers_an_empty_form(visit: Any) -> None:
    assert files(visit("form-01-xn", **DAY))["PDF"] == ("/export/form-01-xn.pdf", DAY)
