"""Several processes send what waits, through an outage and the death of one of them."""

from __future__ import annotations

import collections
import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest
from support import mailing

from dashboard.mail import message
from dashboard.mail.digest import Digest
from data.mailing import mails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import databases, desks

MANY: Final = 60
SAID: Final = Digest("Thử", "Thử", "Thử.", ())
WAITING: Final = "SELECT count(*) FROM mails WHERE done_at IS NULL"
# As the dashboard does, without its pages; pauses and the hold are those of the program.
SENDS: Final = """
import threading
from dashboard import current_store
from dashboard.mail import sender
sender.Sender(current_store.current, str).start()
threading.Event().wait()
"""


@contextlib.contextmanager
def sending() -> Iterator[subprocess.Popen[bytes]]:
    """Have a process send what waits."""
    with subprocess.Popen([sys.executable, "-c", SENDS], env=dict(os.environ)) as process:
        try:
            yield process
        finally:
            process.kill()


def queue(desk: desks.Desk) -> None:
    with desk.store.registering() as connection:
        for number in range(MANY):
            login = f"user{number}@example.org"
            identity, written = message.of(SAID, login, why="")
            mails.add(
                connection, recipient=login, kind="forms_before", subject="2026-08-21",
                message_id=identity, message=written, lasts=dt.timedelta(hours=8),
            )  # fmt: skip


def wait(desk: desks.Desk, left: int, seconds: float) -> float:
    """Wait until so many mails are left; return how long it took."""
    begun = time.monotonic()
    while desk.column(WAITING)[0] > left:
        assert time.monotonic() - begun < seconds
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.mark.fault
@pytest.mark.long
@pytest.mark.timeout(600)
def test_an_outage_and_a_killed_process_lose_no_mail_and_send_one_twice_at_most(
    desk: desks.Desk, made: databases.Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 28: the server is away for 80 seconds, and one of three processes is killed."""
    url = made.url(desk.name()).render_as_string(hide_password=False)
    monkeypatch.setenv("BHXH_STORE_URL", url)
    mailing.configure(monkeypatch)
    queue(desk)
    box = mailing.Box(after=lambda: time.sleep(0.05))
    with sending() as first, sending(), sending():
        time.sleep(80)
        assert desk.column("SELECT count(*) FROM mail_sendings WHERE outcome = 'sent'") == [0]
        attempts = desk.column("SELECT count(*) FROM mail_sendings")[0]
        # One for all that wait, and not one for each of them.
        assert 1 <= attempts <= 12
        with mailing.served(box):
            # The pause after a second attempt, and the time between two looks.
            begun = wait(desk, MANY - 20, 120 + 20)
            first.send_signal(signal.SIGKILL)
            ended = wait(desk, 1, 60)
            desk.execute("UPDATE mails SET held_until = now() WHERE done_at IS NULL")
            wait(desk, 0, 60)
    often = collections.Counter(box.recipients)
    sys.stdout.write(f"begun after {begun:.1f} s, {MANY} sent in {ended:.1f} s more\n")
    assert len(often) == MANY
    assert sum(often.values()) <= MANY + 1
    identities = [str(made["Message-ID"]) for _to, made, _content in box.taken]
    assert len(set(identities)) == MANY
