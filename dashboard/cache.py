"""Cache of query results, keyed by scope and data version.

An answer is kept under the store, the scope of the transaction, the version of the data and the
question with all its arguments; nobody's answer is shown to whoever sees other offices, and a new
import leaves the old answers behind. Questions about now, about people or about notes, which come
without an import, are not to be asked here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import engine
from queries.store import freshness

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa


# Some 100 kB each at most: rows are those of a screen.
_MOST: Final = 500

# A question of `queries`, whose answer depends on its arguments and the data alone.
Question = Callable[..., "pd.DataFrame"]


def find(connection: sa.Connection, question: Question, **asked: Any) -> pd.DataFrame:
    """Return the answer to a question, asked now or before, as what this transaction may see.

    Raises:
        problems.Problem: as the question does; a refusal is not kept.
    """
    access = connection.get_execution_options().get("access")
    if not isinstance(access, engine.Access) or access.scope is None:
        raise RuntimeError("An answer is kept for a scope")
    key = (
        connection.engine.url.render_as_string(hide_password=True),
        repr(access.scope),
        repr(freshness.version(connection)),
        f"{question.__module__}.{question.__qualname__}",
        repr(sorted(asked.items())),
    )
    return _kept(key, connection, question, asked)


# Each call unpickles an answer of its own: whoever changes one changes nobody else's. The one who
# asks first is waited for by the others.
@st.cache_data(max_entries=_MOST, show_spinner=False)
def _kept(
    key: tuple[str, ...],  # noqa: ARG001 - what an answer is known by
    _connection: sa.Connection,
    _question: Question,
    _asked: dict[str, Any],
) -> pd.DataFrame:
    return _question(_connection, **_asked)
