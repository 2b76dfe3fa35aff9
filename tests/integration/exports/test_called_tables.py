"""Files of tables whose page another process shows: for whoever sees the table, in any process."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from concurrent import futures
from typing import TYPE_CHECKING, Final

import pytest
from support import databases, desks, embedded_home
from support.papers import served as papers_served

from dashboard.auth import actor
from dashboard.exports import called_tables, files, screen_tables
from data import problems, users

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.papers.served import Served

CITY: Final = papers_served.CITY
# Another dashboard, with a page that shows a table to somebody.
_SHOWS: Final = """
import sys, threading
import pandas as pd
import sqlalchemy as sa
from dashboard.auth import actor
from dashboard.exports import called_tables, screen_tables
from dashboard.text import glossary
from data import engine, store, users
from queries.paging import Page
url, login = sys.argv[1:]
opened = store.Store(engine.create(sa.make_url(url)))
with opened.admitting() as connection:
    user = users.find(connection, login)
rows = pd.DataFrame({"name": ["Ba Đình"], "codes": pd.array([3], dtype="Int64")})
terms = {"name": glossary.OFFICE, "codes": glossary.FORM["codes"]}
def whole(connection, page):
    return pd.concat([rows] * 3)
def slow(connection, page):
    threading.Event().wait(600)
def long(connection, page):
    return rows.loc[[0] * (screen_tables.MOST + 1)]
def kept(whole):
    return screen_tables.ScreenTable(
        owner=actor.for_user(user, login), page="office", name="offices", title="Đơn vị",
        caption="Các đơn vị", limits=("21/08/2026",), language="vi", terms=terms,
        source=screen_tables.Source(rows, Page(1), whole), totals=None, asked={},
    )
tables = [kept(each) for each in (whole, slow, long)]
tokens = [screen_tables.KNOWN.keep(each) for each in tables]
calls = called_tables.listener(lambda: opened)
calls.start()
calls.listens.wait(30)
print(*tokens, flush=True)
sys.stdin.read()
"""


class Other:
    """Another dashboard, and the tokens of its tables: one as it is, a slow one, a long one."""

    def __init__(self, process: subprocess.Popen[str], owner: actor.Actor) -> None:
        self.process = process
        assert process.stdout is not None
        self.token, self.slow, self.long = process.stdout.readline().split()
        self.owner = owner


@pytest.fixture
def other(made: databases.Databases, served: Served, full_desk: desks.Desk) -> Iterator[Other]:
    assert served
    with full_desk.store.admitting() as connection:
        user = users.find(connection, CITY)
    assert user is not None
    url = made.url(full_desk.name()).render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", _SHOWS, url, CITY], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, cwd=embedded_home.ROOT,
    ) as process:  # fmt: skip
        yield Other(process, actor.for_user(user, CITY))
        process.kill()


def test_a_table_of_another_process_is_taken_and_noted_once(
    served: Served, full_desk: desks.Desk, other: Other
) -> None:
    for ending in ("csv", "xlsx"):
        answer = served.get(f"/export/table/{other.token}.{ending}", CITY)
        assert answer.status_code == 200
        assert f'filename="office-offices.{ending}"' in answer.headers["Content-Disposition"]
    lines = papers_served.rows(
        served.get(f"/export/table/{other.token}.csv?separator=semicolon", CITY)
    )
    assert lines[1:4] == [["Ba Đình;3;dòng"]] * 3
    assert full_desk.ask("SELECT who, kind, ending FROM export_log ORDER BY export_id") == [
        (CITY, "table/office", ending) for ending in ("csv", "xlsx", "csv")
    ]
    assert full_desk.column("SELECT count(*) FROM jobs WHERE ended_at IS NULL") == [0]


def test_it_is_given_to_nobody_else(
    served: Served, full_desk: desks.Desk, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(called_tables, "ANSWER_SECONDS", 0.5)
    for token, login in ((other.token, papers_served.BA_DINH), (other.token[:-1], CITY)):
        answer = served.get(f"/export/table/{token}.csv", login)
        assert answer.status_code == 404
        assert "Bảng không còn được lưu" in answer.text
    assert full_desk.column("SELECT count(*) FROM export_log") == [0]
    # Of the same name and offices, with other rights.
    lesser = other.owner._replace(may_reveal=False)
    with pytest.raises(screen_tables.Gone):
        called_tables.make(full_desk.store, lesser, other.token, "csv")
    assert full_desk.column("SELECT count(*) FROM jobs WHERE ended_at IS NULL") == [0]


def test_what_is_wrong_with_it_is_said_as_of_any_table(served: Served, other: Other) -> None:
    answer = served.get(f"/export/table/{other.long}.csv", CITY)
    assert answer.status_code == 400
    assert "Bảng có hơn 100000 dòng" in answer.text


def test_what_nobody_waits_for_is_given_up(full_desk: desks.Desk, other: Other) -> None:
    abandoned = threading.Event()
    threading.Timer(0.5, abandoned.set).start()
    with pytest.raises(files.Abandoned):
        called_tables.make(full_desk.store, other.owner, other.slow, "csv", abandoned=abandoned)
    assert full_desk.column("SELECT is_given_up FROM jobs WHERE ended_at IS NULL") == [True]


@pytest.mark.fault
def test_a_process_whose_session_ended_hears_calls_again(
    full_desk: desks.Desk, other: Other
) -> None:
    full_desk.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE '%pg_is_in_recovery%'"
        " AND pid <> pg_backend_pid()"
    )
    assert embedded_home.wait_until(lambda: is_given(full_desk, other), seconds=20)


@pytest.mark.fault
def test_a_process_that_is_killed_over_a_table_leaves_a_sentence(
    full_desk: desks.Desk, other: Other
) -> None:
    with futures.ThreadPoolExecutor(1) as pool:
        asked = pool.submit(called_tables.make, full_desk.store, other.owner, other.slow, "csv")
        taken_up = "SELECT count(*) FROM jobs WHERE total = 1"
        assert embedded_home.wait_until(lambda: full_desk.column(taken_up) == [1], seconds=20)
        other.process.kill()
        # As if half a minute had gone by.
        other.process.wait()
        full_desk.execute("UPDATE jobs SET seen_at = seen_at - interval '31 s'")
        with pytest.raises(problems.Problem, match="The file was not made"):
            asked.result(10)


def is_given(desk: desks.Desk, other: Other) -> bool:
    with contextlib.suppress(screen_tables.Gone):
        called_tables.make(desk.store, other.owner, other.token, "csv").file.close()
        return True
    return False
