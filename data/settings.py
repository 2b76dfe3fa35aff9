"""Settings: environment variables `BHXH_*`, or a file `.env` in the working folder."""

import datetime as dt
import functools
import os
from pathlib import Path
from typing import Annotated, Final, Literal

import dotenv
import pydantic
import pydantic_settings

from data import problems
from data.mailing import mail_server
from data.problems import N_

_PREFIX: Final = "BHXH_"
_FILE: Final = ".env"
# The settings that are addresses of databases.
_ADDRESSES: Final = ("store_url", "loader_url", "owner_url")
# The names of this machine.
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def _without_path(url: pydantic.AnyHttpUrl) -> pydantic.AnyHttpUrl:
    """Require the address of a site's root: the dashboard is there, and links are added to it."""
    if (url.path or "/") != "/" or url.query or url.fragment or url.username or url.password:
        raise ValueError
    return url


def _https(url: pydantic.AnyHttpUrl) -> pydantic.AnyHttpUrl:
    """Require https of another machine's address: what is sent there opens the dashboard."""
    if url.scheme != "https" and (url.host or "").strip("[]") not in LOOPBACK:
        raise ValueError
    return url


def _mail_server(url: pydantic.SecretStr) -> pydantic.SecretStr:
    mail_server.read(url.get_secret_value())
    return url


def _sender(text: str) -> str:
    mail_server.sender(text)
    return text


def _channels(text: pydantic.SecretStr) -> pydantic.SecretStr:
    mail_server.channels(text.get_secret_value())
    return text


class Settings(pydantic_settings.BaseSettings):
    """The settings of this process; every field is optional."""

    model_config = pydantic_settings.SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    # The login of the dashboard, that of imports, and that of migrations.
    store_url: pydantic.SecretStr | None = None
    loader_url: pydantic.SecretStr | None = None
    owner_url: pydantic.SecretStr | None = None
    # Standbys of it, which answer questions.
    read_url: pydantic.SecretStr | None = None
    home: Path | None = None
    public_url: Annotated[pydantic.AnyHttpUrl, pydantic.AfterValidator(_without_path)] | None = None
    today: dt.date | None = None
    # Where mails are handed over, whom they are from, and channels of groups that get them too.
    smtp_url: Annotated[pydantic.SecretStr, pydantic.AfterValidator(_mail_server)] | None = None
    mail_from: Annotated[str, pydantic.AfterValidator(_sender)] | None = None
    notify: Annotated[pydantic.SecretStr, pydantic.AfterValidator(_channels)] | None = None
    oidc_issuer: Annotated[pydantic.AnyHttpUrl, pydantic.AfterValidator(_https)] | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: pydantic.SecretStr | None = None
    # Signs what a browser brings back: whoever has it can forge a cookie's form, not a session.
    secret: pydantic.SecretStr | None = None
    # How long a session lasts without an act of its user.
    idle_minutes: Annotated[int, pydantic.Field(ge=5, le=720)] = 60
    # The form of the log; left out, that of commands goes to a file.
    log: Literal["text", "json"] | None = None
    # Whoever has it reads how the dashboard does, and no figures of people.
    metrics_token: Annotated[pydantic.SecretStr, pydantic.Field(min_length=16)] | None = None


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
    _require_known({name for name, _value in variables})
    try:
        return _with_addresses(_with_mail(_with_a_server(Settings())))
    except pydantic.ValidationError as error:
        names = ", ".join(sorted({f"BHXH_{fault['loc'][0]}".upper() for fault in error.errors()}))
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_("Correct {names} in the environment or in the file .env."),
            names=names,
        ) from error


def _require_known(variables: set[str]) -> None:
    """Refuse a name that is no setting: what it was meant to do would not be done."""
    file = dotenv.dotenv_values(_FILE, encoding="utf-8")
    given = {name.upper() for name in {*variables, *file} if name.upper().startswith(_PREFIX)}
    if unknown := given - {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}:
        raise problems.Problem(
            N_("A setting is not known"),
            N_("There is no setting {names}: correct its name, or take it away."),
            names=", ".join(sorted(unknown)),
        )


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
        url: pydantic.SecretStr | None = getattr(given, name)
        if url is not None:
            # Most commands of an embedded store need no such library to be told what they are.
            from data.connections import addresses

            addresses.read(url.get_secret_value(), f"{_PREFIX}{name}".upper())
    return given
