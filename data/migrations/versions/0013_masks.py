"""What is computed of participants' names and numbers takes a third of the time."""

import pathlib

from alembic import op

revision = "0013_masks"
down_revision = "0012_jobs"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0013_masks.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
