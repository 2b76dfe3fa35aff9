"""Cells that a row is taken without, years of birth, and channels besides the four of the letter.

Dates of birth become texts, as of some people the year alone is known: their table is written anew,
which takes some seconds a million rows.
"""

import pathlib

from alembic import op

revision = "0005_left_out"
down_revision = "0004_logins"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0005_left_out.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
