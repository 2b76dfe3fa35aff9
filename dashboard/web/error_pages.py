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
</head>
<body>{parts}</body>
</html>
"""
_PART: Final = '<section lang="{language}"><h1>{title}</h1><p>{content}</p></section>'
_LANGUAGES: Final[tuple[text.Language, ...]] = ("vi", "en")


def problem(fault: problems.Problem, status: int) -> responses.Response:
    """Return the page of a problem."""
    parts = []
    for language in _LANGUAGES:
        text.use(language)
        title, sentence = text.problem(fault)
        parts.append((language, title, html.escape(sentence)))
    return _page(parts, status)


def signed_out(way_in: str) -> responses.Response:
    """Return the page after signing out, with a link to sign in."""
    parts = []
    for language in _LANGUAGES:
        text.use(language)
        link = f'<a href="{html.escape(way_in)}">{html.escape(_("Sign in"))}</a>'
        parts.append((language, _("You are signed out"), link))
    return _page(parts, 200)


def _page(parts: list[tuple[text.Language, str, str]], status: int) -> responses.Response:
    sections = "\n".join(
        _PART.format(language=language, title=html.escape(title), content=content)
        for language, title, content in parts
    )
    page = _PAGE.format(title=html.escape(parts[0][1]), parts=sections)
    return responses.HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
