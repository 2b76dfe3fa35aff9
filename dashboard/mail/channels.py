"""Channels of groups (Teams, Slack, Telegram, Zalo …), which Apprise knows how to reach.

It is an extra: `pip install 'bhxh-monitor[notify]'`. An address may hold a password, so that a
channel is known by its scheme and a hash.
"""

import functools
import hashlib
import logging
from typing import Any, Final

from dashboard.mail import message as messages
from data import problems, settings
from data.mailing import mail_server
from data.mailing.mails import Reason
from data.problems import N_

_DIGITS: Final = 12
_TITLE: Final = N_("A setting cannot be read")


def known() -> dict[str, str]:
    """Return the addresses of all channels, by the names under which the queue knows them."""
    given = settings.read().notify
    if given is None:
        return {}
    return {_name(each): each for each in mail_server.channels(given.get_secret_value())}


def check() -> None:
    """Require that Apprise is there, and knows every address of BHXH_NOTIFY.

    Raises:
        problems.Problem: it is not there, or an address is of no kind that it knows.
    """
    for name, address in known().items():
        made = _apprise().Apprise()
        if not made.add(address):
            raise problems.Problem(
                _TITLE,
                N_("BHXH_NOTIFY has an address that Apprise does not know: {name}."),
                name=name.removeprefix("channel:"),
            )


def send(name: str, message: bytes) -> Reason | None:
    """Give a message to a channel, and return why it was not taken; None where it was."""
    address = known().get(name)
    if address is None:
        return Reason.SWITCHED_OFF
    subject, body = messages.read(message)
    made = _apprise().Apprise()
    is_taken = made.add(address) and made.notify(title=subject, body=body, body_format="text")
    return None if is_taken else Reason.CHANNEL


@functools.cache
def _apprise() -> Any:
    try:
        import apprise
    except ImportError as error:
        raise problems.Problem(
            _TITLE, N_("BHXH_NOTIFY needs Apprise: pip install 'bhxh-monitor[notify]'.")
        ) from error
    # It logs addresses.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    return apprise


def _name(address: str) -> str:
    scheme = address.partition(":")[0].lower()
    return f"channel:{scheme}:{hashlib.sha256(address.encode()).hexdigest()[:_DIGITS]}"
