"""The balance of a month adds up, line by line, as an independent calculation finds it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, strategies
from support.builders import rows as builders_rows
from support.builders import store as builders_store
from support.builders.reconciling import section, taken, taken_by_director, told, whole
from support.oracle import calendar, reconciling
from support.oracle import payments as oracle_payments
from support.papers import papers

from dashboard.exports import content, paper
from data import problems

if TYPE_CHECKING:
    from support import desks
    from support.builders.reconciling import Sums
    from support.builders.rows import Payment


NIGHT: Final = dt.timedelta(days=1)


def test_voids_and_transfers_of_others_are_told_apart(shared_desk: desks.Desk) -> None:
    builders_store.refill(shared_desk, told())
    report = taken(shared_desk.store)
    assert section(report, "balance") == {
        "opening": (2, 21),
        "collected": (6, 87_654_300),
        "voided": (2, 4_020),
        "settled": (4, 87_000_301),
        "closing": (2, 650_000),
        "overdue": (2, 650_000),
    }
    assert section(report, "settled") == {
        "transferred": (5, 1_900_004_302),
        "difference": (None, 1),
        "foreign": (1, 1_000_000_000),
        "voided": (1, 4_000),
        "later": (1, 900_000_000),
        "elsewhere": (2, 87_000_000),
        "settled": (4, 87_000_301),
    }
    assert {"remitted_by_other", "remittance_differs", "voided_after_remittance"} <= set(
        section(report, "kinds")
    )


def test_one_month_begins_with_what_the_one_before_has_left(shared_desk: desks.Desk) -> None:
    builders_store.refill(shared_desk, told())
    august = section(taken(shared_desk.store), "balance")
    september = section(taken(shared_desk.store, days=("2026-09-01", "2026-09-30")), "balance")
    assert september["opening"] == august["closing"]
    # What was handed over before it was paid has been settled when it is collected.
    assert september["collected"] == (1, 900_000_000)
    assert september["closing"] == (0, 0)


def test_a_director_gets_the_same_record_as_the_city(shared_desk: desks.Desk) -> None:
    builders_store.refill(shared_desk, told())
    own = taken_by_director(shared_desk.store)
    whole_city = taken(shared_desk.store)
    assert own.params == whole_city.params
    assert list(own.rows) == list(whole_city.rows)
    assert papers.digest(own) == papers.digest(whole_city)
    assert "00110" not in content.write(own, {})
    with pytest.raises(problems.Problem, match="another office"):
        taken_by_director(shared_desk.store, office="00110")


def test_the_tables_add_up_and_both_sides_sign(shared_desk: desks.Desk) -> None:
    builders_store.refill(shared_desk, told())
    drawn = papers.drawn(taken(shared_desk.store))
    assert drawn.head.title == "BIÊN BẢN ĐỐI CHIẾU SỐ LIỆU THU, NỘP THÁNG 08/2026"
    assert drawn.head.letter[0].startswith("Hôm nay, ngày")
    assert drawn.amounts(paper.Style.TOTAL, 0, "Số tiền còn lại") == [87_650_300]
    assert drawn.amounts(paper.Style.TOTAL, 2, "Số tiền nộp") == [1_900_004_302]
    assert drawn.amounts(paper.Style.TOTAL, 2, "Chênh lệch") == [1]
    assert drawn.amounts(paper.Style.SUBTOTAL, 3) == [87_000_301]
    assert drawn.amounts(paper.Style.SUBTOTAL, 4) == [650_000]
    assert drawn.foot.words[0].endswith("Sáu trăm năm mươi nghìn đồng.")
    assert [(block.role, block.body) for block in drawn.foot.signatures] == [
        ("ĐẠI DIỆN CƠ QUAN BHXH", "BHXH 00101"),
        ("ĐẠI DIỆN TỔ CHỨC DỊCH VỤ THU", "Tổ chức BI0001"),
    ]


def test_a_row_is_known_by_its_section_and_its_line(shared_desk: desks.Desk) -> None:
    builders_store.refill(shared_desk, told())
    rows = papers.rows(taken(shared_desk.store))
    assert len({(row["section"], row["line"]) for row in rows}) == len(rows) > 0


@pytest.mark.timeout(300)
@given(data=st.data())
@examples.some(5)
def test_every_line_is_that_of_the_independent_calculation(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores(40))
    builders_store.refill(shared_desk, generated)
    paid = [oracle_payments.paid_day(payment) for payment in generated.payments]
    month = f"{min(paid, default=dt.date(2026, 7, 1)):%Y-%m}"
    after = f"{whole(month)[1] + NIGHT:%Y-%m}"
    for _ in range(4):
        office = data.draw(st.sampled_from([row.office_code for row in generated.offices]))
        org = data.draw(st.sampled_from([row.org_code for row in generated.organizations]))
        first, last = whole(data.draw(st.sampled_from([month, after])))
        report = taken(shared_desk.store, office, org, (str(first), str(last)))
        own = oracle_payments.in_scope(generated, office, org)
        balance, settled = section(report, "balance"), section(report, "settled")
        assert balance | {"overdue": None} == counted(generated, own, first, last) | {
            "overdue": None
        }
        assert settled == bridged(generated, own, (office, org), (first, last))
        adds_up(balance, settled)


def adds_up(balance: Sums, settled: Sums) -> None:
    """Hold the lines of a record against one another, as whoever reads the paper does."""
    for which in (0, 1):
        of = {line: each[which] or 0 for line, each in balance.items()}
        assert of["opening"] + of["collected"] - of["voided"] - of["settled"] == of["closing"]
        parts = {line: each[which] or 0 for line, each in settled.items()}
        taken = sum(parts[line] for line in ("difference", "foreign", "voided", "later"))
        assert parts["transferred"] - taken + parts["elsewhere"] == parts["settled"]
        assert parts["settled"] == of["settled"]


def counted(
    store: builders_rows.Store, own: list[Payment], first: dt.date, last: dt.date
) -> dict[str, tuple[int, int]]:
    """Return the lines of the balance, each payment looked at by itself."""
    before = first - NIGHT
    opening = [p for p in own if outstanding(store, p, before)]
    collected = [p for p in own if first <= oracle_payments.paid_day(p) <= last]
    both = opening + collected
    voided = [p for p in both if oracle_payments.voided(p, last)]
    settled = [p for p in both if p not in voided and oracle_payments.remittance(store, p, last)]
    closing = [p for p in own if outstanding(store, p, last)]
    return {
        "opening": sums(opening),
        "collected": sums(collected),
        "voided": sums(voided),
        "settled": sums(settled),
        "closing": sums(closing),
    }


def outstanding(store: builders_rows.Store, payment: Payment, evening: dt.date) -> bool:
    return (
        oracle_payments.paid_day(payment) <= evening
        and not oracle_payments.voided(payment, evening)
        and not oracle_payments.remittance(store, payment, evening)
    )


def sums(payments: list[Payment]) -> tuple[int, int]:
    return len(payments), oracle_payments.money(payments)


def bridged(
    store: builders_rows.Store,
    own: list[Payment],
    pair: tuple[str, str],
    month: tuple[dt.date, dt.date],
) -> Sums:
    """Return the lines that lead from the transfers to what was settled, one by one."""
    first, last = month
    offices = oracle_payments.offices_below(store, pair[0])
    transfers = {
        row.remittance_id: row
        for row in store.remittances
        if row.org_code == pair[1]
        and row.office_code in offices
        and first <= calendar.local_day(row.remitted_at) <= last
    }
    covered = [each for each in reconciling.covered(store) if each[0] in transfers]
    by_payment = {line.payment_id: line.remittance_id for line in store.remittance_lines}
    listed = [p for p in own if by_payment.get(p.payment_id) in transfers]
    voided = [p for p in listed if oracle_payments.voided(p, last)]
    later = [p for p in listed if p not in voided and oracle_payments.paid_day(p) > last]
    opening = [p for p in own if outstanding(store, p, first - NIGHT)]
    collected = [p for p in own if first <= oracle_payments.paid_day(p) <= last]
    settled = [
        p
        for p in opening + collected
        if oracle_payments.remittance(store, p, last) and not oracle_payments.voided(p, last)
    ]
    payments, amount = sum(each[1] for each in covered), sum(each[2] for each in covered)
    money = sum(row.amount for row in transfers.values())
    return {
        "transferred": (payments, money),
        "difference": (None, money - amount),
        "foreign": (payments - len(listed), amount - oracle_payments.money(listed)),
        "voided": sums(voided),
        "later": sums(later),
        "elsewhere": sums([p for p in settled if p not in listed]),
        "settled": sums(settled),
    }
