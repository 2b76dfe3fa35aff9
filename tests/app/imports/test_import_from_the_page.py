"""The part of the page Data that imports: for administrators, and what it shows in each state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
import streamlit as st
from support import dropping
from support.screens import sent_tables, shown, signed_in

from dashboard import access, workers
from dashboard.components import fragments
from data import loader, problems, users
from data.importing import report as reports
from data.importing import run as runs
from data.uploads import drops, receiving

if TYPE_CHECKING:
    import pathlib

    from streamlit.testing.v1 import AppTest
    from support import desks

ADMIN: Final = "admin@example.org"
PAYMENTS: Final = (
    b"payment_id,office_code,org_code,collector_code,product,amount,paid_at,mau\n"
    b"P1,00101,BI0001,NVT001,BI,1000,2026-08-21T09:00,xanh\n"
    b"P2,99999,BI0001,NVT001,BI,2000,2026-08-21T09:00,xanh\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_HOME", str(tmp_path / "home"))


class Nothing:
    """Watches no import."""

    def step(self, _name: str) -> None: ...

    def advance(self, _rows: int) -> None: ...

    def refused(self, _rejects: object) -> None: ...


def handed_in(desk: desks.Desk, content: bytes = PAYMENTS, **changes: Any) -> drops.Drop:
    """Return a drop of whoever is at this machine that was read, as its process does."""
    who = access.person()
    with receiving.folder_for(who) as folder, receiving.Receiver(folder) as receiver:
        receiver.feed(dropping.body({"DS thu 20.08.csv": content}))
        receiver.finish()
        drop = drops.begin_reading(folder, who, receiver.received)
    outcome = runs.run(desk.store, [drop.content], Nothing(), dropping.TODAY, keep=False)
    drops.note_report(drop, reports.as_json(outcome) | changes)
    return drops.change(drop, drops.State.UNDERSTOOD)


def said(page: AppTest) -> str:
    return shown.said(page)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


@pytest.mark.usefixtures("desk")
def test_whoever_is_at_the_machine_may_hand_files_in(visit: Any) -> None:
    assert "Nạp tệp" in [each.value for each in visit("data").header]
    assert "Import files" in [each.value for each in visit("data", lang="en").header]


@pytest.mark.usefixtures("nothing_shown")
def test_into_an_empty_store_too(visit: Any) -> None:
    page = visit("data")
    assert not page.exception
    assert "Nạp tệp" in [each.value for each in page.header]


@pytest.mark.parametrize(
    ("role", "sees"),
    [(users.Role.ADMINISTRATOR, True), (users.Role.CITY, False), (users.Role.AUDITOR, False)],
)
def test_of_those_who_sign_in_administrators_may_and_nobody_else(
    visit: Any, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch, role: users.Role, *, sees: bool
) -> None:
    assert desk
    signed_in.add(role=role, login=ADMIN)
    signed_in.signing(monkeypatch)(ADMIN)
    page = visit("data")
    assert not page.exception
    assert ("Nạp tệp" in [each.value for each in page.header]) is sees


@pytest.mark.usefixtures("desk")
def test_a_director_sees_nothing_of_it(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in.add("00101")
    signed_in.signing(monkeypatch)()
    assert "Nạp tệp" not in [each.value for each in visit("data").header]


@pytest.mark.usefixtures("desk")
def test_where_no_login_imports_the_page_says_so_and_offers_no_zone(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "is_there", lambda _opened, _known: False)
    drawn = list[bool]()
    monkeypatch.setattr("dashboard.imports.drop_zone.show", lambda: drawn.append(True))
    page = visit("data")
    assert "BHXH\\_LOADER\\_URL" in page.info[0].value
    assert drawn == []


def test_what_was_understood_is_shown_in_full(visit: Any, desk: desks.Desk) -> None:
    handed_in(desk)
    page = visit("data")
    assert "Đã đọc **2 dòng**, chưa ghi gì" in said(page)
    files = sent_tables.of(page)[0].value
    assert files[
        ["name", "set_label", "heading_row", "rows", "rejected_rows"]
    ].to_numpy().tolist() == [["DS thu 20.08.csv", "Khoản thu", 1, 2, 1]]
    counts = sent_tables.of(page)[1].value
    assert counts[
        ["inserted", "updated", "reverted", "unchanged", "rejected"]
    ].to_numpy().tolist() == [[1, 0, 0, 0, 1]]
    days = sent_tables.of(page)[2].value
    assert days[["payments_before", "payments_after", "amount"]].to_numpy().tolist() == [
        [0, 1, 1000]
    ]
    assert "Khoản thu: **1 ngày** thay đổi, tổng cộng 1 khoản thu và 1.000" in said(page)
    assert {"Nạp", "Hủy"} <= set(labels(page))


def test_columns_and_first_rows_are_shown_once_they_are_opened(
    visit: Any, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(desk)
    monkeypatch.setattr(fragments, "opened", lambda *_args, **_named: st.container())
    page = visit("data")
    columns = sent_tables.of(page)[3].value
    assert columns["heading"].tolist()[-1] == "mau"
    assert columns["read_as"].tolist()[0] == "Mã khoản thu"
    assert columns["remark"].tolist()[-1] == "cột không nhận ra, bỏ qua"
    rows = sent_tables.of(page)[4].value
    assert rows["outcome_label"].tolist() == ["Bị từ chối", "Mới"]
    assert rows["row"].tolist() == [3, 2]
    assert "Không có mã này" in rows["sentence"].tolist()[0]


def test_where_nothing_can_be_imported_it_cannot_be_begun(visit: Any, desk: desks.Desk) -> None:
    handed_in(desk, PAYMENTS.replace(b"00101", b"99999"))
    page = visit("data")
    assert "Không nạp được dòng nào" in said(page)
    assert page.button(key="drop_import").disabled


def test_the_import_begins_once_with_a_click(
    visit: Any, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        workers,
        "take",
        lambda drop, _language, *, replaces_sample: begun.append((drop.id, replaces_sample)),
    )
    drop = handed_in(desk)
    page = visit("data")
    page.button(key="drop_import").click().run()
    assert begun == [(drop.id, False)]
    assert drops.at(drop.folder).state is drops.State.IMPORTING
    assert [button for button in labels(page) if button == "Nạp"] == []
    assert "Bạn có thể đóng trang" in said(page)


def test_a_sample_is_replaced_after_a_question(
    visit: Any, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(
        workers, "take", lambda _drop, _language, *, replaces_sample: begun.append(replaces_sample)
    )
    handed_in(desk, sample_removed=True)
    page = visit("data")
    assert page.button(key="drop_import").disabled
    question = page.checkbox(key="drop_replaces_sample")
    assert "Dữ liệu minh họa sẽ bị xóa" in question.label
    question.check().run()
    page.button(key="drop_import").click().run()
    assert begun == [True]


def test_it_can_be_called_off_before(visit: Any, desk: desks.Desk) -> None:
    drop = handed_in(desk)
    page = visit("data")
    page.button(key="drop_call_off").click().run()
    assert drops.at(drop.folder).state is drops.State.CALLED_OFF
    assert "Đã hủy: không nạp gì từ" in "\n".join(each.value for each in page.info)


def test_and_in_the_midst(visit: Any, desk: desks.Desk) -> None:
    drop = drops.begin_import(handed_in(desk))
    drops.note_progress(drop, step="Checking rows", rows=2)
    page = visit("data")
    page.button(key="drop_call_off").click().run()
    assert drop.is_called_off
    assert "Đang hủy" in "\n".join(each.value for each in page.info)


def test_how_far_it_is_is_shown(visit: Any, desk: desks.Desk) -> None:
    drop = drops.begin_import(handed_in(desk))
    shares = []
    for step, rows in (("Reading files", 0), ("Reading files", 1), ("Checking rows", 2)):
        drops.note_progress(drop, step=step, rows=rows)
        (bar,) = visit("data").get("progress")
        shares.append(bar.proto.value)
    assert shares == [5, 25, 55]
    assert bar.proto.text == "Đang kiểm tra các dòng · 2 dòng"


def test_what_has_failed_is_a_sentence(visit: Any, desk: desks.Desk) -> None:
    drop = handed_in(desk)
    problem = problems.Problem(
        "Another import is running", "Wait until it has finished, then start again."
    )
    drops.end(drop, drops.State.FAILED, problem)
    page = visit("data")
    assert "Đang có một lần nạp khác" in page.error[0].value


def test_what_is_done_leads_to_its_run_and_its_rejects(visit: Any, desk: desks.Desk) -> None:
    drop = handed_in(desk, run=1, status=1)
    for ending in ("csv", "xlsx"):
        drop.rejects_in(ending).write_bytes(b"x")
    drops.end(drops.begin_import(drop), drops.State.DONE)
    page = visit("data")
    assert "**Lần nạp số 1** đã xong" in said(page)
    assert "chỉ bạn tải được" in said(page)
    links = [each.proto.url for each in page.get("link_button")]
    assert links == [f"/import/{drop.id}/rejects.{ending}" for ending in ("xlsx", "csv")]
    page.button(key="drop_open").click().run()
    assert page.query_params["run"] == "1"


def test_what_another_one_has_handed_in_is_not_shown(visit: Any, desk: desks.Desk) -> None:
    assert desk
    with receiving.folder_for("minh@example.org") as folder:
        drop = drops.begin_reading(folder, "minh@example.org", (drops.File("cua Minh.csv", 1),))
    drops.end(drop, drops.State.CALLED_OFF)
    page = visit("data")
    assert "cua Minh" not in said(page)
    assert not page.info
