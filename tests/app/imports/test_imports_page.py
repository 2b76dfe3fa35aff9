"""The page of the data: feeds, imports, one import and its rejects; the banner of a silent feed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from support import databases, desks
from support.screens import sent_tables

from dashboard import access, clock
from dashboard.text import formats
from data import problems, scope
from data.importing import refresh
from data.importing.checking import rejects as checking_rejects
from data.problems import N_
from queries.store import import_runs

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest


BAD = 250


def said(page: AppTest) -> str:
    parts = [*page.markdown, *page.success, *page.warning, *page.error, *page.caption]
    return "\n".join(part.value for part in parts)


@pytest.fixture
def refused(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show a store whose second import was refused row by row."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        desk.hand_in(payments=[{"payment_id": f"P{n:03d}", "amount": "0"} for n in range(BAD)])
        use_store(name)
        yield


@pytest.fixture
def refreshed(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[str]:
    """Have the dashboard show a store that was refreshed; the number of that run."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        desk.hand_in(payments=[{}])
        refresh.renew(desk.store, clock.today())
        use_store(name)
        yield str(desk.column("SELECT max(run_id) FROM import_runs")[0])


@pytest.fixture
def reverted(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show a store whose last import took a row back to earlier values."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        for amount in ("1", "2", "1"):
            desk.hand_in(payments=[{"amount": amount}])
        use_store(name)
        yield


@pytest.mark.usefixtures("reverted")
def test_a_run_that_took_rows_back_is_marked_and_its_file_named(visit: Any) -> None:
    assert sent_tables.of(visit("data"))[1].value["reverted"].tolist() == [1, 0, 0, 0]
    page = visit("data", run="4")
    assert sent_tables.of(page)[0].value["reverted"].tolist() == [1]
    assert "payments.csv đưa 1 dòng trở lại giá trị từng có" in said(page).replace("\\", "")
    assert "trở lại giá trị" not in said(visit("data", run="3"))


@pytest.mark.usefixtures("example_shown")
def test_the_page_says_how_fresh_the_data_are_and_from_how_many_offices(visit: Any) -> None:
    page = visit("data", date="2026-08-21")
    assert "Số liệu đến 27/08/2026 15:03:00" in said(page)
    assert "Đã nhận đủ số liệu của ngày 21/08/2026 từ 2 đơn vị" in said(page)
    assert sent_tables.of(page)[0].value["codes"].tolist() == [2, 4, 0]
    assert sent_tables.of(page)[1].value["run_id"].tolist() == [1]


@pytest.mark.usefixtures("example_shown")
def test_the_counts_of_offices_are_the_rows_in_each_state(visit: Any) -> None:
    page = visit("data", date="2026-08-24")
    labels = sent_tables.of(page)[0].value["state_label"]
    for metric in page.metric:
        assert int(metric.value) == (labels == metric.label).sum()
    assert {metric.value for metric in page.metric} == {"0", "1"}
    assert "Không nhận được số liệu: BHXH quận Ba Đình" in said(page)


@pytest.mark.usefixtures("refused")
def test_an_import_lists_what_it_refused_a_page_at_a_time(visit: Any) -> None:
    page = visit("data", run="2")
    assert f"{BAD} lỗi" in said(page)
    assert sent_tables.of(page)[0].value["rejected"].tolist() == [BAD]
    assert sent_tables.of(page)[1].value["row_no"].tolist() == list(range(2, 102))
    last = visit("data", run="2", page="3")
    assert sent_tables.of(last)[1].value["row_no"].tolist() == list(range(202, 252))
    assert "Dòng 201 đến 250 trong tổng số 250" in sent_tables.of(last)[1].foot


@pytest.mark.usefixtures("refused")
def test_rejects_are_sorted_where_they_are_all_at_hand(visit: Any) -> None:
    page = visit("data", run="2", sort="-row_no")
    assert sent_tables.of(page)[1].value["row_no"].tolist() == list(range(251, 151, -1))


@pytest.mark.usefixtures("refused")
def test_a_list_that_was_cut_off_says_how_many_faults_there_were(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "rejects.csv" not in said(visit("data", run="2"))
    monkeypatch.setattr(checking_rejects, "MOST_KEPT", BAD - 1)
    monkeypatch.setattr(import_runs, "REJECTED", sa.text("SELECT :run * 50"))
    page = visit("data", run="2")
    assert f"{BAD} lỗi" in said(page)
    assert f"chỉ lưu {BAD - 1} lỗi đầu tiên" in said(page)


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize(
    "address", [{"page": "99"}, {"page": "-1"}, {"page": "x"}, {"page": "2²"}, {"sort": "reason;"}]
)
def test_a_page_or_an_order_that_there_is_not_is_replaced(
    visit: Any, address: dict[str, str]
) -> None:
    page = visit("data", run="2", **address)
    assert not page.exception
    assert len(sent_tables.of(page)[1].value) in {100, 50}


def test_a_refresh_is_not_taken_for_an_import_of_nothing(visit: Any, refreshed: str) -> None:
    runs = sent_tables.of(visit("data"))[1].value.set_index("run_id")
    assert runs["kind_label"].tolist() == ["Lần tính lại", "Lần nạp", "Lần nạp"]
    unknown = runs.loc[int(refreshed), ["files_label", "inserted", "rejected"]]
    assert unknown.replace("—", None).isna().all()
    page = visit("data", run=refreshed)
    assert "Đây là lần tính lại: không đọc tệp nào" in page.info[0].value
    assert "Lần tính lại số 3" in page.header[0].value
    assert not sent_tables.of(page)
    assert not page.success
    english = visit("data", run=refreshed, lang="en")
    assert "A refresh: no file was read" in english.info[0].value


def test_the_last_import_is_no_refresh(visit: Any, desk: desks.Desk) -> None:
    imported = max(desk.column("SELECT finished_at FROM import_runs"))
    refresh.renew(desk.store, clock.today())
    refreshed = max(desk.column("SELECT finished_at FROM import_runs"))
    told = said(visit("data"))
    assert f"Lần nạp gần nhất kết thúc lúc {formats.moment(imported)}" in told
    assert f"Lần tính lại kết thúc lúc {formats.moment(refreshed)}" in told


@pytest.mark.usefixtures("example_shown")
def test_an_import_that_there_is_not_is_said_so(visit: Any) -> None:
    assert "Không có lần nạp dữ liệu số 99" in said(visit("data", run="99"))
    assert "Không có lần nạp dữ liệu “x”" in said(visit("data", run="x"))


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_load_data(visit: Any) -> None:
    page = visit("data")
    assert "chưa có dữ liệu" in page.info[0].value
    assert not sent_tables.of(page)


@pytest.mark.usefixtures("example_shown")
def test_a_director_sees_his_own_feed(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = visit("data", date="2026-08-21")
    assert sent_tables.of(page)[0].value["office_code"].tolist() == ["00110"]


@pytest.mark.usefixtures("example_shown")
def test_in_english_the_page_is_english(visit: Any) -> None:
    page = visit("data", date="2026-08-21", lang="en")
    assert page.title[0].value == "Data"
    assert "All 2 offices have told what they have for 21/08/2026" in said(page)


@pytest.mark.usefixtures("example_shown")
def test_a_store_that_fails_is_a_sentence(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_question: object) -> None:
        raise problems.Problem(
            N_("The store is busy"), N_("Many questions are being asked; try again shortly.")
        )

    monkeypatch.setattr(access, "ask", fail)
    page = visit("data")
    assert "Hệ thống đang bận" in page.error[0].value
    assert not page.exception


@pytest.mark.fault
@pytest.mark.usefixtures("example_shown")
def test_every_page_says_when_the_feed_has_been_silent_for_too_long(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Không nhận được số liệu mới" not in said(visit("form-01-xn", date="2026-08-21"))
    later = dt.datetime.now(clock.HANOI) + dt.timedelta(hours=30)
    monkeypatch.setattr(clock, "machine", lambda: later)
    for name in ("form-01-xn", "data"):
        assert "Không nhận được số liệu mới" in said(visit(name, date="2026-08-21"))


@pytest.fixture
def runs_of_all_kinds(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show a store with imports that ended 0, 1, 2 and 1, the last one first."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        desk.hand_in(payments=[{}, {"payment_id": "P2", "amount": "0"}])
        desk.hand_in(payments=[{"payment_id": "P2", "amount": "0"}])
        folder = desk.folder()
        heading = "Mã NVT,Tên nhân viên,Mã TCDVT,Mã đơn vị,Màu"
        rows = [heading, "NVT900,Hà,BI0001,00101,xanh", "Tổng cộng,,,,"]
        (folder / "collectors.csv").write_text("\n".join(rows), encoding="utf-8")
        (folder / "*notes*.txt").write_text("-", encoding="utf-8")
        desk.take(folder)
        use_store(name)
        yield


@pytest.mark.usefixtures("runs_of_all_kinds")
def test_runs_that_want_attention_are_marked(visit: Any) -> None:
    labels = sent_tables.of(visit("data"))[1].value["status_label"].tolist()
    assert labels == ["▲ Chưa nạp hết", "✕ Không nạp được gì", "▲ Chưa nạp hết", "✓ Đã nạp hết"]
    assert "Chưa nạp hết" in visit("data", run="2").warning[0].value
    assert "Không nạp được gì" in visit("data", run="3").error[0].value
    assert "Đã nạp hết" in visit("data", run="1").success[0].value


@pytest.mark.usefixtures("runs_of_all_kinds")
def test_what_was_noticed_in_the_files_stays_with_the_run(visit: Any) -> None:
    told = visit("data", run="4").info[0].value
    assert r"\*notes\*" in told
    shown = told.replace("\\", "").replace("\u2060", "")
    assert shown.startswith("Lưu ý về các tệp:")
    assert "collectors.csv: bỏ qua các cột không biết: Màu." in shown
    assert "collectors.csv: đã bỏ qua 1 dòng" in shown
    assert "dòng cuối" in shown
