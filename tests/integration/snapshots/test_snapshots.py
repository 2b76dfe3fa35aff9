"""Snapshots: what was frozen stays, is the same each time, and is seen by whoever may see it."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import functools
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support.papers import freezing as papers_freezing

from dashboard import clock
from dashboard.exports import content, reports
from dashboard.exports.snapshots import closing
from dashboard.exports.snapshots import freezing as snapshot_freezing
from data import chain, engine, problems, snapshots
from queries.forms import form_01xn as form_queries
from queries.forms import steps
from queries.store import about

if TYPE_CHECKING:
    from support import desks


DAY: Final = papers_freezing.DAY
FORM: Final = papers_freezing.FORM
EVERYTHING: Final = papers_freezing.EVERYTHING
BA_DINH: Final = papers_freezing.BA_DINH
CITY: Final = papers_freezing.CITY
DIRECTOR: Final = papers_freezing.DIRECTOR
take: Final = papers_freezing.take
opened: Final = papers_freezing.opened
ONE: Final = dt.timedelta(days=1)


def test_a_snapshot_says_what_the_form_said(full_desk: desks.Desk) -> None:
    taken = take(full_desk.store)
    kept = opened(full_desk.store, taken.link.snapshot_id).content
    now = full_desk.store.ask(
        EVERYTHING, lambda c: form_queries.by_code(c, steps.Question(start=DAY, end=DAY))
    )
    found = [dict(zip(kept.columns, row, strict=True)) for row in kept.rows]
    columns = ["office_code", "org_code", "confirmation_code", "payment_id", "amount", "paid_at"]
    assert sorted(tuple(row[name] for name in columns) for row in found) == sorted(
        now[columns].itertuples(index=False, name=None)
    )
    assert taken.taken.row_count == len(now) > 0


def test_what_is_kept_stays_when_the_store_changes(full_desk: desks.Desk) -> None:
    taken = take(full_desk.store, office="00101")
    before = opened(full_desk.store, taken.link.snapshot_id).content
    full_desk.hand_in(
        payments=[{"payment_id": "LATE", "paid_at": "2026-08-21T10:00:00+07:00"}],
        confirmations=[{"payment_id": "LATE", "confirmation_code": "XNLATE"}],
    )
    after = opened(full_desk.store, taken.link.snapshot_id).content
    now = snapshot_freezing.current(full_desk.store, EVERYTHING, FORM, after.params)
    assert list(after.rows) == list(before.rows)
    assert len(list(now.rows)) == len(list(after.rows)) + 1


def test_the_same_figures_have_the_same_digest_whoever_takes_them(full_desk: desks.Desk) -> None:
    by_city = take(full_desk.store, office="00101")
    by_director = take(full_desk.store, DIRECTOR)
    assert by_city.taken.figures_sha256 == by_director.taken.figures_sha256
    assert by_city.link.sha256 != by_director.link.sha256
    live = content.Digest(snapshot_freezing.current(full_desk.store, BA_DINH, FORM, {
        "date": DAY.isoformat(), "office": "00101",
    }))  # fmt: skip
    assert sum(1 for _ in live.passing()) == by_city.taken.row_count
    assert live.hex == by_city.taken.figures_sha256.hex()


def test_a_later_one_on_the_same_subject_names_the_one_that_it_supersedes(
    full_desk: desks.Desk,
) -> None:
    first = take(full_desk.store, office="00101")
    other = take(full_desk.store, office="00110")
    second = take(full_desk.store, DIRECTOR)
    assert (first.supersedes, other.supersedes) == (None, None)
    assert second.supersedes == first.link.snapshot_id
    assert opened(full_desk.store, second.link.snapshot_id).about["supersedes"] == second.supersedes


def test_a_director_sees_the_snapshots_of_his_office_whoever_took_them(
    full_desk: desks.Desk,
) -> None:
    store = full_desk.store
    his, foreign, whole = take(store, office="00101"), take(store, office="00110"), take(store)
    seen = store.ask(BA_DINH, functools.partial(snapshots.listed, start=DAY, end=DAY))
    assert [each.link for each in seen] == [his.link]
    for number in (foreign.link.snapshot_id, whole.link.snapshot_id):
        with pytest.raises(problems.Problem, match="no such snapshot"):
            opened(store, number, BA_DINH)
    everything = store.ask(EVERYTHING, functools.partial(snapshots.listed, start=DAY, end=DAY))
    assert [each.link for each in everything] == [whole.link, foreign.link, his.link]


def test_a_director_freezes_his_own_office_alone(full_desk: desks.Desk) -> None:
    taken = take(full_desk.store, DIRECTOR)
    assert taken.subject.asked == "date=2026-08-21&office=00101"
    assert taken.subject.office_codes == ("00101",)
    with pytest.raises(reports.Foreign):
        take(full_desk.store, DIRECTOR, office="00110")


def test_whoever_freezes_by_hand_says_why(full_desk: desks.Desk) -> None:
    for note in ("", "  \n "):
        with pytest.raises(problems.Problem, match="needs a note"):
            take(full_desk.store, note=note)
    with pytest.raises(problems.Problem, match="too long"):
        take(full_desk.store, note="x" * (snapshot_freezing.LONGEST_NOTE + 1))
    assert full_desk.column("SELECT count(*) FROM bhxh.snapshots") == [0]


CHANGES: Final = (
    "UPDATE snapshots SET note = 'khác'",
    "UPDATE snapshots SET content = 'khác'::bytea",
    "DELETE FROM snapshots",
    "TRUNCATE snapshots CASCADE",
    "UPDATE snapshot_links SET sha256 = previous_sha256",
    "DELETE FROM snapshot_links",
    "TRUNCATE snapshot_links CASCADE",
)


@pytest.mark.parametrize(
    "role",
    [engine.Role.READER, engine.Role.LOADER, engine.Role.APPENDER, engine.Role.REVEALER,
     engine.Role.AUDITOR, engine.Role.GATEKEEPER],
)  # fmt: skip
def test_nobody_who_works_with_the_store_changes_or_deletes_one(
    full_desk: desks.Desk, role: engine.Role
) -> None:
    taken = take(full_desk.store)
    access = engine.Access(role, EVERYTHING)
    for change in CHANGES:
        with (
            pytest.raises(sa.exc.DBAPIError) as refused,
            full_desk.store.engine.execution_options(access=access).begin() as connection,
        ):
            connection.execute(sa.text(change))
        assert getattr(refused.value.orig, "pgcode", None) in {"42501", "25006"}
    assert opened(full_desk.store, taken.link.snapshot_id).snapshot == taken


SECOND_BEGINNING: Final = (
    "INSERT INTO snapshot_links VALUES (2, decode(repeat('00', 32), 'hex'), repeat('x', 32)::bytea)"
)
FALSE_HASH: Final = (
    "INSERT INTO snapshot_links SELECT 2, sha256, repeat('x', 32)::bytea FROM snapshot_links;"
    " INSERT INTO snapshots SELECT 2, taken_at, taken_by, note, kind, subject, day, office_codes,"
    " is_closing, supersedes, data_version, row_count, figures_sha256, 'khác'::bytea, sha256,"
    " repeat('x', 32)::bytea FROM snapshots"
)


@pytest.mark.parametrize("statements", [SECOND_BEGINNING, FALSE_HASH])
def test_nothing_false_is_added(full_desk: desks.Desk, statements: str) -> None:
    """Not even whoever may append can add what does not fit its hash, or a second beginning."""
    take(full_desk.store)
    access = engine.Access(engine.Role.APPENDER, EVERYTHING)
    with (
        pytest.raises(sa.exc.IntegrityError),
        full_desk.store.engine.execution_options(access=access).begin() as connection,
    ):
        connection.execute(sa.text(statements))
    assert full_desk.column("SELECT count(*) FROM bhxh.snapshot_links") == [1]


def test_many_at_once_make_one_chain(full_desk: desks.Desk) -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: take(full_desk.store), range(16)))
    links = full_desk.store.ask(EVERYTHING, chain.links)
    assert [link.snapshot_id for link in links] == list(range(1, 17))
    assert {each.link for each in made} == set(links)
    previous = [chain.BEGINNING, *(link.sha256 for link in links)]
    assert [link.previous_sha256 for link in links] == previous[:-1]


def test_the_forms_of_a_day_are_closed_once(full_desk: desks.Desk) -> None:
    def close(_: int) -> list[snapshots.Snapshot]:
        return closing.take(full_desk.store, CITY, DAY)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        made = [each for taken in pool.map(close, range(4)) for each in taken]
    assert sorted(each.subject.asked for each in made) == [
        "date=2026-08-21&office=00101", "date=2026-08-21&office=00110",
    ]  # fmt: skip
    assert all(each.taken.is_closing and each.taken.note == "" for each in made)
    assert closing.take(full_desk.store, DIRECTOR, DAY) == []


def test_an_office_without_any_payment_is_closed_as_well(full_desk: desks.Desk) -> None:
    taken = closing.take(full_desk.store, CITY, dt.date(2026, 8, 1))
    assert [(each.subject.asked, each.taken.row_count) for each in taken] == [
        ("date=2026-08-01&office=00101", 0), ("date=2026-08-01&office=00110", 0),
    ]  # fmt: skip


def test_an_empty_store_has_nothing_to_close(empty_desk: desks.Desk) -> None:
    assert closing.take(empty_desk.store, CITY, DAY) == []


def test_a_paper_of_a_sample_says_so_on_every_page(
    full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about, "is_sample", lambda _connection: True)
    drawn = opened(full_desk.store, take(full_desk.store).link.snapshot_id).paper()
    assert all(list(table.lines) for table in drawn.tables)
    foot = drawn.foot()
    assert foot.mark.startswith("DỮ LIỆU MINH HỌA · ")
    assert foot.notes[0][0] == "Lưu ý"


@pytest.mark.fault
@pytest.mark.parametrize(
    ("machine", "day"),
    [("2026-08-22T07:59:59+07:00", DAY), ("2026-08-22T08:30:00+07:00", DAY + ONE)],
)
def test_a_form_is_not_closed_before_its_moment(
    machine: str, day: dt.date, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for at 07:03 too: a closed form is final, and would be wrong."""
    monkeypatch.setattr(clock, "machine", lambda: dt.datetime.fromisoformat(machine))
    with pytest.raises(problems.Problem, match=r"They can still be sent until 08:00 2[23]/08/2026"):
        closing.take(full_desk.store, CITY, day)
    assert full_desk.column("SELECT count(*) FROM snapshots") == [0]


def test_a_form_of_a_day_ahead_of_the_databases_clock_is_not_closed(
    full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever this machine's clock says."""
    monkeypatch.setattr(clock, "machine", lambda: dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(problems.Problem, match="not due yet"):
        closing.take(full_desk.store, CITY, dt.date(2098, 12, 1))


@pytest.mark.parametrize(
    ("at", "is_late"),
    [("08:00:02", False), ("08:15:00", False), ("08:15:01", True), ("09:14:00", True)],
)
def test_a_closing_is_late_a_quarter_of_an_hour_after_its_moment(at: str, *, is_late: bool) -> None:
    assert closing.is_late(DAY, dt.datetime.fromisoformat(f"2026-08-22T{at}+07:00")) == is_late
