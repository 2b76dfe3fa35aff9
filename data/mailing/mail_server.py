"""The mail server that BHXH_SMTP_URL names: read from the setting, shown without its password."""

import enum
import re
import urllib.parse
from dataclasses import dataclass
from email import errors, headerregistry
from typing import Final

_MOST_SECONDS: Final = 120.0
_SECONDS: Final = 20.0
_ADDRESS: Final = re.compile(r"(?:(?P<name>[^<>]*)<(?P<inside>[^<>]+)>|(?P<bare>[^<>]+))")
# Addresses of Apprise are parted by blanks or commas; a comma may stand inside one as well.
_BETWEEN: Final = re.compile(r"[\s,]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_CHANNEL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")


class Security(enum.StrEnum):
    """How the connection is kept from others, by the scheme of the address."""

    NONE = "smtp"
    TLS = "smtps"
    STARTTLS = "smtp+starttls"


_PORTS: Final = {Security.NONE: 25, Security.TLS: 465, Security.STARTTLS: 587}


@dataclass(frozen=True)
class Server:
    """Where mails are handed over; every answer is waited for `timeout` seconds at most."""

    security: Security
    host: str
    port: int
    user: str = ""
    password: str = ""
    timeout: float = _SECONDS

    @property
    def shown(self) -> str:
        """The address without its password."""
        login = f"{self.user}:***@" if self.user else ""
        return f"{self.security}://{login}{self.host}:{self.port}"

    @property
    def is_open(self) -> bool:
        """Whether a password would travel so that others can read it."""
        here = self.host in ("localhost", "127.0.0.1", "::1")
        return bool(self.password) and self.security is Security.NONE and not here


def read(text: str) -> Server:
    """Read the address of a mail server.

    Raises:
        ValueError: it is none.
    """
    given = urllib.parse.urlsplit(text.strip())
    security = Security(given.scheme)
    query = urllib.parse.parse_qs(given.query, strict_parsing=bool(given.query))
    timeout = float(query.pop("timeout", [str(_SECONDS)])[-1])
    if query or given.path.strip("/") or given.fragment or not given.hostname:
        raise ValueError
    if not 0 < timeout <= _MOST_SECONDS or bool(given.username) != bool(given.password):
        raise ValueError
    user, password = (urllib.parse.unquote(part or "") for part in (given.username, given.password))
    if not (user + password + given.hostname).isascii():
        # The protocol of the login has no other letters.
        raise ValueError
    return Server(security, given.hostname, given.port or _PORTS[security], user, password, timeout)


def sender(text: str) -> headerregistry.Address:
    """Read who mails are from: an address, or a name and an address in angle brackets.

    Raises:
        ValueError: it is neither.
    """
    found = _ADDRESS.fullmatch(text.strip())
    if found is None or not text.isprintable():
        raise ValueError
    address = (found["inside"] or found["bare"]).strip()
    try:
        made = headerregistry.Address((found["name"] or "").strip().strip('"'), addr_spec=address)
    except (IndexError, errors.MessageError) as error:
        raise ValueError from error
    if not made.username or not made.domain or not address.isascii():
        raise ValueError
    return made


def channels(text: str) -> tuple[str, ...]:
    """Read the addresses of channels.

    Raises:
        ValueError: one has no scheme.
    """
    given = tuple(each.strip(", \t\n") for each in _BETWEEN.split(text.strip()))
    if not all(_CHANNEL.fullmatch(each) for each in given):
        raise ValueError
    return given
