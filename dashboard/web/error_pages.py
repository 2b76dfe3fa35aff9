"""Error pages: a title and a sentence in both languages, where no page can be shown."""

import html
from typing import Final

from starlette import responses

from dashboard import text
from dashboard.text import _
from data import problems

_PAGE: Final = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto;
    padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; }}
section + section {{ margin-top: 2.5rem; opacity: 0.8; }}
button {{ font: inherit; padding: 0.5rem 1rem; }}
</style>
</head>
<body>{parts}</body>
</html>
"""
_PART: Final = '<section lang="{language}"><h1>{title}</h1>{content}</section>'
_LINK: Final = '<p><a href="{address}">{label}</a></p>'
_FORM: Final = '<form method="post" action="{address}"><button>{label}</button></form>'
_LANGUAGES: Final[tuple[text.Language, ...]] = ("vi", "en")


def problem(
    fault: problems.Problem, status: int, *, way_in: str | None = None
) -> responses.Response:
    """Return the page of a problem; with a link to sign in, perhaps as somebody else."""
    parts = []
    for language in _LANGUAGES:
        text.use(language)
        title, sentence = text.problem(fault)
        link = _link(way_in) if way_in else ""
        parts.append((language, title, f"<p>{html.escape(sentence)}</p>{link}"))
    return _page(parts, status)


def signed_out(way_in: str) -> responses.Response:
    """Return the page after signing out, with a link to sign in."""
    parts = []
    for language in _LANGUAGES:
        text.use(language)
        parts.append((language, _("You are signed out"), _link(way_in)))
    return _page(parts, 200)


def sign_out(address: str) -> responses.Response:
    """Return the page that asks whether to sign out: a link from elsewhere may have led here."""
    parts = []
    for language in _LANGUAGES:
        text.use(language)
        button = _FORM.format(address=html.escape(address), label=html.escape(_("Sign out")))
        parts.append((language, _("Sign out of the dashboard?"), button))
    return _page(parts, 200)


def _link(address: str) -> str:
    return _LINK.format(address=html.escape(address), label=html.escape(_("Sign in")))


def _page(parts: list[tuple[text.Language, str, str]], status: int) -> responses.Response:
    sections = "\n".join(
        _PART.format(language=language, title=html.escape(title), content=content)
        for language, title, content in parts
    )
    page = _PAGE.format(title=html.escape(parts[0][1]), parts=sections)
    return responses.HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
