"""Owns what the address of a file asks for, and as whom its browser is signed in."""

from __future__ import annotations

from typing import Final

# Parameters that are about the file, and not about what is in it.
NAMES, IN_FULL = "names", "full"
SEPARATOR: Final = "separator"
# Where nobody signs in: the office as whose director the dashboard is looked at.
AS_OFFICE: Final = "as"

PREFIX: Final = "/export"
