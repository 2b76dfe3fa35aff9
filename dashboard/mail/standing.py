"""Whether mails are sent at all, and why not."""

import enum
from typing import Final

import sqlalchemy as sa

from data import scope, settings, store
from data.problems import N_
from queries.store import about


class Off(enum.Enum):
    """Why nothing is mailed."""

    NO_SERVER = enum.auto()
    STAND_IN = enum.auto()
    SAMPLE = enum.auto()


# What the page and doctor say.
SENTENCES: Final = {
    Off.NO_SERVER: N_("No mail is sent: no mail server is set (BHXH_SMTP_URL)."),
    Off.STAND_IN: N_("No mail is sent: another day stands in for today (BHXH_TODAY)."),
    Off.SAMPLE: N_("No mail is sent: the store holds an invented Hanoi."),
}


def of_settings(chosen: settings.Settings) -> Off | None:
    """Return why the settings let nothing be mailed; None where they let it."""
    if chosen.smtp_url is None and chosen.notify is None:
        return Off.NO_SERVER
    return Off.STAND_IN if chosen.today is not None else None


def why_off(opened: store.Store) -> Off | None:
    """Return why nothing is mailed now; None where mails are sent.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    off = of_settings(settings.read())
    if off is not None:
        return off
    return opened.ask(scope.Scope.of([]), ask)


def ask(connection: sa.Connection) -> Off | None:
    """Return whether what the store holds keeps mails from being sent."""
    return Off.SAMPLE if about.is_sample(connection) else None


def reaches_users() -> bool:
    """Return whether users get mails: there is a mail server, and they can sign in."""
    chosen = settings.read()
    return chosen.smtp_url is not None and chosen.oidc_issuer is not None
