"""Cache of query results, keyed by scope and data version.

The key has the store, the scope of the transaction, the data version, and the query with all its
arguments: results are shared only within a scope, and an import outdates them. Queries about the
present moment, people or notes, which change without an import, must not be cached.
"""

import weakref
from collections.abc import Callable
from typing import Any, Final, TypeVar

import sqlalchemy as sa
import streamlit as st

from data import engine
from queries.store import freshness

# Some 100 kB each at most: rows are those of a screen.
_MOST: Final = 500
# By transaction, each of which has a connection object of its own.
_versions: Final[weakref.WeakKeyDictionary[sa.Connection, freshness.Version | None]] = (
    weakref.WeakKeyDictionary()
)

Result = TypeVar("Result")


def find(
    connection: sa.Connection, question: Callable[..., Result], *limits: Any, **params: Any
) -> Result:
    """Return the result of a query, cached or new, within the scope of the transaction.

    Args:
        connection: a transaction of a reader with a scope.
        question: the query. Its result depends on its arguments and the data alone; they have a
            stable repr: plain values, and frozen dataclasses of them.
        limits: its positional arguments after the connection: those of `queries.lag.lagged`.
        params: its keyword arguments.

    Raises:
        problems.Problem: as the query does; errors are not cached.
    """
    access = connection.get_execution_options().get("access")
    if not isinstance(access, engine.Access) or access.scope is None:
        raise RuntimeError("An answer is kept for a scope")
    version = _version(connection)
    key = (
        connection.engine.url.render_as_string(hide_password=True),
        repr(access.scope),
        repr(version),
        f"{question.__module__}.{question.__qualname__}",
        repr((limits, sorted(params.items()))),
    )
    return _cached(key, connection, question, limits, params)


def _version(connection: sa.Connection) -> freshness.Version | None:
    """Return the version of the data that a transaction sees, asked once in each.

    What an import brings meanwhile may be kept under the version before it, which nobody asks for
    later.
    """
    if connection not in _versions:
        version = freshness.version(connection)
        if version is not None and (saw := connection.get_execution_options().get("saw")):
            # From here on no standby answers that does not have it.
            saw(version[0])
        _versions[connection] = version
    return _versions[connection]


# Each call unpickles a copy of its own. Concurrent calls with one key wait for the first.
@st.cache_data(max_entries=_MOST, show_spinner=False)
def _cached(
    key: tuple[str, ...],  # noqa: ARG001 - the key of the cache
    _connection: sa.Connection,
    _question: Callable[..., Result],
    _limits: tuple[Any, ...],
    _params: dict[str, Any],
) -> Result:
    return _question(_connection, *_limits, **_params)
