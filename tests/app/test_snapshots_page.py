"""The page of snapshots: which there are, what one says, whether it is untouched, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support import freezing_desk, ways

from dashboard import access
from dashboard.exports import freezing, reports
from data import scope, snapshots, store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks, shown_tables

AT: Final = "2026-08-21T09:00:00+07:00"
DAYS: Final = {"from": "2026-08-01", "to": "2026-08-31"}
FIRST: Final = DAYS | {"snapshot": "1"}
SWITCH: Final = "pick_trial_office"


@pytest.fixture
def frozen(desk: desks.Desk) -> desks.Desk:
    """A store with three payments of an office, whose form of a day is snapshot 1."""
    desk.hand_in(
        payments=[
            {"payment_id": name, "paid_at": AT, "participant_name": "Đặng Thị Ước"}
            for name in ("P1", "P2", "P3")
        ],
        confirmations=[
            {"payment_id": name, "confirmation_code": code, "recorded_at": AT}
            for name, code in (("P1", "XN1"), ("P2", "XN1"), ("P3", "XN2"))
        ],
    )
    freezing_desk.take(desk.store, office="00101", note="họp [giao ban](x)")
    return desk


@pytest.fixture
def changed(frozen: desks.Desk) -> desks.Desk:
    """The store after a late payment, a corrected amount and a void of that day."""
    frozen.hand_in(
        payments=[
            {"payment_id": "LATE", "paid_at": AT, "amount": "500000"},
            {"payment_id": "P2", "paid_at": AT, "amount": "972001"},
            {"payment_id": "P3", "paid_at": AT, "voided_at": "2026-08-21T15:00:00+07:00"},
        ],
        confirmations=[{"payment_id": "LATE", "confirmation_code": "XN9", "recorded_at": AT}],
    )
    return frozen


def said(page: AppTest) -> str:
    parts = [*page.markdown, *page.success, *page.info, *page.warning, *page.error, *page.caption]
    return "\n".join(part.value for part in parts)


def table(page: AppTest, key: str) -> Any:
    (found,) = [each for each in page.dataframe if key in (each.proto.id or "")]
    return found.value


def files(page: AppTest) -> dict[str, str]:
    return {link.proto.label: link.proto.url for link in page.main.get("link_button")}


@pytest.mark.usefixtures("frozen")
def test_the_list_names_each_snapshot_and_opens_it(visit: Any, reader: Any) -> None:
    page = visit("snapshots", **DAYS)
    assert page.title[0].value == "Bản chốt số liệu"
    assert "**1 bản chốt số liệu** của các ngày từ 01/08/2026 đến 31/08/2026" in said(page)
    (row,) = table(page, "snapshots_").to_dict("records")
    assert (row["report"], row["about"], row["rows"]) == ("Mẫu 01-XN", "BHXH quận Ba Đình", 3)
    assert (row["taken_by"], row["closing_label"]) == ("city@example.org", "người dùng chốt")
    screen = reader.open("snapshots", DAYS)
    (shown,) = screen.tables.values()
    (figure,) = shown.figures("snapshots", DAYS)
    assert (figure.to, figure.address) == ("snapshots", FIRST)


@pytest.mark.usefixtures("frozen")
def test_a_snapshot_says_what_it_is_that_it_is_untouched_and_what_it_says(visit: Any) -> None:
    page = visit("snapshots", **FIRST)
    assert not page.exception
    told = said(page)
    assert "**Bản chốt số 1**: Mẫu 01\\-XN ngày 21\\/08\\/2026 của BHXH quận Ba Đình" in told
    assert "**Nguyên vẹn**" in page.success[0].value
    assert "Người chốt: city\\@\u2060example\\.org · người dùng chốt" in told
    assert r"Ghi chú: họp \[giao ban\]\(x\)" in told
    assert "**Không có gì thay đổi**" in page.success[1].value
    rows = table(page, "snapshot_rows_1")
    assert rows["confirmation_code"].tolist() == ["XN1", "XN1", "XN2"]
    assert set(rows["participant_name"]) == {"Đặng T. Ư•"}
    assert "Đặng Thị Ước" not in told + rows.to_csv()
    assert {code.value for code in page.code} == hashes(page)
    assert files(page) == {
        "Excel": "/export/snapshot/1.xlsx",
        "PDF": "/export/snapshot/1.pdf",
        "CSV (;)": "/export/snapshot/1.csv?separator=semicolon",
    }


def hashes(page: AppTest) -> set[str]:
    return {code.value for code in page.code if len(code.value) == len("f" * 64)}


@pytest.mark.usefixtures("changed")
def test_what_has_changed_is_counted_and_listed_code_by_code(visit: Any) -> None:
    page = visit("snapshots", **FIRST)
    assert (
        "**So với bản chốt số 1**: thêm 1 dòng, 1 dòng không còn, thay đổi 1 dòng;"
        " **giảm 471.999\u00a0₫**."
    ) in said(page)
    rows = table(page, "snapshot_changes_1").astype(object)
    columns = ["what_label", "confirmation_code", "column_label", "earlier", "later", "imports"]
    assert sorted(rows[columns].fillna("").values.tolist()) == [
        ["+ Thêm mới", "XN9", "", "", "", "3"],
        ["− Không còn", "XN2", "", "", "", "3"],
        ["△ Thay đổi", "XN1", "Số tiền", "972.000\u00a0₫", "972.001\u00a0₫", "3"],
    ]
    leads = [(lead.to, lead.params.get("run")) for lead in ways.links_of(page)]
    assert ("data", "3") in leads


def test_every_figure_of_every_table_is_found_again_where_it_leads(
    changed: desks.Desk, reader: Any
) -> None:
    freezing_desk.take(changed.store, office="00101", note="sau khi sửa")
    for address in (DAYS, FIRST):
        screen = reader.open("snapshots", address)
        assert {name for name, table in screen.tables.items() if not table.ways} == set()
        missing = [
            (key, figure)
            for key, table in screen.tables.items()
            for figure in table.figures("snapshots", screen.address)
            if not is_there(reader, key, figure)
        ]
        assert missing == []


def is_there(reader: Any, key: str, figure: shown_tables.Figure) -> bool:
    """Whether a page has a figure: as a sum, in words, or in one of its rows."""
    there = reader.open(figure.to, figure.address)
    rows = [value for each in there.tables.values() for value in each.rows.get(figure.column, ())]
    return there.holds(figure, key) or figure.written in there.words or figure.value in rows


def test_two_versions_are_compared_and_lead_to_each_other(changed: desks.Desk, visit: Any) -> None:
    freezing_desk.take(changed.store, office="00101", note="sau khi sửa")
    page = visit("snapshots", **(DAYS | {"snapshot": "2"}))
    assert "Tiếp theo bản số 1 của cùng báo cáo" in page.success[0].value
    assert "**Không có gì thay đổi**" in said(page)
    assert table(page, "versions_2")["snapshot_id"].tolist() == [2, 1]
    page.selectbox(key="pick_other").set_value(1).run()
    assert page.query_params["other"] == "1"
    assert "**So với bản chốt số 1**: thêm 1 dòng" in said(page)
    back = visit("snapshots", **(FIRST | {"other": "2"}))
    assert "**So với bản chốt số 1**: thêm 1 dòng" in said(back)


@pytest.mark.usefixtures("frozen")
def test_two_that_are_not_about_the_same_are_not_compared(frozen: desks.Desk, visit: Any) -> None:
    freezing_desk.take(frozen.store, office="00110")
    page = visit("snapshots", **(FIRST | {"other": "2"}))
    assert "Không so sánh được hai bản chốt số liệu" in page.warning[0].value
    assert table(page, "snapshot_rows_1") is not None


@pytest.mark.usefixtures("frozen")
def test_one_that_was_tampered_with_is_said_plainly_and_not_shown(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "content", lambda _connection, _number: b"{}")
    page = visit("snapshots", **FIRST)
    assert "Bản chốt số liệu đã bị sửa đổi" in page.error[0].value
    assert not page.dataframe
    assert files(page) == {}
    verified = visit("snapshots", **DAYS)
    verified.button(key="verify_chain").click().run()
    assert "**Bản chốt số liệu đã bị sửa đổi**: chuỗi có 1 bản chốt" in verified.error[0].value
    assert "Bản số 1: " in verified.error[0].value


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("number", ["99", "0", "999999999999999999"])
def test_a_number_that_there_is_not_is_a_sentence(visit: Any, number: str) -> None:
    page = visit("snapshots", **(DAYS | {"snapshot": number}))
    assert "Không có bản chốt số liệu này" in page.warning[0].value
    assert not page.exception
    page.button(key="all_snapshots").click().run()
    assert "**1 bản chốt số liệu**" in said(page)


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    "address",
    [
        {"snapshot": "x"}, {"snapshot": "2²"}, {"snapshot": "9" * 30}, {"other": "\x00"},
        {"kind": "x"}, {"office": "99"}, {"status": "x"}, {"page": "99", "sort": "-x;"},
    ],
)  # fmt: skip
def test_what_the_address_cannot_mean_limits_nothing(visit: Any, address: dict[str, str]) -> None:
    page = visit("snapshots", **(DAYS | address))
    assert not page.exception
    assert not page.error
    assert "**1 bản chốt số liệu**" in said(page)
    assert bool(page.warning) == bool({"kind", "office", "status"} & set(address))


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    ("limit", "is_there"),
    [
        ({"status": "by_hand"}, True), ({"status": "closing"}, False),
        ({"kind": "form-01-xn", "office": "00101"}, True), ({"office": "00110"}, False),
    ],
)  # fmt: skip
def test_the_list_can_be_limited(visit: Any, limit: dict[str, str], *, is_there: bool) -> None:
    page = visit("snapshots", **(DAYS | limit))
    assert bool(page.dataframe) == is_there
    assert [each.value for each in page.info if "phù hợp" in each.value] == [
        each.value for each in page.info
    ]
    assert bool(page.info) != is_there


@pytest.mark.usefixtures("nothing_shown")
def test_without_any_snapshot_the_page_says_how_they_come(visit: Any) -> None:
    page = visit("snapshots", **DAYS)
    assert "Chưa có bản chốt nào" in page.info[0].value
    assert "08:00" in page.info[0].value
    page.button(key="verify_chain").click().run()
    assert "Chưa có bản chốt số liệu nào" in page.info[1].value


@pytest.mark.usefixtures("frozen")
def test_the_chain_is_verified_and_its_last_hash_is_given(visit: Any) -> None:
    page = visit("snapshots", **DAYS)
    page.button(key="verify_chain").click().run()
    assert "**Không phát hiện sửa đổi**: chuỗi có 1 bản chốt" in page.success[0].value
    assert len(hashes(page)) == 1


def test_a_hash_that_is_read_out_finds_its_snapshot(frozen: desks.Desk, visit: Any) -> None:
    (known,) = frozen.column("SELECT encode(sha256, 'hex') FROM snapshots")
    page = visit("snapshots", **DAYS)
    page.text_input(key="find_hash").set_value(f" {known[:6].upper()} {known[6:12]} ").run()
    assert table(page, "hashed_1")["snapshot_id"].tolist() == [1]
    page.text_input(key="find_hash").set_value("0" * 12).run()
    assert "Không có bản chốt số liệu nào bạn được xem mang mã băm này" in page.warning[0].value
    page.text_input(key="find_hash").set_value("xyz").run()
    assert page.warning
    assert not page.exception


@pytest.mark.usefixtures("frozen")
def test_a_director_sees_his_own_alone(visit: Any) -> None:
    page = visit("snapshots", **DAYS)
    page.selectbox(key=SWITCH).set_value("00110").run()
    assert "Chưa có bản chốt nào" in page.info[0].value
    page.selectbox(key=SWITCH).set_value("00101").run()
    assert "**1 bản chốt số liệu**" in said(page)


@pytest.mark.usefixtures("frozen")
def test_another_office_cannot_open_it(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = visit("snapshots", **FIRST)
    assert "Không có bản chốt số liệu này" in page.warning[0].value
    assert not page.dataframe


@pytest.mark.usefixtures("frozen")
def test_in_english_the_page_is_english(visit: Any) -> None:
    page = visit("snapshots", **FIRST, lang="en")
    assert page.title[0].value == "Snapshots"
    told = said(page).replace("\\", "").replace("\u2060", "")
    assert "**Snapshot 1**: Form 01-XN, day 21/08/2026: BHXH quận Ba Đình, frozen at" in told
    assert "**Nothing has changed**" in said(page)


def test_a_report_without_codes_says_what_its_paper_says_in_any_language(
    frozen: desks.Desk, visit: Any
) -> None:
    record = reports.named("reconciliation")
    asked = {"from": "2026-08-01", "to": "2026-08-31", "office": "00101", "org": "BI0001"}
    freezing.take(frozen.store, freezing_desk.CITY, record, asked, note="tháng 8")
    pages = [visit("snapshots", **DAYS, snapshot="2", lang=lang) for lang in ("vi", "en")]
    assert [page.title[0].value for page in pages] == ["Bản chốt số liệu", "Snapshots"]
    for page in pages:
        first = page.dataframe[0].value
        assert first.iloc[-1, 0] == "Cộng"
        assert "2.916.000" in first.iloc[-1].tolist()
        assert len(page.dataframe) > 1


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("address", [DAYS, FIRST])
def test_a_store_that_fails_is_a_sentence(
    visit: Any, monkeypatch: pytest.MonkeyPatch, address: dict[str, str]
) -> None:
    def fail(*_question: object) -> None:
        raise store.Down

    monkeypatch.setattr(access, "ask", fail)
    page = visit("snapshots", **address)
    assert page.error
    assert not page.exception


def test_a_form_leads_to_what_it_said_when_it_was_closed(desk: desks.Desk, visit: Any) -> None:
    desk.hand_in(payments=[{"paid_at": AT}], confirmations=[{"recorded_at": AT}])
    asked = {"date": "2026-08-21", "office": "00101"}
    freezing.take(desk.store, freezing_desk.CITY, freezing_desk.FORM, asked, is_closing=True)
    form = {"date": "2026-08-21", "office": "00101"}
    assert closed(visit("form-01-xn", **form)).endswith("với 1 dòng: xem thay đổi từ khi chốt.")
    desk.hand_in(
        payments=[{"payment_id": "LATE", "paid_at": AT}],
        confirmations=[{"payment_id": "LATE", "confirmation_code": "X9", "recorded_at": AT}],
    )
    assert closed(visit("form-01-xn", **form)).endswith("với 1 dòng; nay có 2 dòng.")
    assert closed(visit("form-01-xn", **form, org="BI0001")) == ""


def closed(page: AppTest) -> str:
    leads = [lead for lead in ways.links_of(page) if lead.params.get("snapshot") == "1"]
    return "".join(lead.label for lead in leads)
