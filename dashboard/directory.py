"""Names of offices, organisations and collectors, in alphabetical order."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import sqlalchemy as sa

from queries import directory


@dataclass(frozen=True)
class Directory:
    """Names by code; of collectors only the one that was requested.

    `upper` are the offices with offices below them; `successors` maps closed offices to those of
    today, `last_days` closed offices to their last day.
    """

    offices: Mapping[str, str]
    organizations: Mapping[str, str]
    collectors: Mapping[str, str] = field(default_factory=dict)
    upper: frozenset[str] = frozenset()
    successors: Mapping[str, str] = field(default_factory=dict)
    last_days: Mapping[str, dt.date] = field(default_factory=dict)


def everybody(connection: sa.Connection, *, today: dt.date) -> Directory:
    """Return all names that may be seen but those of collectors."""
    offices = directory.offices(connection)
    organizations = directory.organizations(connection)
    ended = offices.dropna(subset=["valid_to"])
    return Directory(
        dict(zip(offices["office_code"], offices["office_name"], strict=True)),
        dict(zip(organizations["org_code"], organizations["org_name"], strict=True)),
        upper=frozenset(offices["parent_code"].dropna()),
        successors=_successors(connection, offices, today),
        last_days=dict(zip(ended["office_code"], ended["valid_to"], strict=True)),
    )


def _successors(connection: sa.Connection, offices: pd.DataFrame, today: dt.date) -> dict[str, str]:
    """Return the successors of closed offices; most stores have none."""
    followed = offices.dropna(subset=["successor_code", "valid_to"])
    if not any(day < today for day in followed["valid_to"]):
        return {}
    rows = directory.successors(connection, today=today)
    return dict(zip(rows["office_code"], rows["counted_as"], strict=True))


def collector(connection: sa.Connection, code: str) -> dict[str, str]:
    """Return the name of a collector by the code; nobody where the scope has none."""
    found = directory.collector(connection, code=code)
    return dict(zip(found["collector_code"], found["collector_name"], strict=True))
