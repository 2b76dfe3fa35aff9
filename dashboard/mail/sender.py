"""Sends what waits in the queue: once, or in a thread of its own as long as the dashboard runs.

A mail is held, handed over, and noted as sent. Where the process dies between the server's answer
and the note, another sends it again when the hold is over, with the same Message-ID.
"""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.mail import alerts, channels, smtp, standing
from data import problems, settings, store
from data.mailing import mail_server, mails
from data.mailing.mails import Mail, Outcome, Reason

_log = logging.getLogger(__name__)

# How often the thread looks for mails, and for what failed.
_EVERY_SECONDS: Final = 10.0
_ALERTS_EVERY_SECONDS: Final = 60.0
# So many answers are waited for at most, from the first address of the server to the end of a mail.
_ANSWERS: Final = 12
# A note of what was sent is tried again and again: without it the mail would be sent again.
_NOTE_EVERY_SECONDS: Final = 1.0
# At the end of the process, a mail that is being handed over is waited for so long.
_LAST_SECONDS: Final = 5.0


@dataclass
class Counts:
    """What came of the mails of one go."""

    sent: int = 0
    postponed: int = 0
    refused: int = 0
    dropped: int = 0


def send_all(opened: store.Store, *, pauses: tuple[dt.timedelta, ...] = mails.PAUSES) -> Counts:
    """Send what is to be sent now, and return how many.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    counts = Counts()
    if standing.why_off(opened) is not None:
        return counts
    with _conversation() as talk:
        while (mail := _held(opened)) is not None:
            outcome = _send(opened, talk, mail, pauses)
            setattr(counts, outcome.value, getattr(counts, outcome.value) + 1)
            _log.info("mail %s of kind %s: %s", mail.mail_id, mail.kind, outcome)
    return counts


def once(opened: store.Store, label: alerts.Label) -> Counts:
    """Queue what failed, and send what waits; for a command.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    alerts.queue(opened, label)
    return send_all(opened)


class Sender:
    """The thread that sends mails and queues alerts; nothing ends it but `stop`."""

    def __init__(self, opened: Callable[[], store.Store], label: alerts.Label) -> None:
        self._opened = opened
        self._label = label
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._alerts_at = 0.0
        self._told = ""
        self._thread = threading.Thread(target=self._run, name="mail", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        _running.append(self)
        self._thread.start()

    def stop(self) -> None:
        """End after the mail that is being sent, or leave it to the next one."""
        self._stopped.set()
        self._woken.set()
        if self in _running:
            _running.remove(self)
        self._thread.join(_LAST_SECONDS)

    def wake(self) -> None:
        """Look for mails now."""
        self._woken.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._round()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next round is tried
                # The whole way to an error once, not at every round while it lasts.
                is_new = str(error) != self._told
                is_known = isinstance(error, problems.Problem)
                _log.log(
                    logging.WARNING if is_new else logging.DEBUG,
                    "mails wait: %s", error, exc_info=is_new and not is_known,
                )  # fmt: skip
                self._told = str(error)
            else:
                self._told = ""
            self._woken.wait(_EVERY_SECONDS)
            self._woken.clear()

    def _round(self) -> None:
        if standing.of_settings(settings.read()) is not None:
            return
        opened = self._opened()
        if time.monotonic() < self._alerts_at:
            send_all(opened)
            return
        self._alerts_at = time.monotonic() + _ALERTS_EVERY_SECONDS
        once(opened, self._label)


_running: Final[list[Sender]] = []


def wake() -> None:
    """Have the thread of this process look for mails now, if there is one."""
    for each in _running:
        each.wake()


def _conversation() -> smtp.Conversation:
    """Return a conversation with the mail server; without one, it is never begun."""
    chosen = settings.read()
    if chosen.smtp_url is None or chosen.mail_from is None:
        return smtp.Conversation(mail_server.Server(mail_server.Security.NONE, "", 0), "")
    return smtp.conversation(mail_server.read(chosen.smtp_url.get_secret_value()), chosen.mail_from)


def _held(opened: store.Store) -> Mail | None:
    with opened.registering() as connection:
        return mails.hold(connection, _longest())


def _longest() -> dt.timedelta:
    """Return how long a mail is held: longer than a server that answers slowly can take."""
    given = settings.read().smtp_url
    timeout = mail_server.read(given.get_secret_value()).timeout if given else 0.0
    return max(mails.HELD, dt.timedelta(seconds=timeout * _ANSWERS))


def _send(
    opened: store.Store,
    talk: smtp.Conversation,
    mail: Mail,
    pauses: tuple[dt.timedelta, ...],
) -> Outcome:
    """Send a mail that is held, and note what came of it."""
    if mail.is_too_old:
        return _done(opened, mail, Outcome.DROPPED, Reason.TOO_OLD)
    try:
        if mails.is_channel(mail.recipient):
            _give(mail)
        else:
            _hand_over(talk, mail)
    except smtp.NotSent as error:
        if error.is_final:
            return _done(opened, mail, Outcome.REFUSED, error.reason)
        pause = mails.pause_after(mail.attempts, pauses)
        with opened.registering() as connection:
            mails.postpone(connection, mail, error.reason, pause, all_wait=error.of_server)
        return Outcome.POSTPONED
    return _done(opened, mail, Outcome.SENT)


def _hand_over(talk: smtp.Conversation, mail: Mail) -> None:
    if settings.read().smtp_url is None:
        raise smtp.NotSent(Reason.SWITCHED_OFF, is_final=True)
    talk.send(mail.recipient, mail.message)


def _give(mail: Mail) -> None:
    reason = channels.send(mail.recipient, mail.message)
    if reason is not None:
        raise smtp.NotSent(reason, is_final=reason is Reason.SWITCHED_OFF, of_server=False)


def _done(opened: store.Store, mail: Mail, outcome: Outcome, reason: str = "") -> Outcome:
    """Note what came of a mail for good; the store may be away for as long as the mail is held."""
    until = time.monotonic() + _longest().total_seconds()
    while True:
        try:
            with opened.registering() as connection:
                mails.done(connection, mail, outcome, reason)
        except problems.Problem:
            if time.monotonic() > until:
                raise
            time.sleep(_NOTE_EVERY_SECONDS)
        else:
            return outcome
