"""The page of recording on the worked example: its sentence, its tables, its lists and its ways."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from support.screens import sent_tables

from dashboard import access, current_store
from data import scope
from queries import agents
from queries.lag import lagged, recording_lag

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks

EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
QUESTION: Final = lagged.Question(
    start=pd.Timestamp("2026-08-20").date(), end=pd.Timestamp("2026-08-31").date(),
    as_of=pd.Timestamp("2026-09-03").date(),
)  # fmt: skip


@pytest.fixture
def show(visit: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the function that runs the page under an address."""
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")
    return functools.partial(visit, "recording")


def said(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.error]
    return "\n".join(part.value for part in parts).replace("\u00a0", " ")


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value.replace("\u00a0", " ") for metric in page.metric}


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("by", ["org", "office", "collector"])
def test_the_table_is_what_the_command_line_reports(show: Any, by: str) -> None:
    with current_store.current().reading(scope.Scope.everything()) as connection:
        report = recording_lag.by_agent(connection, QUESTION, by=agents.By(by))
    wanted = report.set_index("key")
    shown = sent_tables.rows(show(**EVENING, by=by), f"recording_{by}").set_index("key")
    assert set(shown.index) == set(wanted.index)
    shown = shown.loc[list(wanted.index)]
    same = ["payments", "unrecorded", "unrecorded_amount", "same_day_rate"]
    pd.testing.assert_frame_equal(shown[same], wanted[same], check_dtype=False)
    for name, minutes in (("median", "median_minutes"), ("p90", "p90_minutes")):
        assert shown[name].tolist() == [
            "chưa xác định" if each is pd.NA else str(each) for each in wanted[minutes]
        ]


@pytest.mark.usefixtures("example_shown")
def test_the_sentence_says_what_has_no_code_since_when_and_whose_it_is(show: Any) -> None:
    words = said(show(**EVENING))
    assert "(Tất cả đơn vị; thu từ 20/08/2026 đến 31/08/2026): 12 khoản thu; " in words
    assert "**1 khoản chưa có mã**, 990.000 ₫, chậm nhất từ" in words
    assert "(Công ty Bảo hiểm số Hai)" in words


@pytest.mark.usefixtures("example_shown")
def test_the_lists_come_to_the_figures_above_them(show: Any) -> None:
    figures = metrics(show(**EVENING))
    page = show(**EVENING, status="unrecorded")
    listed = sent_tables.rows(page, "recording_payments")
    assert figures["Khoản thu chưa có mã"] == str(len(listed)) == "1"
    assert figures["Tiền thu chưa có mã"] == "990.000 ₫"
    assert "khớp với số liệu ở trên" in said(page)
    assert f"khoản thu: {figures['Cấp mã trong ngày']}, khớp" in said(
        show(**EVENING, status="same_day")
    )
    within = show(**EVENING, status="within_60")
    assert f"khoản thu: {figures['Trong 60 phút']}, khớp" in said(within)
    assert f"khoản thu: {figures['Đã báo người tham gia']}, khớp" in said(
        show(**EVENING, status="informed")
    )


@pytest.mark.usefixtures("example_shown")
def test_each_speed_names_what_it_is_a_part_of_and_leads_to_as_many_payments(show: Any) -> None:
    page = show(**EVENING)
    speeds = sent_tables.rows(page, "recording_speeds")
    assert speeds["of_payments"].tolist() == [12, 12, 12, 12, 12, 12, 11]
    of_days = speeds.set_index("label")["payments"]
    assert of_days[["Cấp mã trong ngày", "Cấp mã sau ngày thu", "Khoản thu chưa có mã"]].sum() == 12
    shares = [round(row.payments / row.of_payments, 4) for row in speeds.itertuples()]
    assert speeds["share"].tolist() == shares


@pytest.mark.usefixtures("example_shown")
def test_the_ages_and_the_ways_of_telling_add_up(show: Any) -> None:
    page = show(**EVENING)
    assert sent_tables.rows(page, "waiting")["amount"].sum() == 990_000
    assert "**▲ Khoản thu chưa có mã · 8–30 ngày**: 1 khoản thu" in said(
        show(**EVENING, bucket="3")
    )
    assert sent_tables.rows(page, "recording_channels")["payments"].sum() == 11


