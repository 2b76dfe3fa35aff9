"""Owns what the screen of differences says around its tables, and each of its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import pickers, tables
from dashboard.exceptions.listing import Differences, State
from dashboard.text import _, exception_terms, formats, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components import filters


def names() -> dict[str, str]:
    """Return what the kinds are called."""
    return {kind: _(term.label) for kind, term in exception_terms.KINDS.items()}


def trail(chosen: filters.Filters) -> None:
    """Show the way up from a kind or a case; nothing at the top."""
    if chosen.kind is None:
        return
    steps: list[tuple[str, Mapping[str, str | None]]] = [
        (_("All kinds"), {"kind": None, "case": None, "sort": None}),
        # Back on the page of the list that one came from.
        (names()[chosen.kind], {"case": None, "page": st.query_params.get("page")}),
    ]
    if chosen.case is not None:
        steps.append((chosen.case, {}))
    pickers.way_up(steps)


def state(found: Differences, where: str) -> None:
    """Say why there are no cases."""
    words = {
        "place": formats.plain(where),
        "start": formats.day(found.chosen.start),
        "end": formats.day(found.chosen.end),
        "as_of": formats.day(found.chosen.as_of),
        "latest": formats.day(found.latest_day),
        "kind": names().get(found.chosen.kind or "", ""),
    }
    if found.state is State.EMPTY_STORE:
        tables.empty_store()
    elif found.state is State.NOT_BEGUN:
        sentence = _(
            "The period begins on {start}, after the end of {as_of}: nothing had been collected."
        )
        st.info(sentence.format(**words), icon=":material/event_upcoming:")
    elif found.state is State.NOTHING_COLLECTED:
        sentence = _(
            "Nothing was collected from {start} to {end} ({place}); the last payment in the store "
            "is of {latest}."
        )
        st.info(sentence.format(**words), icon=":material/event_busy:")
    else:
        st.success(_no_differences(found).format(**words), icon=":material/check_circle:")


def summary(found: Differences, where: str) -> None:
    """Say in one paragraph how many differences there are, and where the money is."""
    if found.chosen.kind:
        st.markdown(" ".join([_of_kind(found, where), _looked_after(found)]))
        st.caption(_(exception_terms.KINDS[found.chosen.kind].help))
    else:
        st.markdown(" ".join([_of_all(found, where), _largest(found), _looked_after(found)]))


def foot(found: Differences, where: str) -> None:
    """Give the totals as a line to copy."""
    line = _("Differences to reconcile as of {as_of}, {place}: {kind}: {cases}, {amount}.")
    kind = found.chosen.kind
    tables.copyable(
        line.format(
            as_of=formats.day(found.chosen.as_of),
            place=where,
            kind=names()[kind] if kind else _("all kinds"),
            cases=_cases(found.cases),
            amount=formats.money(found.amount),
        )
    )


def _no_differences(found: Differences) -> str:
    if found.chosen.kind:
        return _(
            "No difference of this kind as of the end of {as_of} ({place}; {start} to {end}): "
            "{kind}."
        )
    return _("No differences as of the end of {as_of} ({place}; {start} to {end}).")


def _of_all(found: Differences, where: str) -> str:
    return _(
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}** to reconcile; "
        "the kinds together concern **{amount}**."
    ).format(**_figures(found, where))


def _of_kind(found: Differences, where: str) -> str:
    sentence = ngettext(
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}**, concerning "
        "**{amount}**; the oldest is {n} day old.",
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}**, concerning "
        "**{amount}**; the oldest is {n} days old.",
        found.oldest_days,
    )
    return sentence.format(n=formats.count(found.oldest_days), **_figures(found, where))


def _figures(found: Differences, where: str) -> dict[str, str]:
    return {
        "as_of": formats.day(found.chosen.as_of),
        "place": formats.plain(where),
        "start": formats.day(found.chosen.start),
        "end": formats.day(found.chosen.end),
        "cases": _cases(found.cases),
        "amount": formats.money(found.amount),
    }


def _largest(found: Differences) -> str:
    largest = found.largest
    return _("The largest kind: **{kind}** ({cases}, {amount}).").format(
        kind=names()[largest["kind"]],
        cases=_cases(int(largest["cases"])),
        amount=formats.money(largest["amount"]),
    )


def _looked_after(found: Differences) -> str:
    """Say how many cases nobody looks after."""
    alone = found.cases - found.owned
    if not alone:
        return _("Somebody looks after each of them.")
    if not found.owned:
        return _("Nobody looks after any of them yet.")
    return ngettext(
        "Nobody looks after {n} of them.", "Nobody looks after {n} of them.", alone
    ).format(n=formats.count(alone))


def _cases(cases: int) -> str:
    return ngettext("{n} difference", "{n} differences", cases).format(n=formats.count(cases))
