"""Sign-in: the provider of the settings, and the cookie by which a browser is known afterwards.

The provider says who somebody is, once (`web.sign_in_routes`). From then on the browser has a
random token in a cookie, and the store a session under the token's hash (`data.sessions`), so that
nothing of what the provider said decides who somebody is later. The cookie is signed: a token that
was never given is turned away without a question to the store.
"""

import functools
import tomllib
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import itsdangerous
import streamlit as st
from authlib.integrations import starlette_client
from streamlit import config
from streamlit.proto import ForwardMsg_pb2
from streamlit.runtime import scriptrunner

from dashboard.auth import return_address
from data import problems, settings, users
from data.problems import N_

CALLBACK: Final = "/oauth2callback"
SIGNED_OUT: Final = "/signed-out"

_KEYS: Final = ("public_url", "oidc_issuer", "oidc_client_id", "oidc_client_secret", "secret")
_PROVIDER: Final = "provider"
_DISCOVERY: Final = ".well-known/openid-configuration"
_SALT: Final = b"bhxh-monitor session"
# The provider is waited for so long, in seconds.
_PATIENCE_S: Final = 10

# Placeholders are short or repeat a few letters.
_SECRET_LENGTH: Final = 32
_SECRET_LETTERS: Final = 10

_TITLE: Final = N_("Sign-in is not set up well")


@functools.cache
def is_configured() -> bool:
    """Return whether people sign in: some setting of a provider is there.

    Decided once a process: a file that is taken away does not open a dashboard that runs.
    """
    known = settings.read()
    return any(getattr(known, key) for key in _KEYS if key.startswith("oidc"))


def check() -> None:
    """Refuse a configuration that does not work or is not safe.

    Raises:
        problems.Problem: the sentence says what to correct.
    """
    is_configured.cache_clear()
    provider.cache_clear()
    _require_no_secrets_file()
    if not is_configured():
        return
    known = settings.read()
    if missing := [f"BHXH_{key.upper()}" for key in _KEYS if not getattr(known, key)]:
        raise problems.Problem(
            _TITLE,
            N_("Give {keys} too, in the environment or in .env."),
            keys=", ".join(missing),
        )
    signing = secret()
    if len(signing) < _SECRET_LENGTH or len(set(signing)) < _SECRET_LETTERS:
        raise problems.Problem(
            _TITLE, N_("Give BHXH_SECRET at least 32 random letters: openssl rand -hex 32.")
        )
    if not is_https() and not is_loopback(public_host() or ""):
        raise problems.Problem(
            _TITLE, N_("BHXH_PUBLIC_URL must begin with https:// for other machines to sign in.")
        )


def public_url() -> str:
    """Return the public address without a slash at its end; "" where none is set."""
    return str(settings.read().public_url or "").rstrip("/")


def public_host() -> str | None:
    """Return the host of the public address; None where none is set."""
    url = settings.read().public_url
    return (url.host or "").strip("[]") if url else None


def is_https() -> bool:
    """Return whether browsers reach the dashboard by https, also through a proxy."""
    return public_url().startswith("https://")


def is_origin(origin: str | None) -> bool:
    """Return whether an origin is that of the dashboard's own pages."""
    return origin is not None and origin == public_url()


@functools.cache
def provider() -> Any:
    """Return the client that talks to the provider; its addresses are read when it is used."""
    known = settings.read()
    password = known.oidc_client_secret
    return starlette_client.OAuth().register(
        _PROVIDER,
        server_metadata_url=f"{str(known.oidc_issuer).rstrip('/')}/{_DISCOVERY}",
        client_id=known.oidc_client_id,
        client_secret=password and password.get_secret_value(),
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": _PATIENCE_S,
        },
    )


def email(claims: Mapping[str, object]) -> str:
    """Return the e-mail address that the provider confirms; "" for none."""
    given = claims.get("email")
    # Some providers write it as a word.
    doubted = str(claims.get("email_verified", True)).lower() == "false"
    known = users.known_as(given) if isinstance(given, str) and not doubted else ""
    return known if users.is_address(known) else ""


def cookie_name() -> str:
    """Return the name of the cookie; browsers hold one of this prefix to https and this host."""
    return "__Host-bhxh-session" if is_https() else "bhxh-session"


def cookie_value(token: str) -> str:
    """Return a token as it stands in the cookie."""
    return itsdangerous.Signer(secret(), salt=_SALT).sign(token).decode()


def presented(cookies: Mapping[str, str]) -> str | None:
    """Return the token in the cookies of a browser; None where there is none that was given."""
    value = cookies.get(cookie_name())
    if value is None:
        return None
    try:
        signed = value.encode("latin-1")
        return itsdangerous.Signer(secret(), salt=_SALT).unsign(signed).decode()
    except (itsdangerous.BadSignature, UnicodeError):
        return None


def of_this_run() -> str | None:
    """Return the token of the browser whose page is being run."""
    return presented(st.context.cookies)


def again() -> None:
    """Have the browser reload the page: the sign-in gate keeps its address and redirects.

    A script in the page could do so too, but it may not be loaded any more.
    """
    path = urllib.parse.urlsplit(st.context.url or "").path
    address = f"{path}?{urllib.parse.urlencode(st.query_params.to_dict())}"
    _lead(return_address.read(urllib.parse.quote(address)) or "/")


def leave() -> None:
    """Have the browser open the page after signing out, which takes its cookie away."""
    _lead(SIGNED_OUT)


def is_loopback(host: str) -> bool:
    """Return whether a name of a host is one of this machine's."""
    return host.strip("[]").lower() in settings.LOOPBACK


def secret() -> str:
    """Return the secret that signs what a browser brings back."""
    known = settings.read().secret
    return known.get_secret_value() if known else ""


def _lead(address: str) -> None:
    message = ForwardMsg_pb2.ForwardMsg()
    message.auth_redirect.url = address
    if context := scriptrunner.get_script_run_ctx():
        context.enqueue(message)


def _require_no_secrets_file() -> None:
    """Refuse a sign-in of Streamlit's: its cookie is not accepted, and nobody would sign in."""
    # Streamlit's options are not asked: before the start they are not in force yet.
    files = (Path(file) for file in config.get_config_files("secrets.toml"))
    if any(_has_section(file) for file in files if file.exists()):
        raise problems.Problem(
            _TITLE,
            N_(
                "The section [auth] of .streamlit/secrets.toml is not used: give BHXH_OIDC_ISSUER, "
                "BHXH_OIDC_CLIENT_ID, BHXH_OIDC_CLIENT_SECRET and BHXH_SECRET instead, and take "
                "it away."
            ),
        )


def _has_section(file: Path) -> bool:
    try:
        return "auth" in tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
