"""Translation of what users read: English message ids and a Vietnamese catalog.

`use` sets the language for the run at hand; `_` and `ngettext` translate into it. The catalog
`vi.po` is compiled in memory once a process. To bring it up to date after texts have changed,
run `python -m dashboard.text.messages`.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import gettext
import importlib.resources
import io
from collections.abc import Iterator
from typing import Final, Literal, TypeGuard

from babel.messages import mofile, pofile

from data import problems

Language = Literal["vi", "en"]

DEFAULT: Final[Language] = "vi"

# Streamlit gives every run a thread of its own, and a thread starts with the default.
_in_use: contextvars.ContextVar[Language] = contextvars.ContextVar("language", default=DEFAULT)


def is_known(code: object) -> TypeGuard[Language]:
    """Return whether the dashboard speaks this language."""
    return code in ("vi", "en")


def use(language: Language) -> None:
    """Set the language for the rest of this run."""
    _in_use.set(language)


@contextlib.contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Set the language for a while: for papers, which have one whatever the screen has."""
    kept = _in_use.set(language)
    try:
        yield
    finally:
        _in_use.reset(kept)


def language() -> Language:
    """Return the language in use."""
    return _in_use.get()


def _(message: str) -> str:
    """Translate a message into the language in use."""
    return _catalog(_in_use.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message whose form depends on a number."""
    return _catalog(_in_use.get()).ngettext(singular, plural, count)


def problem(fault: problems.Problem) -> tuple[str, str]:
    """Return the title of a problem and its sentence, translated and filled in."""
    return _(fault.title), _(fault.sentence).format(**fault.values)


@functools.cache
def _catalog(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    source = importlib.resources.files(__name__).joinpath(f"{language}.po").read_bytes()
    compiled = io.BytesIO()
    mofile.write_mo(compiled, pofile.read_po(io.BytesIO(source), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
