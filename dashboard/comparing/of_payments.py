"""What pages about a period of payments share: what they ask, their filters, what is compared.

Their figures are one row of the total, and the rows of a level if one is wanted.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard import directory
from dashboard.comparing import against, changes, menu, outcome
from dashboard.components import filter_bar, filters, pickers, predecessors
from dashboard.figures import periods
from dashboard.text import glossary
from queries import agents
from queries.lag import lagged

Rows = tuple[pd.DataFrame, pd.DataFrame | None]
Outcome = outcome.Outcome[Rows]
Ask = Callable[[sa.Connection, lagged.Question, agents.By | None], Rows]


def span(chosen: filters.Filters) -> periods.Span:
    """Return the period that is chosen."""
    return periods.Span(chosen.start, chosen.end, chosen.as_of)


def question(chosen: filters.Filters) -> lagged.Question:
    """Return what is asked of the payments of the period."""
    return lagged.Question(
        start=chosen.start, end=chosen.end, as_of=chosen.as_of,
        office=predecessors.asked(chosen, chosen.office), org=chosen.org,
        collector=chosen.collector, product=chosen.product,
    )  # fmt: skip


def bar(chosen: filters.Filters, known: directory.Directory) -> None:
    """Show the filters of the page."""
    days = span(chosen)
    said = predecessors.said(chosen, known, filter_bar.between(chosen))
    said += [filter_bar.evening(chosen), against.said(chosen, known, days)]
    shown = filter_bar.show(said, rare=(chosen.org, chosen.product, chosen.against))
    with shown.row:
        menu.show(days, menu.as_of_evening)
        pickers.period(chosen)
        pickers.grouping(chosen)
        predecessors.pick(chosen, known)
    with shown.rare:
        pickers.organization(chosen, known.organizations)
        pickers.product(chosen)
        against.pick(chosen, known, days)
        predecessors.switch(chosen, known)


def beside(
    chosen: filters.Filters,
    known: directory.Directory,
    ask: Ask,
    asked: lagged.Question,
    level: agents.By | None,
) -> dict[str, Callable[[sa.Connection], Outcome | None]]:
    """Return the question for what is compared with, under `compared`; none without it.

    Of an earlier period the rows of the level are asked for as well.
    """
    wanted = against.read(chosen, known, span(chosen))
    if wanted is None:
        return {}

    def other(connection: sa.Connection, limits: outcome.Limits) -> Rows:
        of_other = outcome.limits_like(asked, limits)
        return ask(connection, of_other, level if wanted.is_earlier else None)

    return {"compared": lambda connection: outcome.ask(connection, chosen, wanted, other)}


def figures(compared: Outcome | None) -> dict[str, Any]:
    """Return the figures of everything of what is compared with; empty where there are none."""
    if compared is None or compared.other is None or compared.other[0].empty:
        return {}
    return dict(compared.other[0].iloc[0])


def earlier(
    total: pd.DataFrame, compared: Outcome | None, terms: Mapping[str, glossary.Term]
) -> changes.Earlier | None:
    """Return the rows of the earlier period, if there is one to compare with."""
    if compared is None or compared.other is None or total.empty:
        return None
    _total, rows = compared.other
    if rows is None:
        return None
    differing = changes.totals(dict(total.iloc[0]), figures(compared), terms)
    return changes.Earlier(compared.against, rows, differing)
