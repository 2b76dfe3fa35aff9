"""A mail server of tests, on this machine alone: it takes, refuses, hangs, and can be away."""

from __future__ import annotations

import contextlib
import email
import email.policy
import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aiosmtpd import controller, smtp

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    import pytest

HOST: Final = "127.0.0.1"


def free_port() -> int:
    """Return a port of this machine that nothing listens at."""
    with socket.create_server((HOST, 0)) as listening:
        return int(listening.getsockname()[1])


# One for each process of the tests, as several run at a time.
PORT: Final = free_port()
USER: Final = ("bhxh", "p@ss word")
PUBLIC: Final = "https://bhxh.example.vn"
FROM: Final = "BHXH Hà Nội <bhxh@example.vn>"


@dataclass
class Box:
    """What the server has taken, and how it answers."""

    taken: list[tuple[str, EmailMessage, bytes]] = field(default_factory=list)
    # What it answers to a recipient, and to a message; nothing: it takes it.
    to_recipient: Callable[[str], str | None] = lambda _address: None
    to_message: Callable[[], str | None] = lambda: None
    after: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Answer to a recipient."""
        refusal = self.to_recipient(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, or refuse it."""
        refusal = self.to_message()
        if refusal is not None:
            return refusal
        made: Any = email.message_from_bytes(envelope.content, policy=email.policy.default)
        for each in envelope.rcpt_tos:
            self.taken.append((each, made, envelope.content))
        self.after()
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        """To whom messages have come, in their order."""
        return [recipient for recipient, _message, _content in self.taken]

    def to(self, recipient: str) -> list[EmailMessage]:
        """Return the messages to somebody."""
        return [made for address, made, _content in self.taken if address == recipient]


def text_of(message: EmailMessage) -> str:
    """Return a message as plain text."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(message: EmailMessage) -> str:
    """Return a message as HTML."""
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


@contextlib.contextmanager
def served(box: Box, port: int = PORT, **options: Any) -> Iterator[None]:
    """Have a server take mails at a port of this machine."""
    # A machine that is busy is not a fault.
    serving = controller.Controller(box, hostname=HOST, port=port, ready_timeout=60, **options)
    serving.start()
    try:
        yield
    finally:
        serving.stop()


@contextlib.contextmanager
def hanging(port: int = PORT) -> Iterator[None]:
    """Have something listen at a port that never says a word."""
    listening = socket.create_server((HOST, port))
    opened: list[socket.socket] = []
    ended = threading.Event()

    def take() -> None:
        listening.settimeout(0.1)
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                opened.append(listening.accept()[0])

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        for each in (*opened, listening):
            each.close()


def with_tls(certificate: pathlib.Path) -> ssl.SSLContext:
    """Return the server's side of TLS with a certificate and its key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
    """Take the login of tests alone."""
    given = data.login.decode(), data.password.decode()
    return smtp.AuthResult(success=given == USER, handled=given == USER)


def configure(
    patch: pytest.MonkeyPatch, url: str = f"smtp://{HOST}:{PORT}?timeout=20", **others: str
) -> None:
    """Set what mails need; users can sign in."""
    given = {
        "BHXH_SMTP_URL": url, "BHXH_MAIL_FROM": FROM, "BHXH_PUBLIC_URL": PUBLIC,
        "BHXH_OIDC_ISSUER": "https://login.example.vn", **others,
    }  # fmt: skip
    patch.delenv("BHXH_TODAY", raising=False)
    for name, value in given.items():
        patch.setenv(name, value)
