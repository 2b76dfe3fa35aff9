"""What tests of the sign-in share: the settings of a provider, and the cookie of a session."""

import contextlib
import secrets
from collections.abc import Iterator
from typing import Final

import pytest

from dashboard.auth import provider, sign_in
from data import settings

SECRET: Final = secrets.token_hex(32)


def configured_by(address: str, provider: str) -> dict[str, str]:
    """Return the settings with which a dashboard at an address signs people in."""
    return {
        "BHXH_PUBLIC_URL": address,
        "BHXH_OIDC_ISSUER": provider,
        "BHXH_OIDC_CLIENT_ID": "bhxh-monitor",
        "BHXH_OIDC_CLIENT_SECRET": "known to the provider",
        "BHXH_SECRET": SECRET,
    }


@contextlib.contextmanager
def configured(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a provider configured in this process, as far as a test goes."""
    for name, value in configured_by(address, "http://127.0.0.1:9").items():
        monkeypatch.setenv(name, value)
    forget()
    yield
    monkeypatch.undo()
    forget()


def cookie(token: str) -> str:
    """Return the header of a browser that has a session."""
    return f"{sign_in.cookie_name()}={sign_in.cookie_value(token)}"


def forget() -> None:
    """Have the settings decide anew whether people sign in."""
    settings._read.cache_clear()
    sign_in.is_configured.cache_clear()
    provider.client.cache_clear()
