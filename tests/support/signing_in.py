"""What tests of the sign-in share: a secret, the file that configures a provider, its cookie."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Final

from streamlit.web.server.starlette import starlette_app_utils

from dashboard import sign_in

if TYPE_CHECKING:
    import pathlib

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
