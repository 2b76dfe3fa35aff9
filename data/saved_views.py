"""Views that users have saved: a name for an address of the dashboard, seen by its owner alone.

The database compares the owner with the login of the transaction. All functions but `end_of` are
called in a transaction of `Store.keeping`.
"""

import dataclasses
import datetime as dt
from typing import Final

import sqlalchemy as sa

from data import problems
from data.problems import N_

MOST: Final = 50
LONGEST_NAME: Final = 80
LONGEST_QUERY: Final = 2000

_TITLE: Final = N_("The view was not saved")
# Two that one person saves at once wait for one another: both are counted, and have two names.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(3968, hashtext(my_login()))")
_LISTED: Final = sa.text("""
SELECT view_id, name, page, query, saved_at
FROM saved_views
ORDER BY lower(name), view_id
""")
_NUMBER: Final = sa.text("SELECT count(*) FROM saved_views")
_NAMED: Final = sa.text("SELECT view_id FROM saved_views WHERE lower(name) = lower(:name)")
_ADD: Final = sa.text("""
INSERT INTO saved_views (owner, name, page, query)
VALUES (my_login(), :name, :page, :query)
RETURNING view_id
""")
_RENAME: Final = sa.text("UPDATE saved_views SET name = :name WHERE view_id = :view")
_DELETE: Final = sa.text("DELETE FROM saved_views WHERE view_id = :view")
_END: Final = sa.text("DELETE FROM saved_views WHERE owner = :login")


@dataclasses.dataclass(frozen=True)
class View:
    """A view of its owner: its name, the page, and the query of the address."""

    view_id: int
    name: str
    page: str
    query: str
    saved_at: dt.datetime


def listed(connection: sa.Connection) -> list[View]:
    """Return the views of the transaction's login, by their names."""
    return [View(*row) for row in connection.execute(_LISTED)]


def add(connection: sa.Connection, *, name: str, page: str, query: str) -> int:
    """Save a view and return its number.

    Raises:
        problems.Problem: no name, a name that is there already, or too many views.
    """
    connection.execute(_LOCK)
    known = _require_name(connection, name)
    if (connection.scalar(_NUMBER) or 0) >= MOST:
        raise problems.Problem(
            _TITLE, N_("There are {most} already: delete one on the overview first."), most=MOST
        )
    if len(query) > LONGEST_QUERY:
        raise problems.Problem(
            _TITLE, N_("Its address is too long to be kept: look up fewer codes at once.")
        )
    return int(connection.scalar(_ADD, {"name": known, "page": page, "query": query}) or 0)


def rename(connection: sa.Connection, *, view: int, name: str) -> None:
    """Give a view another name; nothing happens where it is not there any more.

    Raises:
        problems.Problem: no name, or one that another view has.
    """
    connection.execute(_LOCK)
    known = _require_name(connection, name, but=view)
    connection.execute(_RENAME, {"view": view, "name": known})


def delete(connection: sa.Connection, *, view: int) -> None:
    """Delete a view, if it is there."""
    connection.execute(_DELETE, {"view": view})


def end_of(connection: sa.Connection, login: str) -> int:
    """Delete all views of a user, in a transaction of `Store.registering`; return how many."""
    return connection.execute(_END, {"login": login}).rowcount


def _require_name(connection: sa.Connection, name: str, *, but: int | None = None) -> str:
    known = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not known:
        raise problems.Problem(_TITLE, N_("Give it a name."))
    if len(known) > LONGEST_NAME:
        raise problems.Problem(_TITLE, N_("A name has at most {most} letters."), most=LONGEST_NAME)
    others = set(connection.scalars(_NAMED, {"name": known})) - {but}
    if others:
        raise problems.Problem(
            _TITLE, N_("You have a view of the name “{name}” already."), name=known
        )
    return known
