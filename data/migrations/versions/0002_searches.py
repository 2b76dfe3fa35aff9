"""Searches are noted, masks show two digits, and repeated payments of other offices have no id.

The participants are written anew once, for their masks; the log of searches begins empty.
"""

import pathlib

from alembic import op

revision = "0002_searches"
down_revision = "0001_store"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0002_searches.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A log of searches is not taken away.")
