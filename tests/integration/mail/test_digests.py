"""What mails say: the sentences of the screens, of the offices of whoever gets them."""

from __future__ import annotations

import datetime as dt
import html
import logging
import re
from typing import TYPE_CHECKING, Final

import pytest
from support import desks, imports, mailing

from dashboard import clock
from dashboard.exports.snapshots import closing
from dashboard.mail import alerts, queueing, sender
from dashboard.watch import registry
from data import mail_choices, users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support import databases

    At = Callable[[str], None]

FRIDAY: Final = dt.date(2026, 8, 21)
CITY: Final = "city@example.org"
DIRECTOR: Final = "director@example.org"
ENGLISH: Final = "english@example.org"
GONE: Final = "gone@example.org"
ADMIN: Final = "admin@example.org"
SAMPLE: Final = """
    INSERT INTO about (is_sample, sample_payments, sample_days, sample_seed, sample_today,
        sample_until, made_at)
    VALUES (true, 1, 1, 1, '2026-08-22', now(), now())
"""


def clock_of(patch: pytest.MonkeyPatch) -> At:
    """Return the function that sets the clock of the dashboard."""

    def set_clock(moment: str) -> None:
        now = dt.datetime.fromisoformat(moment).replace(tzinfo=clock.HANOI)
        patch.setattr(clock, "now", lambda: now)
        patch.setattr(clock, "machine", lambda: now)

    return set_clock


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the clock of the dashboard."""
    return clock_of(monkeypatch)


@pytest.fixture
def staffed(full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> desks.Desk:
    """The worked example, with users."""
    mailing.configure(monkeypatch)
    return staff(full_desk)


def staff(full_desk: desks.Desk) -> desks.Desk:
    """Add a user of the city, a director, an auditor who reads English, and one who is disabled."""
    with full_desk.store.registering() as connection:
        for login, role, offices in (
            (CITY, users.Role.CITY, ()), (DIRECTOR, users.Role.DISTRICT, ("00101",)),
            (ENGLISH, users.Role.AUDITOR, ()), (GONE, users.Role.CITY, ()),
        ):  # fmt: skip
            users.add(
                connection, login=login, full_name="Lan", role=role, offices=offices, by="admin"
            )
        users.disable(connection, GONE, by="admin")
    with full_desk.store.keeping(ENGLISH) as connection:
        mail_choices.choose(connection, list(mail_choices.Kind), "en")
    return full_desk


def administrator(desk: desks.Desk) -> None:
    """Add an administrator."""
    with desk.store.registering() as connection:
        users.add(
            connection, login=ADMIN, full_name="An", role=users.Role.ADMINISTRATOR, by="admin"
        )


@pytest.fixture(scope="module")
def morning(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[mailing.Box, str]]:
    """The mails of two mornings, as the server has taken them, and the last hash of the chain."""
    with (
        pytest.MonkeyPatch.context() as patch,
        desks.fresh(made, tmp_path_factory.mktemp("mail")) as desk,
    ):
        mailing.configure(patch)
        desk.take(imports.EXAMPLE / "import")
        queue(staff(desk), clock_of(patch))
        last = "SELECT encode(sha256, 'hex') FROM snapshot_links ORDER BY snapshot_id DESC LIMIT 1"
        yield sent(desk), desk.column(last)[0]


@pytest.fixture
def box(morning: tuple[mailing.Box, str]) -> mailing.Box:
    """The mails of two mornings."""
    return morning[0]


def sent(desk: desks.Desk) -> mailing.Box:
    box = mailing.Box()
    with mailing.served(box):
        sender.send_all(desk.store)
    return box


def queue(desk: desks.Desk, at: At) -> None:
    """Have the mails of two mornings queued, with a closing between."""
    at("2026-08-22T07:30")
    queueing.before(desk.store, FRIDAY)
    at("2026-08-22T08:05")
    closing.take(desk.store, closing.CLOCK, FRIDAY)
    queueing.after(desk.store, FRIDAY)
    at("2026-08-27T08:30")
    queueing.overdue(desk.store, dt.date(2026, 8, 26))


def test_each_user_gets_what_was_chosen_in_the_language_chosen(box: mailing.Box) -> None:
    assert [str(each["Subject"]) for each in box.to(CITY)] == [
        "Mẫu 01-XN ngày 21/08/2026: trước 08:00", "Mẫu 01-XN ngày 21/08/2026: kết quả gửi",
    ]  # fmt: skip
    assert [str(each["Subject"]) for each in box.to(ENGLISH)] == [
        "Form 01-XN of 21/08/2026: before 08:00", "Form 01-XN of 21/08/2026: how it ended",
        "Organisations over the limit at the end of 26/08/2026: 2",
    ]  # fmt: skip
    # Nobody who is disabled, and no English words in a Vietnamese mail or the other way round.
    assert set(box.recipients) == {CITY, DIRECTOR, ENGLISH}
    assert not any("khoản thu" in mailing.text_of(each) for each in box.to(ENGLISH))
    assert not any("payment" in mailing.text_of(each) for each in box.to(CITY))


def test_a_director_is_told_of_the_own_office_alone(box: mailing.Box) -> None:
    told = "".join(map(mailing.text_of, box.to(DIRECTOR)))
    assert "BHXH quận Ba Đình" in told
    assert "Sóc Sơn" not in told
    assert "bản chốt số 1, lúc" in told


def test_whoever_is_over_the_limit_stands_in_a_table_the_new_ones_first(box: mailing.Box) -> None:
    made = box.to(ENGLISH)[-1]
    told, drawn = mailing.text_of(made), mailing.html_of(made)
    assert "2 organisations over the limit at the end of 26/08/2026" in told
    assert "new since the evening before: 2" in told
    assert "- Tổ chức thu số Một (BI0001), new: Overdue" in told
    assert drawn.count('<th scope="col"') == 4
    assert "status=overdue" in told


def test_every_mail_is_a_witness_of_the_end_of_the_chain(morning: tuple[mailing.Box, str]) -> None:
    box, last = morning
    after = box.to(CITY)[1]
    for part in (mailing.text_of(after), mailing.html_of(after)):
        assert f"số 2, mã băm {last}" in part
        assert f"bhxh-monitor snapshot verify --hash {last}" in part


def test_links_lead_to_the_public_address_with_days_in_full(box: mailing.Box) -> None:
    for made in box.to(ENGLISH):
        for link in re.findall(r"https?://[^\s\"<>]+", mailing.text_of(made)):
            assert link.startswith(f"{mailing.PUBLIC}/")
            assert link.endswith("lang=en")
        # Nothing is loaded, from anywhere.
        assert not re.search(r"<(img|script|link|iframe)|url\(|src=", mailing.html_of(made))


def test_text_and_html_say_the_same(box: mailing.Box) -> None:
    for _recipient, made, _content in box.taken:
        drawn = html.unescape(re.sub(r"<[^>]+>", "", mailing.html_of(made)))
        lines = re.findall(r"^- [^:]+: (.+?)\r?$", mailing.text_of(made), re.MULTILINE)
        assert lines
        # The cells of a table stand one by one.
        cells = [cell for line in lines for cell in re.split(r"; (?=Payments|Oldest)", line)]
        cells = [re.sub(r"^(Overdue|Payments|Oldest, working days) (?=\d)", "", c) for c in cells]
        assert [cell for cell in cells if cell not in drawn] == []


def test_on_a_day_off_without_forms_there_is_no_mail(staffed: desks.Desk, at: At) -> None:
    at("2026-08-30T07:30")
    assert queueing.before(staffed.store, dt.date(2026, 8, 29))["queued"] == 0
    assert queueing.overdue(staffed.store, dt.date(2026, 8, 29))["queued"] == 0


def test_a_second_process_queues_nothing_new(staffed: desks.Desk, at: At) -> None:
    at("2026-08-22T07:30")
    assert queueing.before(staffed.store, FRIDAY)["queued"] == 3
    assert queueing.before(staffed.store, FRIDAY)["queued"] == 0
    assert len(sent(staffed).recipients) == 3


def test_names_and_numbers_of_people_are_in_no_mail(
    staffed: desks.Desk, at: At, caplog: pytest.LogCaptureFixture
) -> None:
    """A canary in every column of people; the log has none either, and no address."""
    canaries = {
        "participant_name": "Hoàng Yến Canary", "social_insurance_no": "7777777701",
        "national_id": "077777777701", "date_of_birth": "1977-07-07", "receipt_no": "BLCANARY",
    }  # fmt: skip
    paid = {"payment_id": "PC", "paid_at": "2026-08-10T09:00:00+07:00", **canaries}
    staffed.hand_in(payments=[paid])
    staffed.execute("UPDATE collectors SET collector_name = 'Canary Thu'")
    administrator(staffed)
    staffed.execute("UPDATE users SET full_name = 'Canary Lan'")
    with caplog.at_level(logging.INFO):
        queue(staffed, at)
        at("2026-08-27T09:00")
        staffed.execute("UPDATE import_runs SET finished_at = '2026-08-27 08:50+07'")
        staffed.hand_in(payments=[{**paid, "amount": "x", "paid_at": "2026-08-11"}])
        staffed.execute("UPDATE import_runs SET finished_at = '2026-08-27 08:55+07'")
        assert alerts.queue(staffed.store, str) > 0
        box = sent(staffed)
    assert box.to(ENGLISH)
    assert box.to(ADMIN)
    # The server of the tests has a log of its own.
    logged = "".join(each.getMessage() for each in caplog.records if each.name != "mail.log")
    assert "mails of kind" in logged
    for _recipient, made, content in box.taken:
        told = f"{mailing.text_of(made)} {mailing.html_of(made)} {made} {content!r}"
        assert not re.search(r"(?i)canary|7777777701|\b1977\b|Hoàng|•", told)
    assert not re.search(r"(?i)canary|7777777701|@example", logged)


def test_what_fails_is_told_to_administrators_once(staffed: desks.Desk, at: At) -> None:
    administrator(staffed)
    staffed.execute("TRUNCATE import_runs CASCADE")
    staffed.hand_in(payments=[{"payment_id": "PX", "amount": "x"}, {"payment_id": "PY"}])
    staffed.hand_in(payments=[{"payment_id": "PZ", "amount": "x"}])
    staffed.execute("UPDATE import_runs SET finished_at = '2026-08-27 08:50+07'")
    staffed.execute("""
        INSERT INTO due_things (kind, day, due_at, missed_at, next_try_at)
        VALUES ('closing', '2026-08-26', '2026-08-27 08:00+07', '2026-08-27 08:15+07', now())
    """)
    at("2026-08-27T09:00")
    assert alerts.queue(staffed.store, registry.label) == 3
    at("2026-08-28T12:00")
    assert alerts.queue(staffed.store, registry.label) == 1
    assert alerts.queue(staffed.store, registry.label) == 0
    box = sent(staffed)
    assert box.recipients == [ADMIN] * 4
    first, second, missed, silent = map(mailing.text_of, box.to(ADMIN))
    assert "chưa vào hết" in first
    assert "toàn bộ bị từ chối" in second
    assert "Chưa thực hiện: Chốt mẫu 01-XN" in missed
    assert "Không có số liệu mới" in silent


def without_a_server(patch: pytest.MonkeyPatch) -> None:
    patch.delenv("BHXH_SMTP_URL")
    patch.delenv("BHXH_MAIL_FROM")


@pytest.mark.parametrize("how", ["BHXH_TODAY", "sample", "no server"])
def test_nothing_is_queued_or_sent_where_it_is_off(
    staffed: desks.Desk, at: At, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    at("2026-08-22T07:30")
    queueing.before(staffed.store, FRIDAY)
    off: dict[str, Callable[[], None]] = {
        "BHXH_TODAY": lambda: monkeypatch.setenv("BHXH_TODAY", "2026-08-22"),
        "sample": lambda: staffed.execute(SAMPLE),
        "no server": lambda: without_a_server(monkeypatch),
    }
    off[how]()
    assert queueing.after(staffed.store, FRIDAY)["switched_off"] == 1
    assert alerts.queue(staffed.store, str) == 0
    assert sent(staffed).recipients == []


def test_without_a_sign_in_users_get_nothing(
    staffed: desks.Desk, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BHXH_OIDC_ISSUER")
    at("2026-08-22T07:30")
    assert queueing.before(staffed.store, FRIDAY)["queued"] == 0


def test_a_user_who_is_disabled_gets_nothing_that_waits(staffed: desks.Desk, at: At) -> None:
    at("2026-08-22T07:30")
    queueing.before(staffed.store, FRIDAY)
    with staffed.store.registering() as connection:
        users.disable(connection, CITY, by="admin")
    assert CITY not in sent(staffed).recipients
    dropped = "SELECT recipient, reason FROM mail_sendings WHERE outcome = 'dropped'"
    assert staffed.ask(dropped) == [(CITY, "no_user")]
