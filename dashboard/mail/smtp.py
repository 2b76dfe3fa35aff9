"""One conversation with the mail server of the settings: messages are handed over to it."""

import contextlib
import smtplib
import socket
import ssl
from types import TracebackType
from typing import Final, Self

from dashboard.text import mail_terms
from data import problems
from data.mailing import mail_server
from data.mailing.mails import Reason
from data.problems import N_

# Answers of this kind are for good; others may be different next time.
_PERMANENT: Final = range(500, 600)


class NotSent(Exception):  # noqa: N818 - what has become of a mail
    """A mail was not taken; `is_final` says that another attempt would come to the same.

    `of_server` says that it is the server, so that others need not be tried now.
    """

    def __init__(self, reason: Reason, *, is_final: bool = False, of_server: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final
        self.of_server = of_server


class Conversation:
    """A conversation with the mail server, as a context; it begins with the first message."""

    def __init__(self, server: mail_server.Server, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Return the conversation, which has not begun."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """End it; what was taken stays taken, whatever the server says to that."""
        self._leave()

    def send(self, recipient: str, message: bytes) -> None:
        """Hand a message over; afterwards it is the server's.

        Raises:
            NotSent: the server cannot be reached, or does not take it.
        """
        try:
            self._hand_over(recipient, message)
        except NotSent:
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._leave()
            raise _reason(error) from error

    def greet(self) -> None:
        """Reach the server and have it take the login, without a message.

        Raises:
            NotSent: it cannot be reached, or does not take the login.
        """
        try:
            self._begun().noop()
        except (smtplib.SMTPException, OSError) as error:
            self._leave()
            raise _reason(error) from error

    def _hand_over(self, recipient: str, message: bytes) -> None:
        open_ = self._begun()
        options = [] if recipient.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        if options and not open_.has_extn("smtputf8"):
            raise NotSent(Reason.RECIPIENT, is_final=True, of_server=False)
        try:
            open_.sendmail(self._sender, [recipient], message, options)
        except smtplib.SMTPRecipientsRefused as error:
            code, _words = next(iter(error.recipients.values()))
            is_final = code in _PERMANENT
            raise NotSent(
                Reason.RECIPIENT if is_final else Reason.BUSY, is_final=is_final, of_server=False
            ) from error
        except smtplib.SMTPDataError as error:
            is_final = error.smtp_code in _PERMANENT
            raise NotSent(
                Reason.MESSAGE if is_final else Reason.BUSY, is_final=is_final, of_server=False
            ) from error

    def _begun(self) -> smtplib.SMTP:
        if self._open is None:
            self._open = _connect(self._server)
        return self._open

    def _leave(self) -> None:
        open_, self._open = self._open, None
        if open_ is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                open_.quit()
            open_.close()


def conversation(server: mail_server.Server, sender: str) -> Conversation:
    """Return a conversation with a mail server, in which all mails are from one sender."""
    return Conversation(server, mail_server.sender(sender).addr_spec)


def check(server: mail_server.Server, sender: str) -> None:
    """Require that the mail server answers and takes the login.

    Raises:
        problems.Problem: it does not; the sentence says what it does.
    """
    try:
        with conversation(server, sender) as talk:
            talk.greet()
    except NotSent as error:
        raise problems.Failed(
            N_("The mail server does not answer as it should"), mail_terms.REASONS[error.reason]
        ) from error


def _connect(server: mail_server.Server) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.security is mail_server.Security.TLS:
        made: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout, context=trusted
        )
    else:
        made = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security is mail_server.Security.STARTTLS:
            made.starttls(context=trusted)
        made.ehlo_or_helo_if_needed()
        if server.user:
            made.login(server.user, server.password)
    except BaseException:
        made.close()
        raise
    return made


def _reason(error: Exception) -> NotSent:
    """Return why the server did not take a mail, from what went wrong on the way there."""
    if isinstance(error.__context__, TimeoutError):
        # smtplib says of it that the server has closed the connection.
        return NotSent(Reason.TIMED_OUT)
    known = (
        (TimeoutError, Reason.TIMED_OUT),
        (ssl.SSLError, Reason.CERTIFICATE),
        (smtplib.SMTPAuthenticationError, Reason.LOGIN),
        (smtplib.SMTPSenderRefused, Reason.SENDER),
        (smtplib.SMTPNotSupportedError, Reason.CERTIFICATE),
        ((smtplib.SMTPServerDisconnected, socket.gaierror, ConnectionError), Reason.UNREACHABLE),
        (smtplib.SMTPResponseException, Reason.BUSY),
    )
    found = next((reason for kinds, reason in known if isinstance(error, kinds)), None)
    return NotSent(found or Reason.UNREACHABLE)
