"""Probes and Prometheus: who is answered what, and that nobody is kept waiting."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import pytest
from prometheus_client import parser
from starlette import applications, testclient
from support import loops, operations

from dashboard.web import (
    application,
    health_routes,
    measuring,
    operation,
    probing,
    readiness,
    unknown_addresses,
)
from data import problems, settings, store

if TYPE_CHECKING:
    from collections.abc import Iterator


TOKEN: Final = "sixteen letters or more"  # noqa: S105 - made up
WELL: Final = readiness.Readiness(None)
BEARER: Final = {"authorization": f"Bearer {TOKEN}"}
ELSEWHERE: Final = {"host": "10.0.0.7:8501", "x-forwarded-for": "10.0.0.9"}


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BHXH_METRICS_TOKEN", TOKEN)
    settings._read.cache_clear()
    yield
    monkeypatch.undo()
    settings._read.cache_clear()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[testclient.TestClient]:
    """The whole application but Streamlit, of which the store answers nothing."""
    found(monkeypatch, WELL)
    routes = [*application.ROUTES]
    app = applications.Starlette(routes=routes, middleware=list(application.MIDDLEWARE[1:]))
    with testclient.TestClient(app, base_url="http://127.0.0.1:8501") as client:
        yield client


def found(
    monkeypatch: pytest.MonkeyPatch,
    ready: readiness.Readiness | None,
    state: operation.Found | None = None,
) -> None:
    """Have the probes find something."""
    monkeypatch.setattr(health_routes, "_ready", probing.Probe(lambda: ready, "tried"))
    monkeypatch.setattr(health_routes, "_operation", probing.Probe(lambda: state, "tried"))


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_probes_are_answered_under_any_name(
    method: str, path: str, client: testclient.TestClient
) -> None:
    answer = client.request(method, path, headers=ELSEWHERE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("fault", "parts"),
    [
        ("store", {"store": "not ok", "role": "unknown", "schema": "unknown"}),
        ("role", {"store": "ok", "role": "not ok", "schema": "unknown"}),
        ("schema", {"store": "ok", "role": "ok", "schema": "not ok"}),
    ],
)
def test_who_is_not_ready_says_which_part_and_nothing_else(
    fault: str,
    parts: dict[str, str],
    client: testclient.TestClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found(monkeypatch, readiness.Readiness(fault))
    answer = client.get("/readyz", headers=ELSEWHERE)
    assert answer.status_code == 503
    told = answer.json()
    assert told.pop("why")["vi"]
    assert told == {"status": "not ok", "parts": parts}
    assert client.get("/healthz").status_code == 200


def test_strangers_are_told_no_more_than_that(client: testclient.TestClient) -> None:
    assert client.get("/readyz").json() == {
        "status": "ok",
        "parts": {"store": "ok", "role": "ok", "schema": "ok"},
    }
    assert client.get("/readyz", headers={"authorization": "Bearer x"}).status_code == 401
    assert "disks" in client.get("/readyz", headers=BEARER).json()["details"]


@pytest.mark.parametrize(
    "given",
    [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}",
     "Bearer \xe9", TOKEN],
)  # fmt: skip
def test_metrics_need_the_token_of_this_machine_too(
    given: str | None, client: testclient.TestClient
) -> None:
    headers = {} if given is None else {"authorization": given.encode("latin-1")}
    answer = client.get("/metrics", headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert answer.text == ""


def test_without_a_token_that_is_set_there_are_no_metrics(
    client: testclient.TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BHXH_METRICS_TOKEN")
    for headers in ({}, BEARER, {"authorization": "Bearer "}):
        assert client.get("/metrics", headers=headers).status_code == 404
    assert "details" not in client.get("/readyz", headers=BEARER).json()


def test_a_short_token_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_METRICS_TOKEN", "short")
    with pytest.raises(problems.Problem, match="BHXH_METRICS_TOKEN"):
        settings.read()


def test_a_scrape_can_be_read_and_says_that_the_store_is_away(
    client: testclient.TestClient,
) -> None:
    client.get("/overview")
    answer = client.get("/metrics", headers={**BEARER, **ELSEWHERE})
    assert answer.status_code == 200
    families = {each.name: each for each in parser.text_string_to_metric_families(answer.text)}
    assert families["bhxh_store_up"].samples[0].value == 0
    assert "bhxh_sessions" not in families
    assert all(each.documentation for each in families.values())
    kinds = {each.labels["kind"] for each in families["bhxh_http_requests"].samples}
    assert "overview" in kinds


def test_what_strangers_ask_for_makes_no_new_labels(client: testclient.TestClient) -> None:
    for path in ("/x1", "/export/x2.pdf", "/static/x3", "/import/x4", "/healthz/x5", "/media/x6"):
        client.get(path)
    text = client.get("/metrics", headers=BEARER).text
    assert not any(f"x{number}" in text for number in range(1, 7))


@pytest.mark.parametrize(
    "path",
    ["/healthz/", "/healthz/x", "/readyz/x", "/metrics/x", "/health", "/livez", "/x", "/overview/x",
     "/overviewx", "/robots.txt", "/.env", "/start"],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_an_address_that_is_none_is_not_found(
    accept: str, path: str, client: testclient.TestClient
) -> None:
    answer = client.get(path, headers={"accept": accept}, follow_redirects=False)
    assert answer.status_code == 404
    assert "root" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["", "overview", "overview/", "signin/", "x/", "form-01-xn", "static/js/x.js",
     "_stcore/stream", "favicon.png",
     "component/x/y", "media/x", "index.html", "manifest.json"],
)  # fmt: skip
def test_pages_and_what_streamlit_serves_are_left_to_it(path: str) -> None:
    (route,) = unknown_addresses.ROUTES
    matched, _scope = route.matches({"type": "http", "path": f"/{path}", "method": "GET"})
    assert matched.name == "NONE"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/overview", "overview"), ("/", "start"), ("/static/a/b", "static"), ("/x", "other"),
     ("/export/form-01-xn.pdf", "export"), ("/readyz", "probe"), ("/_stcore/health", "probe"),
     ("/_stcore/stream", "streamlit"), ("/import/files", "import"), ("/signin", "sign-in")],
)  # fmt: skip
def test_requests_are_counted_by_the_kind_of_their_address(path: str, kind: str) -> None:
    assert measuring.kind(path) == kind


def refused(code: str) -> problems.Problem:
    """Return what the store says to an error of the database."""
    error = Exception()
    error.pgcode = code  # type: ignore[attr-defined]
    problem = problems.Failed("The store refuses", "x")
    problem.__cause__ = error
    return problem


@pytest.mark.parametrize(
    ("problem", "fault"),
    [
        (store.Down(), readiness.STORE),
        (refused("42501"), readiness.ROLE),
        (refused("53100"), readiness.STORE),
        (problems.Problem("The store has another version", "x"), readiness.SCHEMA),
    ],
)
def test_a_problem_is_of_the_part_that_it_comes_from(
    problem: problems.Problem, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Any:
        raise problem

    monkeypatch.setattr("dashboard.current_store.current", fail)
    assert readiness.look().fault == fault


class Hanging:
    """A store that does not answer until it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.goes_on = threading.Event()

    def look(self) -> str:
        self.asked += 1
        self.goes_on.wait(30)
        return "found"


