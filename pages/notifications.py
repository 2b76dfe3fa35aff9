"""Notifications: which mails one gets; for administrators, what was sent to whom."""

from dashboard import access
from dashboard.components import filter_bar, filters
from dashboard.notifications import choices, sendings
from dashboard.text import _
from data.mailing import mails


def main() -> None:
    """Show one's own choice and mails, and to administrators all of them."""
    chosen = filters.read("status", statuses=list(mails.Outcome))
    filter_bar.title(_("Notifications"))
    off = choices.standing()
    if (user := access.user()) is None:
        choices.nobody()
    else:
        choices.show(user, is_off=off)
    if access.may_administer():
        sendings.show(chosen)


main()
