"""Owns the file with the generated passwords: readable by its owner, never by the database."""

from __future__ import annotations

import json
import os
import secrets
from typing import TYPE_CHECKING

from data import problems
from data.embedded import folders
from data.problems import N_

if TYPE_CHECKING:
    from pathlib import Path

SUPERUSER = "postgres"
LOGIN = "bhxh_app"


def _file(home: Path) -> Path:
    return home / "passwords.json"


def read(home: Path) -> dict[str, str]:
    """Return the passwords by role.

    Raises:
        problems.Problem: the file is missing or damaged.
    """
    try:
        found = json.loads(_file(home).read_text(encoding="ascii"))
        return {role: str(found[role]) for role in (SUPERUSER, LOGIN)}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise problems.Problem(
            N_("The passwords of the database are missing"),
            N_("Restore {file} from a backup: it belongs to the data beside it."),
            file=_file(home),
        ) from error


def make(home: Path) -> dict[str, str]:
    """Write new passwords to disk before a cluster is made with them, and return them."""
    made = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, LOGIN)}
    draft = home / folders.draft_name("passwords")
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="ascii") as stream:
        json.dump(made, stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(_file(home))
    folders.sync(home)
    return made
