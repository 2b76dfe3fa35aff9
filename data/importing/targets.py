"""Owns which table of the store each set of an import is kept in."""

from __future__ import annotations

from data.importing import sets

TABLES = {each.name: each.name for each in sets.ALL} | {"calendar": "calendar_overrides"}
