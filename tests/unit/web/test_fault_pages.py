"""A route that breaks answers with a sentence and a number; the log has no message of it."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from starlette import applications, middleware, requests, responses, routing, testclient

from dashboard import logs
from dashboard.web import fault_pages
from data import watchdog


def broken(_request: requests.Request) -> responses.Response:
    raise LookupError("0123456789")


def hung(_request: requests.Request) -> responses.Response:
    raise sa.exc.OperationalError("SELECT 1", {}, watchdog.Hung("no answer"))


@pytest.fixture
def client() -> testclient.TestClient:
    routes = [routing.Route("/broken", broken), routing.Route("/hung", hung)]
    pages = [middleware.Middleware(fault_pages.FaultPages)]
    return testclient.TestClient(applications.Starlette(routes=routes, middleware=pages))


@pytest.mark.fault
def test_a_route_that_breaks_is_a_sentence_with_its_number_in_the_log(
    client: testclient.TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    found = re.search(r"với số ([0-9a-f]{8})", answer.text)
    assert found is not None
    told = "\n".join(map(logs.Text().format, caplog.records))
    assert f"fault {found[1]} in a route" in told
    assert "LookupError" in told
    assert "0123456789" not in answer.text + told


def test_a_store_that_does_not_answer_is_said_to_pass(client: testclient.TestClient) -> None:
    answer = client.get("/hung")
    assert answer.status_code == 503
    assert "không trả lời đúng hạn" in answer.text
