"""Notes about differences: added, never changed, seen by whoever sees the office."""

from __future__ import annotations

import concurrent.futures
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import sqlalchemy as sa

from data import engine, problems
from data.scope import Scope
from queries.exceptions import notes

if TYPE_CHECKING:
    from data import store as stores


EVERYTHING = Scope.everything()
BA_DINH = Scope.of(["00101"])
SOC_SON = Scope.of(["00110"])
CASE = {"kind": "overdue", "subject": "P07"}


def add(store: stores.Store, scope: Scope = EVERYTHING, **changes: Any) -> None:
    """Add an entry about the same difference, after those that are there."""
    entry = {"who": "lan", "office": "00101", "owner": "", "note": "Đã gọi", **CASE} | changes
    if "after" not in entry:
        known = told(store, kind=entry["kind"], subject=entry["subject"])
        entry["after"] = None if known.empty else int(known["note_id"].iloc[-1])
    with store.appending(scope) as connection:
        notes.add(connection, **entry)


def told(store: stores.Store, scope: Scope = EVERYTHING, **case: str) -> pd.DataFrame:
    with store.reading(scope) as connection:
        return notes.entries(connection, **(CASE | case))


def latest(store: stores.Store, scope: Scope = EVERYTHING) -> dict[str, Any]:
    with store.reading(scope) as connection:
        rows = notes.latest(connection, kind="overdue", subjects=["P07", "P08", "P09"])
    return {str(row.pop("subject")): row for row in rows.to_dict("records")}


def test_entries_stand_in_the_order_in_which_they_came(store: stores.Store) -> None:
    add(store, owner="Lan", note="Đã gọi cho tổ chức")
    add(store, who="minh", owner="Minh", note="")
    rows = told(store)
    assert list(rows["noted_by"]) == ["lan", "minh"]
    assert list(rows["owner"]) == ["Lan", "Minh"]
    assert rows["earlier_owner"].fillna("").tolist() == ["", "Lan"]
    assert list(rows["note"]) == ["Đã gọi cho tổ chức", ""]
    assert rows["noted_at"].is_monotonic_increasing


def test_the_latest_entry_says_who_looks_after_it_and_the_last_words_stay(
    store: stores.Store,
) -> None:
    add(store, owner="Lan", note="Đã gọi")
    add(store, owner="Minh", note="")
    add(store, subject="P08", owner="", note="Đã đối chiếu sao kê")
    found = latest(store)
    assert set(found) == {"P07", "P08"}
    assert (found["P07"]["owner"], found["P07"]["note"], found["P07"]["notes"]) == (
        "Minh",
        "Đã gọi",
        2,
    )
    assert pd.isna(found["P08"]["owner"])


def test_nobody_looks_after_what_was_given_up(store: stores.Store) -> None:
    add(store, owner="Lan", note="")
    add(store, owner=" ", note="")
    assert pd.isna(latest(store)["P07"]["owner"])
    assert latest(store)["P07"]["notes"] == 2


def test_one_key_under_two_kinds_is_two_differences(store: stores.Store) -> None:
    add(store, note="Quá hạn")
    add(store, kind="not_informed", note="Chưa báo")
    assert list(told(store)["note"]) == ["Quá hạn"]
    assert list(told(store, kind="not_informed")["note"]) == ["Chưa báo"]


@pytest.mark.parametrize("note", ["", "   ", "\n\t\n", "\u200b\u2060"])
def test_an_entry_that_changes_nothing_and_says_nothing_is_refused(
    store: stores.Store, note: str
) -> None:
    add(store, owner="Lan", note="")
    with pytest.raises(problems.Problem, match="nothing to add"):
        add(store, owner=" Lan ", note=note)
    assert len(told(store)) == 1


