"""What leaves the store is noted, and snapshots are kept in a chain."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0009"
down_revision = "0008"

_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    statements = (_SQL / "0009_exports.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
