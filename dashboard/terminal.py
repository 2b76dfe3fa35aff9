"""Owns the language in which commands speak to a terminal."""

from __future__ import annotations

import os


def use_language() -> None:
    """Speak the language of the terminal: Vietnamese where it is, else English."""
    # Catalogues are read when something is said: `--help` stays quick.
    from dashboard import text

    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    text.use("vi" if spoken.lower().startswith("vi") else "en")
