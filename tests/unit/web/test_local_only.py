"""Without a sign-in other machines are answered while the store is a sample, and not after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from starlette import responses
from support import asking, loops

from dashboard import current_store
from dashboard.auth import exposure, sign_in
from dashboard.web import local_only
from data import store

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send


HERE: Final = ("127.0.0.1", 50000)
ELSEWHERE: Final = ("10.0.0.7", 50000)
MARK: Final = b"x-bhxh-from-outside"


class Inside:
    """The dashboard behind the fence, which notes what reaches it."""

    def __init__(self) -> None:
        self.seen: list[Scope] = []
        self.told: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope)
        if scope["type"] == "http":
            await responses.PlainTextResponse("inside")(scope, receive, send)
        else:
            self.told.append((await receive())["type"])


@pytest.fixture
def holds(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the function that says what the store holds: invented data or real ones."""
    monkeypatch.setattr(current_store, "current", lambda: None)

    def hold(*, invented: bool) -> None:
        monkeypatch.setattr(exposure, "is_invented", lambda _store: invented)

    return hold


def asked(
    inside: Inside,
    client: tuple[str, int] | None = HERE,
    kind: str = "http",
    path: str = "/overview",
    **headers: str,
) -> list[Message]:
    """Return what is answered to a request."""
    sent: list[Message] = []

    async def receive() -> Any:
        return {"type": "websocket.receive"}

    async def send(message: Message) -> None:
        sent.append(message)

    named = {"host": "127.0.0.1:8501"} | headers
    # As a page of the dashboard has it; without a host there is none.
    named = {"origin": f"http://{named['host']}"} | named
    listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    scope = {"type": kind, "path": path, "method": "GET", "headers": listed, "client": client}
    loops.run(local_only.LocalOnly(inside)(scope, receive, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("client", [HERE, ("::1", 1), ("::ffff:127.0.0.1", 1), ("127.8.0.1", 1)])
@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "[::1]:8501"])
def test_this_machine_is_let_in_without_asking_the_store(
    kind: str, client: tuple[str, int], host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_store, "current", lambda: pytest.fail("was asked"))
    inside = Inside()
    asked(inside, client, kind, host=host)
    assert MARK not in dict(inside.seen[0]["headers"])


OUTSIDERS: Final = [
    (ELSEWHERE, {}),
    (None, {}),
    (HERE, {"host": "evil.example:8501"}),
    (HERE, {"x_forwarded_for": "10.0.0.7"}),
    (HERE, {"forwarded": "for=10.0.0.7"}),
    (ELSEWHERE, {"x_bhxh_from_outside": "0"}),
]
# No page has an address without a host.
NAMELESS: Final = [(HERE, {"host": ""}), (HERE, {"host": "["})]
ALL: Final = [
    *((*each, kind) for each in OUTSIDERS for kind in ("http", "websocket")),
    *((*each, "http") for each in NAMELESS),
]


@pytest.mark.parametrize(("client", "headers", "kind"), ALL)
def test_others_see_a_sample_and_their_pages_know_where_they_are(
    holds: Any, client: tuple[str, int] | None, headers: dict[str, str], kind: str
) -> None:
    holds(invented=True)
    inside = Inside()
    asked(inside, client, kind, **headers)
    assert [value for name, value in inside.seen[0]["headers"] if name == MARK] == [b"1"]


@pytest.mark.parametrize(("client", "headers"), [*OUTSIDERS, *NAMELESS])
def test_others_do_not_see_real_data(
    holds: Any, client: tuple[str, int] | None, headers: dict[str, str]
) -> None:
    holds(invented=False)
    inside = Inside()
    answer = asked(inside, client, **headers)
    assert answer[0]["status"] == 403
    assert "Máy khác không được mở" in answer[1]["body"].decode()
    assert asked(inside, client, "websocket", **headers) == [
        {"type": "websocket.close", "code": 1008}
    ]
    assert not inside.seen


def test_an_open_page_ends_when_real_data_have_come(holds: Any) -> None:
    class Later(Inside):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            holds(invented=False)
            await super().__call__(scope, receive, send)

    holds(invented=True)
    inside = Later()
    asked(inside, ELSEWHERE, "websocket")
    assert inside.told == ["websocket.disconnect"]


