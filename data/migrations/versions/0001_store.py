"""The store as it was first released: functions, tables, what is derived from them, rights."""

import pathlib

from alembic import op

# Stores made before the first release have versions "0001" to "0012", and other tables.
revision = "0001_store"
down_revision = None

_PARTS = ("functions", "tables", "derived", "rights")
_SQL = pathlib.Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    for part in _PARTS:
        statements = (_SQL / f"0001_{part}.sql").read_text(encoding="utf-8")
        op.get_bind().connection.cursor().execute(statements)


def downgrade() -> None:
    raise NotImplementedError("The first version of the store has nothing before it.")
