"""The store: reference tables, facts, imports, and the scope over all of them."""

from __future__ import annotations

import pathlib

from alembic import op

revision = "0001"
down_revision = None

_PARTS = ("functions", "reference", "facts", "imports", "policies")
_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    for part in _PARTS:
        statements = (_SQL / f"0001_{part}.sql").read_text(encoding="utf-8")
        op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("The first version of the store has nothing before it.")
