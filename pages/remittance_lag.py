"""Remittance lag: who has not remitted what, how old it is, down to the payments."""

from dashboard import directory, names
from dashboard.comparing import of_payments, older
from dashboard.components import (
    banners,
    course,
    filter_bar,
    filters,
    links,
    pickers,
    predecessors,
)
from dashboard.components.periods import levels, state
from dashboard.downloads import offers
from dashboard.lag import breakdown, payments, period, speed, summary
from dashboard.text import _


def main() -> None:
    """Show the period that the address asks for."""
    actions = filter_bar.title(_("Remittance lag"))
    known = names.known(filters.requested_collector())
    chosen = filters.read(
        "from", "to", "as_of", "by", "office", "offices", "org", "collector", "product", "status",
        "bucket", "against",
        offices=known.offices, organizations=known.organizations, collectors=known.collectors,
        statuses=payments.LISTS, buckets=breakdown.BUCKETS,
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    of_payments.bar(chosen, known)
    offers.lag(actions, chosen, known, levels.level(chosen))
    pickers.notices(chosen)
    banners.beyond_data(chosen.as_of)
    shown = period.ask(chosen, known)
    pickers.trail(chosen, known.offices, known.organizations, known.collectors)
    predecessors.remark(chosen, known)
    where = predecessors.scope_name(chosen, known)
    if shown.state is state.State.FILLED:
        _filled(shown, where, known)
    else:
        state.show(shown.state, chosen, where, shown.latest_day)
        older.show(shown.older)


def _filled(shown: period.Period, where: str, known: directory.Directory) -> None:
    summary.summary(shown, where)
    summary.compared(shown, where)
    levels.with_those_below(shown.chosen, known)
    summary.figures(shown)
    payments.statuses(shown.chosen)
    if shown.listing is None or shown.curve is not None:
        breakdown.bar(shown.buckets)
    if shown.ranking is not None:
        breakdown.show(shown.ranking, shown.figures)
        levels.without_those_below(shown.ranking.level, shown.ranking.rows["key"], known)
    if shown.listing is not None:
        payments.show(shown.listing, shown.figures, shown.buckets, known)
    breakdown.table(shown.buckets, shown.figures)
    if shown.curve is not None and shown.pace is not None:
        speed.curve(shown.curve, shown.figures)
        course.cards(shown.pace, links.Way({"from": "first_day", "to": "last_day"}))
    summary.foot(shown, where)


main()
