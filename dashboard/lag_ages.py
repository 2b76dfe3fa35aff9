"""Owns the ages of outstanding money on the screen: a bar, and the same in a table that adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dashboard import charts, formats, links, parts, tables
from dashboard.text import _, lag_terms
from queries import ageing

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

# As addresses have them.
BUCKETS: Final = tuple(str(bucket) for bucket in range(len(ageing.BUCKETS) + 1))


def name(bucket: int) -> str:
    """Return what an ageing bucket is called."""
    if not bucket:
        return _("Not yet due")
    first = ageing.BUCKETS[bucket - 1] + 1
    if bucket == len(ageing.BUCKETS):
        return _("{n} days and more").format(n=first)
    return _("{first}–{last} days").format(first=first, last=ageing.BUCKETS[bucket])


def bar(buckets: pd.DataFrame) -> None:
    """Draw how old the outstanding money is, if there is any."""
    amounts = [int(amount) for amount in buckets["amount"]]
    if not sum(amounts):
        return
    labels = [name(bucket) for bucket in buckets["bucket"]]
    parts = (
        f"{label}: {formats.money(amount)}" for label, amount in zip(labels, amounts, strict=True)
    )
    charts.stacked_bar(labels, amounts, _title(), "; ".join(parts))


def table(buckets: pd.DataFrame, figures: Mapping[str, Any]) -> None:
    """Give the bar in figures; a row lists its payments."""
    if not figures["outstanding_amount"]:
        return
    title = _("The bar in figures")
    if below := parts.opened(title, icon=":material/table_rows:", key="ageing_in_figures"):
        rows = buckets.assign(label=[name(bucket) for bucket in buckets["bucket"]])
        with below:
            tables.show(
                rows,
                lag_terms.BUCKET,
                key="ageing",
                alt=_title(),
                leads=links.Way({"bucket": "bucket"}, given={"status": None, "sort": None}),
            )
            tables.check(int(rows["amount"].sum()), int(figures["outstanding_amount"]))


def _title() -> str:
    return _("Outstanding money by working days beyond the deadline")
