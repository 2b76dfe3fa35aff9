"""Settings: environment variables `BHXH_*`, or a file `.env` in the working folder."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import dotenv

from data import problems
from data.mailing import mail_server
from data.problems import N_

if TYPE_CHECKING:
    from pydantic_core import Url

_PREFIX: Final = "BHXH_"
_FILE: Final = ".env"
# The settings that are addresses of databases.
_ADDRESSES: Final = ("store_url", "loader_url", "owner_url")
# The names of this machine.
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_IDLE_MINUTES: Final = range(5, 721)
_FORMS_OF_LOG: Final = ("text", "json")
_TOKEN_LETTERS: Final = 16


@dataclasses.dataclass(frozen=True)
class Secret:
    """A text that is shown nowhere by accident."""

    _text: str = dataclasses.field(repr=False)

    def get_secret_value(self) -> str:
        """Return the text."""
        return self._text


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of this process; every field is optional."""

    # The login of the dashboard, that of imports, and that of migrations.
    store_url: Secret | None = None
    loader_url: Secret | None = None
    owner_url: Secret | None = None
    # Standbys of it, which answer questions.
    read_url: Secret | None = None
    home: Path | None = None
    public_url: Url | None = None
    today: dt.date | None = None
    # Where mails are handed over, whom they are from, and channels of groups that get them too.
    smtp_url: Secret | None = None
    mail_from: str | None = None
    notify: Secret | None = None
    oidc_issuer: Url | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: Secret | None = None
    # Signs what a browser brings back: whoever has it can forge a cookie's form, not a session.
    secret: Secret | None = None
    # How long a session lasts without an act of its user.
    idle_minutes: int = 60
    # The form of the log; left out, that of commands goes to a file.
    log: str | None = None
    # Whoever has it reads how the dashboard does, and no figures of people.
    metrics_token: Secret | None = None


def _url(text: str) -> Url:
    # Few commands are told one, and the library takes as long to load as the rest of the settings.
    import pydantic_core

    url = pydantic_core.Url(text)
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError
    return url


def _site(text: str) -> Url:
    """Read the address of a site's root: the dashboard is there, and links are added to it."""
    url = _url(text)
    if (url.path or "/") != "/" or url.query or url.fragment or url.username or url.password:
        raise ValueError
    return url


def _issuer(text: str) -> Url:
    """Read an address that is https on other machines: what is sent there opens the dashboard."""
    url = _url(text)
    if url.scheme != "https" and (url.host or "").strip("[]") not in LOOPBACK:
        raise ValueError
    return url


def _mail_server(text: str) -> Secret:
    mail_server.read(text)
    return Secret(text)


def _sender(text: str) -> str:
    mail_server.sender(text)
    return text


def _channels(text: str) -> Secret:
    mail_server.channels(text)
    return Secret(text)


def _minutes(text: str) -> int:
    if int(text) not in _IDLE_MINUTES:
        raise ValueError
    return int(text)


def _form_of_log(text: str) -> str:
    if text not in _FORMS_OF_LOG:
        raise ValueError
    return text


def _token(text: str) -> Secret:
    if len(text) < _TOKEN_LETTERS:
        raise ValueError
    return Secret(text)


# How each setting is read; what raises ValueError is refused by its name.
_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "store_url": Secret, "loader_url": Secret, "owner_url": Secret, "read_url": Secret,
    "home": Path, "public_url": _site, "today": dt.date.fromisoformat, "smtp_url": _mail_server,
    "mail_from": _sender, "notify": _channels, "oidc_issuer": _issuer, "oidc_client_id": str,
    "oidc_client_secret": Secret, "secret": Secret, "idle_minutes": _minutes, "log": _form_of_log,
    "metrics_token": _token,
}  # fmt: skip
# The names of the variables that they are in.
VARIABLES: Final = {f"{_PREFIX}{name}".upper(): name for name in _READERS}


def read() -> Settings:
    """Return the settings of this process.

    Raises:
        problems.Problem: a variable holds a value that cannot be read, or is none of these
            settings; the sentence names it.
    """
    named = {name: value for name, value in os.environ.items() if name.upper().startswith(_PREFIX)}
    return _read(frozenset(named.items()), Path.cwd())


# A page asks for today ten times, and reading takes milliseconds.
@functools.lru_cache(maxsize=1)
def _read(variables: frozenset[tuple[str, str]], _folder: Path) -> Settings:
    given = _given(dict(variables))
    values, wrong = {}, []
    for variable, text in given.items():
        name = VARIABLES[variable]
        try:
            values[name] = _READERS[name](text)
        except ValueError:
            wrong.append(variable)
    if wrong:
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_("Correct {names} in the environment or in the file .env."),
            names=", ".join(sorted(wrong)),
        )
    return _with_addresses(_with_mail(_with_a_server(Settings(**values))))


def _given(variables: Mapping[str, str]) -> dict[str, str]:
    """Return what the file and, before it, the environment say; an empty text says nothing.

    Raises:
        problems.Problem: a name that is no setting: what it was meant to do would not be done.
    """
    file = dotenv.dotenv_values(_FILE, encoding="utf-8")
    given: dict[str, str] = {}
    for name, value in (*file.items(), *variables.items()):
        if not name.upper().startswith(_PREFIX):
            continue
        given.setdefault(name.upper(), "")
        if value:
            given[name.upper()] = value
    if unknown := given.keys() - VARIABLES.keys():
        raise problems.Problem(
            N_("A setting is not known"),
            N_("There is no setting {names}: correct its name, or take it away."),
            names=", ".join(sorted(unknown)),
        )
    return {name: value for name, value in given.items() if value}


def _with_a_server(given: Settings) -> Settings:
    """Refuse logins of a server that is not named: they would do nothing."""
    if given.store_url is None and (given.loader_url or given.owner_url or given.read_url):
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_(
                "BHXH_LOADER_URL, BHXH_OWNER_URL and BHXH_READ_URL go with BHXH_STORE_URL: give it"
                " too."
            ),
        )
    return given


def _with_mail(given: Settings) -> Settings:
    """Refuse mails that would be from nobody, or whose links would lead nowhere."""
    if bool(given.smtp_url) != bool(given.mail_from):
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_("BHXH_SMTP_URL and BHXH_MAIL_FROM go together: give both."),
        )
    if (given.smtp_url or given.notify) and given.public_url is None:
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_(
                "BHXH_SMTP_URL and BHXH_NOTIFY go with BHXH_PUBLIC_URL, the address that links in "
                "mails lead to: give it too."
            ),
        )
    return given


def _with_addresses(given: Settings) -> Settings:
    """Refuse what is no address of a PostgreSQL, before anything tries to reach it."""
    for name in _ADDRESSES:
        url: Secret | None = getattr(given, name)
        if url is not None:
            # Most commands of an embedded store need no such library to be told what they are.
            from data.connections import addresses

            addresses.read(url.get_secret_value(), f"{_PREFIX}{name}".upper())
    return given
