"""Rollups: sums beside the plain tables, filled from them."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0004"
down_revision = "0003"

_PARTS = ("rollups", "rolled_up")
_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    for part in _PARTS:
        statements = (_SQL / f"0004_{part}.sql").read_text(encoding="utf-8")
        op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
