"""The figures of remittance lag as they are added up from a list of payments, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_OPEN = ("overdue", "outstanding")


def figures(rows: pd.DataFrame) -> dict[str, int]:
    """Return what listed payments or cases come to; nothing of another list."""
    if "owner" in rows:
        return {"owned": int((rows["owner"].fillna("") != "").sum())}
    if not {"status", "lag_days", "deadline_days"} <= set(rows):
        return {}
    overdue, unremitted = rows[rows["status"] == "overdue"], rows[rows["status"].isin(_OPEN)]
    remitted = rows[~rows["status"].isin(_OPEN)]
    late = overdue["amount"] * (overdue["lag_days"] - overdue["deadline_days"])
    return {
        "exposure_vnd_days": int(late.sum()),
        "overdue_amount": int(overdue["amount"].sum()),
        "overdue_payments": len(overdue),
        "outstanding_amount": int(unremitted["amount"].sum()),
        "outstanding_payments": len(unremitted),
        "oldest_outstanding_days": int(unremitted["lag_days"].max()) if len(unremitted) else 0,
        "remitted_amount": int(remitted["amount"].sum()),
        "remitted_payments": len(remitted),
    }
