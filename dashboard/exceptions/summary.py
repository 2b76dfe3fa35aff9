"""What is said about all kinds of difference, or about the cases of one; or why there are none."""

from collections.abc import Iterator, Mapping
from typing import Final

import streamlit as st

from dashboard.comparing import sentences
from dashboard.components import elements
from dashboard.components.periods import state
from dashboard.exceptions import listing
from dashboard.text import _, exception_terms, formats, ngettext
from data.derived import difference_rules
from queries import frames

# Why there are no payments of which there could be differences.
_WITHOUT_PAYMENTS: Final = {
    listing.State.EMPTY_STORE: state.State.EMPTY_STORE,
    listing.State.NOT_BEGUN: state.State.NOT_BEGUN,
    listing.State.NOTHING_COLLECTED: state.State.NOTHING_COLLECTED,
}


def show(result: listing.Differences, place: str) -> None:
    """Say in one paragraph how many differences there are, where the money is; or why none."""
    if result.state is not listing.State.FILLED:
        _no_cases(result, place)
        return
    words = _words(result, place)
    if result.chosen.kind:
        st.markdown(f"{_of_kind(result, words)} {_looked_after(result)}")
        st.caption(_(exception_terms.KINDS[result.chosen.kind].help))
        return
    sentence = _(
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}** to reconcile; "
        "the kinds together concern **{amount}**."
    ).format(**words)
    parts = [sentence, _largest(result), _looked_after(result), *_apart(result)]
    st.markdown(" ".join(parts))


def _no_cases(result: listing.Differences, place: str) -> None:
    if result.state in _WITHOUT_PAYMENTS:
        state.show(_WITHOUT_PAYMENTS[result.state], result.chosen, place, result.latest_day)
        return
    words = _words(result, place) | {
        "kind": exception_terms.labels().get(result.chosen.kind or "", ""),
        "place": formats.plain(place),
        "only": _only(result),
    }
    if result.state is listing.State.NONE_OF_THESE:
        sentence = _(
            "No difference of these as of the end of {as_of} ({place}; {start} to {end}): {only}."
        )
    elif result.chosen.kind:
        sentence = _(
            "No difference of this kind as of the end of {as_of} ({place}; {start} to {end}): "
            "{kind}."
        )
    else:
        sentence = _("No differences as of the end of {as_of} ({place}; {start} to {end}).")
    st.success(sentence.format(**words), icon=":material/check_circle:")


def compared(result: listing.Differences, place: str) -> None:
    """Show how the figures differ from those that they are compared with."""
    measures = exception_terms.COMPARED
    sentences.show(result.compared, measures, result.figures, result.other_figures, place)


def _of_kind(result: listing.Differences, words: Mapping[str, str]) -> str:
    oldest_days = int(result.counted["oldest_days"].max())
    sentence = ngettext(
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}**, concerning "
        "**{amount}**; the oldest is {n} calendar day old.",
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}**, concerning "
        "**{amount}**; the oldest is {n} calendar days old.",
        oldest_days,
    )
    return sentence.format(n=formats.count(oldest_days), **words)


def _largest(result: listing.Differences) -> str:
    """Name the kind with the most money, of those that are not listed apart."""
    ranked = result.together.sort_values(["amount", "cases"], ascending=False, kind="stable")
    largest = ranked.iloc[0]
    return _("The largest kind: **{kind}** ({cases}, {amount}).").format(
        kind=exception_terms.labels()[largest["kind"]],
        cases=listing.cases_text(int(largest["cases"])),
        amount=formats.money(largest["amount"]),
    )


def _apart(result: listing.Differences) -> Iterator[str]:
    """Count the kinds that are listed apart, where they have cases."""
    apart = result.counted[result.counted["kind"].isin(difference_rules.APART)]
    for row in frames.records(apart[apart["cases"] > 0]):
        yield _("Apart from these: **{kind}** ({cases}, {amount}).").format(
            kind=exception_terms.labels()[row["kind"]],
            cases=listing.cases_text(row["cases"]),
            amount=formats.money(row["amount"]),
        )


def _looked_after(result: listing.Differences) -> str:
    """Say how many cases nobody looks after."""
    owned = int(result.together["owned"].sum())
    alone = result.listed_cases - owned
    if not alone:
        return _("Somebody looks after each of them.")
    if not owned:
        return _("Nobody looks after any of them yet.")
    return ngettext(
        "Nobody looks after {n} of them.", "Nobody looks after {n} of them.", alone
    ).format(n=formats.count(alone))


def _words(result: listing.Differences, place: str) -> dict[str, str]:
    return {
        "cases": listing.cases_text(result.listed_cases),
        "amount": formats.money(result.listed_amount),
        "as_of": formats.day(result.chosen.as_of),
        "place": formats.plain("; ".join(filter(None, [place, _only(result)]))),
        "start": formats.day(result.chosen.start),
        "end": formats.day(result.chosen.end),
    }


def _only(result: listing.Differences) -> str:
    """Return what the list is limited to, in words."""
    return _(exception_terms.ONLY[result.limits.only]) if result.limits.only else ""


def totals_line(result: listing.Differences, place: str) -> None:
    """Show the totals as a line to copy."""
    line = _("Differences to reconcile as of {as_of}, {place}: {kind}: {cases}, {amount}.")
    kind = result.chosen.kind
    label = exception_terms.labels()[kind] if kind else _("all kinds")
    # Of all kinds, those that are listed apart as well.
    words = _words(result, place) | {
        "place": "; ".join(filter(None, [place, _only(result)])),
        "kind": label,
        "cases": listing.cases_text(result.cases),
        "amount": formats.money(result.amount),
    }
    elements.copyable(line.format(**words))
