"""Owns the two reports of lag as files: from payment to remittance, and from payment to code.

The rows are those of the screen and of the command line: one an agent, with all their columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from dashboard.exports import asking, content, figures, framed, lag_body, paper, parties, template
from queries import agents, recording_lag, remittance_lag

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.exports import stamp

REMITTANCE: Final = "remittance-lag"
RECORDING: Final = "recording-lag"
DAYS: Final = ("from", "to", "as_of")
# Whom the rows may stand for; the address has no others.
LEVELS: Final = (agents.By.OFFICE, agents.By.ORG, agents.By.COLLECTOR)
KEYS: Final = ("key",)

_QUESTIONS: Final[dict[str, Any]] = {
    REMITTANCE: remittance_lag.by_agent,
    RECORDING: recording_lag.by_agent,
}
_COLUMNS: Final = {REMITTANCE: remittance_lag.COLUMNS, RECORDING: recording_lag.COLUMNS}
_TEMPLATES: Final = {REMITTANCE: "remittance_lag", RECORDING: "recording_lag"}


def found_remittance(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - there are no participants on it
) -> content.Content:
    """Return how payments of a period had been remitted by the evening that was asked for.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    return _found(REMITTANCE, connection, asked)


def found_recording(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - there are no participants on it
) -> content.Content:
    """Return how soon payments of a period had got their codes by that evening.

    Raises:
        problems.Problem: an unknown code.
    """
    return _found(RECORDING, connection, asked)


def _found(kind: str, connection: sa.Connection, asked: Mapping[str, str]) -> content.Content:
    """Return the rows and, in the facts, the one row of everything: rates do not add up."""
    ask = _QUESTIONS[kind]
    limits = {**asking.period(asked), "product": asked.get("product")}
    rows = ask(connection, by=agents.By(asked["by"]), **limits)
    total = framed.only(ask(connection, by=agents.By.ALL, **limits))
    facts = parties.facts(connection, office=asked.get("office")) | {"total": total}
    return content.Content(kind, asked, facts, tuple(_COLUMNS[kind]), framed.rows(rows))


def paper_of(found: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the report on paper."""
    words = template.named(_TEMPLATES[found.kind])
    body = lag_body.Body(found, words)
    level = words["levels"][found.asked["by"]]
    period = words["period"].format(**asking.days(found.asked))
    head = figures.head(found, words, (period, words["by"].format(level=level["by"])))
    return paper.Paper(
        name=figures.name(found, words, DAYS),
        head=head,
        tables=(body.table(level),),
        foot=lambda: figures.foot(
            body.digest, words, taken, above=head, sentences=body.sentences(), totals=body.totals()
        ),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )
