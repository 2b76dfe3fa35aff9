"""Addresses of databases in settings: SQLAlchemy's or libpq's, with one host or several."""

from __future__ import annotations

import os
import urllib.parse
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import psycopg2
import sqlalchemy as sa

from data import problems
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

_DRIVER: Final = "postgresql+psycopg2"
_OF_POSTGRESQL: Final = frozenset({"postgresql", "postgres"})
# libpq takes any text for a number, and says so when it connects.
_NUMBERS: Final = (
    "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
    "tcp_user_timeout",
)  # fmt: skip
_LAST_PORT: Final = 65535
_TITLE: Final = N_("A setting cannot be read")
# What is wrong with an address; nothing of it is repeated, for it holds a password.
_NO_ADDRESS: Final = N_(
    "{variable} is not a database URL: postgresql://USER:PASSWORD@HOST/DATABASE."
)
_SPACES: Final = N_("{variable} has a space at its beginning or end, or in a name: take it away.")
_NO_PORT: Final = N_("{variable} has a port that is no number from 1 to 65535.")
_NO_DATABASE: Final = N_("{variable} names no database: postgresql://USER:PASSWORD@HOST/DATABASE.")
_AT_SIGN: Final = N_("{variable} has an @ in its user or password: write it as %40.")
_NO_NUMBER: Final = N_("{variable}: {option} must be a whole number.")


class Described(NamedTuple):
    """Where an address leads to, without the password; several hosts are parted by commas."""

    hosts: str
    ports: str
    database: str
    role: str


def read(text: str, variable: str) -> sa.URL:
    """Read the address of a PostgreSQL in a setting, with or without the driver's name.

    It is SQLAlchemy's or libpq's: a URL, also of several hosts, or words such as `host=a dbname=b`.

    Raises:
        problems.Problem: it is no address, one of another kind of database, or not a complete one;
            the sentence names the variable.
    """
    if text != text.strip() or any(letter.isspace() for letter in _authority(text)):
        raise _refused(_SPACES, variable)
    url = _of_url(text, variable) if "://" in text else _of_words(text, variable)
    _check(url, variable)
    return url


def arguments(url: sa.URL) -> dict[str, Any]:
    """Return an address as the driver's arguments."""
    values: dict[str, Any] = url.translate_connect_args(database="dbname", username="user")
    hosts = url.query.get("host")
    if isinstance(hosts, tuple) or (hosts and ":" in hosts and not hosts.startswith("/")):
        # SQLAlchemy's own way to name several hosts, each with its port.
        return dict(url.get_dialect()().create_connect_args(url)[1])
    return values | url.query


def described(url: sa.URL) -> Described:
    """Return where an address leads to."""
    values = arguments(url)
    return Described(
        str(values.get("host") or values.get("hostaddr") or os.environ.get("PGHOST") or "-"),
        str(values.get("port") or os.environ.get("PGPORT") or 5432),
        str(values.get("dbname") or os.environ.get("PGDATABASE") or "-"),
        str(values.get("user") or os.environ.get("PGUSER") or "-"),
    )


def _authority(text: str) -> str:
    """Return the part of a URL that names user, hosts and ports; of other texts nothing."""
    _scheme, is_url, rest = text.partition("://")
    return rest.partition("?")[0].rpartition("/")[0] if is_url else ""


def _of_url(text: str, variable: str) -> sa.URL:
    scheme, _, rest = text.partition("://")
    kind = scheme.partition("+")[0]
    if kind not in _OF_POSTGRESQL:
        if not kind.isidentifier():
            raise _refused(_NO_ADDRESS, variable)
        raise problems.Problem(
            N_("The store must be PostgreSQL"),
            N_("{variable} names another kind of database; give a postgresql:// address."),
            variable=variable,
        )
    if "," in rest.rpartition("@")[2].partition("/")[0].partition("?")[0]:
        return _of_libpq(f"postgresql://{rest}", variable)
    try:
        return sa.make_url(text).set(drivername=_DRIVER)
    except ValueError as error:
        raise _refused(_NO_PORT, variable) from error
    except sa.exc.ArgumentError as error:
        raise _refused(_NO_ADDRESS, variable) from error


def _of_words(text: str, variable: str) -> sa.URL:
    if "=" not in text:
        raise _refused(_NO_ADDRESS, variable)
    return _of_libpq(text, variable)


def _of_libpq(text: str, variable: str) -> sa.URL:
    """Read an address as libpq does; several hosts stay a list, which SQLAlchemy has in a query."""
    try:
        found = dict(psycopg2.extensions.parse_dsn(text))
    except psycopg2.ProgrammingError as error:
        raise _refused(_NO_ADDRESS, variable) from error
    return sa.URL.create(
        _DRIVER,
        username=found.pop("user", None),
        password=found.pop("password", None),
        database=found.pop("dbname", None),
        query=found,
    )


def _check(url: sa.URL, variable: str) -> None:
    """Refuse what libpq would only find out, in its own words, when it connects."""
    if "@" in (url.host or ""):
        raise _refused(_AT_SIGN, variable)
    values = _arguments(url, variable)
    _check_ports(values, variable)
    for option in _NUMBERS:
        if not _is_number(str(values.get(option, 0))):
            raise _refused(_NO_NUMBER, variable, option=option)
    elsewhere = "service" in values or "PGSERVICE" in os.environ or "PGDATABASE" in os.environ
    if not values.get("dbname") and not elsewhere:
        raise _refused(_NO_DATABASE, variable)


def _arguments(url: sa.URL, variable: str) -> Mapping[str, Any]:
    try:
        values = arguments(url)
        psycopg2.extensions.make_dsn(**values)
    except (sa.exc.ArgumentError, psycopg2.ProgrammingError, TypeError, ValueError) as error:
        raise _refused(_NO_ADDRESS, variable) from error
    return values


def _check_ports(values: Mapping[str, Any], variable: str) -> None:
    for port in filter(None, str(values.get("port") or "").split(",")):
        if not (_is_number(port) and 0 < int(port) <= _LAST_PORT):
            raise _refused(_NO_PORT, variable)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()


def _refused(sentence: str, variable: str, **values: object) -> problems.Problem:
    return problems.Problem(_TITLE, sentence, variable=variable, **values)


def shown(url: sa.URL) -> str:
    """Return an address as it may be shown: without its passwords."""
    secret = {name for name in url.query if name in {"password", "sslpassword"}}
    return urllib.parse.unquote(
        url.difference_update_query(secret).render_as_string(hide_password=True)
    )