def test_two_thousand_characters_fit_and_one_more_does_not(store: stores.Store) -> None:
    add(store, note="ộ" * 2000)
    with pytest.raises(problems.Problem, match="too long") as refused:
        add(store, note="ộ" * 2001)
    assert refused.value.as_json()["values"] == {"length": "2001", "most": "2000"}
    assert [len(note) for note in told(store)["note"]] == [2000]


def test_a_hundred_characters_of_a_name_fit_and_one_more_does_not(store: stores.Store) -> None:
    add(store, owner="ộ" * 100)
    with pytest.raises(problems.Problem, match="too long"):
        add(store, owner="ộ" * 101)
    assert len(told(store)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("'; DROP TABLE exception_notes; --", "'; DROP TABLE exception_notes; --"),
        ("<script>alert(1)</script> **x** %s {y} :note", None),
        ("\x00a\x07b\u202ec\u200bd", "abcd"),
        ("972.000\u00a0₫\r\n\tđã nộp\u2028xong", "972.000 ₫\n đã nộp\nxong"),
        ("e\u0302\u0323", "ệ"),
        ("a\ud800b", "ab"),
    ],
)
def test_what_is_typed_is_kept_letter_by_letter_without_what_nobody_sees(
    store: stores.Store, typed: str, kept: str | None
) -> None:
    add(store, note=typed, owner=typed)
    row = told(store).iloc[0]
    assert row["note"] == (kept or typed)
    assert row["owner"] == " ".join((kept or typed).split())


def test_whoever_has_not_seen_the_last_entry_is_asked_to_read_it_first(
    store: stores.Store,
) -> None:
    add(store, owner="Lan", note="", after=None)
    with pytest.raises(problems.Problem, match="in between"):
        add(store, who="minh", owner="Minh", note="", after=None)
    assert list(told(store)["owner"]) == ["Lan"]


def test_of_many_who_take_a_difference_at_once_one_gets_it(store: stores.Store) -> None:
    def take(name: str) -> bool:
        try:
            add(store, owner=name, note="", after=None)
        except problems.Problem:
            return False
        return True

    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(take, ["Lan", "Minh", "Hoa", "Tú", "Yến", "Ước"]))
    assert taken.count(True) == 1
    assert len(told(store)) == 1


def test_a_note_of_another_office_is_not_seen(store: stores.Store) -> None:
    add(store, owner="Lan", note="Của Ba Đình")
    assert len(told(store, BA_DINH)) == 1
    assert told(store, SOC_SON).empty
    assert latest(store, SOC_SON) == {}


def test_nobody_writes_for_an_office_that_he_does_not_see(store: stores.Store) -> None:
    with pytest.raises(problems.Problem, match="refuses"):
        add(store, SOC_SON, office="00101")
    assert told(store).empty


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exception_notes SET note = 'x'",
        "DELETE FROM exception_notes",
        "TRUNCATE exception_notes",
        """
        INSERT INTO exception_notes (noted_at, noted_by, kind, subject, office_code, note)
        VALUES ('2026-01-01', 'x', 'overdue', 'P07', '00101', 'x')
        """,
        "SELECT count(*) FROM payments",
    ],
)
def test_whoever_adds_notes_changes_deletes_and_backdates_nothing(
    store: stores.Store, statement: str
) -> None:
    add(store)
    with (
        pytest.raises(problems.Problem, match="refuses"),
        store.appending(EVERYTHING) as connection,
    ):
        connection.execute(sa.text(statement))
    assert list(told(store)["note"]) == ["Đã gọi"]


def test_neither_the_reader_nor_the_import_changes_a_note(store: stores.Store) -> None:
    add(store)
    for role in (engine.Role.READER, engine.Role.LOADER):
        access = engine.Access(role, EVERYTHING)
        with (
            pytest.raises((problems.Problem, sa.exc.DBAPIError)),
            store._transaction(access) as connection,
        ):
            connection.execute(sa.text("UPDATE exception_notes SET note = 'x'"))
    assert list(told(store)["note"]) == ["Đã gọi"]
