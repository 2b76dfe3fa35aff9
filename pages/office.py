"""Office: facts, checks, money and differences of one office, or the list of all."""

import functools

from dashboard import access, directory, names
from dashboard.comparing import menu
from dashboard.components import (
    difference_kinds,
    filter_bar,
    filters,
    pickers,
    predecessors,
    tables,
    transfers,
)
from dashboard.downloads import offers
from dashboard.offices import details, listing, morning
from dashboard.text import _, formats


def main() -> None:
    """Show the office in the address, or the list of all of them."""
    actions = filter_bar.title(_("Office"))
    known = names.known()
    chosen = filters.read(
        "date", "office", "offices", "status",
        offices=known.offices, statuses=[transfers.TRANSFERS],
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    with filter_bar.show(predecessors.said(chosen, known, formats.day(chosen.date))).row:
        pickers.day(chosen)
        menu.show_days("date", chosen.date)
        predecessors.pick(chosen, known)
        predecessors.switch(chosen, known)
    pickers.notices(chosen)
    office = chosen.office or access.own_office()
    if not known.offices or (office and office not in known.offices):
        tables.empty_store()
    elif office is None:
        question = functools.partial(listing.ask, chosen=chosen, successors=known.successors)
        offices = access.ask(question)
        listing.show(offices, known.offices)
    elif not morning.may_see(office):
        morning.refuse(known.offices[office])
    elif chosen.status == transfers.TRANSFERS:
        transfers.show(chosen, known, office)
    else:
        offers.office_day(actions, chosen, office, known)
        _office(chosen, office, known)


def _office(chosen: filters.Filters, office: str, known: directory.Directory) -> None:
    evening = filters.evening_of(chosen, chosen.date)
    question = functools.partial(details.ask_money, office=office, chosen=chosen, evening=evening)
    money = access.ask(question)
    details.head(money.facts, chosen.date)
    predecessors.remark(chosen, known, office)
    morning.show_checks(chosen.date, money)
    details.page_links(chosen.date, money)
    details.month(chosen.date, money)
    details.organizations(money)
    difference_kinds.show(money.kinds, money.params, "office_differences")


main()
