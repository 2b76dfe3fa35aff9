"""What is queued by the clock, for whom: digests, organisations over their limits, and alerts."""

import collections
import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard import text
from dashboard.mail import channels, standing
from dashboard.mail import message as messages
from dashboard.mail.digest import Digest
from dashboard.mail.morning import Mornings, Reader
from dashboard.text import _, mail_terms
from data import mail_choices, scope, store, users
from data.mail_choices import Kind
from data.mailing import mails

_log = logging.getLogger(__name__)

# A digest of a morning is of no use to anybody later.
LASTS: Final = {
    Kind.FORMS_BEFORE: dt.timedelta(hours=8),
    Kind.FORMS_AFTER: dt.timedelta(hours=12),
    Kind.OVERDUE: dt.timedelta(hours=12),
    Kind.ALERT: dt.timedelta(days=3),
}
Say = Callable[[Reader], Digest | None]


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets mails: a user, or a channel, which sees all offices."""

    name: str
    language: text.Language
    reader: Reader

    @property
    def login(self) -> str | None:
        """The address of a user; None for a channel."""
        return None if mails.is_channel(self.name) else self.name


def before(opened: store.Store, day: dt.date) -> Mapping[str, int]:
    """Queue the digests of 07:30 about a day's forms; a second call queues nothing."""
    # Once a day is often enough.
    with opened.registering() as connection:
        mails.forget_old(connection)
    return _queue(opened, Kind.FORMS_BEFORE, day.isoformat(), Mornings(opened, day).before)


def after(opened: store.Store, day: dt.date) -> Mapping[str, int]:
    """Queue the digests of 08:05 about a day's forms; a second call queues nothing."""
    return _queue(opened, Kind.FORMS_AFTER, day.isoformat(), Mornings(opened, day).after)


def overdue(opened: store.Store, day: dt.date) -> Mapping[str, int]:
    """Queue who is over the limit at the end of a day; a second call queues nothing."""
    return _queue(opened, Kind.OVERDUE, day.isoformat(), Mornings(opened, day).overdue)


def alert(opened: store.Store, subject: str, say: Callable[[], Digest]) -> Mapping[str, int]:
    """Queue an alert to administrators and channels; one of a subject is queued once."""
    return _queue(opened, Kind.ALERT, subject, lambda _reader: say())


def recipients(opened: store.Store, kind: Kind) -> list[Recipient]:
    """Return who gets a kind of mail: users who chose it, and all channels."""
    found = []
    if standing.reaches_users():
        with opened.registering() as connection:
            wanting = mail_choices.wanting(connection, kind)
        found = [
            Recipient(user.login, _language(language), _reader(user)) for user, language in wanting
        ]
    return [*found, *_channels()]


def trial(user: users.User) -> tuple[str, bytes]:
    """Return the id of a message that a user sends to try it, and the message."""
    subject = _("A test of bhxh-monitor")
    sentence = _("Mails from bhxh-monitor reach you. Whoever has this one has asked for it.")
    return messages.of(Digest(subject, subject, sentence, ()), user.login, why=_why_test())


def _queue(opened: store.Store, kind: Kind, subject: str, say: Say) -> Mapping[str, int]:
    """Queue what is to be said of a subject, in one transaction a recipient."""
    if standing.why_off(opened) is not None:
        return {"queued": 0, "switched_off": 1}
    came = collections.Counter(
        _queue_for(opened, recipient, kind, subject, say) for recipient in recipients(opened, kind)
    )
    _log.info("mails of kind %s: %s", kind, dict(came))
    unreachable = {"unreachable": came["unreachable"]} if came["unreachable"] else {}
    return {"queued": came["queued"], **unreachable}


def _queue_for(
    opened: store.Store, recipient: Recipient, kind: Kind, subject: str, say: Say
) -> str:
    """Queue a mail for one recipient, and return what came of it."""
    asked = {"recipient": recipient.name, "kind": kind, "subject": subject}
    with opened.registering() as connection:
        if mails.is_queued(connection, **asked):
            return "nothing"
    with text.speaking(recipient.language):
        digest = say(recipient.reader)
        if digest is None:
            return "nothing"
        try:
            identity, message = messages.of(digest, recipient.login, why=_why(recipient, kind))
        except ValueError:
            _log.warning("a user has an address that no mail can be sent to")
            return "unreachable"
    with opened.registering() as connection:
        is_new = mails.add(
            connection, **asked, message_id=identity, message=message, lasts=LASTS[kind]
        )
    return "queued" if is_new else "nothing"


def _channels() -> Iterator[Recipient]:
    for name in channels.known():
        yield Recipient(name, text.DEFAULT, Reader(scope.Scope.everything()))


def _reader(user: users.User) -> Reader:
    # As the overview: who was given one office alone sees its morning.
    codes = user.office_codes
    return Reader(user.scope, codes[0] if len(codes) == 1 else None)


def _language(code: str) -> text.Language:
    return code if text.is_known(code) else text.DEFAULT


def _why(recipient: Recipient, kind: Kind) -> str:
    sentence = _("You get this mail by what is chosen on the page Notifications: {what}.")
    if recipient.login is None:
        sentence = _("This channel is one of BHXH_NOTIFY. It is told: {what}.")
    return sentence.format(what=_(mail_terms.CHOICES[kind]))


def _why_test() -> str:
    return _("You get this mail because you have asked for it.")
