"""Files from the dashboard's addresses, many at once or wanted by nobody any more."""

from __future__ import annotations

import asyncio
import concurrent.futures
import dataclasses
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import desks, loops
from support.papers import served as papers_served

from dashboard import current_store
from dashboard.exports import content, files, paper
from dashboard.exports.writers import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.papers.served import Served


CITY: Final = papers_served.CITY
BA_DINH: Final = papers_served.BA_DINH
SOC_SON: Final = papers_served.SOC_SON
FORM: Final = "/export/form-01-xn.csv?date=2026-08-21"


def test_two_at_a_time_and_the_third_waits(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()
    make = files.make

    def slowly(*words: Any, **options: Any) -> files.Made:
        begun.release()
        assert go_on.wait(30)
        return make(*words, **options)

    monkeypatch.setattr(files, "make", slowly)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        first = [pool.submit(served.get, FORM, CITY) for _ in range(2)]
        for _ in first:
            assert begun.acquire(timeout=30)
        third = served.get(FORM, CITY)
        go_on.set()
        assert served.get(FORM, BA_DINH).status_code == 200
        assert [each.result().status_code for each in first] == [200, 200]
    assert third.status_code == 429
    assert served.get(FORM, CITY).status_code == 200
    assert not current_store.current().places.taken


@pytest.mark.fault
@pytest.mark.usefixtures("served")
def test_a_file_that_nobody_waits_for_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser goes away while the rows are read: the reading ends, and the place is free."""
    reading, given_up = threading.Event(), threading.Event()
    watched = files._watched

    def endless(_rows: content.Rows, abandoned: threading.Event | None) -> Iterator[content.Row]:
        try:
            for row in watched(iter(lambda: (), None), abandoned):
                reading.set()
                threading.Event().wait(0.01)
                yield row
        finally:
            given_up.set()

    monkeypatch.setattr(files, "_watched", endless)
    reader = dataclasses.replace(registry.FORMATS["xlsx"], write=_read)
    monkeypatch.setitem(registry.FORMATS, "xlsx", reader)
    monkeypatch.setattr("dashboard.exports.documents.form_01xn.Form.tables", _only_rows)
    status = loops.run(_gone_away(reading, "/export/form-01-xn.xlsx?date=2026-08-21"))
    assert status == 499
    assert given_up.wait(30)
    assert not current_store.current().places.taken


def _read(document: paper.Paper, _to: object) -> None:
    for table in document.tables:
        list(table.lines)


def _only_rows(body: Any) -> Any:
    rows = (paper.Line(paper.Style.ROW, row) for row in body.digest.content.rows)
    return (paper.Table(None, (), rows),)


async def _gone_away(reading: threading.Event, path: str) -> int:
    """Ask as a browser that goes away as soon as the rows are being read."""
    sent: list[Any] = []

    async def receive() -> Any:
        if not reading.is_set():
            # Nothing comes: whoever looks does not wait.
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    address, _, query = path.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": address, "raw_path": address.encode(),
        "query_string": query.encode(), "root_path": "", "scheme": "http", "app": None,
        "headers": [(b"cookie", papers_served.cookies(CITY).encode())],
        "server": ("testserver", 80), "client": ("127.0.0.1", 1), "http_version": "1.1",
    }  # fmt: skip
    await papers_served.application()(scope, receive, send)
    return int(sent[0]["status"])


@pytest.mark.fault
def test_many_downloads_at_once_are_each_their_own(served: Served, full_desk: desks.Desk) -> None:
    """Two directors, a form of two megabytes each: nobody gets a byte of the other's."""
    for office in ("00101", "00110"):
        _fill(full_desk, office, 30_000)
    address = "/export/form-01-xn.csv?date=2026-08-26"
    expected = {BA_DINH: "D00101", SOC_SON: "D00110"}

    def asked(login: str) -> tuple[str, Any]:
        return login, served.get(address, login)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for login, answer in pool.map(asked, [BA_DINH, SOC_SON] * 2):
            found = papers_served.rows(answer)
            of_form = [row[1] for row in found if len(row) > 1 and row[1].startswith("D00")]
            assert len(answer.content) > 2_000_000
            assert len(of_form) == 30_000
            assert all(code.startswith(expected[login]) for code in of_form)


def _fill(desk: desks.Desk, office: str, count: int) -> None:
    """Put payments of one day into an office: more than a browser gets in one piece."""
    desk.ask(f"""
        WITH made AS (
            INSERT INTO payments (payment_id, office_code, org_code, collector_code, product,
                amount, paid_at, recorded_at, confirmation_key, months)
            SELECT 'F{office}' || n, '{office}', 'BI0001', 'NVT001', 'BI', 1000 + n,
                '2026-08-26 08:00+07', '2026-08-26 09:00+07', 'd{office}' || n, 3
            FROM generate_series(1, {count}) AS n
            RETURNING payment_id
        ), confirmed AS (
            INSERT INTO confirmations (payment_id, confirmation_code, office_code, org_code,
                recorded_at)
            SELECT 'F{office}' || n, 'D{office}' || n, '{office}', 'BI0001',
                '2026-08-26 09:00+07'
            FROM generate_series(1, {count}) AS n
            RETURNING payment_id
        )
        SELECT count(*) FROM made
    """)
