"""Figures beside those of another period or place: what each of them comes to by itself."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from support import commands
from support.builders import july as plain
from support.screens import sent_tables, shown, table_files

from dashboard import access, clock, text
from dashboard.components import paging
from data import scope
from queries.exceptions import counts
from queries.lag import lagged

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest
    from support import databases


WEEK: Final = {"from": "2026-07-20", "to": "2026-07-26", "as_of": "2026-07-26"}
BEFORE: Final = {"from": "2026-07-13", "to": "2026-07-19", "as_of": "2026-07-19"}
YEAR: Final = {"from": "2025-07-20", "to": "2025-07-26", "as_of": "2025-07-26"}
AT: Final = dt.datetime(2026, 7, 27, 8, tzinfo=clock.HANOI)


def report(
    made: databases.Databases, name: str, monkeypatch: pytest.MonkeyPatch, *words: str
) -> pd.DataFrame:
    """Return what the command line reports, by key."""
    with monkeypatch.context() as alone:
        run = commands.at(made, name, alone)
        out = run("report", *words, "--format", "csv").stdout
    # The command line has spoken its own language.
    text.use(text.DEFAULT)
    rows = list(csv.DictReader(io.StringIO(out)))
    return pd.DataFrame(rows).set_index("key")


def lag_report(
    made: databases.Databases, name: str, monkeypatch: pytest.MonkeyPatch, days: dict[str, str]
) -> pd.DataFrame:
    words = [f"--{param.replace('_', '-')}={value}" for param, value in days.items()]
    rows = report(made, name, monkeypatch, "remittance-lag", *words, "--by", "org")
    return rows[["overdue_amount", "amount", "on_time_rate"]].replace("", None).astype(float)


def ranked(page: AppTest) -> sent_tables.Table:
    return next(each for each in sent_tables.of(page) if each.key == "lag_org")


def said(page: AppTest) -> str:
    return shown.said(page).replace("\u00a0", " ")


def written(amount: float) -> str:
    return f"{abs(int(amount)):,}".replace(",", ".")


@pytest.fixture
def lag_of(
    made: databases.Databases, july: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[dict[str, str]], pd.DataFrame]:
    """Give the function that has the command line report a period."""
    return functools.partial(lag_report, made, july, monkeypatch)


@pytest.mark.parametrize(("against", "then"), [("previous", BEFORE), ("year", YEAR)])
def test_each_change_is_that_of_two_reports_of_the_command_line(
    visit: Any, lag_of: Callable[[dict[str, str]], pd.DataFrame], against: str, then: dict[str, str]
) -> None:
    now, earlier = lag_of(WEEK), lag_of(then)
    page = visit("remittance-lag", **WEEK, against=against)
    table = ranked(page)
    rows = table.value.set_index("key")
    # Who has stopped since stands there as well, with what there was of it.
    assert set(rows.index) == set(now.index) | set(earlier.index) == {"BI0001", "IS0002", "IS0003"}
    for column in ("overdue_amount", "amount"):
        wanted = now[column].sub(earlier[column], fill_value=0)
        assert rows[f"{column}_change"].astype(float).to_dict() == wanted.to_dict()
        assert table.totals[f"{column}_change"].strip("+− ₫\u00a0") == written(wanted.sum())
    rates = (now["on_time_rate"] - earlier["on_time_rate"]).reindex(rows.index)
    differing = (rows["on_time_rate_change"].astype(float) - rates).abs().dropna()
    assert len(differing) == 2
    assert differing.max() < 0.00005
    assert table_files.differing(page, AT) == []


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize(
    ("address", "then"),
    [({}, "2026-07-13"), ({"org": "BI0001"}, "2026-07-13"), ({"office": "00101"}, "2026-07-13")],
)
def test_the_sentence_is_what_payments_come_to_one_by_one(
    visit: Any, address: dict[str, str], then: str
) -> None:
    now = plain.figures(plain.of(WEEK["from"], WEEK["to"], **address), WEEK["as_of"])
    before = plain.figures(plain.of(then, BEFORE["to"], **address), BEFORE["as_of"])
    words = said(visit("remittance-lag", **WEEK, **address, against="previous"))
    (line,) = [each for each in words.split("\n") if each.startswith("**So với")]
    assert line.startswith("**So với tuần liền trước** (13/07/2026–19/07/2026): ")
    for column, label in (("overdue_amount", "quá hạn"), ("amount", "đã thu")):
        change = now[column] - before[column]
        direction = "tăng" if change > 0 else "giảm"
        assert f"{label} **{direction} {written(change)} ₫**" in line
    points = round((now["on_time_rate"] - before["on_time_rate"]) * 100, 2)
    direction = "tăng" if points > 0 else "giảm"
    shown_points = f"{abs(points):.2f}".replace(".", ",")
    assert f"tỷ lệ nộp đúng hạn **{direction} {shown_points} điểm %**" in line


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize(
    ("address", "against", "other"),
    [
        ({"office": "00101"}, "office:00110", {"office": "00110"}),
        ({"org": "BI0001"}, "org:IS0002", {"org": "IS0002"}),
        ({"org": "BI0001", "office": "00101"}, "org:IS0002", {"org": "IS0002", "office": "00101"}),
    ],
)
def test_two_places_stand_below_each_other_with_their_difference(
    visit: Any, address: dict[str, str], against: str, other: dict[str, str]
) -> None:
    page = visit("remittance-lag", **WEEK, **address, against=against)
    rows = shown.table(page, "against_")
    mine, theirs = (
        plain.figures(plain.of(WEEK["from"], WEEK["to"], **place), WEEK["as_of"])
        for place in (address, other)
    )
    for column in ("overdue_amount", "amount", "on_time_rate"):
        assert rows[column].astype(float).tolist() == [mine[column], theirs[column]]
        difference = float(rows[f"{column}_change"][0])
        assert difference == pytest.approx(mine[column] - theirs[column], abs=0.00005)
    assert rows["amount_change"].isna().tolist() == [False, True]
    assert "amount_change" not in ranked_columns(page)
    (table,) = [each for each in sent_tables.of(page) if "against_" in each.key]
    assert table.sent["values"] == [[next(iter(address.values())), against.split(":")[1]]]
    assert "against" not in table.sent["ways"][0]["given"]
    assert table_files.differing(page, AT) == []


def ranked_columns(page: AppTest) -> set[str]:
    return {
        str(column["name"])
        for each in sent_tables.of(page)
        for column in each.sent["columns"]
        if each.key.startswith("lag_")
    }


@pytest.mark.parametrize("by", ["office", "org"])
def test_each_change_of_a_form_is_that_of_the_forms_of_both_days(
    visit: Any, july: str, made: databases.Databases, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    now, earlier = (
        report(made, july, monkeypatch, "01-xn", "--date", day, "--by", by)
        for day in ("2026-07-20", "2026-07-13")
    )
    page = visit("form-01-xn", date="2026-07-20", by=by, against="week")
    (table,) = [each for each in sent_tables.of(page) if each.key == f"agents_{by}"]
    rows = table.value.set_index("key")
    for column in ("codes", "payments", "amount"):
        wanted = now[column].astype(float).sub(earlier[column].astype(float), fill_value=0)
        assert rows[f"{column}_change"].astype(float).to_dict() == wanted.to_dict()
    words = said(page)
    assert "**So với cùng ngày tuần liền trước** (13/07/2026): " in words
    assert table_files.differing(page, AT) == []


@pytest.mark.usefixtures("july")
def test_a_range_of_forms_is_compared_with_as_many_days(visit: Any) -> None:
    now = sum(each.amount for each in plain.of("2026-07-20", "2026-07-26") if each.is_recorded)
    before = sum(each.amount for each in plain.of("2026-07-13", "2026-07-19") if each.is_recorded)
    page = visit("form-01-xn", **{"from": "2026-07-20", "to": "2026-07-26"}, against="previous")
    direction = "tăng" if now > before else "giảm"
    assert f"số tiền **{direction} {written(now - before)} ₫**" in said(page)
    days = next(each for each in sent_tables.of(page) if each.key == "days")
    assert "amount_change" not in days.value


def test_each_change_of_a_kind_is_that_of_two_counts(
    visit: Any, july: str, made: databases.Databases
) -> None:
    def counted(days: dict[str, str]) -> pd.DataFrame:
        start, end, as_of = map(dt.date.fromisoformat, days.values())
        question = lagged.Question(start=start, end=end, as_of=as_of, last_due=dt.date(2026, 7, 26))
        with made.store(july) as store:
            rows = store.ask(scope.Scope.everything(), lambda c: counts.by_kind(c, question))
        return rows.set_index("kind")

    now, before = counted(WEEK), counted(BEFORE)
    page = visit("exceptions", **WEEK, against="previous")
    (table,) = [each for each in sent_tables.of(page) if each.key == "exception_kinds"]
    rows = table.value
    wanted = (now["cases"] - before["cases"])[lambda changes: changes != 0]
    assert sorted(rows["cases_change"][rows["cases_change"] != 0]) == sorted(wanted)
    assert rows["cases_change"].sum() == int(table.totals["cases_change"].replace("−", "-"))
    assert rows["amount_change"].sum() == (now["amount"] - before["amount"]).sum()
    assert table_files.differing(page, AT) == []
    assert "Người xử lý chênh lệch" in said(
        visit("exceptions", **WEEK, against="previous", status="nobody")
    )


@pytest.mark.usefixtures("july")
def test_a_director_compares_only_what_he_may_see(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    monkeypatch.setattr(access, "own_office", lambda: "00110")
    page = visit("remittance-lag", **WEEK, against="office:00101")
    assert "Số liệu của BHXH quận Ba Đình không thuộc phạm vi được xem." in said(page)
    assert not [each for each in sent_tables.of(page) if "against" in each.key]
    assert not [each for each in page.selectbox(key="pick_against").options if "0010" in each]
    now, before = (
        plain.figures(plain.of(days["from"], days["to"], office="00110"), days["as_of"])
        for days in (WEEK, BEFORE)
    )
    change = now["amount"] - before["amount"]
    direction = "tăng" if change > 0 else "giảm"
    words = said(visit("remittance-lag", **WEEK, against="previous"))
    assert f"đã thu **{direction} {written(change)} ₫**" in words


@pytest.mark.usefixtures("july")
def test_the_screen_speaks_english_too(visit: Any) -> None:
    page = visit("remittance-lag", **WEEK, against="previous", lang="en")
    assert "**Against the week before** (13/07/2026–19/07/2026): overdue **" in said(page)
    labels = {column["label"] for column in ranked(page).sent["columns"]}
    assert {"± Overdue", "± On-time rate (points)", "± Collected"} <= labels
    assert {"+": "up", "−": "down"}.items() <= ranked(page).sent["words"].items()


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    ("day", "against", "words"),
    [
        ("2026-08-20", "previous", "ngày liền trước (19/08/2026): hệ thống chưa có số liệu"),
        ("2026-08-21", "year", "cùng kỳ năm trước (21/08/2025): hệ thống chưa có số liệu"),
    ],
)
def test_what_the_store_does_not_have_is_unknown_and_not_zero(
    visit: Any, day: str, against: str, words: str
) -> None:
    days = {"from": day, "to": day, "as_of": day}
    for page in (
        visit("remittance-lag", **days, against=against),
        visit("exceptions", **days, against=against),
        visit("form-01-xn", date=day, against=against),
    ):
        assert f"Không so được với {words}" in said(page)
        assert "**So với" not in said(page)
        assert not [
            name for name in columns(page) if name.endswith("_change") and name != "week_change"
        ]


def columns(page: AppTest) -> set[str]:
    return {
        str(column["name"])
        for each in sent_tables.of(page)
        for column in each.sent["columns"]
        if each.key != "cumulative"
    }


@pytest.mark.usefixtures("september")
def test_a_period_of_which_the_store_has_a_part_is_not_compared(visit: Any) -> None:
    days = {"from": "2026-08-24", "to": "2026-08-27", "as_of": "2026-08-27"}
    words = said(visit("remittance-lag", **days, against="previous"))
    assert "(17/08/2026–20/08/2026): hệ thống mới có một phần số liệu, từ ngày 20/08/2026" in words
    later = {"from": "2026-08-27", "to": "2026-08-27", "as_of": "2026-09-03"}
    words = said(visit("remittance-lag", **later, against="week"))
    assert "chưa nhận được số liệu của các ngày sau 27/08/2026" in words


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"against": "office:00110"}, "Chọn một đơn vị trước"),
        ({"against": "org:IS0002"}, "Chọn một tổ chức dịch vụ thu trước"),
        ({"against": "org:IS0002", "org": "IS0002"}, "Không so Công ty Bảo hiểm số Hai với chính"),
        (
            {"against": "org:IS0002", "org": "BI0001", "collector": "NVT001"},
            "Chọn một tổ chức dịch vụ thu trước",
        ),
        ({"against": "org:XX0009"}, "để so sánh."),
    ],
)
def test_what_cannot_be_compared_is_said(visit: Any, address: dict[str, str], words: str) -> None:
    assert words in said(visit("remittance-lag", **WEEK, **address))


@pytest.mark.usefixtures("july")
def test_an_office_is_compared_with_one_that_is_chosen_in_the_filters(visit: Any) -> None:
    page = visit("remittance-lag", **WEEK, office="00101")
    page.selectbox(key="pick_against").select("office:00110").run()
    assert page.query_params["against"] == "office:00110"
    assert "**So với BHXH huyện Sóc Sơn**" in said(page)
    assert page.selectbox(key="pick_against").value == "office:00110"


@pytest.mark.usefixtures("july")
def test_a_sort_by_a_change_is_one_of_the_table(visit: Any) -> None:
    page = visit("remittance-lag", **WEEK, against="previous", **{"sort.lag_org": "-amount_change"})
    changes = ranked(page).value["amount_change"].tolist()
    assert changes == sorted(changes, reverse=True)


@pytest.mark.usefixtures("july")
def test_a_long_list_is_sorted_by_a_change_only_where_there_is_one(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS", 2)
    page = visit("remittance-lag", **WEEK, against="previous", sort="amount_change")
    table = ranked(page)
    assert len(table.value) == 2
    assert table.value["amount_change"].is_monotonic_increasing
    assert table_files.differing(page, AT) == []
    page = visit("remittance-lag", **WEEK, sort="amount_change")
    assert not page.exception
    assert "amount_change" not in ranked(page).value
