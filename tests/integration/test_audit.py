"""Who looked at personal data: who may ask, what they see of it, and whether it adds up."""

from __future__ import annotations

import collections
import csv
import datetime as dt
import functools
import io
import itertools
from typing import TYPE_CHECKING, Any, Final

import click.testing
import pytest
import sqlalchemy as sa

from dashboard import cli
from data import engine, problems, scope, users
from queries import access_entries, accesses, lookup, paging

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    from support import databases, desks

EVERYTHING: Final = scope.Scope.everything()
BA_DINH: Final = scope.Scope.of(["00101"])
DAYS: Final = accesses.Asked(dt.date(2026, 8, 20), dt.date(2026, 8, 22))
PAGE: Final = paging.Page(100)
ALL: Final = (
    "SELECT at, who, page, purpose, office_code, payment_id FROM access_log ORDER BY entry_id"
)

PEOPLE: Final = ("an@example.org", "=lan")
PAGES: Final = (("lookup", "tìm theo tên"), ("lookup", "@xác minh"), ("bhxh-monitor lookup", ""))
MOMENTS: Final = (
    "2026-08-19T23:59:59+07:00", "2026-08-20T00:00:00+07:00", "2026-08-21T09:00:00+07:00",
    "2026-08-21T09:00:00.700+07:00", "2026-08-22T23:59:59.9+07:00", "2026-08-23T00:00:00+07:00",
)  # fmt: skip


@pytest.fixture
def logged(made: databases.Databases, desk: desks.Desk) -> desks.Desk:
    """A desk whose log has entries of two people, two offices, and moments around midnight."""
    entries = [
        {"at": at, "who": who, "page": page, "purpose": purpose, "office": office,
         "payment": f"P{number % 7}"}
        for number, (at, who, (page, purpose), office) in enumerate(
            itertools.product(MOMENTS, PEOPLE, PAGES, ("00101", "00110"))
        )
    ]  # fmt: skip
    administrator = sa.create_engine(made.superuser_url(desk.name()))
    with administrator.begin() as connection:
        connection.execute(sa.text("TRUNCATE bhxh.access_log"))
        connection.execute(
            sa.text("""
                INSERT INTO bhxh.access_log (at, who, page, purpose, office_code, payment_id)
                VALUES (:at, :who, :page, :purpose, :office, :payment)
            """),
            entries,
        )
    administrator.dispose()
    return desk


def ask(desk: desks.Desk, question: Callable[[sa.Connection], Any], of: scope.Scope) -> Any:
    with desk.store.auditing(of) as connection:
        return question(connection)


def plain(desk: desks.Desk, start: str, beyond: str) -> list[tuple[Any, ...]]:
    """Return the entries of a period, read by nobody's question."""
    first, last = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(beyond)
    return [tuple(row) for row in desk.ask(ALL) if first <= row[0] < last]


def of_the_days(desk: desks.Desk) -> list[tuple[Any, ...]]:
    return plain(desk, "2026-08-20T00:00:00+07:00", "2026-08-23T00:00:00+07:00")


def look(entry: tuple[Any, ...]) -> tuple[Any, ...]:
    return (entry[0].replace(microsecond=0), *entry[1:5])


def test_looks_are_the_entries_of_one_second_and_say_how_many_rows(logged: desks.Desk) -> None:
    rows = ask(logged, lambda c: accesses.listed(c, asked=DAYS, page=PAGE), EVERYTHING)
    columns = ("at", "who", "page", "purpose", "office_code")
    found = {
        tuple(row[name] for name in columns): (row["rows"], row["payment_ids"])
        for row in rows.to_dict("records")
    }
    expected = collections.defaultdict(list)
    for entry in of_the_days(logged):
        expected[look(entry)].append(entry[5])
    assert found == {
        key: (len(payments), ",".join(sorted(payments))) for key, payments in expected.items()
    }
    assert rows["at"].is_monotonic_decreasing
    assert set(rows["rows"]) == {1, 2}


@pytest.mark.parametrize(
    ("words", "place"),
    [({"who": "=lan"}, 1), ({"page": "lookup"}, 2), ({"purpose": ""}, 3), ({"office": "00110"}, 4)],
)
def test_looks_are_limited_to_what_is_asked_for(
    logged: desks.Desk, words: dict[str, str], place: int
) -> None:
    asked = accesses.Asked(DAYS.start, DAYS.end, **words)
    rows = ask(logged, lambda c: accesses.listed(c, asked=asked, page=PAGE), EVERYTHING)
    (wanted,) = words.values()
    expected = [entry for entry in of_the_days(logged) if entry[place] == wanted]
    assert rows["rows"].sum() == len(expected)
    assert len(rows) == len(set(map(look, expected)))


def test_an_office_stands_for_those_below_it(logged: desks.Desk) -> None:
    asked = accesses.Asked(DAYS.start, DAYS.end, office="00100")
    rows = ask(logged, lambda c: accesses.by_person(c, asked=asked), EVERYTHING)
    assert rows["rows"].sum() == len(of_the_days(logged))


