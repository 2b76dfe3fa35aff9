"""Three logins: what an import needs of the owner becomes functions that check what they do.

The roles themselves are made by data/roles.sql, which an administrator of a server runs first.
"""

import pathlib

from alembic import op

revision = "0004_logins"
down_revision = "0003_sessions"

_SQL = pathlib.Path(__file__).parent.parent / "sql" / "0004_logins.sql"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(_SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    raise NotImplementedError("A store goes on to later versions only.")
