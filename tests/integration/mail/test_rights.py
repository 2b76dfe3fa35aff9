"""Choices are their users' alone, the record of sendings is only added to, and readers see none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import databases, desks, earlier, imports

from data import engine, health, mail_choices, migrate, scope, users
from data.mailing import mails

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

LAN: Final = "lan@example.org"
MINH: Final = "minh@example.org"
REFUSED: Final = "42501"
OF_LAN: Final = engine.Access(engine.Role.GATEKEEPER, login=LAN)
REGISTRAR: Final = engine.Access(engine.Role.REGISTRAR)
EVERYTHING: Final = scope.Scope.everything()
BEFORE: Final = "0010_watch"


@pytest.fixture
def filled(desk: desks.Desk) -> desks.Desk:
    """A desk with two users; Minh has chosen, tried it, and was sent a mail."""
    with desk.store.registering() as connection:
        for login in (LAN, MINH):
            users.add(
                connection, login=login, full_name="x", role=users.Role.CITY, by="admin"
            )  # fmt: skip
    with desk.store.keeping(MINH) as connection:
        mail_choices.choose(connection, [mail_choices.Kind.OVERDUE], "en")
        mails.try_out(connection, message_id="<1@example.org>", message=b"of Minh")
    with desk.store.registering() as connection:
        mail = mails.hold(connection)
        assert mail is not None
        mails.done(connection, mail, mails.Outcome.SENT)
        assert mails.add(
            connection, recipient=MINH, kind="alert", subject="x", message_id="<2@example.org>",
            message=b"figures", lasts=dt.timedelta(hours=1),
        )  # fmt: skip
    return desk


def count(desk: desks.Desk, access: engine.Access, statement: str) -> int:
    with desk.store.engine.execution_options(access=access).begin() as connection:
        return connection.execute(sa.text(statement)).rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT login FROM mail_choices",
        "SELECT mail_id FROM mails",
        "SELECT recipient FROM mail_sendings",
        "UPDATE mail_choices SET language = 'vi'",
    ],
)
def test_nobody_sees_or_changes_what_is_anothers(filled: desks.Desk, statement: str) -> None:
    assert count(filled, OF_LAN, statement) == 0
    own = engine.Access(engine.Role.GATEKEEPER, login=MINH)
    assert count(filled, own, statement) > 0


@pytest.mark.parametrize(
    ("access", "statement"),
    [
        (OF_LAN, "INSERT INTO mail_choices (login, kinds, language) VALUES ('a@b.vn', '{}', 'vi')"),
        (OF_LAN, "SELECT message FROM mails"),
        (OF_LAN, "UPDATE mails SET attempts = 9"),
        (OF_LAN, "DELETE FROM mails"),
        (OF_LAN, ("INSERT INTO mails (recipient, kind, subject, message_id, message, best_before)"
         " VALUES ('minh@example.org', 'test', 's', 'i', '', now())")),
        (OF_LAN, ("INSERT INTO mails (recipient, kind, subject, message_id, message, best_before)"
         " VALUES ('lan@example.org', 'alert', 's', 'i', '', now())")),
        (OF_LAN, ("INSERT INTO mail_sendings (recipient, kind, subject, attempt, outcome, sha256)"
         " VALUES ('lan@example.org', 'test', 's', 1, 'sent', sha256(''))")),
        (REGISTRAR, "UPDATE mail_sendings SET outcome = 'sent'"),
        (REGISTRAR, "DELETE FROM mail_sendings"),
        (REGISTRAR, "TRUNCATE mail_sendings"),
        (REGISTRAR, "UPDATE mail_choices SET kinds = '{}'"),
        (REGISTRAR, "SELECT payment_id FROM payments"),
        *((engine.Access(role, EVERYTHING), f"SELECT count(*) FROM {table}")
          for role in (engine.Role.READER, engine.Role.REVEALER, engine.Role.APPENDER,
                       engine.Role.AUDITOR)
          for table in ("mail_choices", "mails", "mail_sendings")),
    ],
)  # fmt: skip
def test_the_database_refuses_the_rest(
    filled: desks.Desk, access: engine.Access, statement: str
) -> None:
    with pytest.raises(sa.exc.ProgrammingError) as caught:
        count(filled, access, statement)
    assert getattr(caught.value.orig, "pgcode", None) == REFUSED


def test_a_choice_goes_with_the_right_to_sign_in_and_the_record_stays(filled: desks.Desk) -> None:
    with filled.store.registering() as connection:
        users.disable(connection, MINH, by="admin")
    assert filled.column("SELECT count(*) FROM mail_choices") == [0]
    assert filled.column("SELECT count(*) FROM mails WHERE done_at IS NULL") == [0]
    outcomes = "SELECT kind, outcome, reason FROM mail_sendings ORDER BY sending_id"
    assert filled.ask(outcomes) == [("test", "sent", ""), ("alert", "dropped", "no_user")]


def test_what_was_done_with_long_ago_leaves_the_queue_and_stays_in_the_record(
    filled: desks.Desk,
) -> None:
    filled.execute("UPDATE mails SET done_at = done_at - INTERVAL '61 days'")
    with filled.store.registering() as connection:
        assert mails.forget_old(connection) == 1
    assert filled.column("SELECT count(*) FROM mail_sendings") == [1]


@pytest.fixture
def before(made: databases.Databases, tmp_path: pathlib.Path) -> Iterator[desks.Desk]:
    """A desk on a store of the version before, with the worked example and a user."""
    with earlier.desk(made, tmp_path, BEFORE) as desk:
        desk.take(imports.EXAMPLE / "import")
        desk.execute("INSERT INTO users (login, full_name, role) VALUES ('a@b.vn', 'A', 'city')")
        yield desk


def test_a_filled_store_of_the_version_before_keeps_everything(before: desks.Desk) -> None:
    kept = before.everything()
    migrate.upgrade(before.store.engine)
    after = before.everything()
    assert {name: after[name] for name in kept} == kept
    assert set(after) - set(kept) >= {"mail_choices", "mails", "mail_sendings"}
    with before.store.reading(EVERYTHING) as connection:
        assert health.holes(connection) == []
    with before.store.registering() as connection:
        wanting = mail_choices.wanting(connection, mail_choices.Kind.FORMS_BEFORE)
    assert [(user.login, language) for user, language in wanting] == [("a@b.vn", "vi")]
