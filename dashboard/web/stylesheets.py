"""Our own style sheets, for screens and for paper, which the loading page links to.

An address changes with what it leads to, so browsers keep what they have.
"""

import hashlib
import pathlib
from typing import Final

from starlette import responses, routing
from starlette.requests import Request

PREFIX: Final = "/looks/"
_FOLDER: Final = pathlib.Path(__file__).parent / "looks"
_MEDIA: Final = {"screen.css": "screen", "print.css": "print"}
_SHEETS: Final = {name: (_FOLDER / name).read_bytes() for name in _MEDIA}
_HEADERS: Final = {"Cache-Control": "public, max-age=31536000, immutable"}


async def _sheet(request: Request) -> responses.Response:
    """Return a style sheet."""
    name = request.url.path.rpartition("/")[2]
    return responses.Response(_SHEETS[name], media_type="text/css", headers=_HEADERS)


ROUTES: Final = tuple(routing.Route(PREFIX + name, _sheet) for name in _MEDIA)


def links() -> str:
    """Return the links of a page to the style sheets."""
    return "".join(
        f'<link rel="stylesheet" href=".{PREFIX}{name}?{_digest(name)}" media="{media}">'
        for name, media in _MEDIA.items()
    )


def _digest(name: str) -> str:
    return hashlib.sha256(_SHEETS[name]).hexdigest()[:16]
