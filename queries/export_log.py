"""Which files have left the store: who took what, when; entries are only added."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final

import sqlalchemy as sa

ADD: Final = sa.text("""
INSERT INTO export_log (who, kind, ending, asked, in_full, office_codes)
VALUES (:who, :kind, :ending, CAST(:asked AS jsonb), :in_full, :offices)
""")


def add(
    connection: sa.Connection,
    *,
    who: str,
    kind: str,
    ending: str,
    asked: Mapping[str, str],
    in_full: bool,
    offices: Collection[str],
) -> None:
    """Note that a file is taken, before it is.

    Args:
        connection: a transaction of `Store.appending`.
        who: who takes it.
        kind: which report it is.
        ending: how the file is written, as xlsx.
        asked: what it was asked for.
        in_full: whether names are not masked.
        offices: whose rows it can have.
    """
    entry = {"who": who, "kind": kind, "ending": ending, "asked": json.dumps(dict(asked))}
    connection.execute(ADD, entry | {"in_full": in_full, "offices": sorted(offices)})
