"""What is due by the clock, one row a thing; what is old is pruned."""

import pathlib

from alembic import op

revision = "0010_watch"
down_revision = "0009_saved_views"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0010_watch.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
