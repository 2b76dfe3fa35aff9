"""Differences to reconcile: every kind, its money, its rows, and who looks after it."""

import functools
from collections.abc import Mapping

from dashboard import access, directory, names
from dashboard.comparing import against, menu
from dashboard.components import banners, filter_bar, filters, pickers, predecessors
from dashboard.downloads import offers
from dashboard.exceptions import case, listing, many, notes, summary
from dashboard.text import _, exception_terms


def main() -> None:
    """Show the differences that the address asks for."""
    actions = filter_bar.title(_("Differences to reconcile"))
    known = names.known()
    kinds = exception_terms.labels()
    chosen = filters.read(
        "from", "to", "as_of", "office", "offices", "org", "kind", "case", "status",
        "against",
        offices=known.offices, organizations=known.organizations, kinds=kinds,
        statuses=exception_terms.ONLY,
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    _pickers(chosen, known, kinds)
    offers.differences(actions, chosen, known)
    pickers.notices(chosen)
    banners.beyond_data(chosen.as_of)
    listing.trail(chosen)
    predecessors.remark(chosen, known)
    if chosen.kind and chosen.case:
        _case(chosen, chosen.kind, chosen.case, known)
    else:
        _differences(chosen, known)


def _pickers(chosen: filters.Filters, known: directory.Directory, kinds: Mapping[str, str]) -> None:
    span = listing.span(chosen)
    only = {name: _(label) for name, label in exception_terms.ONLY.items()}
    said = predecessors.said(chosen, known, filter_bar.between(chosen))
    said += [kinds.get(chosen.kind or "", ""), only.get(chosen.status or "", "")]
    said += [filter_bar.evening(chosen), against.said(chosen, known, span)]
    bar = filter_bar.show(said, rare=(chosen.kind, chosen.org, chosen.against))
    with bar.row:
        menu.show(span, menu.as_of_evening)
        pickers.period(chosen, _("Period from"))
        predecessors.pick(chosen, known)
        pickers.only(chosen, only)
    with bar.rare:
        pickers.kind(chosen, kinds)
        pickers.organization(chosen, known.organizations)
        against.pick(chosen, known, span)
        predecessors.switch(chosen, known)


def _differences(chosen: filters.Filters, known: directory.Directory) -> None:
    place = predecessors.scope_name(chosen, known)
    many.outcome()
    result = access.ask(functools.partial(listing.ask, chosen=chosen, known=known))
    summary.show(result, place)
    if result.state in listing.COUNTED:
        summary.compared(result, place)
    if result.listed_cases and result.listed is not None:
        many.show(result)
    if not chosen.kind and result.state in listing.COUNTED:
        listing.kinds(result)
    if result.state is listing.State.FILLED:
        summary.totals_line(result, place)


def _case(chosen: filters.Filters, kind: str, subject: str, known: directory.Directory) -> None:
    result = access.ask(functools.partial(case.ask, chosen=chosen, kind=kind, subject=subject))
    case.show(result, known)
    notes.show(result)
    notes.form(result)


main()
