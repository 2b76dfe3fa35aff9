"""Notes about differences may have a day by which they will be settled."""

import pathlib

from alembic import op

revision = "0008_due_days"
down_revision = "0007_handed_in"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0008_due_days.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
