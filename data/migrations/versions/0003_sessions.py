"""Sessions of users, one row a sign-in; users are kept by the gatekeeper.

Whoever was signed in signs in again: cookies of earlier versions are not read.
"""

import pathlib

from alembic import op

revision = "0003_sessions"
down_revision = "0002_searches"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0003_sessions.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
