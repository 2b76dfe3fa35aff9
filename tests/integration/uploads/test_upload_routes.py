"""The routes of the import from the browser: who may send, what is refused, what is taken away."""

import asyncio
import getpass
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

import pytest
from starlette import applications, middleware, testclient
from support import asking, desks, dropping, loops
from support.browser import signing_in
from support.papers import served as papers_served

from dashboard import current_store, workers
from dashboard.auth import exposure, sign_in
from dashboard.web import local_only, security_headers, sign_in_gate, uploads
from data import engine, loader, migrate, settings, users
from data.uploads import drops, receiving

ADMIN: Final = "admin@example.org"
OTHER: Final = "other-admin@example.org"
OWN: Final = {"origin": papers_served.ADDRESS}
FILES: Final = {"DS thu.csv": b"payment_id\nP1\n"}
BODY: Final = dropping.body(FILES)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[drops.Drop]:
    """Collect the drops that a process is begun for, and begin none."""
    found: list[drops.Drop] = []
    monkeypatch.setattr(workers, "understand", lambda drop, _language: found.append(drop))
    return found


@pytest.fixture
def client(
    desk: desks.Desk,
    tmp_path: Any,
    begun: list[drops.Drop],  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[testclient.TestClient]:
    monkeypatch.setenv("BHXH_HOME", str(tmp_path / "home"))
    papers_served.staff(desk.store)
    with desk.store.registering() as connection:
        for login in (ADMIN, OTHER):
            users.add(
                connection, login=login, full_name="x", role=users.Role.ADMINISTRATOR,
                offices=(), by="admin",
            )  # fmt: skip
    with signing_in.configured(papers_served.ADDRESS, monkeypatch):
        monkeypatch.setattr(current_store, "current", lambda: desk.store)
        around = [
            middleware.Middleware(security_headers.SecurityHeaders),
            middleware.Middleware(local_only.LocalOnly),
            middleware.Middleware(sign_in_gate.SignInGate),
        ]
        app = applications.Starlette(routes=list(uploads.ROUTES), middleware=around)
        with testclient.TestClient(app) as opened:
            yield opened


def send(
    client: testclient.TestClient,
    login: str | None = ADMIN,
    body: bytes | Iterator[bytes] = BODY,
    headers: dict[str, str] | None = None,
    address: str = "/import/files",
) -> Any:
    cookie = {} if login is None else {"cookie": papers_served.cookies(login)}
    given = {**cookie, **(OWN if headers is None else headers)}
    return client.post(address, content=body, headers=given, follow_redirects=False)


def left() -> list[str]:
    """Return the files that are kept of anybody."""
    return sorted(
        path.name for path in drops.root().rglob("*") if path.is_file() and path.suffix != ".lock"
    )


def test_an_administrator_hands_files_in_and_they_are_read(
    client: testclient.TestClient, begun: list[drops.Drop]
) -> None:
    answer = send(client)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    (drop,) = begun
    assert answer.json() == {"drop": drop.id}
    assert (drop.who, drop.state) == (ADMIN, drops.State.READING)
    assert (drop.content / "DS thu.csv").read_bytes() == FILES["DS thu.csv"]


def test_files_of_a_page_of_another_dashboard_are_refused_and_the_sentence_says_why(
    client: testclient.TestClient, begun: list[drops.Drop]
) -> None:
    own = receiving.place()
    assert own
    assert receiving.place() == own
    answer = send(client, address="/import/files?lang=en&place=elsewhere")
    assert answer.status_code == 421
    assert answer.json()["title"] == "The files came to another dashboard"
    assert begun == []
    assert send(client, address=f"/import/files?place={own}").status_code == 201


@pytest.mark.parametrize(
    "login", [papers_served.CITY, papers_served.BA_DINH, papers_served.AUDITOR]
)
def test_nobody_else_may(client: testclient.TestClient, login: str) -> None:
    answer = send(client, login)
    assert answer.status_code == 403
    assert "quản trị" in answer.json()["sentence"]
    assert not drops.root().exists()


def test_without_a_session_nothing_is_taken(client: testclient.TestClient) -> None:
    assert send(client, None).status_code == 401
    forged = send(client, None, headers={**OWN, "cookie": "bhxh-session=x.y"})
    assert forged.status_code == 401
    assert not drops.root().exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": "http://testserver:8080"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver.evil.example"},
    ],
)
def test_a_page_of_another_site_sends_nothing(
    client: testclient.TestClient, headers: dict[str, str]
) -> None:
    answer = send(client, headers=headers)
    assert answer.status_code == 403
    assert not drops.root().exists()


