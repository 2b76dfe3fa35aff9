"""One snapshot on its page: what it says, whether it is untouched, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.papers import freezing as papers_freezing
from support.screens import copied, sent_tables, shown, ways
from support.screens import snapshots as screens_snapshots

from dashboard import access
from dashboard.exports import reports
from dashboard.exports.snapshots import freezing as snapshot_freezing
from dashboard.exports.writers import registry
from data import scope
from data import snapshots as data_snapshots

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks


def files(page: AppTest) -> dict[str, str]:
    return {link.proto.label: link.proto.url for link in page.main.get("link_button")}


@pytest.mark.usefixtures("frozen")
def test_a_snapshot_says_what_it_is_that_it_is_untouched_and_what_it_says(visit: Any) -> None:
    page = visit("snapshots", **screens_snapshots.FIRST)
    assert not page.exception
    told = shown.said(page)
    assert "**Bản chốt số 1**: Mẫu 01\\-XN ngày 21\\/08\\/2026 của BHXH quận Ba Đình" in told
    assert "**Nguyên vẹn**" in page.success[0].value
    assert "Người chốt: city\\@\u2060example\\.org · người dùng chốt" in told
    assert r"Ghi chú: họp \[giao ban\]\(x\)" in told
    assert "**Không có gì thay đổi**" in page.success[1].value
    rows = shown.table(page, "snapshot_rows")
    assert rows["confirmation_code"].tolist() == ["XN1", "XN1", "XN2"]
    assert set(rows["participant_name"]) == {"Đặng T. Ư•"}
    assert "Đặng Thị Ước" not in told + rows.to_csv()
    assert {code.value for code in copied.of(page)} == screens_snapshots.hashes(page)
    assert (
        files(page).items()
        >= {
            "Excel": "/export/snapshot/1.xlsx",
            "PDF": "/export/snapshot/1.pdf",
            "CSV (;)": "/export/snapshot/1.csv?separator=semicolon",
        }.items()
    )
    assert set(files(page)) == {each.label for each in registry.FORMATS.values()}


@pytest.mark.usefixtures("changed")
def test_what_has_changed_is_counted_and_listed_code_by_code(visit: Any) -> None:
    page = visit("snapshots", **screens_snapshots.FIRST)
    assert (
        "**So với bản chốt số 1**: thêm 1 dòng, 1 dòng không còn, thay đổi 1 dòng;"
        " **giảm 471.999\u00a0₫**."
    ) in shown.said(page)
    rows = shown.table(page, "snapshot_changes").astype(object)
    columns = ["what_label", "confirmation_code", "column_label", "earlier", "later", "imports"]
    assert sorted(rows[columns].values.tolist()) == [
        ["+ Thêm mới", "XN9", "—", "—", "—", "3"],
        ["− Không còn", "XN2", "—", "—", "—", "3"],
        ["△ Thay đổi", "XN1", "Số tiền", "972.000\u00a0₫", "972.001\u00a0₫", "3"],
    ]
    leads = [(lead.to, lead.params.get("run")) for lead in ways.links_of(page)]
    assert ("data", "3") in leads


def test_two_versions_are_compared_and_lead_to_each_other(changed: desks.Desk, visit: Any) -> None:
    papers_freezing.take(changed.store, office="00101", note="sau khi sửa")
    page = visit("snapshots", **(screens_snapshots.DAYS | {"snapshot": "2"}))
    assert "Tiếp theo bản số 1 của cùng báo cáo" in page.success[0].value
    assert "**Không có gì thay đổi**" in shown.said(page)
    assert shown.table(page, "versions")["snapshot_id"].tolist() == ["2", "1"]
    page.selectbox(key="pick_other").set_value(1).run()
    assert page.query_params["other"] == "1"
    assert "**So với bản chốt số 1**: thêm 1 dòng" in shown.said(page)
    back = visit("snapshots", **(screens_snapshots.FIRST | {"other": "2"}))
    assert "**So với bản chốt số 1**: thêm 1 dòng" in shown.said(back)


@pytest.mark.usefixtures("frozen")
def test_two_that_are_not_about_the_same_are_not_compared(frozen: desks.Desk, visit: Any) -> None:
    papers_freezing.take(frozen.store, office="00110")
    page = visit("snapshots", **(screens_snapshots.FIRST | {"other": "2"}))
    assert "Không so sánh được hai bản chốt số liệu" in page.warning[0].value
    assert shown.table(page, "snapshot_rows") is not None


@pytest.mark.usefixtures("frozen")
def test_one_that_was_tampered_with_is_said_plainly_and_not_shown(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_snapshots, "content", lambda _connection, _number: b"{}")
    page = visit("snapshots", **screens_snapshots.FIRST)
    assert "Bản chốt số liệu đã bị sửa đổi" in page.error[0].value
    assert not sent_tables.of(page)
    assert files(page) == {}
    verified = visit("snapshots", **screens_snapshots.DAYS)
    verified.button(key="verify_chain").click().run()
    assert "**Bản chốt số liệu đã bị sửa đổi**: chuỗi có 1 bản chốt" in verified.error[0].value
    assert "Bản số 1: " in verified.error[0].value


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("number", ["99", "0", "999999999999999999"])
def test_a_number_that_there_is_not_is_a_sentence(visit: Any, number: str) -> None:
    page = visit("snapshots", **(screens_snapshots.DAYS | {"snapshot": number}))
    assert "Không có bản chốt số liệu này" in page.warning[0].value
    assert not page.exception
    page.button(key="all_snapshots").click().run()
    assert "**1 bản chốt số liệu**" in shown.said(page)


@pytest.mark.usefixtures("frozen")
def test_another_office_cannot_open_it(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = visit("snapshots", **screens_snapshots.FIRST)
    assert "Không có bản chốt số liệu này" in page.warning[0].value
    assert not sent_tables.of(page)


def test_a_report_without_codes_says_what_its_paper_says_in_any_language(
    frozen: desks.Desk, visit: Any
) -> None:
    record = reports.named("reconciliation")
    asked = {"from": "2026-08-01", "to": "2026-08-31", "office": "00101", "org": "BI0001"}
    snapshot_freezing.take(frozen.store, papers_freezing.CITY, record, asked, note="tháng 8")
    pages = [
        visit("snapshots", **screens_snapshots.DAYS, snapshot="2", lang=lang)
        for lang in ("vi", "en")
    ]
    assert [page.title[0].value for page in pages] == ["Bản chốt số liệu", "Snapshots"]
    for page in pages:
        first = sent_tables.of(page)[0].value
        assert first.iloc[-1, 0] == "Cộng"
        assert "2.916.000" in first.iloc[-1].tolist()
        assert len(sent_tables.of(page)) > 1


def test_a_form_leads_to_what_it_said_when_it_was_closed(desk: desks.Desk, visit: Any) -> None:
    desk.hand_in(
        payments=[{"paid_at": screens_snapshots.AT}],
        confirmations=[{"recorded_at": screens_snapshots.AT}],
    )
    asked = {"date": "2026-08-21", "office": "00101"}
    snapshot_freezing.take(
        desk.store, papers_freezing.CITY, papers_freezing.FORM, asked, is_closing=True
    )
    form = {"date": "2026-08-21", "office": "00101"}
    page = visit("form-01-xn", **form)
    assert closed(page).endswith("với 1 dòng: xem thay đổi từ khi chốt.")
    assert "Chốt muộn lúc" in shown.said(page)
    assert "hạn 08:00 ngày 22/08/2026." in shown.said(page)
    desk.hand_in(
        payments=[{"payment_id": "LATE", "paid_at": screens_snapshots.AT}],
        confirmations=[
            {"payment_id": "LATE", "confirmation_code": "X9", "recorded_at": screens_snapshots.AT}
        ],
    )
    assert closed(visit("form-01-xn", **form)).endswith("với 1 dòng; nay có 2 dòng.")
    assert closed(visit("form-01-xn", **form, org="BI0001")) == ""


def closed(page: AppTest) -> str:
    leads = [lead for lead in ways.links_of(page) if lead.params.get("snapshot") == "1"]
    return "".join(lead.label for lead in leads)
