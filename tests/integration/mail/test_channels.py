"""Channels of groups are told by Apprise; an endpoint on this machine stands for one."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import mailing

from dashboard.mail import channels, queueing, sender
from data import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import desks

PORT: Final = mailing.free_port()
SECRET: Final = "geheim"  # noqa: S105 - of a test
ADDRESS: Final = f"json://user:{SECRET}@127.0.0.1:{PORT}"
FRIDAY: Final = dt.date(2026, 8, 21)
SENDINGS: Final = "SELECT recipient, outcome, reason FROM mail_sendings ORDER BY sending_id"


@pytest.fixture
def endpoint() -> Iterator[tuple[list[dict[str, Any]], list[int]]]:
    """What a channel was told, and the answers that it gives, the first one first."""
    told: list[dict[str, Any]] = []
    answers = [500]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield told, answers
        serving.shutdown()
        thread.join()


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A channel and no mail server."""
    mailing.configure(monkeypatch, BHXH_NOTIFY=ADDRESS)
    monkeypatch.delenv("BHXH_SMTP_URL")
    monkeypatch.delenv("BHXH_MAIL_FROM")


def test_a_channel_is_told_of_all_offices_and_tried_again(
    full_desk: desks.Desk,
    configured: None,
    endpoint: tuple[list[dict[str, Any]], list[int]],
) -> None:
    assert configured is None
    told, _answers = endpoint
    assert queueing.before(full_desk.store, FRIDAY)["queued"] == 1
    pauses = (dt.timedelta(0),)
    assert sender.send_all(full_desk.store, pauses=pauses).sent == 1
    assert [each["title"] for each in told] == ["Mẫu 01-XN ngày 21/08/2026: trước 08:00"] * 2
    assert "BHXH huyện Sóc Sơn" in told[1]["message"]
    (name,) = channels.known()
    assert full_desk.ask(SENDINGS) == [(name, "postponed", "channel"), (name, "sent", "")]
    # The address is nowhere: it may hold a password.
    assert SECRET not in str(full_desk.everything()["mail_sendings"] + [name])


def test_an_address_that_apprise_does_not_know_is_refused_by_a_name_without_its_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mailing.configure(monkeypatch, BHXH_NOTIFY=f"{ADDRESS} nosuch://{SECRET}")
    with pytest.raises(problems.Problem, match="nosuch:") as caught:
        channels.check()
    assert SECRET not in str(caught.value)


def test_without_apprise_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mailing.configure(monkeypatch, BHXH_NOTIFY=ADDRESS)
    channels._apprise.cache_clear()
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(problems.Problem, match=r"bhxh-monitor\[notify\]"):
        channels.check()
    channels._apprise.cache_clear()
