"""A route that breaks answers with a sentence and a number; the log has no message of it."""

from __future__ import annotations

import re
from typing import Final

import pytest
import sqlalchemy as sa
from starlette import applications, middleware, requests, responses, routing, testclient
from support import canaries

from dashboard.web import fault_pages
from data.connections import watchdog

# Of a row; the line of the program that raises it is in the log, and does not quote it.
VALUE: Final = "0123456789"


def broken(_request: requests.Request) -> responses.Response:
    raise LookupError(VALUE)


def hung(_request: requests.Request) -> responses.Response:
    raise sa.exc.OperationalError("SELECT 1", {}, watchdog.Hung("no answer"))


@pytest.fixture
def client() -> testclient.TestClient:
    routes = [routing.Route("/broken", broken), routing.Route("/hung", hung)]
    pages = [middleware.Middleware(fault_pages.FaultPages)]
    return testclient.TestClient(applications.Starlette(routes=routes, middleware=pages))


@pytest.mark.fault
def test_a_route_that_breaks_is_a_sentence_with_its_number_in_the_log(
    client: testclient.TestClient,
) -> None:
    with canaries.written_log() as log:
        answer = client.get("/broken")
    assert answer.status_code == 500
    found = re.search(r"với số ([0-9a-f]{8})", answer.text)
    assert found is not None
    assert f"fault {found[1]} in a route" in log()
    assert "LookupError" in log()
    assert VALUE not in answer.text + log()


def test_a_store_that_does_not_answer_is_said_to_pass(client: testclient.TestClient) -> None:
    answer = client.get("/hung")
    assert answer.status_code == 503
    assert "không trả lời đúng hạn" in answer.text
