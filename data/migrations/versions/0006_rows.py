"""Times that are a day alone, lines that were taken back, and sums without a limit.

Rollups are written anew once, and pairs of receipts of two organisations or years go. A store that
has data is brought up to date by `bhxh-monitor refresh`: the new kinds of differences are not
counted before.
"""

import pathlib

from alembic import op

revision = "0006_rows"
down_revision = "0005_left_out"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0006_rows.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
