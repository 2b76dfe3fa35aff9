"""What the store says about itself: whether its data is a sample, and of what plan."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0002"
down_revision = "0001"

_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    statements = (_SQL / "0002_about.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
