"""The empty page that browsers load first speaks our language and knows where its server is."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from starlette import applications, testclient

from dashboard import screens
from dashboard.web import loading_page, security_headers


@pytest.fixture(scope="module")
def client() -> testclient.TestClient:
    return testclient.TestClient(applications.Starlette(routes=list(loading_page.ROUTES)))


@pytest.mark.parametrize("screen", screens.ALL, ids=lambda screen: screen.address)
@pytest.mark.parametrize(("asked", "language"), [("", "vi"), ("?lang=en", "en"), ("?lang=x", "vi")])
def test_every_page_begins_in_the_language_of_its_address(
    client: testclient.TestClient, screen: screens.Screen, asked: str, language: str
) -> None:
    answer = client.get(f"/{screen.address}{asked}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert f'<html lang="{language}">' in answer.text
    is_english = f"<title>{screen.title}</title>" in answer.text
    assert is_english is (language == "en")


def test_nothing_of_streamlits_own_words_is_left(client: testclient.TestClient) -> None:
    page = client.get("/overview").text
    assert "<title>Tổng quan</title>" in page
    assert re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL) == [
        "<p>Trang này cần JavaScript: hãy cho phép chạy JavaScript trong trình duyệt.</p>"
    ]
    assert "service-desc" not in page
    assert '<script type="module"' in page
    assert '<div id="root"></div>' in page


def test_browsers_may_run_the_line_that_names_the_server_and_find_no_other(
    client: testclient.TestClient,
) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", client.get("/data").text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in security_headers.HEADERS["Content-Security-Policy"]
    assert "BACKEND_BASE_URL" in script
