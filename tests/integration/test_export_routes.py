"""Files from the dashboard's addresses: for who is signed in, within his scope, noted before."""

from __future__ import annotations

import asyncio
import concurrent.futures
import csv
import io
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest
from starlette import testclient
from support import desks, freezing_desk, loops, served_exports, signing_in

from dashboard import storage
from dashboard.exports import content, making, paper, routes, xlsx
from data import problems, users
from queries import export_log

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from support.served_exports import Served

CITY: Final = served_exports.CITY
BA_DINH: Final = served_exports.BA_DINH
SOC_SON: Final = served_exports.SOC_SON
AUDITOR: Final = served_exports.AUDITOR
FORM: Final = "/export/form-01-xn.csv?date=2026-08-21"


@pytest.fixture
def served(
    full_desk: desks.Desk, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """The routes on the worked example, with somebody of each role."""
    served_exports.staff(full_desk.store)
    with signing_in.configured(tmp_path, served_exports.ADDRESS, monkeypatch):
        monkeypatch.setattr(storage, "current", lambda: full_desk.store)
        with testclient.TestClient(served_exports.application()) as client:
            yield served_exports.Served(client)


def rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def codes(answer: Any) -> set[str]:
    return {cell for row in rows(answer) for cell in row if cell.startswith("XN")}


def of_offices(desk: desks.Desk, *offices: str) -> set[str]:
    listed = "', '".join(offices)
    return set(desk.column(
        "SELECT confirmation_code FROM payments JOIN confirmations USING (payment_id)"
        " WHERE recorded_day = '2026-08-21' AND (voided_day IS NULL OR voided_day > recorded_day)"
        f" AND payments.office_code IN ('{listed}')"
    ))  # fmt: skip


def noted(desk: desks.Desk) -> list[tuple[Any, ...]]:
    return desk.ask(
        "SELECT who, kind, ending, asked->>'office', in_full, office_codes FROM export_log"
        " ORDER BY export_id"
    )


def test_a_stranger_is_led_to_sign_in_or_refused(served: Served, full_desk: desks.Desk) -> None:
    browser = served.get(FORM, None, headers={"accept": "text/html"})
    assert (browser.status_code, browser.headers["location"]) == (303, "/signin")
    assert served.get(FORM, None, headers={"accept": "*/*"}).status_code == 401
    assert noted(full_desk) == []


def test_a_director_gets_his_own_office_and_no_other(served: Served, full_desk: desks.Desk) -> None:
    assert codes(served.get(FORM, BA_DINH)) == of_offices(full_desk, "00101")
    foreign = served.get(f"{FORM}&office=00110", BA_DINH)
    assert foreign.status_code == 403
    assert "cơ quan khác" in foreign.text
    assert [entry[0] for entry in noted(full_desk)] == [BA_DINH]


def test_the_city_gets_every_office(served: Served, full_desk: desks.Desk) -> None:
    assert codes(served.get(FORM, CITY)) == of_offices(full_desk, "00101", "00110")
    assert noted(full_desk) == [
        (CITY, "form-01-xn", "csv", None, False, ["00100", "00101", "00110"])
    ]


def test_who_was_disabled_gets_nothing_at_once(served: Served, full_desk: desks.Desk) -> None:
    assert served.get(FORM, BA_DINH).status_code == 200
    with full_desk.store.loading() as connection:
        users.disable(connection, BA_DINH, by="admin")
    assert served.get(FORM, BA_DINH).status_code == 403


@pytest.mark.parametrize("ending", ["xlsx", "pdf", "csv"])
def test_a_file_is_downloaded_and_kept_by_nobody_on_the_way(served: Served, ending: str) -> None:
    answer = served.get(f"/export/form-01-xn.{ending}?date=2026-08-21&office=00101", BA_DINH)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == making.MEDIA[ending]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="mau-01-xn-2026-08-21-00101.{ending}"'
    )
    assert len(answer.content) == int(answer.headers["content-length"]) > 100


