"""Monthly reconciliation records in tests: as somebody takes them, and a store to look at."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, Final

from support.builders import rows
from support.builders import store as builders_store
from support.builders.rows import Confirmation, Payment, Remittance, RemittanceLine, at
from support.papers import papers

from dashboard.exports.documents import reconciliation
from data import scope

if TYPE_CHECKING:
    from dashboard.exports import content
    from data import store as stores

    Sums = dict[str, tuple[int | None, int | None]]


AUGUST: Final = ("2026-08-01", "2026-08-31")
BA_DINH: Final = scope.Scope.of(["00101"])


def taken(
    store: stores.Store,
    office: str = "00101",
    org: str = "BI0001",
    days: tuple[str, str] = AUGUST,
) -> content.Content:
    """Return a record as the city takes it."""
    asked: dict[str, str | None] = {"from": days[0], "to": days[1], "office": office, "org": org}
    return papers.found(store, reconciliation.KIND, asked)


def taken_by_director(store: stores.Store, **given: str) -> content.Content:
    """Return the record of August as the director of 00101 takes it."""
    asked: dict[str, str | None] = {"from": AUGUST[0], "to": AUGUST[1], "org": "BI0001", **given}
    return papers.found(store, reconciliation.KIND, asked, BA_DINH, own="00101")


def section(report: content.Content, name: str) -> Sums:
    """Return number and amount of each line of a section."""
    return {
        row["line"]: (row["number"], row["amount"])
        for row in papers.rows(report)
        if row["section"] == name
    }


def whole(month: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a month."""
    first = dt.date.fromisoformat(f"{month}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def told() -> rows.Store:
    """Return a store in whose August everything happens that moves a balance."""
    return builders_store.store_of(
        Payment("JULY", amount=1, paid_at=at("2026-07-31 23:59:59")),
        Payment(
            "JULY-VOIDED", amount=20,
            paid_at=at("2026-07-30 09:00"), voided_at=at("2026-08-05 09:00"),
        ),
        Payment("KEPT", amount=300),
        Payment("VOIDED", amount=4_000, voided_at=at("2026-08-31 23:59:59")),
        Payment("VOIDED-LATER", amount=50_000, voided_at=at("2026-09-01 00:00")),
        Payment("REMITTED-LATER", amount=600_000),
        Payment("BY-OTHER", amount=7_000_000),
        Payment("TO-OTHER", amount=80_000_000),
        Payment("SEPTEMBER", amount=900_000_000, paid_at=at("2026-09-01 09:00")),
        Payment("NEIGHBOUR", office_code="00110", amount=1_000_000_000),
        Confirmation("XN1", "KEPT"),
        Remittance("R1", amount=1_900_004_302, remitted_at=at("2026-08-31 23:59:59")),
        *(RemittanceLine("R1", each) for each in ("JULY", "KEPT", "VOIDED", "SEPTEMBER")),
        RemittanceLine("R1", "NEIGHBOUR"),
        Remittance("R2", org_code="IS0002", amount=7_000_000),
        RemittanceLine("R2", "BY-OTHER"),
        Remittance("R3", office_code="00110", amount=80_000_000),
        RemittanceLine("R3", "TO-OTHER"),
        Remittance("R4", amount=600_000, remitted_at=at("2026-09-01 00:00")),
        RemittanceLine("R4", "REMITTED-LATER"),
    )  # fmt: skip
