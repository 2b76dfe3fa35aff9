"""One collection organisation on one screen: what it owes, how soon it remits and records."""

from dashboard import directory, names
from dashboard.comparing import menu, older
from dashboard.components import (
    banners,
    difference_kinds,
    filter_bar,
    filters,
    pickers,
    predecessors,
    tables,
)
from dashboard.downloads import offers
from dashboard.offices import morning
from dashboard.organizations import organization, parts, ranking, recorded_payments, summary
from dashboard.text import _


def main() -> None:
    """Show the organisation that the address asks for, or the list of all of them."""
    actions = filter_bar.title(_("Collection organisation"))
    known = names.known()
    chosen = filters.read(
        "org", "as_of", "kind", "offices", "status", organizations=known.organizations,
        kinds=organization.LISTS, statuses=recorded_payments.LISTS,
    )  # fmt: skip
    with filter_bar.show(predecessors.said(chosen, known, filter_bar.evening(chosen))).row:
        pickers.organization(chosen, known.organizations)
        pickers.evening(chosen)
        menu.show_days("as_of", chosen.as_of)
        predecessors.switch(chosen, known)
    pickers.notices(chosen)
    banners.beyond_data(chosen.as_of)
    morning.remark(known.offices)
    if not known.organizations:
        tables.empty_store()
    elif chosen.org is None:
        ranking.show(chosen)
    else:
        offers.organization(actions, chosen, chosen.org, known)
        _organization(chosen, chosen.org, known)


def _organization(chosen: filters.Filters, code: str, known: directory.Directory) -> None:
    name = known.organizations[code]
    shown = organization.ask(code, chosen)
    if shown.has_payments:
        summary.summary(shown, name)
        older.link(shown.older, org=code, by="office")
        summary.figures(shown)
        recorded_payments.statuses(chosen)
    else:
        summary.nothing(shown, name)
        older.link(shown.older, org=code, by="office")
    if shown.payments is not None:
        recorded_payments.show(shown.payments, shown.recorded, known)
    if shown.parts is not None:
        _parts(shown, shown.parts)


def _parts(shown: organization.Organization, its: organization.Parts) -> None:
    if shown.has_payments:
        parts.pace(shown, its)
        parts.offices(shown, its)
    difference_kinds.show(its.kinds, shown.params, "organization_differences")
    parts.listed(shown, its)


main()
