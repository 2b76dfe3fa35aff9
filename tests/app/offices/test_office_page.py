"""The page of one office: the list of all of them, what an office is, its day and its money."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import databases, desks
from support.screens import copied, sent_charts, sent_tables
from support.screens.places import BA_DINH, CITY, SOC_SON, money, said

from dashboard import access, clock
from dashboard.figures import office_day
from data import opening, problems, scope, store

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator


EVENING: Final = "2026-09-03"


@pytest.fixture
def merged(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[None]:
    """Have the dashboard show an office that another one succeeded, with overdue money of it."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        desk.hand_in(
            offices=[
                {"office_code": "00131", "office_name": "BHXH huyện Cũ", "parent_code": CITY,
                 "valid_from": "2020-01-01", "valid_to": "2026-07-31", "successor_code": BA_DINH},
            ],
            payments=[
                {"payment_id": "P1", "paid_at": "2026-08-21T09:00:00+07:00"},
                {"payment_id": "P2", "office_code": "00131", "amount": "500000",
                 "paid_at": "2026-07-20T09:00:00+07:00"},
                {"payment_id": "P3", "office_code": "00131", "amount": "500000",
                 "paid_at": "2026-08-24T09:00:00+07:00",
                 "voided_at": "2026-08-25T09:00:00+07:00"},
            ],
            confirmations=[
                {"payment_id": "P1"},
                {"payment_id": "P3", "confirmation_code": "XN3",
                 "recorded_at": "2026-08-24T09:01:00+07:00"},
            ],
        )  # fmt: skip
        use_store(name)
        yield


@pytest.mark.usefixtures("example_shown")
def test_without_a_choice_every_office_stands_with_its_day(visit: Any) -> None:
    page = visit("office")
    assert not page.exception
    rows = sent_tables.of(page)[0].value.set_index("key")
    assert rows.loc[BA_DINH, ["data", "forms", "codes"]].tolist() == ["✓ Đã nhận", "▲ 1/2", 4]
    assert rows.loc[SOC_SON, ["data", "forms", "codes"]].tolist() == ["✓ Đã nhận", "▲ 0/1", 2]
    assert "3 đơn vị" in said(page)
    assert "Trong đó 2 đơn vị có số liệu; chưa từng có số liệu của BHXH thành phố Hà Nội." in said(
        page
    )
    assert "Mẫu 01-XN gửi trước 08:00: 1/3." in said(page)


@pytest.mark.usefixtures("september")
def test_what_is_unknown_of_an_office_is_not_zero(visit: Any) -> None:
    rows = sent_tables.of(visit("office"))[0].value.set_index("key")
    assert rows["data"].tolist() == [
        "▲ Không nhận được số liệu", "▲ Không nhận được số liệu", "? Chưa từng có số liệu",
    ]  # fmt: skip
    assert rows["codes"].isna().all()
    assert rows["amount"].isna().all()
    assert rows.loc[BA_DINH, "overdue_amount"] == 990000
    assert rows["overdue_amount"].isna().tolist() == [False, False, True]


@pytest.mark.usefixtures("merged")
def test_a_closed_office_with_data_of_the_day_is_one_of_its_offices(visit: Any) -> None:
    """What the page, the overview and the page of imports count of a day are the same offices."""
    page = visit("office", date="2026-08-24", as_of="2026-09-03")
    assert sent_tables.of(page)[0].value.set_index("key").loc["00131", "amount"] == 500000
    number = len(sent_tables.of(page)[0].value)
    assert f"{number} đơn vị" in said(page)
    feeds = visit("data", date="2026-08-24")
    assert len(sent_tables.of(feeds)[0].value) == number


@pytest.mark.usefixtures("merged")
def test_a_closed_office_stands_at_the_end_with_its_successor_and_its_money(visit: Any) -> None:
    page = visit("office")
    closed = sent_tables.of(page)[1].value.set_index("key")
    assert closed.loc["00131", "successor"] == "BHXH quận Ba Đình"
    assert closed.loc["00131", "overdue_amount"] == 500000
    assert "00131" not in sent_tables.of(page)[0].value["key"].tolist()
    assert f"Quá hạn tính đến hết ngày: **{money(500000)}**" in said(page)


@pytest.mark.usefixtures("merged")
def test_an_office_says_what_it_is_and_leads_to_its_relatives(visit: Any) -> None:
    page = visit("office", office="00131")
    assert "Mã 00131. Trực thuộc BHXH thành phố Hà Nội. Hoạt động từ 01/01/2020." in said(page)
    assert "Đến 31/07/2026. Đơn vị kế thừa: **BHXH quận Ba Đình**." in said(page)
    assert "Ngày 21/08/2026 đơn vị này đã kết thúc hoạt động." in said(page)
    page.button(key="office_00101").click().run()
    assert page.query_params["office"] == BA_DINH
    assert "Kế thừa BHXH huyện Cũ." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_an_office_with_others_below_says_that_the_figures_are_those_of_all(visit: Any) -> None:
    page = visit("office", office=CITY)
    assert "Số liệu gồm đơn vị này và 2 đơn vị trực thuộc." in said(page)
    assert page.button(key="office_00101").label == "BHXH quận Ba Đình"