def test_an_office_that_there_is_not_is_refused(logged: desks.Desk) -> None:
    asked = accesses.Asked(DAYS.start, DAYS.end, office="99999")
    with pytest.raises(problems.Problem, match="99999"):
        ask(logged, lambda c: accesses.listed(c, asked=asked, page=PAGE), EVERYTHING)


def test_looks_come_a_page_at_a_time_and_in_the_order_asked_for(logged: desks.Desk) -> None:
    whole = ask(logged, lambda c: accesses.listed(c, asked=DAYS, page=PAGE), EVERYTHING)
    pages = [
        ask(logged, functools.partial(accesses.listed, asked=DAYS, page=page), EVERYTHING)
        for page in (paging.Page(10, offset) for offset in range(0, len(whole), 10))
    ]
    assert [entry for page in pages for entry in page["entry_id"]] == whole["entry_id"].tolist()
    sort = paging.Page(100, sort="rows", descending=True)
    most = ask(logged, lambda c: accesses.listed(c, asked=DAYS, page=sort), EVERYTHING)
    assert most["rows"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("question", "places"), [(accesses.by_person, [1]), (accesses.by_purpose, [2, 3])]
)
def test_totals_are_those_of_the_plain_log(
    logged: desks.Desk, question: Any, places: list[int]
) -> None:
    rows = ask(logged, lambda c: question(c, asked=DAYS), EVERYTHING)
    entries = of_the_days(logged)
    names = [["at", "who", "page", "purpose"][place] for place in places]
    for row in rows.to_dict("records"):
        own = [each for each in entries if [each[p] for p in places] == [row[n] for n in names]]
        assert row["rows"] == len(own)
        assert row["looks"] == len(set(map(look, own)))
        assert row["last_at"] == max(map(look, own))[0]
    assert rows["rows"].sum() == len(entries)


def test_a_payment_answers_who_looked_at_it_whenever_that_was(logged: desks.Desk) -> None:
    rows = ask(logged, lambda c: access_entries.of_payment(c, payment="P3", page=PAGE), EVERYTHING)
    total = ask(logged, lambda c: access_entries.total_of_payment(c, payment="P3"), EVERYTHING)
    expected = [row for row in logged.ask(ALL) if row[5] == "P3"]
    assert sorted(rows["at"]) == sorted(row[0] for row in expected)
    assert rows["at"].is_monotonic_decreasing
    assert total.iloc[0].tolist() == [len(expected), 2]


def test_an_entry_names_the_person_and_the_purpose(logged: desks.Desk) -> None:
    first = logged.column("SELECT min(entry_id) FROM access_log")[0]
    entry = access_entries.Entry("an@example.org", "lookup", "tìm theo tên")
    assert ask(logged, lambda c: access_entries.entry(c, number=first), BA_DINH) == entry
    assert (
        ask(logged, lambda c: access_entries.entry(c, number=first), scope.Scope.of(["1"])) is None
    )
    assert ask(logged, lambda c: access_entries.entry(c, number=0), EVERYTHING) is None


def test_an_auditor_sees_the_looks_at_his_offices_alone(logged: desks.Desk) -> None:
    rows = ask(logged, lambda c: accesses.listed(c, asked=DAYS, page=PAGE), BA_DINH)
    assert set(rows["office_code"]) == {"00101"}
    assert rows["rows"].sum() == sum(entry[4] == "00101" for entry in of_the_days(logged))
    nobody = scope.Scope.of([])
    assert ask(logged, lambda c: accesses.by_person(c, asked=DAYS), nobody).empty


def test_the_city_sees_looks_at_offices_that_the_store_has_no_more(
    made: databases.Databases, logged: desks.Desk
) -> None:
    """The log outlives a sample, whose offices are gone with the first import."""
    administrator = sa.create_engine(made.superuser_url(logged.name()))
    with administrator.begin() as connection:
        connection.execute(
            sa.text("UPDATE bhxh.access_log SET office_code = '99' WHERE office_code = '00110'")
        )
    administrator.dispose()
    rows = ask(logged, lambda c: accesses.listed(c, asked=DAYS, page=PAGE), EVERYTHING)
    assert set(rows["office_code"]) == {"00101", "99"}
    some = ask(
        logged,
        lambda c: accesses.listed(c, asked=DAYS, page=PAGE),
        scope.Scope.of(["00101", "00110"]),
    )
    assert set(some["office_code"]) == {"00101"}


