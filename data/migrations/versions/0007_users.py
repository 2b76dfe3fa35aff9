"""Users: who may use the dashboard, as what, and who decided it."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0007"
down_revision = "0006"

_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    statements = (_SQL / "0007_users.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