@pytest.mark.usefixtures("example_shown")
def test_it_shows_the_checks_of_the_morning(visit: Any) -> None:
    page, morning = visit("office", office=BA_DINH), visit("overview", office=BA_DINH)
    assert copied.of(page)[0].value == copied.of(morning)[0].value
    assert "Cần xử lý] **1 mẫu gửi sau 08:00:** Tổ chức thu số Một." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_the_month_is_drawn_and_its_days_add_up_with_the_lag_page(visit: Any) -> None:
    page = visit("office", office=BA_DINH)
    days = sent_tables.of(page)[0].value
    assert len(days) == 30
    assert days["collected_amount"].sum() == 4041600
    lag = visit(
        "remittance-lag",
        office=BA_DINH,
        to="2026-08-21",
        as_of="2026-08-21",
        **{"from": "2026-07-23"},
    )
    assert money(4041600) in [metric.value for metric in lag.metric]


@pytest.mark.usefixtures("example_shown")
def test_the_transfers_of_a_day_are_those_to_the_office(visit: Any) -> None:
    page = visit("office", office=BA_DINH, status="remitted")
    assert sent_tables.of(page)[0].value["remittance_id"].tolist() == ["R1"]
    page = visit("office", office=SOC_SON, status="remitted")
    assert "0 lần nộp tiền" in said(page)


def test_an_office_without_any_data_says_so_and_draws_nothing(
    visit: Any,
    made: databases.Databases,
    tmp_path: pathlib.Path,
    use_store: Callable[[str], None],
) -> None:
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        use_store(name)
        page = visit("office", office=BA_DINH)
        assert "Chưa bao giờ nhận được số liệu" in said(page)
        assert "đơn vị không có khoản thu nào" in said(page)
        assert "Không có số liệu của những ngày này." in said(page)
        assert "Không có chênh lệch cần đối chiếu." in said(page)
        assert not page.exception
        assert not sent_charts.plotted(page)


@pytest.mark.usefixtures("example_shown")
def test_an_unknown_code_is_said_and_the_list_is_shown(visit: Any) -> None:
    page = visit("office", office="99999")
    assert "Không có đơn vị mã “99999”" in page.warning[0].value
    assert len(sent_tables.of(page)[0].value) == 3


@pytest.mark.usefixtures("example_shown")
def test_a_director_sees_the_own_office_alone(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = visit("office", office=BA_DINH)
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of([BA_DINH]))
    own = visit("office")
    assert own.header[0].value == "BHXH quận Ba Đình"
    for mine, whole in zip(sent_tables.of(own), sent_tables.of(everything), strict=True):
        assert mine.value.equals(whole.value)
    refused = visit("office", office=SOC_SON)
    assert "không thuộc phạm vi được xem" in refused.warning[0].value
    assert not sent_tables.of(refused)


@pytest.mark.usefixtures("example_shown")
def test_whoever_sees_two_offices_is_shown_a_list_of_two(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of([BA_DINH, CITY]))
    assert sent_tables.of(visit("office"))[0].value["key"].tolist() == [BA_DINH, CITY]


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_fill_it(visit: Any) -> None:
    assert "bhxh-monitor import" in copied.of(visit("office"))[0].value


@pytest.mark.usefixtures("example_shown")
def test_a_store_that_is_down_is_said(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object, **_options: object) -> store.Store:
        raise store.Down

    monkeypatch.setattr(opening, "open_store", fail)
    page = visit("office", office=BA_DINH)
    assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
    assert not page.exception


@pytest.mark.usefixtures("example_shown")
def test_a_refresh_that_fails_says_so_and_leaves_the_rest(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object, **_named: object) -> None:
        raise problems.Problem("The store is busy", "Try again in a moment.")

    monkeypatch.setattr(office_day, "ask", fail)
    page = visit("office", office=BA_DINH)
    assert len(page.error) == 1
    assert sent_tables.of(page)[-1].value["cases"].sum() > 0


@pytest.mark.usefixtures("example_shown")
def test_before_eight_the_list_says_that_forms_are_not_yet_due(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dt.datetime(2026, 8, 22, 7, 55, tzinfo=clock.HANOI)
    monkeypatch.setattr(clock, "now", lambda: now)
    page = visit("office")
    assert "○ 0/1" in sent_tables.of(page)[0].value["forms"].tolist()
    assert "Mẫu 01-XN đã gửi: 1/3, hạn gửi trước 08:00 ngày hôm sau." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_the_page_speaks_english_too(visit: Any) -> None:
    page = visit("office", office=CITY, lang="en")
    assert page.title[0].value == "Office"
    assert "of this office and of 2 offices below it." in said(page)
    assert page.get("page_link")[0].proto.query_string.endswith("lang=en")


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("param", ["date", "office", "status"])
@pytest.mark.parametrize("value", ["'; DROP TABLE payments --", "<b>x</b>", "\u202e", "9" * 500])
def test_a_hostile_address_shows_no_error(visit: Any, param: str, value: str) -> None:
    page = visit("office", **{param: value})
    assert not page.exception
    assert not page.error
