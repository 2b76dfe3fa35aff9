"""Sign-in: what the provider vouches for, and the cookies that carry it.

Streamlit talks to the provider (`[auth]` in `.streamlit/secrets.toml`) and keeps its answer in a
signed cookie, which is read here with private functions of Streamlit. Only this module uses them; a
cookie that they cannot read is no sign-in, and `pyproject.toml` pins the version of Streamlit.
"""

import datetime as dt
import functools
import tomllib
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import itsdangerous
import streamlit as st
from streamlit import auth_util, config, user_info
from streamlit.proto import ForwardMsg_pb2
from streamlit.runtime import scriptrunner
from streamlit.web.server import server_util
from streamlit.web.server.starlette import (
    starlette_app_utils,
    starlette_server_config,
    starlette_websocket,
)

from dashboard.auth import return_address
from data import problems, settings
from data.problems import N_

CALLBACK: Final = "/oauth2callback"
COOKIE: Final = starlette_server_config.USER_COOKIE_NAME

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_PROVIDER: Final = "default"
_KEYS: Final = (
    "redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url",
)  # fmt: skip

# Whoever guesses the secret signs in as anybody. Placeholders are short or repeat a few letters.
_SECRET_LENGTH: Final = 32
_SECRET_LETTERS: Final = 10

_TITLE: Final = N_("Sign-in is not set up well")


@dataclass(frozen=True)
class Login:
    """The account that the provider confirms, and since when; the e-mail address is "" for none."""

    email: str
    signed_in_at: dt.datetime


@functools.cache
def is_configured() -> bool:
    """Return whether people sign in: a provider is configured, or a file cannot be read.

    Decided once a process: a file that is taken away does not open a dashboard that runs.
    """
    # Streamlit's options are not asked: before the start they are not in force yet.
    files = (Path(file) for file in config.get_config_files("secrets.toml"))
    return any(_names_provider(file) for file in files if file.exists())


def check() -> None:
    """Refuse a configuration that does not work or is not safe.

    Raises:
        problems.Problem: the sentence says what to correct.
    """
    is_configured.cache_clear()
    section = _section()
    if not is_configured():
        return
    if missing := [key for key in _KEYS if not section.get(key)]:
        raise problems.Problem(
            _TITLE,
            N_("Give {keys} under [auth] in .streamlit/secrets.toml."),
            keys=", ".join(missing),
        )
    secret = str(section["cookie_secret"])
    if len(secret) < _SECRET_LENGTH or len(set(secret)) < _SECRET_LETTERS:
        raise problems.Problem(
            _TITLE, N_("Give cookie_secret at least 32 random letters: openssl rand -hex 32.")
        )
    _check_addresses()


def public_host() -> str | None:
    """Return the host of the public address; None where none is set."""
    url = settings.read().public_url
    return (url.host or "").strip("[]") if url else None


def is_origin(origin: str | None) -> bool:
    """Return whether an origin is that of the dashboard's own pages."""
    return origin is not None and origin == auth_util.get_origin_from_redirect_uri()


def presented(cookies: Mapping[str, str]) -> Login | None:
    """Return the sign-in in the cookies of a browser; None where there is none.

    Its time is the moment at which the cookie was signed, which Streamlit does when the provider
    redirects back, and at no other time. The provider's own `auth_time` is that of the first
    sign-in anywhere, days ago perhaps, and its `iat` comes from another clock.
    """
    moments: list[dt.datetime] = []

    def part(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        secret, signed = server_util.get_cookie_secret(), value.encode("latin-1")
        known = starlette_app_utils.decode_signed_value(secret, name, signed)
        if known is not None:
            moments.append(_signed_at(secret, name, signed))
        return known

    try:
        content = auth_util.get_cookie_with_chunks(part, COOKIE)
        origin = auth_util.get_origin_from_redirect_uri()
        if content is None or origin is None:
            return None
        claims = starlette_websocket._parse_decoded_user_cookie(content, origin)  # noqa: SLF001
    except (ValueError, TypeError, AttributeError, itsdangerous.BadData):
        return None
    if claims.get("is_logged_in") is not True:
        return None
    # A cookie in parts is as old as its oldest part.
    return Login(_email(claims), min(moments))


def of_this_run() -> Login | None:
    """Return the sign-in of the browser whose page is being run."""
    return presented(st.context.cookies)


def again() -> None:
    """Have the browser reload the page: the sign-in gate keeps its address and redirects.

    A script in the page could do so too, but it may not be loaded any more.
    """
    path = urllib.parse.urlsplit(st.context.url or "").path
    address = f"{path}?{urllib.parse.urlencode(st.query_params.to_dict())}"
    message = ForwardMsg_pb2.ForwardMsg()
    message.auth_redirect.url = return_address.read(urllib.parse.quote(address)) or "/"
    if context := scriptrunner.get_script_run_ctx():
        context.enqueue(message)


def to_provider() -> str:
    """Return the address, valid for two minutes, that redirects a browser to the provider."""
    return user_info.generate_login_redirect_url(_PROVIDER)


def is_loopback(host: str) -> bool:
    """Return whether a name of a host is one of this machine's."""
    return host.strip("[]").lower() in _LOOPBACK


def _names_provider(file: Path) -> bool:
    try:
        return "auth" in tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True


def _section() -> Mapping[str, object]:
    """Return the section that Streamlit reads, which must agree with `is_configured`."""
    section = auth_util.get_secrets_auth_section()
    if bool(section) != is_configured():
        raise problems.Problem(
            _TITLE,
            N_(
                "Give [auth] in a file .streamlit/secrets.toml that can be read, in the folder "
                "that the dashboard is started from."
            ),
        )
    return section


def _check_addresses() -> None:
    public = settings.read().public_url
    back = auth_util.get_redirect_uri(auth_util.get_secrets_auth_section()) or ""
    path = urllib.parse.urlsplit(back).path
    if public is None or _origin(str(public)) != _origin(back) or path != CALLBACK:
        raise problems.Problem(
            _TITLE,
            N_(
                "Set BHXH_PUBLIC_URL to the address by which browsers know the dashboard, and "
                "redirect_uri to the same followed by /oauth2callback."
            ),
        )
    if public.scheme != "https" and not is_loopback(public.host or ""):
        raise problems.Problem(
            _TITLE, N_("BHXH_PUBLIC_URL must begin with https:// for other machines to sign in.")
        )


def _origin(url: str) -> tuple[str, str | None, int]:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443}.get(parts.scheme, 80)


def _signed_at(secret: str, name: str, signed: bytes) -> dt.datetime:
    serializer = itsdangerous.URLSafeTimedSerializer(secret, salt=name)
    moment: dt.datetime = serializer.loads(signed, return_timestamp=True)[1]
    return moment


def _email(claims: Mapping[str, object]) -> str:
    email = claims.get("email")
    # Some providers write it as a word.
    doubted = str(claims.get("email_verified", True)).lower() == "false"
    return email.strip().lower() if isinstance(email, str) and not doubted else ""
