"""Mails reach a server that is there, once, whatever it does; those that it refuses are told."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import mailing
from support.browser import tls_proxy

from dashboard.mail import alerts, message, sender, smtp
from dashboard.mail.digest import Digest
from data import problems
from data.mailing import mail_server, mails

if TYPE_CHECKING:
    import pathlib

    from support import desks

LAN: Final = "lan@example.org"
MINH: Final = "minh@example.org"
SENDINGS: Final = """
    SELECT recipient, kind, attempt, outcome, reason FROM mail_sendings ORDER BY sending_id
"""
WAITING: Final = "SELECT count(*) FROM mails WHERE done_at IS NULL"
# In place of minutes.
QUICK: Final = (dt.timedelta(milliseconds=50), dt.timedelta(milliseconds=100))
SAID: Final = Digest("Mẫu 01-XN: trước 08:00", "Buổi sáng", "**1 việc** cần xử lý.", ())


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    mailing.configure(monkeypatch)


def queue(desk: desks.Desk, *logins: str, lasts: dt.timedelta = dt.timedelta(hours=1)) -> None:
    with desk.store.registering() as connection:
        for login in logins or (LAN,):
            identity, written = message.of(SAID, login, why="Bạn đã chọn.")
            assert mails.add(
                connection, recipient=login, kind="forms_before", subject="2026-08-21",
                message_id=identity, message=written, lasts=lasts,
            )  # fmt: skip


def waiting(desk: desks.Desk) -> int:
    return int(desk.column(WAITING)[0])


def send_until_done(desk: desks.Desk, seconds: float = 10) -> float:
    """Send as the thread does until nothing waits; return how long it took."""
    begun = time.monotonic()
    while waiting(desk):
        sender.send_all(desk.store, pauses=QUICK)
        assert time.monotonic() - begun < seconds
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_mail_is_sent_once_and_noted_with_the_hash_of_what_travelled(desk: desks.Desk) -> None:
    queue(desk)
    box = mailing.Box()
    with mailing.served(box):
        assert sender.send_all(desk.store).sent == 1
        assert sender.send_all(desk.store).sent == 0
    assert box.recipients == [LAN]
    assert desk.ask(SENDINGS) == [(LAN, "forms_before", 1, "sent", "")]
    content = box.taken[0][2]
    sent = bytes(desk.column("SELECT sha256 FROM mail_sendings")[0])
    # The server keeps the last line's end to itself.
    assert sent in {hashlib.sha256(content + end).digest() for end in (b"", b"\r\n")}
    assert desk.column("SELECT message IS NULL AND done_at IS NOT NULL FROM mails") == [True]


def test_what_is_queued_again_is_not_sent_again(desk: desks.Desk) -> None:
    queue(desk)
    box = mailing.Box()
    with mailing.served(box):
        sender.send_all(desk.store)
        with desk.store.registering() as connection:
            identity, written = message.of(SAID, LAN, why="")
            again = mails.add(
                connection, recipient=LAN, kind="forms_before", subject="2026-08-21",
                message_id=identity, message=written, lasts=dt.timedelta(hours=1),
            )  # fmt: skip
        sender.send_all(desk.store)
    assert not again
    assert box.recipients == [LAN]


def test_a_message_has_what_mail_programs_want(desk: desks.Desk) -> None:
    queue(desk)
    box = mailing.Box()
    with mailing.served(box):
        sender.send_all(desk.store)
    made = box.taken[0][1]
    assert str(made["Subject"]) == SAID.subject
    assert str(made["From"]) == mailing.FROM
    assert str(made["To"]) == LAN
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["Message-ID"].endswith("@example.vn>")
    assert abs(made["Date"].datetime - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    assert "Buổi sáng" in mailing.text_of(made)
    assert "<strong>1 việc</strong> cần xử lý." in mailing.html_of(made)
    assert max(map(len, box.taken[0][2].splitlines())) < 999
    assert box.taken[0][2].isascii()


@pytest.mark.fault
def test_a_server_that_is_away_gets_each_mail_once_when_it_returns(desk: desks.Desk) -> None:
    """Fault 28: nobody listens for a while; then all that waits is sent, once."""
    queue(desk, LAN, MINH)
    for _ in range(3):
        assert sender.send_all(desk.store, pauses=QUICK).sent == 0
        time.sleep(0.15)
    assert {row[3:] for row in desk.ask(SENDINGS)} == {("postponed", "unreachable")}
    box = mailing.Box()
    with mailing.served(box):
        assert send_until_done(desk) < 5
        sender.send_all(desk.store, pauses=QUICK)
    assert sorted(box.recipients) == [LAN, MINH]
    assert [row[3] for row in desk.ask(SENDINGS)[-2:]] == ["sent", "sent"]


@pytest.mark.fault
def test_a_server_that_is_away_is_tried_once_for_all_that_wait(desk: desks.Desk) -> None:
    queue(desk, *(f"user{number}@example.org" for number in range(20)))
    assert sender.send_all(desk.store).postponed == 1
    assert waiting(desk) == 20


@pytest.mark.fault
def test_a_server_that_hangs_is_given_up_within_its_time(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 28: it takes the connection and says nothing; its time is one second here."""
    queue(desk)
    mailing.configure(monkeypatch, f"smtp://{mailing.HOST}:{mailing.PORT}?timeout=1")
    begun = time.monotonic()
    with mailing.hanging():
        sender.send_all(desk.store, pauses=QUICK)
    assert time.monotonic() - begun < 3
    mailing.configure(monkeypatch)
    assert desk.ask(SENDINGS) == [(LAN, "forms_before", 1, "postponed", "timed_out")]
    box = mailing.Box()
    with mailing.served(box):
        send_until_done(desk)
    assert box.recipients == [LAN]


