"""The parties of a paper: the office that issues it, the body above, and names by their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data import scope
from queries import directory
from queries.store import about, freshness


def facts(connection: sa.Connection, *, office: str | None) -> dict[str, Any]:
    """Return what a paper says of its parties, in values that JSON has.

    Without an office the paper is the city's: the office that is below none, and has some below.
    `below` are the names of the offices that the paper can be about; `data_version`, `imported_at`
    and `is_sample` are of the store, `policies` are all that it has.
    """
    offices = directory.offices(connection)
    organizations = directory.organizations(connection)
    latest = freshness.latest(connection).to_dict("records")[0]
    issuer = _issuer(offices, office)
    return {
        "office_code": issuer["office_code"],
        "office": issuer["office_name"],
        "upper": _named(offices, "office_code", "office_name").get(issuer["parent_code"]),
        "below": _named(offices[_reached(offices, office)], "office_code", "office_name"),
        "organizations": _named(organizations, "org_code", "org_name"),
        "data_version": _known(latest["data_version"]),
        "imported_at": _known(latest["imported_at"], "isoformat"),
        "is_sample": about.is_sample(connection),
        "policies": [list(policy) for policy in directory.policies(connection)],
    }


def visible_offices(facts: Mapping[str, Any], within: scope.Scope) -> set[str]:
    """Return the codes of the offices that a paper is about, of those that a user may see."""
    offices = set(facts["below"])
    return offices if within.offices is None else offices & set(within.offices)


def _issuer(offices: pd.DataFrame, office: str | None) -> dict[str, Any]:
    """Return the row of the office that issues the paper; empty values in an empty store."""
    if office is not None:
        chosen = offices[offices["office_code"] == office]
    else:
        parents = offices["parent_code"].dropna()
        top = offices[offices["parent_code"].isna()]
        above = top[top["office_code"].isin(parents)]
        chosen = above if len(above) else top
    rows = chosen.astype(object).where(chosen.notna(), None).to_dict("records")
    row: Mapping[Any, Any] = rows[0] if rows else {}
    return {str(name): row.get(name) for name in offices.columns}


def _reached(offices: pd.DataFrame, office: str | None) -> pd.Series[bool]:
    """Return of each office whether it is the given one, or below it; all without one."""
    if office is None:
        return offices["office_code"].notna()
    reached, added = set[str](), {office}
    while added:
        reached |= added
        added = set(offices.loc[offices["parent_code"].isin(added), "office_code"]) - reached
    return offices["office_code"].isin(reached)


def _named(frame: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    return {str(key): str(words) for key, words in zip(frame[code], frame[name], strict=True)}


def _known(value: Any, method: str | None = None) -> Any:
    """Return a value of a frame as JSON has it; None where it is not known."""
    if pd.isna(value):
        return None
    return getattr(value, method)() if method else int(value)
