"""Overview: what is due this morning, for the city or for one office."""

from dashboard import access, names
from dashboard.comparing import menu
from dashboard.components import filter_bar, filters, money_chart, pickers, predecessors, transfers
from dashboard.components.views import own
from dashboard.figures.city.morning import State
from dashboard.offices import morning as office_morning
from dashboard.overview import calendar, check_list, figures
from dashboard.text import _, formats


def main() -> None:
    """Show the day in the address: of the city, or of one office."""
    known = names.known()
    chosen = filters.read(
        "date", "office", "offices", "status",
        offices=known.offices, statuses=[transfers.TRANSFERS],
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    filter_bar.title(_("Overview"))
    with filter_bar.show(predecessors.said(chosen, known, formats.day(chosen.date))).row:
        pickers.day(chosen)
        menu.show_days("date", chosen.date)
        predecessors.pick(chosen, known)
        predecessors.switch(chosen, known)
    pickers.notices(chosen)
    own.show()
    if office := chosen.office or access.own_office():
        predecessors.remark(chosen, known, office)
        office_morning.show(chosen, known)
    elif chosen.status == transfers.TRANSFERS:
        transfers.show(chosen, known)
    else:
        _city(chosen)


def _city(chosen: filters.Filters) -> None:
    city = check_list.ask(chosen)
    if city.state is not State.FILLED:
        check_list.state(city)
        return
    check_list.show(city)
    figures.show(city)
    money_chart.show(money_chart.Month(city.money), city.evening.as_of, key="days")
    calendar.show(city)


main()