@pytest.mark.fault
def test_what_the_server_refuses_for_now_is_tried_again_with_the_same_id(desk: desks.Desk) -> None:
    answers = iter(["451 come back later", "421 shutting down"])
    queue(desk)
    box = mailing.Box(to_message=lambda: next(answers, None))
    with mailing.served(box):
        send_until_done(desk)
    assert [row[2:] for row in desk.ask(SENDINGS)] == [
        (1, "postponed", "busy"), (2, "postponed", "busy"), (3, "sent", ""),
    ]  # fmt: skip
    assert [str(box.taken[0][1]["Message-ID"])] == desk.column("SELECT message_id FROM mails")


@pytest.mark.fault
@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (mailing.Box(to_recipient=lambda to: "550 who?" if to == LAN else None), "recipient"),
        (mailing.Box(to_message=iter(["554 no", None]).__next__), "message"),
    ],
)
def test_what_is_refused_for_good_is_told_and_the_others_are_sent(
    desk: desks.Desk, box: mailing.Box, reason: str
) -> None:
    queue(desk, LAN, MINH)
    with mailing.served(box):
        counts = sender.send_all(desk.store, pauses=QUICK)
    assert (counts.refused, counts.sent) == (1, 1)
    assert box.recipients == [MINH]
    assert desk.ask(SENDINGS)[0] == (LAN, "forms_before", 1, "refused", reason)
    assert waiting(desk) == 0


