"""Addresses that are none: Streamlit would answer each with the frame of a page.

What is wrong then looks right: to a probe with a slip in its address, to somebody with an old link.
"""

import re
from typing import Final

from starlette import convertors, requests, responses, routing

from dashboard import screens
from dashboard.web import error_pages
from data import problems
from data.problems import N_

# Streamlit's own: what it serves, and the files beside its programs.
_STREAMLITS: Final = (
    "_stcore/", "auth/", "component/", "media/", "static/", "static$", "index.html$",
    "favicon.png$", "manifest.json$",
)  # fmt: skip


class Missing(problems.Problem):
    """There is no page of this address."""

    def __init__(self) -> None:
        super().__init__(
            N_("There is no such page"), N_("Look at the address, or begin at the first page.")
        )


class _Unknown(convertors.Convertor[str]):
    """The part of an address behind its first slash that no page and no file has."""

    pages = (f"{re.escape(screen.address)}$" for screen in screens.ALL)
    # One that ends with a slash is led to the address without it, and is asked for once more.
    regex = f"(?!{'|'.join(('$', '.*/$', *_STREAMLITS, *pages))}).*"

    def convert(self, value: str) -> str:
        """Return the part as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Return the part as it is."""
        return value


convertors.register_url_convertor("unknown", _Unknown())


async def missing(request: requests.Request) -> responses.Response:
    """Say that there is no such page; to a program, nothing but that."""
    if "text/html" in request.headers.get("accept", ""):
        return error_pages.problem(Missing(), 404)
    return responses.PlainTextResponse("", 404)


# The last of our own routes.
ROUTES: Final = (routing.Route("/{address:unknown}", missing),)
