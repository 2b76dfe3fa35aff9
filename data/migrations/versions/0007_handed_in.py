"""Rejected rows of a store without offices: that they were taken away is noted, too."""

import pathlib

from alembic import op

revision = "0007_handed_in"
down_revision = "0006_rows"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0007_handed_in.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