def test_a_hundred_who_ask_a_store_that_hangs_wait_two_seconds_and_ask_it_once() -> None:
    hanging = Hanging()
    probe = probing.Probe(hanging.look, "tried")

    async def ask() -> list[str | None]:
        return await asyncio.gather(*(probe.ask() for _ in range(100)))

    begun = time.monotonic()
    assert loops.run(ask()) == [None] * 100
    assert time.monotonic() - begun < probing.SECONDS + 1
    # And from then on nobody waits.
    begun = time.monotonic()
    assert loops.run(ask()) == [None] * 100
    assert time.monotonic() - begun < 1
    assert hanging.asked == 1
    hanging.goes_on.set()
    deadline = time.monotonic() + 5
    while loops.run(probe.ask()) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert loops.run(probe.ask()) == "found"


def test_looks_that_hang_for_ever_are_three_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "SECONDS", 0.01)
    monkeypatch.setattr(probing, "_LEFT_SECONDS", 0.01)
    hanging = Hanging()
    probe = probing.Probe(hanging.look, "tried")
    for _ in range(20):
        assert loops.run(probe.ask()) is None
        time.sleep(0.02)
    assert hanging.asked == probing._MOST_LEFT
    hanging.goes_on.set()


def test_what_goes_wrong_in_a_look_is_no_answer() -> None:
    def fail() -> Any:
        raise ZeroDivisionError

    assert loops.run(probing.Probe(fail, "tried").ask()) is None


def test_the_details_can_be_written(
    client: testclient.TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, WELL, operations.FOUND)
    details = client.get("/readyz", headers=BEARER).json()["details"]
    assert details["last_import"]["status"] == 0
    assert details["mails"]["waiting"] == 1
    assert details["due"]["closing"] == {"last_done_day": "2026-08-22", "missed": 0}
    assert json.dumps(details)
