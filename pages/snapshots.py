"""Snapshots: frozen reports, their verification, and what has changed since."""

from dashboard import directory, names, people
from dashboard.components import filter_bar
from dashboard.snapshots import case, changes, detail, listing, verification
from dashboard.text import _


def main() -> None:
    """Show the snapshots of the days in the address, or the one of a number."""
    filter_bar.title(_("Snapshots"))
    known = names.known()
    chosen = listing.read(known)
    if chosen.number is not None:
        detail.back()
        _one(case.ask(chosen, chosen.number), known)
        return
    listing.choices(chosen, known)
    listing.listed(listing.ask(chosen), known, people.read())
    verification.show(known)


def _one(opened: case.Case, known: directory.Directory) -> None:
    if opened.frozen is None:
        detail.obstacle(opened)
        return
    names = people.read()
    detail.head(opened, opened.frozen, known, names)
    changes.show(opened, known)
    detail.rows(opened.frozen, known)
    detail.versions(opened, known, names)
    detail.proof(opened.frozen)


main()
