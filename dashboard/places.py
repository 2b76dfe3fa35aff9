"""Owns the names of offices and organisations on a screen, in alphabetical order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries import directory

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa


@dataclass(frozen=True)
class Places:
    """Names by code."""

    offices: Mapping[str, str]
    organizations: Mapping[str, str]


def read(connection: sa.Connection) -> Places:
    """Return every place that may be seen."""
    offices = directory.offices(connection)
    organizations = directory.organizations(connection)
    return Places(
        dict(zip(offices["office_code"], offices["office_name"], strict=True)),
        dict(zip(organizations["org_code"], organizations["org_name"], strict=True)),
    )
