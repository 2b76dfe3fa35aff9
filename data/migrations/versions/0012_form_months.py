"""What forms come to by month, and when the last code of a day was recorded."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0012"
down_revision = "0011"

_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    statements = (_SQL / "0012_form_months.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
