"""Weekly and monthly report: forms, overdue money, recording and differences of a period."""

from dashboard import access, names
from dashboard.components import banners, filter_bar, filters, pickers, predecessors, tables
from dashboard.downloads import offers
from dashboard.periodic import breakdown, report, selection, summary
from dashboard.text import _


def main() -> None:
    """Show the week or month that the address asks for."""
    actions = filter_bar.title(_("Weekly and monthly report"))
    known = names.known()
    chosen = filters.read("date", "kind", "office", offices=known.offices, kinds=selection.KINDS)
    period = selection.period(chosen)
    office = chosen.office or access.own_office()
    said = predecessors.said(chosen, known, selection.words(period))
    with filter_bar.show(said).row:
        selection.presets(period)
        selection.steps(period)
        predecessors.pick(chosen, known)
    pickers.notices(chosen)
    if not known.offices:
        tables.empty_store()
        return
    shown = report.ask(period, office)
    if shown.figures is None:
        summary.state(shown)
        return
    offers.periodic(actions, period.kind, period.end, office, known)
    banners.beyond_data(period.last)
    place = known.offices.get(office or "", _("All offices"))
    summary.show(shown.figures, place)
    breakdown.show(shown.figures)


main()
