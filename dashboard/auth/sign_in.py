"""Sign-in: the provider of the settings, and the cookie by which a browser is known afterwards.

The provider says who somebody is, once (`web.sign_in_routes`). From then on the browser has a
random token in a cookie, and the store a session under the token's hash (`data.sessions`), so that
nothing of what the provider said decides who somebody is later. The cookie is signed: a token that
was never given is turned away without a question to the store.
"""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import itsdangerous

from data import problems, settings, users
from data.problems import N_

CALLBACK: Final = "/oauth2callback"
SIGNED_OUT: Final = "/signed-out"

_KEYS: Final = ("public_url", "oidc_issuer", "oidc_client_id", "oidc_client_secret", "secret")
_SALT: Final = b"bhxh-monitor session"

# Placeholders are short or repeat a few letters.
_SECRET_LENGTH: Final = 32
_SECRET_LETTERS: Final = 10

# Where streamlit_app.py is.
_BESIDE_THE_APP: Final = Path(__file__).resolve().parents[2]
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


def is_loopback(host: str) -> bool:
    """Return whether a name of a host is one of this machine's."""
    return host.strip("[]").lower() in settings.LOOPBACK


def secret() -> str:
    """Return the secret that signs what a browser brings back."""
    known = settings.read().secret
    return known.get_secret_value() if known else ""


def secrets_files() -> list[Path]:
    """Return the files in which Streamlit looks for a sign-in of its own."""
    # Its options are not asked: before the start they are not in force yet.
    folders = (Path.home(), Path.cwd(), _BESIDE_THE_APP)
    return [folder / ".streamlit" / "secrets.toml" for folder in dict.fromkeys(folders)]


def _require_no_secrets_file() -> None:
    """Refuse a sign-in of Streamlit's: its cookie is not accepted, and nobody would sign in."""
    if any(_has_section(file) for file in secrets_files() if file.exists()):
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
