"""The loading page that browsers get first: Streamlit's own, with our words and style sheets.

Streamlit's scripts look for their server below the path of the page, wait, and try the root: this
page tells them where it is. What a new version of Streamlit has changed is left as it is.
"""

import base64
import functools
import hashlib
import html
import pathlib
import re
from collections.abc import Mapping
from typing import Final

from starlette import responses, routing
from starlette.requests import Request
from streamlit import file_util

from dashboard import screens, text
from dashboard.text import _
from dashboard.web import stylesheets

# Read before any other program; the folder of a page's address is the server's.
_SCRIPT: Final = 'window.__streamlit = {BACKEND_BASE_URL: new URL(".", location.href).href}'
_DIGEST: Final = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
# What lets browsers run that one line, and no other in the page.
ALLOWED: Final = f"'sha256-{_DIGEST}'"

# As Streamlit serves its own: the programs that it names change with each version.
_HEADERS: Final = {"Cache-Control": "no-cache"}


async def show(request: Request) -> responses.Response:
    """Return the loading page of a screen, in the language of its address."""
    code = request.query_params.get("lang")
    language = code if text.is_known(code) else text.DEFAULT
    page = document(request.url.path.strip("/"), language)
    return responses.HTMLResponse(page, headers=_HEADERS)


ROUTES: Final = (
    *(routing.Route(f"/{screen.address}", show) for screen in screens.ALL),
    *stylesheets.ROUTES,
)


@functools.cache
def document(address: str, language: text.Language) -> str:
    """Return the HTML of the loading page of a screen."""
    with text.speaking(language):
        title = html.escape(_(screens.at(address).title))
        without = html.escape(_("This page needs JavaScript: allow it in your browser."))
    return _replaced({
        r'<html lang="[^"]*">': f'<html lang="{language}">',
        r"<title>[^<]*</title>": f"<title>{title}</title>\n    <script>{_SCRIPT}</script>",
        # For crawlers, which do not come here; browsers would refuse it, and complain.
        r"(<!--[^<]*-->\s*)?<script>\s*window\.prerenderReady[^<]*</script>": "",
        # What they speak of is closed.
        r'<link rel="service-desc"[^>]*>': "",
        r"</head>": f"{stylesheets.links()}</head>",
        r"<noscript>.*?</noscript>": f"<noscript><p>{without}</p></noscript>",
    })  # fmt: skip


def _replaced(parts: Mapping[str, str]) -> str:
    page = (pathlib.Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    for pattern, words in parts.items():
        if found := re.search(pattern, page, re.DOTALL):
            page = page[: found.start()] + words + page[found.end() :]
    return page