def test_a_page_of_this_machine_stays_open(holds: Any) -> None:
    holds(invented=False)
    inside = Inside()
    asked(inside, HERE, "websocket", x_bhxh_from_outside="1")
    assert inside.told == ["websocket.receive"]
    assert MARK not in dict(inside.seen[0]["headers"])


def test_where_the_store_is_down_others_are_not_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> store.Store:
        raise store.Down

    monkeypatch.setattr(current_store, "current", fail)
    inside = Inside()
    assert asked(inside, ELSEWHERE)[0]["status"] == 503
    assert not inside.seen


def test_health_is_told_to_everybody() -> None:
    inside = Inside()
    asked(inside, ELSEWHERE, path="/_stcore/health")
    assert len(inside.seen) == 1


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8501", "http://127.0.0.1:8501"),
        ("LOCALHOST:8501", "http://localhost:8501"),
        ("[::1]:8501", "http://[::1]:8501"),
        ("localhost", "http://localhost:80"),
    ],
)
def test_a_page_of_the_dashboard_may_open_a_web_socket(host: str, origin: str) -> None:
    inside = Inside()
    asked(inside, HERE, "websocket", host=host, origin=origin)
    assert len(inside.seen) == 1


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        # Another program of this machine, another name, another scheme.
        ("localhost:8501", "http://localhost:3000"),
        ("localhost:8501", "http://localhost"),
        ("localhost:8501", "http://127.0.0.1:8501"),
        ("localhost:8501", "https://localhost:8501"),
        ("localhost:8501", "http://evil.example"),
        ("localhost:8501", "http://localhost:8501.evil.example"),
        ("localhost:8501", "http://localhost:8501@evil.example"),
        ("localhost:8501", "http://localhost:8501/x"),
        ("localhost:8501", "http://localhost:x"),
        ("localhost:8501", "null"),
        ("localhost:8501", ""),
        ("localhost:8501", None),
        ("", "http://"),
    ],
)
def test_no_other_page_may_open_a_web_socket(host: str, origin: str | None) -> None:
    inside = Inside()
    named = {"host": host} | ({} if origin is None else {"origin": origin})
    sent = asking.ask(
        local_only.LocalOnly(inside), "/_stcore/stream", kind="websocket", headers=named
    )
    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert not inside.seen


def test_a_sample_behind_a_proxy_has_its_public_scheme(
    holds: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(invented=True)
    monkeypatch.setenv("BHXH_PUBLIC_URL", "https://bhxh.example.vn")
    inside = Inside()
    known = {"host": "bhxh.example.vn", "origin": "https://bhxh.example.vn"}
    asked(inside, HERE, "websocket", **known)
    assert len(inside.seen) == 1
    asked(inside, HERE, "websocket", host="evil.example", origin="https://evil.example")
    assert len(inside.seen) == 1


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "is_configured", lambda: True)
    monkeypatch.setenv("BHXH_PUBLIC_URL", "https://bhxh.example.vn")


@pytest.mark.usefixtures("signing")
@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ["bhxh.example.vn", "BHXH.example.vn:443", "127.0.0.1:8501"])
def test_where_people_sign_in_the_gate_decides(host: str, kind: str) -> None:
    inside = Inside()
    asked(inside, ELSEWHERE, kind, host=host)
    assert len(inside.seen) == 1


@pytest.mark.usefixtures("signing")
@pytest.mark.parametrize(
    "host",
    ["evil.example", "bhxh.example.vn.evil.example", "bhxh.example.vn.", "10.0.0.7", "", "["],
)
def test_where_people_sign_in_foreign_names_are_refused(host: str) -> None:
    inside = Inside()
    answer = asked(inside, ELSEWHERE, host=host)
    assert answer[0]["status"] == 403
    assert "có địa chỉ khác" in answer[1]["body"].decode()
    assert asked(inside, ELSEWHERE, "websocket", host=host) == [
        {"type": "websocket.close", "code": 1008}
    ]
    assert not inside.seen
    asked(inside, ELSEWHERE, path="/_stcore/health", host=host)
    assert len(inside.seen) == 1