def test_two_processes_send_one_mail_each(desk: desks.Desk) -> None:
    queue(desk, *(f"user{number}@example.org" for number in range(30)))
    box = mailing.Box()
    counts: list[sender.Counts] = []
    with mailing.served(box):
        threads = [
            threading.Thread(target=lambda: counts.append(sender.send_all(desk.store)))
            for _ in range(4)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join(30)
    assert len(box.recipients) == len(set(box.recipients)) == 30
    assert sum(each.sent for each in counts) == 30


SENDS: Final = """
import sys
from data import opening, settings
from dashboard.mail import sender
print(sender.send_all(opening.open_store(settings.read())).sent)
"""


@pytest.mark.fault
@pytest.mark.parametrize("is_taken", [False, True])
def test_a_process_killed_between_leaves_the_mail_to_another(
    desk: desks.Desk, made: object, monkeypatch: pytest.MonkeyPatch, is_taken: bool
) -> None:
    """What the server had taken comes a second time, with the same Message-ID; nothing is lost."""
    url = made.url(desk.name()).render_as_string(hide_password=False)  # type: ignore[attr-defined]
    monkeypatch.setenv("BHXH_STORE_URL", url)
    queue(desk)
    reached, go_on = threading.Event(), threading.Event()

    def stop() -> None:
        reached.set()
        go_on.wait(10)

    def refuse() -> str:
        stop()
        return "451 later"

    box = mailing.Box(after=stop) if is_taken else mailing.Box(to_message=refuse)
    with mailing.served(box):
        with subprocess.Popen([sys.executable, "-c", SENDS], env=dict(os.environ)) as process:
            assert reached.wait(30)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        go_on.set()
        assert desk.ask(SENDINGS) == []
        # Until the hold is over, nobody else touches it.
        box.to_message, box.after = lambda: None, lambda: None
        assert sender.send_all(desk.store).sent == 0
        desk.execute("UPDATE mails SET held_until = now()")
        assert sender.send_all(desk.store).sent == 1
    assert len(box.recipients) == (2 if is_taken else 1)
    assert len({str(each["Message-ID"]) for each in box.to(LAN)}) == 1
    assert [row[2:4] for row in desk.ask(SENDINGS)] == [(2, "sent")]


@pytest.mark.fault
def test_a_store_that_is_away_after_the_server_took_it_gets_its_note_later(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(desk)
    really, failures = mails.done, iter([problems.Failed("down", "down")] * 2)

    def done(*given: object) -> None:
        for failure in failures:
            raise failure
        really(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(mails, "done", done)
    monkeypatch.setattr(sender, "_NOTE_EVERY_SECONDS", 0.02)
    box = mailing.Box()
    with mailing.served(box):
        assert sender.send_all(desk.store).sent == 1
        assert sender.send_all(desk.store).sent == 0
    assert box.recipients == [LAN]


def test_a_mail_is_held_for_longer_than_a_slow_server_can_take(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sender._longest() == mails.HELD
    mailing.configure(monkeypatch, f"smtp://{mailing.HOST}:{mailing.PORT}?timeout=120")
    queue(desk)
    assert sender._held(desk.store) is not None
    held = desk.column("SELECT extract(epoch FROM held_until - now()) FROM mails")[0]
    assert 1400 < held <= 1440


def test_what_is_of_no_use_any_more_is_dropped_and_told(desk: desks.Desk) -> None:
    queue(desk, lasts=dt.timedelta(microseconds=1))
    box = mailing.Box()
    with mailing.served(box):
        assert sender.send_all(desk.store).dropped == 1
    assert box.recipients == []
    assert desk.ask(SENDINGS) == [(LAN, "forms_before", 1, "dropped", "too_old")]


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_tls_and_login_are_used_and_the_certificate_is_checked(
    desk: desks.Desk,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: pathlib.Path,
    scheme: str,
) -> None:
    certificate = tls_proxy.certificate("localhost", tmp_path)
    tls = mailing.with_tls(certificate)
    how: Any = {"ssl_context": tls} if scheme == "smtps" else {"tls_context": tls}
    user, password = mailing.USER
    url = f"{scheme}://{user}:{password.replace('@', '%40')}@localhost:{mailing.PORT}?timeout=20"
    mailing.configure(monkeypatch, url.replace(" ", "%20"))
    queue(desk)
    box = mailing.Box()
    options: Any = {
        "authenticator": mailing.login,
        "auth_required": True,
        "auth_require_tls": False,
    }
    with mailing.served(box, require_starttls=scheme != "smtps", **how, **options):
        assert sender.send_all(desk.store, pauses=QUICK).sent == 0
        assert desk.ask(SENDINGS)[0][3:] == ("postponed", "certificate")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        time.sleep(0.1)
        assert sender.send_all(desk.store, pauses=QUICK).sent == 1
    assert box.recipients == [LAN]


def test_a_wrong_password_is_told_and_tried_again(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing.configure(monkeypatch, f"smtp://bhxh:wrong@{mailing.HOST}:{mailing.PORT}?timeout=20")
    queue(desk)
    options: Any = {
        "authenticator": mailing.login,
        "auth_required": True,
        "auth_require_tls": False,
    }
    with mailing.served(mailing.Box(), **options):
        sender.send_all(desk.store, pauses=QUICK)
        given = mail_server.read(f"smtp://bhxh:wrong@{mailing.HOST}:{mailing.PORT}")
        with pytest.raises(problems.Problem, match="login"):
            smtp.check(given, mailing.FROM)
    assert desk.ask(SENDINGS)[0][3:] == ("postponed", "login")


def test_the_thread_sends_by_itself_and_outlives_what_fails(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = iter([RuntimeError("unexpected"), problems.Failed("down", "down")])

    def opened() -> object:
        for failure in broken:
            raise failure
        return desk.store

    monkeypatch.setattr(sender, "_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(alerts, "queue", lambda _store, _label: 0)
    box = mailing.Box()
    queue(desk)
    with mailing.served(box), caplog.at_level(logging.WARNING):
        running = sender.Sender(opened, str)  # type: ignore[arg-type]
        running.start()
        deadline = time.monotonic() + 10
        while not box.recipients and time.monotonic() < deadline:
            time.sleep(0.02)
        running.stop()
    assert box.recipients == [LAN]
    assert "unexpected" in caplog.text
    assert LAN not in caplog.text
