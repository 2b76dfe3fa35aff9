"""The page that was wanted before sign-in, kept in a cookie for some minutes.

The provider redirects to `/`. The cookie is not signed, so it is checked when it is read: it can
only name a page of the dashboard.
"""

from __future__ import annotations

import re
import urllib.parse
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE: Final = "bhxh_wanted"
SECONDS: Final = 600

# What browsers take in one cookie, less its name and attributes.
_LONGEST: Final = 3800

# One slash, then plain letters: no space or control character, and no backslash, which browsers
# read as a slash.
_OURS: Final = re.compile(r"/(?!/)[!-\[\]-~]*")

# Signing in and out are no pages: leading there would go in circles, or out again.
_NO_PAGES: Final = ("/auth/", "/oauth2callback", "/signin", "/signout", "/signed-out")


def keep(request: Request, response: Response) -> None:
    """Set a cookie with the requested page, and its parameters where they fit."""
    path = urllib.parse.quote(request.scope["path"])
    query = request.scope["query_string"].decode("latin-1")
    addresses = (f"{path}?{query}", path) if query else (path,)
    written = (urllib.parse.quote(address, safe="") for address in addresses)
    fitting = next((each for each in written if len(each) <= _LONGEST and read(each)), None)
    if fitting is not None:
        response.set_cookie(COOKIE, fitting, max_age=SECONDS, httponly=True, samesite="lax")


def read(kept: str) -> str | None:
    """Return the address in the cookie; None where it is not a page of the dashboard."""
    address = urllib.parse.unquote(kept)
    is_ours = _OURS.fullmatch(address) and not address.startswith(_NO_PAGES)
    return address if is_ours else None


def forget(response: Response) -> None:
    """Delete the cookie."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