def test_nothing_is_sent_that_could_not_be_noted(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise problems_of_the_log

    problems_of_the_log = problems.Problem("x", "y")
    monkeypatch.setattr(export_log, "add", fail)
    answer = served.get(FORM, CITY)
    assert answer.status_code == 400
    assert "XN0" not in answer.text


def test_names_in_full_are_noted_for_everybody_who_is_named(
    served: Served, full_desk: desks.Desk
) -> None:
    address = f"{FORM}&names=full"
    masked = served.get(FORM, BA_DINH).text
    full = served.get(address, BA_DINH, headers={"sec-fetch-site": "same-origin"})
    name = full_desk.column(
        "SELECT participant_name FROM participants JOIN payments USING (payment_id)"
        " WHERE recorded_day = '2026-08-21' AND payments.office_code = '00101' LIMIT 1"
    )[0]
    assert name in full.text
    assert name not in masked
    logged = full_desk.ask("SELECT who, page, purpose, payment_id FROM access_log ORDER BY 4")
    assert {entry[:3] for entry in logged} == {(BA_DINH, "export", "lập mẫu 01-XN")}
    on_form = full_desk.column(
        "SELECT payment_id FROM payments WHERE office_code = '00101' AND (recorded_day ="
        " '2026-08-21' AND (voided_day IS NULL OR voided_day > recorded_day)"
        " OR voided_day = '2026-08-21' AND recorded_day < voided_day) ORDER BY 1"
    )
    assert [entry[3] for entry in logged] == on_form


def test_names_are_for_who_may_see_them_and_asks_from_the_dashboard(
    served: Served, full_desk: desks.Desk
) -> None:
    assert served.get(f"{FORM}&names=full", AUDITOR).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert served.get(f"{FORM}&names=full", BA_DINH, headers=elsewhere).status_code == 400
    assert full_desk.column("SELECT count(*) FROM access_log") == [0]
    assert noted(full_desk) == []


@pytest.mark.parametrize(
    "address",
    [
        "/export/form-01-xn.csv",
        "/export/form-01-xn.csv?date=21/08/2026",
        "/export/form-01-xn.csv?date=2026-02-30",
        "/export/form-01-xn.docx?date=2026-08-21",
        "/export/unknown.csv?date=2026-08-21",
        "/export/form-01-xn.csv?date=2026-08-21&office=99999",
        "/export/form-01-xn.csv?date=2026-08-21&org=%00",
        "/export/form-01-xn.csv?date=2026-08-21&colour=red",
        "/export/form-01-xn.csv?date=2026-08-21&separator=x",
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(
    served: Served, full_desk: desks.Desk, address: str
) -> None:
    answer = served.get(address, CITY)
    assert answer.status_code == 400
    assert "<h1>" in answer.text
    assert noted(full_desk) == []


def test_a_snapshot_is_for_who_may_see_it(served: Served, full_desk: desks.Desk) -> None:
    freezing_desk.take(full_desk.store, office="00101")
    address = "/export/snapshot/1.csv"
    assert codes(served.get(address, BA_DINH)) == of_offices(full_desk, "00101")
    assert served.get(address, CITY).content == served.get(address, BA_DINH).content
    assert served.get(address, SOC_SON).status_code == 404
    assert served.get("/export/snapshot/2.csv", CITY).status_code == 404
    assert served.get(address, None, headers={"accept": "*/*"}).status_code == 401
    assert [(entry[0], entry[1]) for entry in noted(full_desk)] == [
        (BA_DINH, "snapshot/form-01-xn"), (CITY, "snapshot/form-01-xn"),
        (BA_DINH, "snapshot/form-01-xn"),
    ]  # fmt: skip


def test_two_at_a_time_and_the_third_waits(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()
    make = making.make

    def slowly(*words: Any, **options: Any) -> making.Made:
        begun.release()
        assert go_on.wait(30)
        return make(*words, **options)

    monkeypatch.setattr(making, "make", slowly)
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
    assert not routes._running


@pytest.mark.usefixtures("served")
def test_a_file_that_nobody_waits_for_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser goes away while the rows are read: the reading ends, and the place is free."""
    reading, given_up = threading.Event(), threading.Event()
    watched = making._watched

    def endless(_rows: content.Rows, abandoned: threading.Event | None) -> Iterator[content.Row]:
        try:
            for row in watched(iter(lambda: (), None), abandoned):
                reading.set()
                threading.Event().wait(0.01)
                yield row
        finally:
            given_up.set()

    monkeypatch.setattr(making, "_watched", endless)
    monkeypatch.setattr(
        xlsx, "write", lambda drawn, _to: [list(table.lines) for table in drawn.tables]
    )
    monkeypatch.setattr("dashboard.exports.form_body.Body.tables", _only_rows)
    status = loops.run(_gone_away(reading, "/export/form-01-xn.xlsx?date=2026-08-21"))
    assert status == 499
    assert given_up.wait(30)
    assert not routes._running


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
        "headers": [(b"cookie", served_exports.cookies(CITY).encode())],
        "server": ("testserver", 80), "client": ("127.0.0.1", 1), "http_version": "1.1",
    }  # fmt: skip
    await served_exports.application()(scope, receive, send)
    return int(sent[0]["status"])


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
            found = rows(answer)
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
