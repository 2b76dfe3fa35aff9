"""The page of snapshots: which there are, how they are found, and who sees them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.papers import freezing
from support.screens import sent_tables, shown, snapshots

from dashboard import access
from dashboard.snapshots import listing
from data import store

if TYPE_CHECKING:
    from support import desks
    from support.screens import shown_tables


SWITCH: Final = "pick_trial_office"


@pytest.mark.usefixtures("frozen")
def test_the_list_names_each_snapshot_and_opens_it(visit: Any, reader: Any) -> None:
    page = visit("snapshots", **snapshots.DAYS)
    assert page.title[0].value == "Bản chốt số liệu"
    assert "**1 bản chốt số liệu** của các ngày từ 01/08/2026 đến 31/08/2026" in shown.said(page)
    (row,) = shown.table(page, "snapshots_").to_dict("records")
    assert (row["report"], row["about"], row["rows"]) == ("Mẫu 01-XN", "BHXH quận Ba Đình", 3)
    assert (row["taken_by"], row["closing_label"]) == ("city@example.org", "người dùng chốt")
    screen = reader.open("snapshots", snapshots.DAYS)
    (listed,) = screen.tables.values()
    (figure,) = listed.figures("snapshots", snapshots.DAYS)
    assert (figure.to, figure.address) == ("snapshots", snapshots.FIRST)


def test_every_figure_of_every_table_is_found_again_where_it_leads(
    changed: desks.Desk, reader: Any
) -> None:
    freezing.take(changed.store, office="00101", note="sau khi sửa")
    for address in (snapshots.DAYS, snapshots.FIRST):
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


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    "address",
    [
        {"snapshot": "x"}, {"snapshot": "2²"}, {"snapshot": "9" * 30}, {"other": "\x00"},
        {"kind": "x"}, {"office": "99"}, {"status": "x"}, {"page": "99", "sort": "-x;"},
    ],
)  # fmt: skip
def test_what_the_address_cannot_mean_limits_nothing(visit: Any, address: dict[str, str]) -> None:
    page = visit("snapshots", **(snapshots.DAYS | address))
    assert not page.exception
    assert not page.error
    assert "**1 bản chốt số liệu**" in shown.said(page)
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
    page = visit("snapshots", **(snapshots.DAYS | limit))
    assert bool(sent_tables.of(page)) == is_there
    assert [each.value for each in page.info if "phù hợp" in each.value] == [
        each.value for each in page.info
    ]
    assert bool(page.info) != is_there


@pytest.mark.usefixtures("nothing_shown")
def test_without_any_snapshot_the_page_says_how_they_come(visit: Any) -> None:
    page = visit("snapshots", **snapshots.DAYS)
    assert "Chưa có bản chốt nào" in page.info[0].value
    assert "08:00" in page.info[0].value
    page.button(key="verify_chain").click().run()
    assert "Chưa có bản chốt số liệu nào" in page.info[1].value


@pytest.mark.usefixtures("frozen")
def test_the_chain_is_verified_and_its_last_hash_is_given(visit: Any) -> None:
    page = visit("snapshots", **snapshots.DAYS)
    page.button(key="verify_chain").click().run()
    assert "**Chuỗi nguyên vẹn đến số 1** lúc " in page.success[0].value
    assert "hệ thống không tự cho biết" in page.success[0].value
    assert len(snapshots.hashes(page)) == 1


def test_a_hash_that_is_read_out_finds_its_snapshot(frozen: desks.Desk, visit: Any) -> None:
    (known,) = frozen.column("SELECT encode(sha256, 'hex') FROM snapshots")
    page = visit("snapshots", **snapshots.DAYS)
    page.text_input(key="find_hash").set_value(f" {known[:6].upper()} {known[6:12]} ").run()
    assert shown.table(page, "hashed")["snapshot_id"].tolist() == ["1"]
    assert "Mã băm này vẫn còn" in page.success[0].value
    page.text_input(key="find_hash").set_value("0" * 12).run()
    assert "Không có bản chốt số liệu nào bạn được xem mang mã băm này" in page.warning[0].value
    page.text_input(key="find_hash").set_value("xyz").run()
    assert page.warning
    assert not page.exception


@pytest.mark.usefixtures("frozen")
def test_a_director_sees_his_own_alone(visit: Any) -> None:
    page = visit("snapshots", **snapshots.DAYS)
    page.selectbox(key=SWITCH).set_value("00110").run()
    assert "Chưa có bản chốt nào" in page.info[0].value
    page.selectbox(key=SWITCH).set_value("00101").run()
    assert "**1 bản chốt số liệu**" in shown.said(page)


@pytest.mark.usefixtures("frozen")
def test_in_english_the_page_is_english(visit: Any) -> None:
    page = visit("snapshots", **snapshots.FIRST, lang="en")
    assert page.title[0].value == "Snapshots"
    told = shown.said(page).replace("\\", "").replace("\u2060", "")
    assert "**Snapshot 1**: Form 01-XN, day 21/08/2026: BHXH quận Ba Đình, frozen at" in told
    assert "**Nothing has changed**" in shown.said(page)


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("address", [snapshots.DAYS, snapshots.FIRST])
def test_a_store_that_fails_is_a_sentence(
    visit: Any, monkeypatch: pytest.MonkeyPatch, address: dict[str, str]
) -> None:
    def fail(*_question: object) -> None:
        raise store.Down

    monkeypatch.setattr(access, "ask", fail)
    page = visit("snapshots", **address)
    assert page.error
    assert not page.exception


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-08-22T08:00:09+07:00", "chốt hằng ngày"),
        ("2026-08-22T09:14:30+07:00", "chốt muộn lúc 09:14, hạn 08:00"),
        (
            "2026-08-23T00:10:00+00:00",
            "chốt muộn lúc 07:10 ngày 23/08/2026, hạn 08:00 ngày 22/08/2026",
        ),
    ],
)
def test_a_closing_that_came_late_says_how_late(at: str, words: str) -> None:
    day, moment = dt.date(2026, 8, 21), dt.datetime.fromisoformat(at)
    assert listing.way(is_closing=True, day=day, at=moment) == words
    assert listing.way(is_closing=False, day=day, at=moment) == "người dùng chốt"
