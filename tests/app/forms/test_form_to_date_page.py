"""The cumulative figures of form 01-XN, with and without a year before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.builders.rows import Confirmation, Payment, at
from support.screens import forms, sent_tables

from dashboard.forms import to_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from streamlit.testing.v1 import AppTest
    from support import databases
    from support.builders.rows import Row


# Day of the code, and the amount: two years, about 29 February.
RECORDED: Final = {
    "2023-01-01": 100, "2023-02-27": 200, "2023-02-28": 400, "2023-03-01": 800,
    "2024-01-31": 1_000, "2024-02-01": 2_000, "2024-02-29": 4_000, "2024-03-01": 8_000,
}  # fmt: skip
# Recorded on 1 February 2024, voided on the 29th.
VOIDED: Final = 2_000


def paid(number: int, day: str, amount: int) -> tuple[Row, Row]:
    moment = at(f"{day} 09:00")
    voided_at = at("2024-02-29 10:00") if amount == VOIDED else None
    return (
        Payment(f"P{number}", amount=amount, paid_at=moment, voided_at=voided_at),
        Confirmation(f"XN{number}", f"P{number}", moment),
    )


@pytest.fixture(scope="module")
def two_years(made: databases.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    rows = [
        row
        for number, (day, amount) in enumerate(RECORDED.items())
        for row in paid(number, day, amount)
    ]
    with forms.store(made, tmp_path_factory.mktemp("years"), *rows) as name:
        yield name


@pytest.fixture
def years(
    use_store: Callable[[str], None], two_years: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(two_years)
    monkeypatch.setenv("BHXH_TODAY", "2024-03-10")


def cumulative(page: AppTest) -> pd.DataFrame:
    return forms.table(page, "label", "earlier_net_amount").set_index("label")


def amounts(page: AppTest) -> list[tuple[int, str, str]]:
    rows = cumulative(page)
    return [
        (forms.number(row["net_amount"]), row["earlier_net_amount"].replace("\u00a0", " "),
         row["net_amount_change"])
        for row in rows.to_dict("records")
    ]  # fmt: skip


@pytest.mark.usefixtures("years")
def test_day_month_and_year_stand_beside_the_same_days_a_year_earlier(show: Any) -> None:
    page = show(date="2024-02-29")
    assert cumulative(page).index.tolist() == [
        "Trong ngày", "Lũy kế từ đầu tháng", "Lũy kế từ đầu năm",
    ]  # fmt: skip
    # The void of the 29th takes back what was recorded on the 1st; the year before ends on the
    # 28th, as it has no 29th.
    assert amounts(page) == [
        (2_000, "400 ₫", "+400,00%"),
        (4_000, "600 ₫", "+566,67%"),
        (5_000, "700 ₫", "+614,29%"),
    ]
    assert cumulative(page)["codes"].tolist() == ["1", "2", "3"]
    assert cumulative(page)["earlier_codes"].tolist() == ["1", "2", "3"]
    assert cumulative(page)["codes_change"].tolist() == ["0,00%"] * 3


@pytest.mark.usefixtures("years")
def test_the_figures_of_a_range_are_those_above_it_and_reach_into_the_year_before(
    show: Any,
) -> None:
    page = show(**{"from": "2023-03-01", "to": "2024-02-01"})
    first = cumulative(page).iloc[0]
    assert first["net_amount"].replace("\u00a0", " ") == "3.800 ₫"
    assert forms.metrics(page)["Sau điều chỉnh"] == "3.800 ₫"
    assert cumulative(page).index[0] == "Trong khoảng ngày"


@pytest.mark.usefixtures("years")
def test_a_year_before_the_data_is_unknown_and_not_zero(show: Any) -> None:
    page = show(date="2023-02-28")
    assert amounts(page) == [(amount, "không có số liệu", "—") for amount in (400, 600, 700)]
    assert "không phải bằng 0" in forms.words(page)
    assert not any(str(button.key).startswith("earlier_") for button in page.button)


@pytest.mark.usefixtures("years")
def test_a_year_of_which_the_store_has_a_part_is_shown_and_not_compared(show: Any) -> None:
    page = show(**{"from": "2023-12-01", "to": "2024-01-31"})
    first, month, year = amounts(page)
    assert first == (1_000, "100 ₫", "—")
    assert month == year == (1_000, "100 ₫", "+900,00%")
    assert "Số liệu bắt đầu từ ngày 01/01/2023" in forms.words(page)


@pytest.mark.usefixtures("years")
def test_a_month_of_which_nothing_was_received_is_unknown_and_a_part_is_not_compared(
    show: Any,
) -> None:
    rows = cumulative(show(**{"from": "2024-02-29", "to": "2024-04-05"}))
    assert rows.loc["Lũy kế từ đầu tháng", "net_amount"] == "không có số liệu"
    assert rows.loc["Trong khoảng ngày", "net_amount"] == "10.000\u00a0₫"
    assert set(rows["net_amount_change"]) == {"—"}


@pytest.mark.usefixtures("years")
def test_days_that_go_beyond_the_data_say_where_these_end(show: Any) -> None:
    days = cumulative(show(**{"from": "2024-02-29", "to": "2024-03-05"}))["days"]
    assert days.tolist() == [
        f"{start} – 05/03/2024, có số liệu đến 01/03/2024"
        for start in ("29/02/2024", "01/03/2024", "01/01/2024")
    ]


@pytest.mark.usefixtures("years")
def test_each_cumulative_figure_is_the_figure_of_the_days_that_it_names(show: Any) -> None:
    page = show(date="2024-02-29")
    for row in cumulative(page).to_dict("records"):
        start, _, end = row["days"].partition(" – ")
        days = {"from": iso(start), "to": iso(end or start)}
        figures = forms.metrics(show(**days))
        assert figures["Sau điều chỉnh"] == row["net_amount"].replace("\u00a0", " ")
        assert figures["Mã xác nhận"] == row["codes"]
    for period, amount in (("days", 400), ("month", 600), ("year", 700)):
        earlier = show(date="2024-02-29")
        earlier.button(key=f"earlier_{period}").click().run()
        assert forms.number(forms.metrics(earlier)["Sau điều chỉnh"]) == amount
    assert earlier.query_params == {"from": "2023-01-01", "to": "2023-02-28"}


def iso(day: str) -> str:
    return "-".join(reversed(day.split("/")))


@pytest.mark.usefixtures("years")
def test_a_day_on_which_nothing_was_due_has_cumulative_figures_too(show: Any) -> None:
    page = show(date="2024-02-15")
    assert "Không phát sinh" in page.info[0].value
    assert amounts(page)[0] == (0, "0 ₫", "—")
    assert amounts(page)[1] == (2_000, "0 ₫", "—")


@pytest.mark.usefixtures("years")
def test_the_cumulative_figures_are_those_of_what_is_chosen(show: Any) -> None:
    nothing = show(date="2024-02-29", product="IS")
    assert "Không phát sinh loại hình này" in nothing.info[0].value
    assert amounts(nothing) == [(0, "0 ₫", "—")] * 3


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_has_none(show: Any) -> None:
    assert not sent_tables.of(show(date="2024-02-29"))


@pytest.mark.parametrize(
    ("now", "earlier", "written"),
    [
        (110, 100, "+10,00%"), (90, 100, "−10,00%"), (100, 100, "0,00%"), (1, 3, "−66,67%"),
        (20_000_001, 100_000, "+19.900,00%"), (0, 100, "−100,00%"), (-50, 100, "−150,00%"),
        (100, 0, "—"), (100, -5, "—"), (100_005, 100_000, "+0,01%"),
    ],
)  # fmt: skip
def test_a_change_is_written_in_percent_with_its_sign(now: int, earlier: int, written: str) -> None:
    assert to_date.change(now, earlier) == written


@pytest.mark.usefixtures("years")
def test_in_english_they_are_called_so(show: Any) -> None:
    page = show(date="2024-02-29", lang="en")
    assert cumulative(page).index[1] == "From the first of the month"
    assert cumulative(page)["net_amount_change"].tolist()[0] == "+400.00%"
