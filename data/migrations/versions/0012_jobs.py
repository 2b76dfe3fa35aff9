"""Files that are made beside a page are kept in the store, for any dashboard to give."""

import pathlib

from alembic import op

revision = "0012_jobs"
down_revision = "0011_mail"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0012_jobs.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
