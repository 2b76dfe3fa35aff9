"""Every card, every link and every counted choice of every page leads to rows that come to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import pytest
from support.readings import (
    both,
    card,
    cells,
    distinct,
    in_state,
    money,
    number,
    oldest,
    ranks,
    rows,
    share,
    summed,
)

from dashboard import clock
from dashboard.figures.checks import State
from dashboard.text import formats

if TYPE_CHECKING:
    from support.readings import Reading
    from support.screens import figures


EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
# Looks were noted by the machine's clock.
TODAY: Final = clock.machine().date()
LOOKED: Final = {
    "from": str(TODAY - dt.timedelta(days=1)), "to": str(TODAY + dt.timedelta(days=1)),
}  # fmt: skip
PAGES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "overview": ("overview", {"date": "2026-08-21"}),
    "overview, late": ("overview", {"date": "2026-08-27"}),
    "director": ("overview", {"date": "2026-08-21", "office": "00101"}),
    "director, late": ("overview", {"date": "2026-08-27", "office": "00101"}),
    "form": ("form-01-xn", {"date": "2026-08-21"}),
    "form, days": ("form-01-xn", {"from": "2026-08-20", "to": "2026-08-27"}),
    "lag": ("remittance-lag", EVENING),
    "recording": ("recording", EVENING),
    "exceptions": ("exceptions", EVENING),
    "case": ("exceptions", EVENING | {"kind": "overdue", "case": "P09"}),
    "office": ("office", {"date": "2026-08-21", "office": "00101"}),
    "offices": ("office", {"date": "2026-08-21"}),
    "organization": ("organization", {"org": "BI0001", "as_of": "2026-09-03"}),
    "organizations": ("organization", {"as_of": "2026-09-03"}),
    "lookup": ("lookup", {"code": "R1"}),
    "code": ("lookup", {"code": "XN0000000001"}),
    "data": ("data", {"date": "2026-08-21"}),
    "import": ("data", {"run": "1"}),
    "looks": ("access-log", LOOKED),
}  # fmt: skip

_FORM: Final = {
    "Mã xác nhận": distinct("button:kind_payments", "payments_payments", "confirmation_code"),
    "Khoản thu": number("button:kind_payments", "payments_payments"),
    "Số tiền": money("button:kind_payments", "payments_payments"),
    "Tiền điều chỉnh": money("button:kind_adjustments", "payments_adjustments"),
    "Sau điều chỉnh": both("button:kind_payments", "button:kind_adjustments"),
}
_DIRECTOR: Final = {name: card("link:Xem mẫu", name) for name in _FORM}
_CITY: Final = {
    "Đã thu": card("link:Khoản thu trong ngày", "Đã thu"),
    "Ghi nhận trên mẫu": card("link:Mẫu 01-XN trong ngày", "Sau điều chỉnh"),
    "Đã nộp": money("button:to_transfers", "transfers"),
    "Mã xác nhận": card("link:Mẫu 01-XN trong ngày", "Mã xác nhận"),
}
_LAG: Final = "link:Tình hình nộp tiền"
_ON_TIME: Final = ("pick:pick_status=remitted",)
_NOT_ON_TIME: Final = ("pick:pick_status=late", "pick:pick_status=overdue")
_SAME_DAY: Final = ("pick:pick_recorded=same_day",)
_OTHER_DAY: Final = ("pick:pick_recorded=other_day", "pick:pick_recorded=unrecorded")
_WITHOUT_CODE: Final = "pick:pick_recorded=unrecorded"
_FEEDS: Final = (
    "▲ Không nhận được số liệu", "✓ Đã nhận", "· Không phát sinh", "? Chưa từng có số liệu",
)  # fmt: skip

CARDS: Final[dict[str, dict[str, Reading]]] = {
    "overview": _CITY,
    "overview, late": _CITY,
    "director": _DIRECTOR,
    "form": _FORM,
    "form, days": _FORM,
    "lag": {
        "Đã thu": money("pick:pick_status=all", "lag_payments"),
        "Chưa nộp": money("pick:pick_status=unremitted", "lag_payments"),
        "Quá hạn": money("pick:pick_status=overdue", "lag_payments"),
        "Tỷ lệ nộp đúng hạn": share(_ON_TIME, _NOT_ON_TIME, "lag_payments"),
        "Ngày nộp: 50% / 90% số khoản": ranks(
            "pick:pick_status=all", "lag_payments", "lag_days", 5, 9
        ),
    },
    "recording": {
        "Khoản thu chưa có mã": number("pick:pick_recording=unrecorded", "recording_payments"),
        "Tiền thu chưa có mã": money("pick:pick_recording=unrecorded", "recording_payments"),
        "Cấp mã trong ngày": share(
            ("pick:pick_recording=same_day",),
            ("pick:pick_recording=other_day", "pick:pick_recording=unrecorded"),
            "recording_payments",
        ),
    },
    "organization": {
        "Chưa nộp": card(_LAG, "Chưa nộp"),
        "Quá hạn": money("link:Quá hạn", "lag_payments"),
        "Số tiền × số ngày quá hạn (đồng × ngày)": summed(_LAG, "lag_office", "exposure_vnd_days"),
        "Lâu nhất (ngày làm việc)": oldest(_LAG, "lag_office", "oldest_outstanding_days"),
        "Tỷ lệ nộp đúng hạn": card(_LAG, "Tỷ lệ nộp đúng hạn"),
        "Khoản thu chưa có mã": number(_WITHOUT_CODE, "recorded_payments"),
        "Tiền thu chưa có mã": money(_WITHOUT_CODE, "recorded_payments"),
        "Cấp mã trong ngày": share(_SAME_DAY, _OTHER_DAY, "recorded_payments"),
        "Số phút cấp mã: 50% / 90% số khoản": ranks(
            "pick:pick_recorded=all", "recorded_payments", "recorded_minutes", 5, 9
        ),
    },
    "lookup": {
        "Số khoản thu": number("", "covered"),
        "Tổng các khoản thu": money("", "covered"),
    },
    "looks": {
        "Lượt xem": number("", "audit_looks"),
        "Người xem": number("", "audit_people"),
        "Số dòng đã xem": summed("", "audit_looks", "rows"),
    },
    "data": {state: in_state(state) for state in _FEEDS},
}

# Cards without rows of their own, by page.
ROWS_THEMSELVES: Final = {
    "recording": {
        "Trong 60 phút": "a row of the table of speeds, which leads to its list",
        "50% trong (phút)": "the row in the middle of the list of all payments",
        "90% trong (phút)": "the row at nine tenths of the list of all payments",
        "Đã báo người tham gia": "a row of the table of speeds, which leads to its list",
    },
    "organization": {
        "Ngày nộp: 50% số khoản": "half of the card that stands on the page of lag",
        "Ngày nộp: 90% số khoản": "half of the card that stands on the page of lag",
        "Thời hạn nộp (ngày làm việc)": "a rule; the sentence beneath says whose and since when",
    },
    "case": dict.fromkeys(
        ("Số tiền", "Số ngày làm việc", "Thời hạn nộp (ngày làm việc)"),
        "of the one payment of the case",
    ),
    "lookup": {
        "Số tiền nộp": "the transfer itself",
        "Chênh lệch": "between two cards of the page",
    },
}


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize("named", PAGES)
def test_every_figure_leads_to_rows_that_come_to_it(reader: figures.Reader, named: str) -> None:
    screen = reader.open(*PAGES[named])
    cards_have_rows(reader, screen, named)
    links_are_understood(reader, screen)
    sentences_have_rows(reader, screen)
    choices_list_as_many_as_they_count(reader, screen)


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("named", ["overview", "director", "form, days", "lag"])
def test_by_offices_of_today_every_figure_leads_to_its_rows_as_well(
    reader: figures.Reader, named: str
) -> None:
    page, address = PAGES[named]
    screen = reader.open(page, address | {"offices": "today"})
    cards_have_rows(reader, screen, named)
    links_are_understood(reader, screen)
    sentences_have_rows(reader, screen)
    choices_list_as_many_as_they_count(reader, screen)


def cards_have_rows(reader: figures.Reader, screen: figures.Screen, named: str) -> None:
    known, themselves = CARDS.get(named, {}), ROWS_THEMSELVES.get(named, {})
    assert set(screen.cards) == {*known, *themselves}
    for name, read in known.items():
        assert (name, read(reader, screen)) == (name, rank_unknown(screen.cards[name]))


def links_are_understood(reader: figures.Reader, screen: figures.Screen) -> None:
    for label, to, address in screen.links():
        there = reader.open(to, address)
        assert (label, notices(there)) == (label, [])


def sentences_have_rows(reader: figures.Reader, screen: figures.Screen) -> None:
    """Look up what every sentence says that has found something, on each page it leads to."""
    ways = {label: (to, address) for label, to, address in screen.links()}
    for line in screen.lines:
        if line.check.state is State.BAD:
            found = [reader.open(*ways[lead.label]) for lead in line.leads]
            sentence = line.check.plain
            told = all(there.tells(sentence) for there in found)
            assert told or money_together(found) in sentence, sentence
            for there in found:
                assert re.search(rf"(^|\D){cases_of_a_kind(there)}(\D|$)", sentence), sentence


def choices_list_as_many_as_they_count(reader: figures.Reader, screen: figures.Screen) -> None:
    for key, count in counted(screen).items():
        there = reader.follow(screen, f"button:{key}")
        lists = [len(table.rows) for table in there.tables.values()]
        assert (key, sum(lists[:1])) == (key, count)


def money_together(found: list[figures.Screen]) -> str:
    """Return what the payments of several pages come to."""
    return formats.money(sum(cells(there, "lag_payments", "amount").sum() for there in found))


def cases_of_a_kind(there: figures.Screen) -> str:
    """Return how many differences a page lists that is about one kind; nothing for another page."""
    kind = there.address.get("kind")
    return formats.count(len(rows(there, f"exceptions_{kind}"))) if kind else ""


def counted(screen: figures.Screen) -> dict[str, int]:
    """Return the buttons that say how many rows they lead to."""
    told = {
        str(button.key): re.search(r": ([\d.]+)\]?$", button.label)
        for button in screen.shown.main.button
    }
    return {key: int(found[1].replace(".", "")) for key, found in told.items() if found}


def notices(screen: figures.Screen) -> list[str]:
    """Return what a page could not use of its address."""
    return [part.value for part in screen.shown.warning if "đường dẫn" in part.value]


def rank_unknown(written: str) -> str:
    """Return a figure without the days after which a rank is not yet known."""
    return re.sub(r"> [\d.]+", ">", written)
