"""Recording: who gets no code, since when, and how soon the others do, down to the payments."""

from dashboard import directory, names
from dashboard.comparing import of_payments
from dashboard.components import banners, filter_bar, filters, pickers, predecessors
from dashboard.components.periods import levels, state
from dashboard.downloads import offers
from dashboard.recording import breakdown, payments, period, summary, weeks
from dashboard.text import _


def main() -> None:
    """Show the period that the address asks for."""
    actions = filter_bar.title(_("Recording and codes"))
    known = names.known(filters.requested_collector())
    chosen = filters.read(
        "from", "to", "as_of", "by", "office", "offices", "org", "collector", "product", "status",
        "bucket", "against",
        offices=known.offices, organizations=known.organizations, collectors=known.collectors,
        statuses=payments.LISTS, buckets=breakdown.BUCKETS,
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    of_payments.bar(chosen, known)
    offers.recording(actions, chosen, known, levels.level(chosen))
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


def _filled(shown: period.Period, where: str, known: directory.Directory) -> None:
    summary.summary(shown, where)
    summary.compared(shown, where)
    levels.with_those_below(shown.chosen, known)
    summary.figures(shown)
    summary.days_alone(shown)
    payments.statuses(shown.chosen)
    if shown.ranking is not None:
        breakdown.show(shown.ranking, shown.figures)
        levels.without_those_below(shown.ranking.level, shown.ranking.rows["key"], known)
        breakdown.bar(shown.ages)
    if shown.listing is not None:
        payments.show(shown.listing, shown.figures, shown.ages, known)
    breakdown.table(shown.ages, shown.figures)
    if payments.are_all(shown.chosen):
        breakdown.speeds(shown.figures)
        breakdown.channels(shown.question, shown.figures)
    if shown.weeks is not None:
        weeks.show(shown.weeks)
    summary.foot(shown, where)


main()
