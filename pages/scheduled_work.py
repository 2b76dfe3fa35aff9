"""What is done by the clock: what is due, what was done when, what failed. For administrators."""

from dashboard import access
from dashboard.components import filter_bar
from dashboard.scheduled import listing
from dashboard.text import _


def main() -> None:
    """Show whether all that was due is done, and the list."""
    filter_bar.title(_("Scheduled work"))
    # Queried before anything is drawn: a user without the right sees a refusal and nothing else.
    shown = access.oversee(listing.ask)
    listing.standing(shown)
    listing.show(shown)


main()
