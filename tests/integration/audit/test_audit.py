"""Who looked at personal data: who may ask, what they see of it, and whether it adds up."""

from __future__ import annotations

import collections
import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa
from support import access_log

from data import problems, scope
from queries import paging
from queries.audit import entries as audit_entries
from queries.audit import looks
from queries.lookup import lookup

if TYPE_CHECKING:
    from support import databases, desks


ask: Final = access_log.ask
EVERYTHING: Final = scope.Scope.everything()
BA_DINH: Final = scope.Scope.of(["00101"])
DAYS: Final = looks.Limits(dt.date(2026, 8, 20), dt.date(2026, 8, 22))
PAGE: Final = paging.Page(100)


def look(entry: tuple[Any, ...]) -> tuple[Any, ...]:
    return (entry[0].replace(microsecond=0), *entry[1:4])


def test_looks_are_the_entries_of_one_second_and_say_how_many_rows(logged: desks.Desk) -> None:
    rows = ask(logged, lambda c: looks.listed(c, limits=DAYS, page=PAGE), EVERYTHING)
    columns = ("at", "who", "page", "purpose")
    told = ("rows", "payment_ids", "office_codes")
    found = {
        tuple(row[name] for name in columns): tuple(row[name] for name in told)
        for row in rows.to_dict("records")
    }
    payments, offices = collections.defaultdict(list), collections.defaultdict(set)
    for entry in access_log.of_the_days(logged):
        payments[look(entry)].append(entry[5])
        offices[look(entry)].add(entry[4])
    assert found == {
        key: (len(seen), ",".join(sorted(seen)), ",".join(sorted(offices[key])))
        for key, seen in payments.items()
    }
    assert len(rows) == len(set(found))
    assert rows["at"].is_monotonic_decreasing
    assert set(rows["rows"]) == {2, 4}


@pytest.mark.parametrize(
    ("words", "place"),
    [({"who": "=lan"}, 1), ({"page": "lookup"}, 2), ({"purpose": ""}, 3), ({"office": "00110"}, 4)],
)
def test_looks_are_limited_to_what_is_asked_for(
    logged: desks.Desk, words: dict[str, str], place: int
) -> None:
    asked = looks.Limits(DAYS.start, DAYS.end, **words)
    rows = ask(logged, lambda c: looks.listed(c, limits=asked, page=PAGE), EVERYTHING)
    (wanted,) = words.values()
    expected = [entry for entry in access_log.of_the_days(logged) if entry[place] == wanted]
    assert rows["rows"].sum() == len(expected)
    assert len(rows) == len(set(map(look, expected)))


def test_an_office_stands_for_those_below_it(logged: desks.Desk) -> None:
    asked = looks.Limits(DAYS.start, DAYS.end, office="00100")
    rows = ask(logged, lambda c: looks.by_person(c, limits=asked), EVERYTHING)
    assert rows["rows"].sum() == len(access_log.of_the_days(logged))


def test_an_office_that_there_is_not_is_refused(logged: desks.Desk) -> None:
    asked = looks.Limits(DAYS.start, DAYS.end, office="99999")
    with pytest.raises(problems.Problem, match="99999"):
        ask(logged, lambda c: looks.listed(c, limits=asked, page=PAGE), EVERYTHING)


def test_looks_come_a_page_at_a_time_and_in_the_order_asked_for(logged: desks.Desk) -> None:
    whole = ask(logged, lambda c: looks.listed(c, limits=DAYS, page=PAGE), EVERYTHING)
    pages = [
        ask(logged, functools.partial(looks.listed, limits=DAYS, page=page), EVERYTHING)
        for page in (paging.Page(10, offset) for offset in range(0, len(whole), 10))
    ]
    assert [entry for page in pages for entry in page["entry_id"]] == whole["entry_id"].tolist()
    sort = paging.Page(100, sort="rows", descending=True)
    most = ask(logged, lambda c: looks.listed(c, limits=DAYS, page=sort), EVERYTHING)
    assert most["rows"].is_monotonic_decreasing


@pytest.mark.parametrize(
    ("question", "places"), [(looks.by_person, [1]), (looks.by_purpose, [2, 3])]
)
def test_totals_are_those_of_the_plain_log(
    logged: desks.Desk, question: Any, places: list[int]
) -> None:
    rows = ask(logged, lambda c: question(c, limits=DAYS), EVERYTHING)
    entries = access_log.of_the_days(logged)
    names = [["at", "who", "page", "purpose"][place] for place in places]
    for row in rows.to_dict("records"):
        own = [each for each in entries if [each[p] for p in places] == [row[n] for n in names]]
        assert row["rows"] == len(own)
        assert row["looks"] == len(set(map(look, own)))
        assert row["last_at"] == max(map(look, own))[0]
    assert rows["rows"].sum() == len(entries)


def test_a_payment_answers_who_looked_at_it_whenever_that_was(logged: desks.Desk) -> None:
    rows = ask(logged, lambda c: audit_entries.of_payment(c, payment="P3", page=PAGE), EVERYTHING)
    total = ask(logged, lambda c: audit_entries.total_of_payment(c, payment="P3"), EVERYTHING)
    expected = [row for row in logged.ask(access_log.ALL) if row[5] == "P3"]
    assert sorted(rows["at"]) == sorted(row[0] for row in expected)
    assert rows["at"].is_monotonic_decreasing
    assert total.iloc[0].tolist() == [len(expected), 2]


def test_an_entry_names_the_person_and_the_purpose(logged: desks.Desk) -> None:
    first = logged.column("SELECT min(entry_id) FROM access_log")[0]
    entry = audit_entries.Entry("an@example.org", "lookup", "tìm theo tên")
    assert ask(logged, lambda c: audit_entries.entry(c, number=first), BA_DINH) == entry
    assert (
        ask(logged, lambda c: audit_entries.entry(c, number=first), scope.Scope.of(["1"])) is None
    )
    assert ask(logged, lambda c: audit_entries.entry(c, number=0), EVERYTHING) is None


def test_an_auditor_sees_the_looks_at_his_offices_alone(logged: desks.Desk) -> None:
    rows = ask(logged, lambda c: looks.listed(c, limits=DAYS, page=PAGE), BA_DINH)
    assert set(rows["office_codes"]) == {"00101"}
    assert rows["rows"].sum() == sum(
        entry[4] == "00101" for entry in access_log.of_the_days(logged)
    )
    nobody = scope.Scope.of([])
    assert ask(logged, lambda c: looks.by_person(c, limits=DAYS), nobody).empty


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
    rows = ask(logged, lambda c: looks.listed(c, limits=DAYS, page=PAGE), EVERYTHING)
    assert {code for codes in rows["office_codes"] for code in codes.split(",")} == {"00101", "99"}
    some = ask(
        logged,
        lambda c: looks.listed(c, limits=DAYS, page=PAGE),
        scope.Scope.of(["00101", "00110"]),
    )
    assert set(some["office_codes"]) == {"00101"}


def test_one_reveal_is_one_moment(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"payment_id": f"Q{n}", "participant_name": "An"} for n in range(50)])
    before = desk.column("SELECT coalesce(max(entry_id), 0) FROM access_log")[0]
    with desk.store.revealing(EVERYTHING) as connection:
        lookup.participants(
            connection, payments=[f"Q{n}" for n in range(50)], who="an", page="x", purpose="y"
        )
    moments = desk.column(f"SELECT at FROM access_log WHERE entry_id > {before}")
    assert (len(moments), len(set(moments))) == (50, 1)
