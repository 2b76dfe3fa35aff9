"""What tests of the sign-in share: a secret, the file that configures a provider, its cookie."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
from typing import TYPE_CHECKING, Final

import itsdangerous
import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_app_utils

from dashboard.auth import sign_in

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


SECRET: Final = secrets.token_hex(32)


def configure(folder: pathlib.Path, address: str, provider: str) -> None:
    """Write the file that has a dashboard started in a folder sign people in."""
    file = folder / ".streamlit" / "secrets.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = {
        "redirect_uri": f"{address}{sign_in.CALLBACK}",
        "cookie_secret": SECRET,
        "client_id": "bhxh-monitor",
        "client_secret": "known to the provider",
        "server_metadata_url": f"{provider}/.well-known/openid-configuration",
    }
    written = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    file.write_text(f"[auth]\n{written}", encoding="utf-8")


def cookie(origin: str, **claims: object) -> str:
    """Return the cookie of somebody for whom the provider has vouched just now."""
    content = {"origin": origin, "is_logged_in": True, "provider": "default", **claims}
    return starlette_app_utils.create_signed_value(
        SECRET, sign_in.COOKIE, json.dumps(content)
    ).decode()


@contextlib.contextmanager
def configured(
    folder: pathlib.Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Have a provider configured in this process, as far as a test goes."""
    configure(folder, address, "http://127.0.0.1:9")
    monkeypatch.chdir(folder)
    file = str(folder / ".streamlit" / "secrets.toml")
    options = {"secrets.files": [file]}
    kept = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: options.get(name) or kept(name))
    monkeypatch.setattr(config, "get_config_files", lambda _name: [file])
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def old_cookie(origin: str, age: dt.timedelta, **claims: object) -> str:
    """Return the cookie of somebody for whom the provider has vouched some time ago."""
    then = int((dt.datetime.now(dt.UTC) - age).timestamp())
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda _self: then)
        return cookie(origin, **claims)


def _forget() -> None:
    secrets_singleton._reset()
    sign_in.is_configured.cache_clear()
