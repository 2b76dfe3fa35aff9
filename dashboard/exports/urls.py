"""Addresses of files: their parameters, and how a report's own parameters are written as a text."""

import urllib.parse
from collections.abc import Mapping
from typing import Final

PREFIX: Final = "/export"
# Parameters that are about the file, and not about what is in it.
NAMES, IN_FULL = "names", "full"
SEPARATOR: Final = "separator"
# Where nobody signs in: the office as whose director the dashboard is looked at.
AS_OFFICE: Final = "as"


def address(path: str, params: Mapping[str, str], as_office: str | None = None) -> str:
    """Return the address of a file, by its path below the prefix."""
    query = urllib.parse.urlencode({**params, **({AS_OFFICE: as_office} if as_office else {})})
    return f"{PREFIX}/{path}?{query}" if query else f"{PREFIX}/{path}"


def subject(params: Mapping[str, str]) -> str:
    """Return the parameters of a report as one text, in the order of their names."""
    return urllib.parse.urlencode(sorted(params.items()))


def params(subject: str) -> dict[str, str]:
    """Return the parameters of a report from the text that `subject` gives."""
    return dict(urllib.parse.parse_qsl(subject))