def test_payments_with_a_day_alone_are_said_and_left_out_of_minutes(
    desk: desks.Desk, show: Any
) -> None:
    desk.hand_in(
        payments=[
            {"payment_id": "P1", "paid_at": "2026-08-20"},
            {"payment_id": "P2", "paid_at": "2026-08-20T09:00:00+07:00"},
        ],
        confirmations=[
            {"payment_id": "P1", "confirmation_code": "A",
             "recorded_at": "2026-08-20T10:00:00+07:00"},
            {"payment_id": "P2", "confirmation_code": "B",
             "recorded_at": "2026-08-25T11:00:00+07:00"},
        ],
    )  # fmt: skip
    page = show(**EVENING)
    assert "1 khoản đã có mã chỉ biết ngày thu: không rõ số phút cấp mã" in said(page)
    assert "50% số khoản thu được cấp mã: trong 5 ngày 2 giờ; 90%: trong 5 ngày 2 giờ." in said(
        page
    )
    figures = metrics(page)
    assert figures["Cấp mã trong ngày"] == "50,00%"
    assert figures["Trong 60 phút"] == "0,00%"
    assert figures["50% trong (phút)"] == "5 ngày 2 giờ"
    assert "Mọi khoản thu đều đã có mã." in said(page)
    page.button(key="list_day_alone").click().run()
    (listed,) = [each for each in sent_tables.of(page) if "recording_payments" in each.key]
    assert [row[1] for row in zip(*listed.sent["rows"], strict=True)] == ["P1"]
    desk.hand_in(payments=[{"payment_id": "P2", "paid_at": "2026-08-20"}])
    alone = show(**EVENING)
    assert "Không rõ số phút cấp mã của khoản thu nào." in said(alone)
    assert metrics(alone)["Trong 60 phút"] == metrics(alone)["90% trong (phút)"] == "—"


@pytest.mark.usefixtures("example_shown")
def test_a_director_sees_the_own_office_alone(show: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    own = sent_tables.rows(show(**EVENING, by="office"), "recording_office")
    assert own["key"].tolist() == ["00110"]
    listed = sent_tables.rows(show(**EVENING, status="all"), "recording_payments")
    assert len(listed) == own["payments"].sum()


@pytest.mark.usefixtures("example_shown")
def test_an_earlier_evening_knows_no_later_codes(show: Any) -> None:
    page = show(**EVENING | {"as_of": "2026-08-20"})
    assert "**Đến hết ngày 20/08/2026**" in said(page)
    assert not page.exception


@pytest.mark.usefixtures("example_shown")
def test_the_weeks_are_those_of_the_period_s_end_and_lead_to_their_payments(show: Any) -> None:
    weeks = sent_tables.rows(show(**EVENING | {"from": "2026-08-27"}), "recording_weeks")
    assert weeks["payments"].sum() == 12
    for week in weeks.itertuples():
        address = {"from": str(week.first_day), "to": str(week.last_day), "as_of": "2026-09-03"}
        page = show(**address, status="all")
        assert len(sent_tables.rows(page, "recording_payments")) == week.payments


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_fill_it(show: Any) -> None:
    assert not sent_tables.of(show())


@pytest.mark.usefixtures("example_shown")
def test_where_nothing_was_collected_no_figure_stands(show: Any) -> None:
    page = show(**{"from": "2026-01-01", "to": "2026-01-31", "as_of": "2026-02-01"})
    assert not page.metric
    assert "Không có khoản thu nào" in page.info[0].value


@pytest.mark.usefixtures("example_shown")
def test_the_page_speaks_english_too(show: Any) -> None:
    page = show(**EVENING, lang="en")
    assert page.title[0].value == "Recording and codes"
    assert "**1 payment without a code**, 990,000 ₫, since" in said(page)
