"""The users: who may sign in, and who is signed in. For administrators alone."""

from dashboard import access, names
from dashboard.components import filter_bar
from dashboard.text import _
from dashboard.users import changes, listing


def main() -> None:
    """Show the users, the one that is chosen, and the form to add another one."""
    filter_bar.title(_("Users"))
    # Queried before anything is drawn: a user without the right sees a refusal and nothing else.
    shown = access.administer(listing.ask)
    offices = names.known().offices
    changes.result()
    listing.show(shown, offices)
    changes.add(offices)
    picked = changes.pick(shown)
    if picked is not None:
        changes.change(picked, offices)


main()