def test_one_reveal_is_one_moment(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"payment_id": f"Q{n}", "participant_name": "An"} for n in range(50)])
    before = desk.column("SELECT coalesce(max(entry_id), 0) FROM access_log")[0]
    with desk.store.revealing(EVERYTHING) as connection:
        lookup.participants(
            connection, payments=[f"Q{n}" for n in range(50)], who="an", page="x", purpose="y"
        )
    moments = desk.column(f"SELECT at FROM access_log WHERE entry_id > {before}")
    assert (len(moments), len(set(moments))) == (50, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM participants",
        "SELECT payment_id FROM participants",
        "SELECT count(*) FROM participant_changes",
        "SELECT count(*) FROM masked_participants",
        "SELECT count(*) FROM payments",
        "SELECT count(*) FROM users",
        "INSERT INTO access_log VALUES (DEFAULT, now(), 'x', 'x', 'x', '00101', 'P1')",
        "UPDATE access_log SET who = ''",
        "DELETE FROM access_log",
        "UPDATE user_changes SET changed_by = ''",
    ],
)
def test_an_auditor_may_do_nothing_else(desk: desks.Desk, statement: str) -> None:
    with pytest.raises((problems.Problem, sa.exc.InternalError)):
        ask(desk, lambda c: c.execute(sa.text(statement)), EVERYTHING)


@pytest.mark.parametrize(
    "role",
    [
        engine.Role.READER, engine.Role.REVEALER, engine.Role.APPENDER, engine.Role.GATEKEEPER,
        engine.Role.LOADER,
    ],
)  # fmt: skip
def test_nobody_else_reads_the_log(logged: desks.Desk, role: engine.Role) -> None:
    access = engine.Access(role, EVERYTHING)
    reading = logged.store.engine.execution_options(access=access)
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), reading.begin() as c:
        c.execute(sa.text("SELECT entry_id FROM access_log"))


def test_an_auditor_needs_a_scope(desk: desks.Desk) -> None:
    access = engine.Access(engine.Role.AUDITOR)
    with (
        pytest.raises(RuntimeError, match="needs a scope"),
        desk.store.engine.execution_options(access=access).begin(),
    ):
        pass


def test_an_auditor_sees_who_was_given_which_role_within_his_scope(desk: desks.Desk) -> None:
    given = [
        ("city@example.org", users.Role.CITY, []),
        ("one@example.org", users.Role.DISTRICT, ["00101"]),
        ("two@example.org", users.Role.DISTRICT, ["00101", "00110"]),
    ]
    with desk.store.loading() as connection:
        for login, role, offices in given:
            users.add(
                connection, login=login, full_name="x", role=role, offices=offices, by="audit test"
            )
    named = "SELECT login FROM user_changes WHERE changed_by = 'audit test' ORDER BY change_id"
    everything = ask(desk, lambda c: c.scalars(sa.text(named)).all(), EVERYTHING)
    assert everything == [login for login, *_ in given]
    assert ask(desk, lambda c: c.scalars(sa.text(named)).all(), BA_DINH) == ["one@example.org"]


@pytest.fixture
def audit(
    made: databases.Databases, logged: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., click.testing.Result]:
    """The command on the store with the log."""
    url = made.url(logged.name()).render_as_string(hide_password=False)
    monkeypatch.setenv("BHXH_STORE_URL", url)

    def command(*words: str) -> click.testing.Result:
        return click.testing.CliRunner().invoke(
            cli.commands, ["audit", "export", *words], catch_exceptions=False
        )

    return command


def test_the_log_is_exported_entry_by_entry(audit: Any, logged: desks.Desk) -> None:
    answer = audit("--from", "2026-08-20", "--to", "22/08/2026")
    head, *rows = csv.reader(io.StringIO(answer.output))
    assert head == ["at", "who", "office_code", "page", "purpose", "payment_id"]
    entries = sorted(of_the_days(logged), key=lambda entry: entry[0])
    assert [dt.datetime.fromisoformat(row[0]) for row in rows] == [entry[0] for entry in entries]
    assert all(row[0].endswith("+07:00") for row in rows)
    assert sorted(row[5] for row in rows) == sorted(entry[5] for entry in entries)


def test_no_cell_of_the_export_is_a_formula(audit: Any) -> None:
    rows = list(csv.reader(io.StringIO(audit().output)))
    assert len(rows) == 1 + len(MOMENTS) * len(PEOPLE) * len(PAGES) * 2
    assert {row[1] for row in rows[1:]} == {"an@example.org", "'=lan"}
    assert {row[4] for row in rows[1:]} == {"tìm theo tên", "'@xác minh", ""}


def test_the_export_is_written_to_a_file_that_nobody_else_reads(
    audit: Any, tmp_path: pathlib.Path
) -> None:
    out = tmp_path / "nhật ký.csv"
    printed = audit().output
    assert audit("--out", str(out)).output == ""
    assert out.read_text(encoding="utf-8") == printed
    assert out.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir() if "ký" in each.name] == [out.name]


def test_a_file_that_cannot_be_written_is_a_sentence(audit: Any, tmp_path: pathlib.Path) -> None:
    with pytest.raises(problems.Problem, match="cannot be written"):
        audit("--out", str(tmp_path / "missing" / "log.csv"))


def test_a_period_the_wrong_way_round_is_refused(audit: Any) -> None:
    with pytest.raises(problems.Problem, match="empty"):
        audit("--from", "2026-08-22", "--to", "2026-08-20")
