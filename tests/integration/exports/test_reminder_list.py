"""The list that goes with a reminder: what is overdue, as on the screens, and what is asked for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, strategies
from support.builders import rows as builders_rows
from support.builders import store as builders_store
from support.builders.rows import Payment, at
from support.oracle import payments as oracle_payments
from support.papers import papers

from dashboard import clock
from dashboard.exports import content, paper, template
from dashboard.exports.documents import amount_in_words, reminder
from data import problems, scope
from queries import agents
from queries.exceptions import counts
from queries.lag import lagged, remittance_lag
from queries.lag import payments as lag_payments

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import desks

    from data import store as stores


KIND: Final = reminder.KIND
BA_DINH: Final = scope.Scope.of(["00101"])
# All that the store can hold was paid since.
START: Final = dt.date(2000, 1, 1)


def fill(desk: desks.Desk, *rows: builders_rows.Row) -> None:
    """Replace everything by a small store."""
    builders_store.refill(desk, builders_store.store_of(*rows))


def listed(
    store: stores.Store,
    as_of: str,
    org: str = "BI0001",
    office: str | None = None,
    within: scope.Scope = papers.EVERYTHING,
) -> content.Content:
    asked = {"as_of": as_of, "org": org, "office": office}
    return papers.found(store, KIND, asked, within)


def payments(report: content.Content) -> list[str]:
    return [row["payment_id"] for row in papers.rows(report)]


@pytest.mark.parametrize("as_of", ["2026-08-24", "2026-08-31", "2026-09-03"])
@pytest.mark.parametrize(
    ("org", "office"), [("BI0001", None), ("BI0001", "00110"), ("IS0002", "00101")]
)
def test_the_total_is_that_of_every_screen(
    example: stores.Store, as_of: str, org: str, office: str | None
) -> None:
    report = listed(example, as_of, org, office)
    amount = sum(row["amount"] for row in papers.rows(report))
    day = dt.date.fromisoformat(as_of)
    asked: dict[str, Any] = {"start": START, "end": day, "as_of": day, "org": org, "office": office}
    question = lagged.Question(**asked)
    with example.reading(papers.EVERYTHING) as connection:
        lag = remittance_lag.by_agent(connection, question, by=agents.By.ALL)
        kinds = counts.by_kind(connection, question).set_index("kind")
        total = lag_payments.total(connection, question, status="overdue").iloc[0]
    assert amount == int(lag["overdue_amount"].sum()) == kinds.loc["overdue", "amount"]
    assert (len(list(report.rows)), amount) == tuple(total)
    assert (report.facts["payments"], report.facts["amount"]) == tuple(total)


@pytest.mark.timeout(300)
@given(data=st.data())
@examples.some(6)
def test_the_list_is_that_of_the_independent_calculation(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores(40))
    builders_store.refill(shared_desk, generated)
    for org in (row.org_code for row in generated.organizations):
        q = data.draw(strategies.questions(generated))
        found = papers.rows(listed(shared_desk.store, q.as_of.isoformat(), org, q.office))
        assert {
            row["payment_id"]: (row["amount"], row["deadline_day"], row["overdue_days"])
            for row in found
        } == overdue(generated, q.as_of, org, q.office)


def overdue(
    store: builders_rows.Store, as_of: dt.date, org: str, office: str | None
) -> dict[str, tuple[int, dt.date, int]]:
    """Return amount, deadline and working days beyond it of each payment, counted one by one."""
    found = {}
    asked = oracle_payments.in_scope(store, office, org)
    for payment in oracle_payments.due_in_period(asked, START, as_of, as_of):
        allowed = oracle_payments.deadline(store, payment)
        counted = oracle_payments.remittance_lag(store, payment, as_of)
        if len(counted) > allowed and not oracle_payments.remittance(store, payment, as_of):
            deadline = counted[allowed - 1] if allowed else oracle_payments.paid_day(payment)
            found[payment.payment_id] = (payment.amount, deadline, len(counted) - allowed)
    return found


def test_what_was_paid_long_ago_is_not_left_out(shared_desk: desks.Desk) -> None:
    fill(
        shared_desk,
        Payment("OLD", paid_at=at("2024-01-02 09:00")),
        Payment("NEW", paid_at=at("2026-08-20 09:00")),
    )
    assert payments(listed(shared_desk.store, "2026-08-31")) == ["OLD", "NEW"]


def test_what_happened_later_is_not_known_yet(shared_desk: desks.Desk) -> None:
    fill(
        shared_desk,
        Payment("VOIDED", voided_at=at("2026-09-01 00:00")),
        Payment("REMITTED"),
        Payment("RECORDED"),
        Payment("LATER", paid_at=at("2026-08-31 09:00")),
        builders_rows.Confirmation("XN9", "RECORDED", at("2026-09-01 00:00")),
        builders_rows.Remittance(remitted_at=at("2026-09-01 00:00")),
        builders_rows.RemittanceLine("R1", "REMITTED"),
    )
    evening = papers.rows(listed(shared_desk.store, "2026-08-31"))
    assert {row["payment_id"]: row["confirmation_code"] for row in evening} == dict.fromkeys(
        ["RECORDED", "REMITTED", "VOIDED"]
    )
    next_evening = papers.rows(listed(shared_desk.store, "2026-09-01"))
    assert [(row["payment_id"], row["confirmation_code"]) for row in next_evening] == [
        ("RECORDED", "XN9")
    ]


def test_payments_of_an_office_that_was_succeeded_keep_its_name(shared_desk: desks.Desk) -> None:
    fill(
        shared_desk,
        builders_rows.Office("00100", "BHXH thành phố Hà Nội"),
        builders_rows.Office("00101", "BHXH cơ sở Ba Đình", "00100"),
        builders_rows.Office("00102", "BHXH quận cũ", "00100", successor_code="00101"),
        Payment("P1"),
        Payment("P2", office_code="00102"),
    )
    assert payments(listed(shared_desk.store, "2026-08-31", office="00101")) == ["P1"]
    drawn = papers.drawn(listed(shared_desk.store, "2026-08-31", office="00100"))
    lines = drawn.tables[0][2]
    groups = [cells[0] for style, cells in lines if style is paper.Style.GROUP]
    assert groups == ["BHXH cơ sở Ba Đình", "BHXH quận cũ"]


def test_the_paper_adds_up_office_by_office(shared_desk: desks.Desk) -> None:
    fill(
        shared_desk,
        Payment("P1", amount=1_000),
        Payment("P2", amount=20_000, receipt_no="=1+1"),
        Payment("P3", office_code="00110", amount=300_000),
        Payment("OTHER", org_code="IS0002"),
    )
    drawn = papers.drawn(listed(shared_desk.store, "2026-08-31"))
    assert drawn.amounts(paper.Style.ROW) == [1_000, 20_000, 300_000]
    assert drawn.amounts(paper.Style.SUBTOTAL) == [21_000, 300_000]
    assert drawn.amounts(paper.Style.TOTAL) == [321_000]
    assert amount_in_words.money(321_000) in drawn.foot.words[0]
    one = papers.drawn(listed(shared_desk.store, "2026-08-31", office="00110"))
    assert one.amounts(paper.Style.SUBTOTAL) == []
    assert one.amounts(paper.Style.TOTAL) == [300_000]


def test_a_long_list_begins_with_a_page_by_office_and_collector(
    shared_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(
        shared_desk,
        Payment("P1", amount=1_000, paid_at=at("2026-08-11 09:00")),
        Payment("P2", amount=20_000, paid_at=at("2026-08-10 09:00")),
        Payment("P3", office_code="00110", amount=300_000, paid_at=at("2026-08-12 09:00")),
    )
    report = listed(shared_desk.store, "2026-08-31")
    assert len(papers.drawn(report).tables) == 1
    words = {**template.named("reminder_list"), "most_without_overview": 2}
    monkeypatch.setattr(template, "named", functools.partial(_instead, template.named, words))
    (title, labels, lines), rows = papers.drawn(report).tables
    assert title == "I. Tổng hợp theo đơn vị và nhân viên thu"
    assert labels[3:6] == ["Số khoản", "Số tiền", "Khoản lâu nhất thu ngày"]
    assert [cells[3:6] for style, cells in lines if style is paper.Style.ROW] == [
        [2, 21_000, dt.date(2026, 8, 10)], [1, 300_000, dt.date(2026, 8, 12)],
    ]  # fmt: skip
    assert lines[-1][1][3:6] == [3, 321_000, dt.date(2026, 8, 10)]
    assert len([1 for style, _cells in rows[2] if style is paper.Style.ROW]) == 3
    # What an earlier version froze has no such page.
    early = dataclasses.replace(
        report, facts={name: fact for name, fact in report.facts.items() if name != "collectors"}
    )
    assert len(papers.drawn(early).tables) == 1


def _instead(
    named: Callable[[str], template.Template], words: template.Template, name: str
) -> template.Template:
    return words if name == "reminder_list" else named(name)


def test_the_paper_says_who_asks_whom_for_what(example: stores.Store) -> None:
    drawn = papers.drawn(listed(example, "2026-08-31"))
    assert drawn.head.about[-1] == "Kính gửi: Tổ chức thu số Một (mã BI0001)"
    assert "2 khoản thu, tổng số tiền 1.652.400 đồng" in drawn.head.letter[0]
    assert drawn.foot.words[-1].startswith("Đề nghị Quý đơn vị nộp ngay số tiền trên")
    assert drawn.foot.words[-1].endswith("về BHXH thành phố Hà Nội.")
    assert drawn.foot.place == "Hà Nội, ngày 03 tháng 09 năm 2026"
    roles = [block.role for block in drawn.foot.signatures]
    assert roles == ["NGƯỜI LẬP BIỂU", "GIÁM ĐỐC"]


def test_where_nothing_is_overdue_the_paper_says_so_and_asks_for_nothing(
    example: stores.Store,
) -> None:
    drawn = papers.drawn(listed(example, "2026-08-20"))
    assert drawn.tables[0][2] == [(paper.Style.GROUP, ["Không có khoản thu quá hạn nộp."])]
    assert "không có khoản thu nào quá hạn nộp" in drawn.head.letter[0]
    assert drawn.foot.words == ()


def test_a_director_gets_the_own_office_alone_and_the_same_figures(example: stores.Store) -> None:
    soc_son = scope.Scope.of(["00110"])
    asked = {"as_of": "2026-08-31", "org": "BI0001"}
    own = papers.found(example, KIND, asked, soc_son, own="00110")
    whole = listed(example, "2026-08-31", office="00110")
    assert own.params == whole.params
    assert papers.digest(own) == papers.digest(whole)
    assert payments(own) == ["P08", "P09"]
    foreign = papers.found(example, KIND, asked, BA_DINH, own="00101")
    assert payments(foreign) == []
    assert foreign.facts["amount"] == 0
    with pytest.raises(problems.Problem, match="another office"):
        listed(example, "2026-08-31", office="00110", within=BA_DINH)


def test_a_list_that_was_kept_is_the_same_paper(example: stores.Store) -> None:
    report = listed(example, "2026-08-31")
    again = papers.kept(report)
    assert papers.digest(again) == papers.digest(report)
    assert papers.drawn(again) == papers.drawn(report)


def test_no_participant_is_named_on_it(example: stores.Store) -> None:
    assert "Nguyễn Thị Bích" not in content.write(listed(example, "2026-08-31"), {})


def test_a_day_that_has_not_come_and_a_list_of_nobody_are_refused(example: stores.Store) -> None:
    # Ahead by two days: midnight may come between this line and the next.
    ahead = clock.today() + dt.timedelta(days=2)
    with pytest.raises(problems.Problem, match="has not come yet"):
        listed(example, ahead.isoformat())
    with pytest.raises(problems.Problem, match="the report needs it"):
        papers.found(example, KIND, {"as_of": "2026-08-31"})
    with pytest.raises(problems.Problem, match="has the code"):
        listed(example, "2026-08-31", org="XX")
