"""The page of differences on real stores: filled, empty, down, in English, strange addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import copied, exceptions, sent_tables
from support.screens.exceptions import EVENING, Show, kinds, read, said

from dashboard import access, current_store, text
from dashboard.text import exception_terms, formats
from data import opening, scope, store
from queries.exceptions import counts
from queries.exceptions import rows as exception_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest


# Of the worked example, counted by hand: cases and money.
COUNTED: Final = {
    "overdue": (2, 1_670_400),
    "unrecorded": (1, 990_000),
    "remittance_differs": (1, 30_000),
    "form_missing": (2, 3_304_800),
    "form_late": (1, 1_749_600),
    "form_mismatched": (2, 990_001),
    "not_informed": (1, 680_400),
}


@pytest.fixture
def show(visit: Any, monkeypatch: pytest.MonkeyPatch) -> Show:
    def run(**address: str) -> AppTest:
        monkeypatch.setenv("BHXH_TODAY", exceptions.TODAY)
        shown: AppTest = visit("exceptions", **address)
        return shown

    return run


def test_every_kind_has_a_name_a_meaning_and_columns_in_the_order_of_reports() -> None:
    assert tuple(exception_terms.KINDS) == counts.KINDS
    own = {"owner", "note"}
    for kind in exception_terms.KINDS.values():
        assert set(kind.columns) - own <= set(exception_rows.COLUMNS)


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(("moment", "missing"), [("08:00:00", 0), ("08:00:01", 1)])
def test_before_08_00_a_form_of_the_day_before_is_no_difference(
    visit: Any, at: Callable[[str], None], moment: str, missing: int
) -> None:
    """Neither in the figures nor in the list."""
    at(f"2026-08-22T{moment}")
    days = {"from": "2026-08-21", "to": "2026-08-22", "as_of": "2026-08-22"}
    assert kinds(visit("exceptions", **days)).loc["form_missing", "cases"] == missing
    listed = sent_tables.of(visit("exceptions", **days, kind="form_missing"))
    assert sum(len(each.value) for each in listed) == missing


@pytest.mark.usefixtures("example_shown")
def test_all_kinds_stand_in_the_table_those_without_cases_with_a_good_sign(show: Show) -> None:
    table = kinds(show(**EVENING))
    assert sorted(table.index) == sorted(counts.KINDS)
    counted = {
        kind: (row["cases"], row["amount"]) for kind, row in table.iterrows() if row["cases"]
    }
    assert counted == COUNTED
    without = table[table["cases"] == 0]
    assert set(without["state"]) == {"✓ Không có"}
    assert set(without["amount"]) == {0}
    assert set(table[table["cases"] > 0]["state"]) == {"▲ Cần đối chiếu"}


@pytest.mark.usefixtures("example_shown")
def test_the_sentence_counts_everything_and_names_the_largest_kind(show: Show) -> None:
    words = said(show(**EVENING))
    assert "**9 chênh lệch** cần đối chiếu" in words
    assert "**8.734.801 ₫**" in words
    assert "Theo dõi riêng: **Chưa báo cho người tham gia** (1 chênh lệch, 680.400 ₫)" in words
    assert "**Chưa gửi mẫu 01-XN** (2 chênh lệch, 3.304.800 ₫)" in words
    assert "Chưa chênh lệch nào có người xử lý." in words


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("kind", COUNTED)
def test_the_cases_of_a_kind_add_up_to_its_figures(show: Show, kind: str) -> None:
    page = show(**EVENING, kind=kind)
    cases, amount = COUNTED[kind]
    rows = sent_tables.of(page)[0].value
    money = rows["amount" if "amount" in rows else "expected_amount"]
    assert (len(rows), money.sum()) == (cases, amount)
    words = said(page)
    assert f"**{cases} chênh lệch**, số tiền liên quan **{read(formats.money(amount))}**" in words
    assert f"{cases} chênh lệch, {read(formats.money(amount))}." in words
    assert "khớp với số liệu ở trên" in words
    assert text._(exception_terms.KINDS[kind].help) in words


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("kind", sorted(set(counts.KINDS) - set(COUNTED)))
def test_a_kind_without_cases_says_so_and_is_no_empty_table(show: Show, kind: str) -> None:
    page = show(**EVENING, kind=kind)
    assert "không có chênh lệch loại" in page.success[0].value
    assert not sent_tables.of(page)


@pytest.mark.usefixtures("example_shown")
def test_a_director_sees_the_cases_of_the_own_office_alone(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    table = kinds(show(**EVENING))
    counted = {kind: row["cases"] for kind, row in table.iterrows() if row["cases"]}
    assert counted == {"overdue": 1, "form_missing": 2, "not_informed": 1}
    page = show(**EVENING, kind="overdue", case="P07")
    assert "không có chênh lệch này" in page.info[0].value
    assert "P07" not in said(page).replace("**P07**", "")


@pytest.mark.usefixtures("example_shown")
def test_an_office_and_an_organisation_limit_what_is_counted(show: Show) -> None:
    table = kinds(show(**EVENING, office="00101", org="IS0002"))
    counted = {kind: row["cases"] for kind, row in table.iterrows() if row["cases"]}
    assert counted == {
        "overdue": 1,
        "unrecorded": 1,
        "remittance_differs": 1,
        "form_mismatched": 1,
    }


@pytest.mark.usefixtures("example_shown")
def test_the_list_is_sorted_as_the_address_says(show: Show) -> None:
    by_amount = sent_tables.of(show(**EVENING, kind="overdue"))[0].value
    assert list(by_amount["payment_id"]) == ["P07", "P09"]
    turned = sent_tables.of(show(**EVENING, kind="overdue", sort="amount"))[0].value
    assert list(turned["payment_id"]) == ["P09", "P07"]


@pytest.mark.usefixtures("example_shown")
def test_no_differences_is_good_and_says_so(show: Show) -> None:
    page = show(**{"from": "2026-08-27", "to": "2026-08-27", "as_of": "2026-08-27"})
    assert "không có chênh lệch cần đối chiếu" in page.success[0].value
    assert set(kinds(page)["state"]) == {"✓ Không có"}


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("kind", [{}, {"kind": "overdue"}])
def test_a_period_without_payments_differs_from_one_without_differences(
    show: Show, kind: dict[str, str]
) -> None:
    page = show(**{"from": "2026-01-01", "to": "2026-01-31"}, **kind)
    assert "Không có khoản thu nào từ 01/01/2026 đến 31/01/2026" in page.info[0].value
    assert not page.success
    assert not sent_tables.of(page)


@pytest.mark.usefixtures("example_shown")
def test_a_period_that_begins_after_the_evening_says_so(show: Show) -> None:
    page = show(**(EVENING | {"as_of": "2026-08-19"}))
    assert "Kỳ bắt đầu từ ngày 20/08/2026" in page.info[0].value


@pytest.mark.usefixtures("nothing_shown")
@pytest.mark.parametrize("more", [{}, {"kind": "overdue"}, {"kind": "overdue", "case": "P07"}])
def test_an_empty_store_says_how_to_fill_it(show: Show, more: dict[str, str]) -> None:
    page = show(**EVENING, **more)
    assert "bhxh-monitor import" in copied.of(page)[0].value
    assert not page.success


@pytest.mark.usefixtures("example_shown")
def test_a_store_that_is_down_is_said_and_heals(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_settings: object, **_options: object) -> store.Store:
        raise store.Down

    with monkeypatch.context() as broken:
        broken.setattr(opening, "open_store", fail)
        page = show(**EVENING)
        assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
        assert not page.exception
    monkeypatch.setattr(current_store, "_PAUSE_SECONDS", 0)
    page.run()
    assert not page.error
    assert sorted(kinds(page).index) == sorted(counts.KINDS)


@pytest.mark.usefixtures("example_shown")
def test_the_page_speaks_english_too(show: Show) -> None:
    page = show(**EVENING, lang="en")
    assert page.title[0].value == "Differences to reconcile"
    assert "**9 differences** to reconcile" in said(page)
    page = show(**EVENING, kind="unrecorded", lang="en")
    assert "**1 difference**" in said(page)
    assert "the oldest is 13 calendar days old" in said(page)


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("param", ["kind", "case", "page", "sort"])
@pytest.mark.parametrize(
    "value", ["'; DROP TABLE payments --", "<b>x</b>", "\x00\u202e", "9" * 500]
)
def test_a_hostile_address_shows_no_error_and_no_foreign_row(
    show: Show, param: str, value: str
) -> None:
    page = show(**(EVENING | {"kind": "overdue", param: value}))
    assert not page.exception
    assert not page.error


@pytest.mark.usefixtures("example_shown")
def test_a_kind_that_there_is_not_is_said_and_all_are_shown(show: Show) -> None:
    page = show(**EVENING, kind="*no* such")
    assert "\\*no\\* such" in page.warning[0].value
    assert sorted(kinds(page).index) == sorted(counts.KINDS)
