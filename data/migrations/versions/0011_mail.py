"""Users choose which mails they get; mails wait in the store and are recorded."""

import pathlib

from alembic import op

revision = "0011_mail"
down_revision = "0010_watch"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0011_mail.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
