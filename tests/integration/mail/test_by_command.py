"""Commands and mails: `watch` sends them, `doctor` looks, `snapshot verify` believes them."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from typing import TYPE_CHECKING, Final

import pytest
from support import commands, mailing

from dashboard import clock
from dashboard.exports.snapshots import closing
from dashboard.mail import message, queueing, sender
from dashboard.mail.digest import Digest
from data import users
from data.mailing import mails

if TYPE_CHECKING:
    from support import databases, desks

LAN: Final = "lan@example.org"
FRIDAY: Final = dt.date(2026, 8, 21)
SAID: Final = Digest("Thử", "Thử", "Thử.", ())


@pytest.fixture
def command(
    made: databases.Databases, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> commands.Command:
    """The command line on the worked example, where mails are sent."""
    given = commands.at(made, full_desk.name(), monkeypatch)
    mailing.configure(monkeypatch)
    monkeypatch.delenv("BHXH_OIDC_ISSUER")
    return given


def test_watch_sends_what_waits(command: commands.Command, full_desk: desks.Desk) -> None:
    with full_desk.store.registering() as connection:
        identity, written = message.of(SAID, LAN, why="")
        mails.add(
            connection, recipient=LAN, kind="alert", subject="x", message_id=identity,
            message=written, lasts=dt.timedelta(hours=1),
        )  # fmt: skip
    box = mailing.Box()
    with mailing.served(box):
        told = command("watch").output
    assert "1 sent" in told or "1 đã gửi" in told
    assert box.recipients == [LAN]


@pytest.mark.fault
def test_doctor_says_whether_the_server_takes_mails_and_never_a_password(
    command: commands.Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "BHXH_SMTP_URL", f"smtp://lan:geheim@{mailing.HOST}:{mailing.PORT}?timeout=9"
    )
    away = command("doctor").output
    assert f"BHXH_SMTP_URL: smtp://lan:***@{mailing.HOST}:{mailing.PORT}" in away
    assert re.search("cannot be reached|Không kết nối được", away)
    monkeypatch.setenv("BHXH_SMTP_URL", f"smtp://{mailing.HOST}:{mailing.PORT}?timeout=9")
    with mailing.served(mailing.Box()):
        there = command("doctor").output
    assert re.search("it answers and takes mails|trả lời và nhận thư", there)
    assert "geheim" not in away + there


def test_the_command_in_a_mail_finds_the_snapshot_until_the_chain_is_cut(
    command: commands.Command, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dt.datetime(2026, 8, 22, 8, 5, tzinfo=clock.HANOI)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setenv("BHXH_OIDC_ISSUER", "https://login.example.vn")
    with full_desk.store.registering() as connection:
        users.add(connection, login=LAN, full_name="x", role=users.Role.CITY, by="admin")
    closing.take(full_desk.store, closing.CLOCK, FRIDAY)
    queueing.after(full_desk.store, FRIDAY)
    box = mailing.Box()
    with mailing.served(box):
        sender.send_all(full_desk.store)
    monkeypatch.delenv("BHXH_OIDC_ISSUER")
    found = re.search(
        r"bhxh-monitor (snapshot verify --hash \w+)", mailing.text_of(box.taken[0][1])
    )
    assert found is not None
    words = shlex.split(found[1])
    assert command(*words).exit_code == 0
    full_desk.execute(
        "DELETE FROM snapshots WHERE snapshot_id = (SELECT max(snapshot_id) FROM snapshots)"
    )
    assert command(*words).exit_code == 1
