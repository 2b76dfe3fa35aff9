"""The pages of a payment of which only days are known: they write days, and make up no minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import databases, desks
from support.screens import sent_tables
from support.screens.lookup import look, words

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

DAY = "2026-08-21"


@pytest.fixture(autouse=True)
def by_days(
    made: databases.Databases,
    tmp_path: pathlib.Path,
    use_store: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[desks.Desk]:
    """Have the dashboard show a store whose only payment has days instead of times."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as desk:
        desk.masters()
        for paid in ("2026-08-20", DAY):
            desk.hand_in(
                payments=[{"paid_at": paid, "voided_at": "2026-08-26"}],
                confirmations=[{"notified_by": "sms", "notified_at": "2026-08-22"}],
                remittances=[{"remitted_at": "2026-08-24"}],
                remittance_lines=[{}],
            )
        use_store(name)
        monkeypatch.setenv("BHXH_TODAY", "2026-09-03")
        yield desk


def test_the_lookup_tells_the_days_of_the_steps_and_no_minutes() -> None:
    page = look("XN1")
    assert not page.exception
    said = words(page)
    for step, day in (
        ("Thu tiền", "21/08/2026"), ("Nộp vào tài khoản chuyên thu", "24/08/2026"),
        ("Hủy biên lai", "26/08/2026"),
    ):  # fmt: skip
        assert f"**{step}** · {day}" in said
        assert f"{day} 00:00" not in said
    assert "· 22/08/2026" in said
    assert "Sau khi thu tiền" not in said
    assert "Cấp mã trước khi thu tiền" not in said


def test_the_history_writes_days(visit: Any) -> None:
    page = visit("lookup", code="XN1")
    changes = sent_tables.of(page)[-1].value
    assert changes[["earlier", "later"]].to_numpy().tolist() == [["20/08/2026", "21/08/2026"]]


def test_lists_with_days_are_shown(visit: Any) -> None:
    period = {"from": "2026-08-01", "to": "2026-08-31", "as_of": "2026-08-25"}
    for address in (
        {"to": "organization", "org": "BI0001", "status": "all"},
        {"to": "remittance-lag", "status": "remitted"},
    ):
        page = visit(address.pop("to"), **period, **address)
        assert not page.exception


def test_late_codes_of_such_payments_have_no_minutes(visit: Any, by_days: desks.Desk) -> None:
    by_days.hand_in(payments=[{"paid_at": "2026-08-20"}])
    page = visit("form-01-xn", date=DAY, status="late_recorded")
    assert not page.exception
