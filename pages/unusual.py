"""Unusual: what is far from usual, each in a sentence with its reason, down to its rows."""

from dashboard import directory, names
from dashboard.comparing import menu
from dashboard.components import filter_bar, filters, pickers, predecessors
from dashboard.text import _, unusual_terms
from dashboard.unusual import listing, period, summary


def main() -> None:
    """Show what is unusual at the end of the day in the address."""
    filter_bar.title(_("Unusual"))
    known = names.known()
    chosen = filters.read(
        "as_of", "office", "offices", "org", "kind", "case",
        offices=known.offices, organizations=known.organizations, kinds=period.KINDS,
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    _pickers(chosen, known)
    pickers.notices(chosen)
    shown = period.ask(chosen, known)
    predecessors.remark(chosen, known)
    summary.show(shown)
    listing.table(shown)
    summary.nothing_of_kind(shown)
    listing.opened(shown)


def _pickers(chosen: filters.Filters, known: directory.Directory) -> None:
    kind = _(unusual_terms.KINDS[chosen.kind]) if chosen.kind else ""
    said = [*predecessors.said(chosen, known, filter_bar.evening(chosen)), kind]
    bar = filter_bar.show(said, rare=(chosen.org,))
    with bar.row:
        pickers.evening(chosen)
        menu.show_days("as_of", chosen.as_of)
        predecessors.pick(chosen, known)
        labels = {"": _("All kinds")} | {
            name: _(label) for name, label in unusual_terms.KINDS.items()
        }
        pickers.choice("kind", _("Kind"), labels, chosen.kind, width=220, case=None)
    with bar.rare:
        pickers.organization(chosen, known.organizations)
        predecessors.switch(chosen, known)


main()
