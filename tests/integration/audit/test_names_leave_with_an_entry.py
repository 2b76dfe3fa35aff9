"""Every name that leaves in full has its entry in the log, whatever is imported at that moment.

An import is committed, over a connection of its own, right after the statement that writes the log.
"""

from __future__ import annotations

import contextlib
import csv
import io
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa

from dashboard.auth import actor
from dashboard.exports import content, files, reports
from data import problems
from data.scope import Scope
from queries.lookup import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.desks import Desk


EVERYTHING: Final = Scope.everything()
LOGGED: Final = "SELECT payment_id FROM access_log ORDER BY payment_id"
TAKER: Final = actor.Actor(EVERYTHING, "lan", may_reveal=True, may_audit=True, own_office=None)
FORM: Final = files.Wanted(
    reports.named(content.FORM_01XN), {"date": "2026-08-21"}, "csv", in_full=True
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk whose store has one payment with its code."""
    desk.hand_in(payments=[{"participant_name": "Đặng Thị Ước"}], confirmations=[{}])
    return desk


@contextlib.contextmanager
def importing_after_the_log(desk: Desk) -> Iterator[list[str]]:
    """Import another payment of the same day once somebody's entry has been written."""
    statements: list[str] = []

    def see(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "INTO access_log" in statement and not statements:
            statements.append(statement)
            desk.hand_in(
                payments=[{"payment_id": "P2", "participant_name": "Lê Văn An"}],
                confirmations=[{"payment_id": "P2", "confirmation_code": "XN2"}],
            )

    sa.event.listen(desk.store.engine, "after_cursor_execute", see)
    try:
        yield statements
    finally:
        sa.event.remove(desk.store.engine, "after_cursor_execute", see)


def names_of(made: files.Made) -> set[str]:
    """Return the names in a csv file."""
    with made.file as file:
        cells = csv.reader(io.StringIO(file.read().decode("utf-8-sig")))
        return {cell for row in cells for cell in row} & {"Đặng Thị Ước", "Lê Văn An"}


def test_a_file_has_the_names_that_were_logged(desk: Desk) -> None:
    with importing_after_the_log(desk) as imported:
        made = files.make(desk.store, TAKER, FORM, page="export")
    assert imported
    assert names_of(made) == {"Đặng Thị Ước"}
    assert desk.column(LOGGED) == ["P1"]
    # What has come since is in the next file, and in the log with it.
    assert len(names_of(files.make(desk.store, TAKER, FORM, page="export"))) == 2
    assert desk.column(LOGGED) == ["P1", "P1", "P2"]


def test_a_reveal_shows_the_names_that_were_logged(desk: Desk) -> None:
    with importing_after_the_log(desk) as imported, desk.store.revealing(EVERYTHING) as connection:
        shown = lookup.participants(
            connection, payments=["P1", "P2"], who="lan", page="lookup", purpose="đối chiếu"
        )
    assert imported
    assert list(shown) == desk.column(LOGGED) == ["P1"]


def test_a_file_leaves_when_its_entries_are_committed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is made nobody has it; the log of files is written before."""
    seen: list[list[Any]] = []
    complete = files.complete

    def look(*arguments: Any, **more: Any) -> files.Made:
        made = complete(*arguments, **more)
        seen.append(desk.column(LOGGED) + desk.column("SELECT in_full FROM export_log"))
        return made

    monkeypatch.setattr(files, "complete", look)
    with files.make(desk.store, TAKER, FORM, page="export").file:
        assert seen == [[True]]
        assert desk.column(LOGGED) == ["P1"]


def test_where_the_entries_cannot_be_committed_no_file_leaves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[files.Made] = []
    complete = files.complete

    def fail(_connection: sa.Connection) -> None:
        raise sa.exc.OperationalError("COMMIT", {}, Exception("the disk is full"))

    def keep(*arguments: Any, **more: Any) -> files.Made:
        made.append(complete(*arguments, **more))
        sa.event.listen(desk.store.engine, "commit", fail)
        return made[-1]

    monkeypatch.setattr(files, "complete", keep)
    try:
        with pytest.raises((problems.Problem, sa.exc.OperationalError)):
            files.make(desk.store, TAKER, FORM, page="export")
    finally:
        sa.event.remove(desk.store.engine, "commit", fail)
    assert made[0].file.closed
    assert desk.column(LOGGED) == []


def test_who_may_not_see_names_leaves_no_trace_of_a_file(desk: Desk) -> None:
    auditor = actor.Actor(EVERYTHING, "an", may_reveal=False, may_audit=True, own_office=None)
    with pytest.raises(problems.Problem):
        files.make(desk.store, auditor, FORM, page="export")
    assert desk.ask("SELECT * FROM export_log") == desk.ask("SELECT * FROM access_log") == []
