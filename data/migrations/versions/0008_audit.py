"""The access log can be read by auditors, in a role of their own."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0008"
down_revision = "0007"

_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    statements = (_SQL / "0008_audit.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
