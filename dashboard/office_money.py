"""Owns what an office has to look after: money that is not handed over, and differences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dashboard import at_risk, office_facts, succession, tables
from queries import agents, exceptions, remittance_lag

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

    from dashboard import evenings, filters, links

# These have sentences of their own.
_TOLD: Final = ("overdue", "unrecorded", "form_missing", "form_late", "form_mismatched")
_SUMS: Final = (
    "payments", "amount", "remitted_amount", "outstanding_amount", "overdue_payments",
    "overdue_amount", "exposure_vnd_days",
)  # fmt: skip


@dataclass(frozen=True)
class Money:
    """The answers of the store for an office, and all below it, at the end of a day.

    `asked` is the office as further questions take it, of whichever time.
    `organizations` has a row per organisation, the most money at risk first; `kinds` one per kind
    of difference.
    """

    facts: office_facts.Facts
    evening: evenings.Evening
    organizations: pd.DataFrame
    kinds: pd.DataFrame
    asked: agents.Office = None

    @cached_property
    def totals(self) -> dict[str, int]:
        """The sums of the organisations' rows."""
        return tables.totals(self.organizations, dict.fromkeys(_SUMS))

    @property
    def overdue(self) -> pd.DataFrame:
        """The organisations with overdue payments, the worst first."""
        return self.organizations[self.organizations["overdue_payments"] > 0]

    @property
    def others(self) -> pd.DataFrame:
        """The kinds of which there are cases, without those that have a sentence of their own."""
        told = self.kinds["kind"].isin(_TOLD)
        return self.kinds[~told & (self.kinds["cases"] > 0)]

    @property
    def params(self) -> dict[str, links.Value]:
        """The office and its period as addresses have them."""
        return {**self.evening.params, "office": self.facts.code}

    def kind(self, name: str) -> dict[str, Any]:
        """Return the row of a kind."""
        return dict(self.kinds.set_index("kind").loc[name])


def ask(
    connection: sa.Connection, office: str, chosen: filters.Filters, evening: evenings.Evening
) -> Money:
    """Ask the store for what an office has to look after."""
    # Outside of a screen it warns that nothing is kept.
    from dashboard import answers

    asked = succession.asked(chosen, office)
    rows = answers.find(
        connection, remittance_lag.by_agent, **evening.asked, by=agents.By.ORG, office=asked
    )
    return Money(
        facts=office_facts.ask(connection, office),
        evening=evening,
        organizations=at_risk.ranked(rows),
        kinds=answers.find(connection, exceptions.by_kind, **evening.asked, office=asked),
        asked=asked,
    )
