"""Owns what an office has to look after: money that is not handed over, and differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components import predecessors
from dashboard.figures import evening as figures_evening
from dashboard.figures import lag, office_money, office_profile
from queries import agents
from queries.exceptions import counts
from queries.lag import remittance_lag

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.components import filters


def ask(
    connection: sa.Connection,
    office: str,
    chosen: filters.Filters,
    evening: figures_evening.Evening,
) -> office_money.Money:
    """Ask the store for what an office has to look after."""
    # Outside of a screen it warns that nothing is kept.
    from dashboard import cache

    asked = predecessors.asked(chosen, office)
    rows = cache.find(
        connection, remittance_lag.by_agent, evening.question(office=asked), by=agents.By.ORG
    )
    return office_money.Money(
        facts=office_profile.ask(connection, office),
        evening=evening,
        organizations=lag.ranked(rows),
        kinds=cache.find(connection, counts.by_kind, **evening.asked, office=asked),
        asked=asked,
    )
