"""What is said of a comparison before its figures are shown."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.comparing import against, changes, outcome
from dashboard.components import links, tables
from dashboard.text import _, formats, glossary


def show(
    found: outcome.Outcome[Any] | None,
    measures: Mapping[str, glossary.Term],
    now: Mapping[str, Any],
    then: Mapping[str, Any],
    place: str,
) -> None:
    """Say by how much the figures differ, or why nothing is compared; nothing if that is not asked.

    With another place, both stand below each other in a table.

    Args:
        found: what is compared with.
        measures: the figures that are compared.
        now: the figures at hand.
        then: those of what they are compared with; empty where there is nothing of it.
        place: whose figures are at hand.
    """
    if found is None:
        return
    if found.obstacle:
        outcome.obstacle(found)
        return
    st.markdown(sentence(found.against, measures, now, then))
    if not found.against.is_earlier:
        _both(found.against, measures, now, then, place)


def sentence(
    wanted: against.Against,
    measures: Mapping[str, glossary.Term],
    now: Mapping[str, Any],
    then: Mapping[str, Any],
) -> str:
    """Return the sentence about the differences, as Markdown."""
    parts = [
        part for name, term in measures.items() if (part := _part(wanted, name, term, now, then))
    ]
    words = _("**Against {name}** ({days}): {changes}.")
    if not then:
        parts.insert(0, _("there is nothing of it"))
    return words.format(name=formats.plain(wanted.name), days=wanted.days, changes="; ".join(parts))


def _part(
    wanted: against.Against,
    name: str,
    term: glossary.Term,
    now: Mapping[str, Any],
    then: Mapping[str, Any],
) -> str:
    """Return how one figure differs; empty where one of both is unknown."""
    change = changes.difference(now.get(name), then.get(name), term)
    if change is None:
        return ""
    label = _(term.label)
    words = {"label": label[:1].lower() + label[1:], "amount": _amount(change, term)}
    if not change:
        return _("{label} unchanged").format(**words)
    if wanted.is_earlier:
        more, less = _("{label} **up {amount}**"), _("{label} **down {amount}**")
    else:
        more, less = _("{label} **higher by {amount}**"), _("{label} **lower by {amount}**")
    return (more if change > 0 else less).format(**words)


def _amount(change: Any, term: glossary.Term) -> str:
    """Return the size of a change, without its sign."""
    if term.kind == "rate":
        return _("{n} points").format(n=formats.rate_change(abs(change)).lstrip("+"))
    return formats.money(abs(change)) if term.kind == "money" else formats.count(abs(change))


def _both(
    wanted: against.Against,
    measures: Mapping[str, glossary.Term],
    now: Mapping[str, Any],
    then: Mapping[str, Any],
    place: str,
) -> None:
    """Show both places, the one at hand with how it differs from the other."""
    rows = pd.DataFrame(
        [
            {
                "name": place,
                "key": wanted.own,
                **_figures(measures, now),
                **changes.totals(now, then, measures),
            },
            {"name": wanted.name, "key": wanted.code, **_figures(measures, then)},
        ],
        dtype="object",
    )
    terms = {"name": _NAMES[wanted.kind], **measures}
    tables.show(
        rows,
        changes.terms(terms, measures, wanted),
        key=f"against_{wanted.kind}",
        alt=_("{place}, and {name} beside it").format(place=place, name=wanted.name),
        sortable=(),
        leads=links.Way({wanted.kind: "key"}, given={"against": None, "sort": None}),
    )


_NAMES = {against.OFFICE: glossary.OFFICE, against.ORG: glossary.ORGANIZATION}


def _figures(measures: Mapping[str, glossary.Term], given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: given.get(name, 0 if term.kind != "rate" else None) for name, term in measures.items()
    }
