"""Owns the names of offices, organisations and people on a screen, in alphabetical order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from queries import collectors, directory

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa


@dataclass(frozen=True)
class Places:
    """Names by code; of the collectors only the one that is asked for.

    `upper` are the offices that have offices below them.
    """

    offices: Mapping[str, str]
    organizations: Mapping[str, str]
    collectors: Mapping[str, str] = field(default_factory=dict)
    upper: frozenset[str] = frozenset()


def read(connection: sa.Connection, collector: str | None = None) -> Places:
    """Return every place that may be seen, and the collector of this code."""
    people = {} if collector is None else _collector(connection, collector)
    offices = directory.offices(connection)
    organizations = directory.organizations(connection)
    return Places(
        dict(zip(offices["office_code"], offices["office_name"], strict=True)),
        dict(zip(organizations["org_code"], organizations["org_name"], strict=True)),
        people,
        frozenset(offices["parent_code"].dropna()),
    )


def _collector(connection: sa.Connection, code: str) -> dict[str, str]:
    found = collectors.named(connection, code=code)
    return dict(zip(found["collector_code"], found["collector_name"], strict=True))
