"""What the refresh of a period looks up."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0006"
down_revision = "0005"

_PARTS = ("refresh", "repeats")
_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    for part in _PARTS:
        statements = (_SQL / f"0006_{part}.sql").read_text(encoding="utf-8")
        op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an earlier version.")