def test_another_name_of_the_machine_is_not_answered(client: testclient.TestClient) -> None:
    answer = send(client, headers={**OWN, "host": "evil.example"})
    assert answer.status_code == 403
    assert not drops.root().exists()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_files_are_posted_and_nothing_else(client: testclient.TestClient, method: str) -> None:
    headers = {**OWN, "cookie": papers_served.cookies(ADMIN)}
    assert client.request(method, "/import/files", headers=headers).status_code == 405


def test_too_much_is_refused_by_what_it_says_of_itself(client: testclient.TestClient) -> None:
    headers = {**OWN, "content-length": str(receiving.MOST_BYTES * 2)}
    answer = send(client, headers=headers)
    assert answer.status_code == 413
    assert "200 MB" in answer.json()["sentence"]
    assert left() == []


def test_too_much_is_refused_whatever_it_says_of_itself(
    client: testclient.TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_BYTES", 1000)
    assert send(client, body=dropping.body({"a.csv": bytes(1001)})).status_code == 413
    lied = b'[{"name": "a.csv", "size": 10}]\n' + bytes(5000)
    assert send(client, body=iter([lied])).status_code == 400
    assert left() == []


def test_a_body_that_ends_early_leaves_nothing(client: testclient.TestClient) -> None:
    answer = send(client, body=dropping.body(FILES)[:-3])
    assert answer.status_code == 400
    assert "không đến đầy đủ" in answer.json()["sentence"]
    assert left() == []


def test_one_thing_at_a_time_is_taken_of_a_user(
    client: testclient.TestClient, begun: list[drops.Drop]
) -> None:
    with receiving.folder_for(ADMIN):
        assert send(client).status_code == 409
        assert send(client, OTHER).status_code == 201
    assert send(client).status_code == 201
    assert send(client).status_code == 409
    drops.change(begun[-1], drops.State.UNDERSTOOD)
    assert send(client).status_code == 409
    drops.call_off(begun[-1])
    assert send(client).status_code == 201


@pytest.mark.parametrize("given", ["vi", "en"])
def test_refusals_are_in_the_language_of_the_page(
    client: testclient.TestClient, given: str
) -> None:
    answer = send(client, papers_served.CITY, address=f"/import/files?lang={given}")
    wanted = {"vi": "Bạn không được nạp dữ liệu", "en": "Imports are not open to you"}
    assert answer.json()["title"] == wanted[given]


def test_hostile_names_lead_nowhere(client: testclient.TestClient, begun: list[drops.Drop]) -> None:
    names = ["../../../out.csv", "/tmp/out.csv", "a\x00b.csv", "..", "con.csv", "<img>.csv"]  # noqa: S108
    assert send(client, body=dropping.body(dict.fromkeys(names, b"x"))).status_code == 201
    content = begun[0].content.resolve()
    written = [path for path in drops.root().rglob("*.csv") if path.is_file()]
    assert written
    assert all(path.resolve().is_relative_to(content) for path in written)
    assert not any("/" in file.name or "\x00" in file.name for file in begun[0].files)


def test_an_administrator_who_is_disabled_meanwhile_hands_nothing_in(
    client: testclient.TestClient, desk: desks.Desk
) -> None:
    def parts() -> Iterator[bytes]:
        body = dropping.body(FILES)
        yield body[:20]
        with desk.store.registering() as connection:
            users.disable(connection, ADMIN, by="admin")
        yield body[20:]

    assert send(client, body=parts()).status_code in {401, 403}
    assert left() == []


def test_where_no_login_imports_nothing_is_taken(
    client: testclient.TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "is_there", lambda _opened, _known: False)
    answer = send(client)
    assert answer.status_code == 503
    assert "BHXH_LOADER_URL" in answer.json()["sentence"]
    assert not drops.root().exists()


def test_the_loaders_login_comes_from_the_settings(
    made: Any, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    web, owns, _owner = (
        url.render_as_string(hide_password=False) for url in made.three_urls(desk.name())
    )
    with made.separate_store(desk.name()) as separate:
        monkeypatch.setenv("BHXH_STORE_URL", web)
        assert not loader.is_there(separate, settings.read())
        assert not migrate.may_take(separate.engine, [engine.Role.LOADER])
        monkeypatch.setenv("BHXH_LOADER_URL", owns)
        assert loader.is_there(separate, settings.read())
    monkeypatch.delenv("BHXH_LOADER_URL")
    # One login for all, as in a trial; and a home, which has its own.
    assert loader.is_there(desk.store, settings.read())
    monkeypatch.delenv("BHXH_STORE_URL")
    assert loader.is_there(desk.store, settings.read())


class Slow:
    """A browser that sends the head, some of the body, and then nothing."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts

    async def __call__(self) -> Any:
        if self._parts:
            return {"type": "http.request", "body": self._parts.pop(0), "more_body": True}
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}


def test_half_a_body_times_out_and_is_deleted(
    client: testclient.TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SILENT_SECONDS", 0.3)
    monkeypatch.setattr(uploads, "_DISCARDED_SECONDS", 0.1)
    begun = time.monotonic()
    answer = slowly(client, [dropping.body(FILES)[:-5]])
    assert asking.status(answer) == 408
    assert time.monotonic() - begun < 10
    assert left() == []
    assert send(client).status_code == 201


def test_a_body_that_trickles_is_given_up(
    client: testclient.TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LONGEST_SECONDS", 0.0)
    monkeypatch.setattr(uploads, "_DISCARDED_SECONDS", 0.1)
    assert asking.status(slowly(client, [b"[", b"{"])) == 408
    assert left() == []


def test_a_browser_that_goes_away_leaves_nothing(client: testclient.TestClient) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def note(message: Any) -> None:
        sent.append(message)

    run(client, receive, note)
    assert sent[0]["status"] == 499
    assert left() == []


def run(client: testclient.TestClient, receive: Any, note: Any) -> None:
    """Ask the application itself: a client would send all of a body at once."""

    async def answer() -> None:
        await client.app(scope(), receive, note)

    loops.run(answer())


def scope() -> dict[str, Any]:
    headers = {"host": "testserver", "cookie": papers_served.cookies(ADMIN), **OWN}
    return {
        "type": "http", "path": "/import/files", "raw_path": b"/import/files", "root_path": "",
        "query_string": b"", "method": "POST", "http_version": "1.1", "scheme": "http",
        "server": ("testserver", 80), "client": ("127.0.0.1", 50000),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip


def slowly(client: testclient.TestClient, parts: list[bytes]) -> list[Any]:
    sent: list[Any] = []

    async def note(message: Any) -> None:
        sent.append(message)

    thread = threading.Thread(target=lambda: run(client, Slow(parts), note))
    thread.start()
    thread.join(30)
    return sent


def handed_in(client: testclient.TestClient, begun: list[drops.Drop]) -> drops.Drop:
    """Return a drop whose rejected rows can be taken away."""
    assert send(client).status_code == 201
    drop = begun[-1]
    drop.rejects_in("csv").write_bytes(b"file,row\n")
    drop.rejects_in("xlsx").write_bytes(b"PK")
    return drops.change(drop, drops.State.UNDERSTOOD)


def get(client: testclient.TestClient, login: str | None, address: str) -> Any:
    cookie = {} if login is None else {"cookie": papers_served.cookies(login)}
    return client.get(address, headers=cookie, follow_redirects=False)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rejected_rows_are_given_to_their_user_and_noted_first(
    client: testclient.TestClient, desk: desks.Desk, begun: list[drops.Drop], ending: str
) -> None:
    drop = handed_in(client, begun)
    answer = get(client, ADMIN, f"/import/{drop.id}/rejects.{ending}")
    assert answer.status_code == 200
    assert answer.content == drop.rejects_in(ending).read_bytes()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'attachment; filename="rejects.{ending}"'
    noted = desk.ask("SELECT who, kind, ending, in_full, office_codes FROM export_log")
    offices = sorted(desk.column("SELECT office_code FROM offices"))
    assert noted == [(ADMIN, "import-rejects", ending, True, offices)]


def test_nobody_else_is_given_them(
    client: testclient.TestClient, desk: desks.Desk, begun: list[drops.Drop]
) -> None:
    drop = handed_in(client, begun)
    address = f"/import/{drop.id}/rejects.csv"
    assert get(client, OTHER, address).status_code == 404
    assert get(client, papers_served.CITY, address).status_code == 403
    assert get(client, None, address).status_code == 401
    assert desk.column("SELECT count(*) FROM export_log") == [0]


@pytest.mark.parametrize(
    "address", ["/import/x/rejects.csv", "/import/{id}/rejects.pdf", "/import/{id}/rejects.json"]
)
def test_what_there_is_not_is_not_found(
    client: testclient.TestClient, begun: list[drops.Drop], address: str
) -> None:
    drop = handed_in(client, begun)
    assert get(client, ADMIN, address.format(id=drop.id)).status_code == 404


def test_rejected_rows_of_a_store_without_offices_are_noted_too(
    client: testclient.TestClient, desk: desks.Desk, begun: list[drops.Drop]
) -> None:
    drop = handed_in(client, begun)
    desk.execute("TRUNCATE offices CASCADE")
    assert get(client, ADMIN, f"/import/{drop.id}/rejects.csv").status_code == 200
    assert desk.ask("SELECT who, office_codes FROM export_log") == [(ADMIN, [])]


@pytest.fixture
def unsigned(
    desk: desks.Desk,
    tmp_path: Any,
    begun: list[drops.Drop],  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> applications.Starlette:
    """The routes where nobody signs in, on a store that holds a sample."""
    monkeypatch.setenv("BHXH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sign_in, "is_configured", lambda: False)
    monkeypatch.setattr(current_store, "current", lambda: desk.store)
    monkeypatch.setattr(exposure, "refusal", lambda: None)
    around = [middleware.Middleware(local_only.LocalOnly)]
    return applications.Starlette(routes=list(uploads.ROUTES), middleware=around)


HERE: Final = "http://127.0.0.1:8501"


def unsigned_answer(app: applications.Starlette, client: str, origin: str, **more: str) -> int:
    with testclient.TestClient(app, base_url=HERE, client=(client, 50000)) as opened:
        answer = opened.post("/import/files", content=BODY, headers={"origin": origin, **more})
        return int(answer.status_code)


def test_without_sign_in_whoever_is_at_this_machine_hands_files_in(
    unsigned: applications.Starlette, begun: list[drops.Drop]
) -> None:
    assert unsigned_answer(unsigned, "127.0.0.1", HERE) == 201
    assert begun[0].who == getpass.getuser()


@pytest.mark.parametrize(
    ("client", "origin", "more"),
    [
        ("192.0.2.7", HERE, {}),
        ("127.0.0.1", HERE, {"x-forwarded-for": "192.0.2.7"}),
        ("127.0.0.1", "http://127.0.0.1:9999", {}),
        ("127.0.0.1", "http://evil.example", {}),
        ("127.0.0.1", "", {}),
    ],
)
def test_without_sign_in_nobody_and_nothing_else_does(
    unsigned: applications.Starlette,
    begun: list[drops.Drop],
    client: str,
    origin: str,
    more: dict[str, str],
) -> None:
    assert unsigned_answer(unsigned, client, origin, **more) == 403
    assert begun == []
