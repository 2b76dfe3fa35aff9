"""Form 01-XN of a day or a range: what was recorded, whether the forms went out, to the codes."""

import functools

from dashboard import access, directory, names
from dashboard.comparing import against
from dashboard.components import filter_bar, pickers, predecessors
from dashboard.downloads import offers
from dashboard.forms import dispatch, figures, period, rows, selection, summary, to_date
from dashboard.text import _, formats


def main() -> None:
    """Show the days that the address asks for."""
    actions = filter_bar.title(_("Form 01-XN by day"))
    known = names.known()
    choice = selection.read(known)
    _pickers(choice, known)
    offers.form(actions, choice.filters, known, is_range=choice.is_range)
    if choice.is_too_long:
        summary.too_long(choice)
        return
    shown = access.ask(functools.partial(period.ask, choice=choice, known=known))
    pickers.trail(choice.filters, known.offices, known.organizations)
    predecessors.remark(choice.filters, known)
    where = predecessors.scope_name(choice.filters, known, always_place=True)
    if shown.state is period.State.FILLED:
        _filled(shown, where, known)
    else:
        summary.state(shown, where)
        dispatch.sendings(shown, known)
    dispatch.closing(shown)
    to_date.show(shown)
    if shown.state is period.State.FILLED:
        summary.foot(shown, where)


def _pickers(choice: selection.Choice, known: directory.Directory) -> None:
    chosen = choice.filters
    days = filter_bar.between(chosen) if choice.is_range else formats.day(choice.start)
    said = [*predecessors.said(chosen, known, days), against.said(chosen, known, choice.span)]
    bar = filter_bar.show(said, rare=(chosen.org, chosen.product, chosen.against))
    with bar.row:
        selection.days(choice)
        selection.grouping(choice)
        predecessors.pick(chosen, known)
    with bar.rare:
        pickers.organization(chosen, known.organizations)
        pickers.product(chosen)
        against.pick(chosen, known, choice.span)
        predecessors.switch(chosen, known)
    pickers.notices(choice.filters)


def _filled(shown: period.FormPeriod, where: str, known: directory.Directory) -> None:
    summary.summary(shown, where)
    summary.compared(shown, where)
    figures.statuses(shown)
    figures.metrics(shown)
    figures.kinds(shown)
    figures.agents(shown, where)
    dispatch.states(shown)
    dispatch.sendings(shown, known)
    rows.payments(shown, known)
    rows.voids(shown, known)
    rows.codes(shown)
    figures.days(shown)


main()
