"""Users save views of the dashboard under names of their own."""

import pathlib

from alembic import op

revision = "0009_saved_views"
down_revision = "0008_due_days"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0009_saved_views.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
