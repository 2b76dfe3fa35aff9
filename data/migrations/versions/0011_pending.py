"""Indexes of what had no code or no money when the evening came."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0011"
down_revision = "0010"

_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    statements = (_SQL / "0011_pending.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
