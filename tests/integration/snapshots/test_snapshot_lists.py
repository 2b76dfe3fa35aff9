"""Lists of snapshots: page by page, limited, in any order, within what somebody may see."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from support.papers import freezing as papers_freezing
from support.screens import snapshots as screens_snapshots

from dashboard.exports.snapshots import freezing as snapshot_freezing
from dashboard.exports.snapshots import standing
from data import snapshots as data_snapshots
from queries import paging
from queries.store import snapshots as store_snapshots

if TYPE_CHECKING:
    import pandas as pd
    from support import desks

    from data import scope


EVERYTHING: Final = papers_freezing.EVERYTHING
BA_DINH: Final = papers_freezing.BA_DINH
SUBJECT: Final = "date=2026-08-21&office=00101"
AUGUST: Final = store_snapshots.Limits(dt.date(2026, 8, 1), dt.date(2026, 8, 31))
ALL: Final = paging.Page(100)


@pytest.fixture
def frozen(full_desk: desks.Desk) -> desks.Desk:
    """A desk with four snapshots: one that closes, two by hand of its subject, one of the city."""
    store = full_desk.store
    asked = {"date": "2026-08-21", "office": "00101"}
    snapshot_freezing.take(
        store, papers_freezing.CITY, papers_freezing.FORM, asked, is_closing=True
    )
    papers_freezing.take(store, office="00101")
    papers_freezing.take(store, date="2026-08-20")
    papers_freezing.take(store, papers_freezing.DIRECTOR, note="lần hai")
    return full_desk


def listed(
    desk: desks.Desk,
    asked: store_snapshots.Limits = AUGUST,
    page: paging.Page = ALL,
    within: scope.Scope = EVERYTHING,
) -> pd.DataFrame:
    question = functools.partial(store_snapshots.listed, limits=asked, page=page)
    return desk.store.ask(within, question)


def total(desk: desks.Desk, asked: store_snapshots.Limits, within: scope.Scope = EVERYTHING) -> int:
    return desk.store.ask(within, functools.partial(store_snapshots.total, limits=asked))


def numbers(found: pd.DataFrame) -> list[int]:
    return [int(number) for number in found["snapshot_id"]]


def test_the_list_says_what_the_chain_says_the_last_one_first(frozen: desks.Desk) -> None:
    found = listed(frozen)
    assert list(found.columns) == list(store_snapshots.COLUMNS)
    wanted = frozen.store.ask(
        EVERYTHING, functools.partial(data_snapshots.listed, start=AUGUST.start, end=AUGUST.end)
    )
    assert [each.link.snapshot_id for each in wanted] == numbers(found) == [4, 3, 2, 1]
    for row, each in zip(found.to_dict("records"), wanted, strict=True):
        assert (row["taken_at"], row["taken_by"]) == (each.at, each.taken.by)
        assert (row["kind"], row["asked"]) == (each.subject.kind, each.subject.asked)
        assert (row["day"], row["note"]) == (each.subject.day, each.taken.note)
        assert (row["rows"], row["is_closing"]) == (each.taken.row_count, each.taken.is_closing)


def test_versions_of_a_subject_name_one_another(frozen: desks.Desk) -> None:
    found = listed(frozen).set_index("snapshot_id")
    follows = found["supersedes"].dropna().to_dict()
    followed = found["superseded_by"].dropna().to_dict()
    assert follows == {4: 2, 2: 1}
    assert followed == {1: 2, 2: 4}
    versions = frozen.store.ask(
        EVERYTHING,
        functools.partial(store_snapshots.of_subject, kind="form-01-xn", asked=SUBJECT, page=ALL),
    )
    assert numbers(versions) == [4, 2, 1]


def test_what_closed_a_form_is_found_by_the_form(frozen: desks.Desk) -> None:
    closing = functools.partial(store_snapshots.closing, kind="form-01-xn", asked=SUBJECT)
    assert numbers(frozen.store.ask(EVERYTHING, closing)) == [1]
    none = functools.partial(store_snapshots.closing, kind="form-01-xn", asked="date=2026-08-20")
    assert frozen.store.ask(EVERYTHING, none).empty


@pytest.mark.parametrize(
    ("limit", "wanted"),
    [
        ({"kind": "form-01-xn"}, [4, 3, 2, 1]),
        ({"kind": "remittance-lag"}, []),
        ({"office": "00110"}, [3]),
        ({"is_closing": True}, [1]),
        ({"is_closing": False}, [4, 3, 2]),
        ({"start": dt.date(2026, 8, 21)}, [4, 2, 1]),
        ({"end": dt.date(2026, 8, 20)}, [3]),
    ],
)
def test_each_limit_leaves_what_it_says_and_is_counted(
    frozen: desks.Desk, limit: dict[str, object], wanted: list[int]
) -> None:
    asked = replace(AUGUST, **limit)  # type: ignore[arg-type]
    assert numbers(listed(frozen, asked)) == wanted
    assert total(frozen, asked) == len(wanted)


def test_pages_one_after_the_other_are_the_whole_list_in_any_order(frozen: desks.Desk) -> None:
    for sort in (None, *store_snapshots.SORTABLE):
        for descending in (False, True):
            whole = numbers(listed(frozen, page=paging.Page(100, 0, sort, descending)))
            parts = [
                number
                for offset in range(0, 4, 3)
                for number in numbers(listed(frozen, page=paging.Page(3, offset, sort, descending)))
            ]
            assert parts == whole
            assert sorted(whole) == [1, 2, 3, 4]


def test_a_director_is_listed_his_own_alone(frozen: desks.Desk) -> None:
    assert numbers(listed(frozen, within=BA_DINH)) == [4, 2, 1]
    assert total(frozen, AUGUST, BA_DINH) == 3
    assert numbers(listed(frozen, within=papers_freezing.SOC_SON)) == []


def test_a_list_says_which_of_its_snapshots_the_store_tells_otherwise_now(
    desk: desks.Desk,
) -> None:
    screens_snapshots.freeze(desk)
    assert standings(desk) == ["same"]
    screens_snapshots.change(desk)
    papers_freezing.take(desk.store, office="00101", note="sau khi sửa")
    papers_freezing.take(desk.store, office="00110", note="đơn vị khác")
    assert standings(desk) == ["same", "same", "changed"]
    # Another import, of another day: what is new is computed, and says the same.
    desk.hand_in(payments=[{"payment_id": "P9", "paid_at": "2026-08-11T09:00:00+07:00"}])
    assert standings(desk, seconds=0) == ["open", "open", "open"]
    assert standings(desk) == ["same", "same", "changed"]
    # Each answer is kept: nothing is computed twice for one version of the data.
    assert standings(desk, seconds=0) == ["same", "same", "changed"]


def standings(desk: desks.Desk, seconds: float = 30) -> list[str]:
    with desk.store.reading(EVERYTHING) as connection:
        rows = store_snapshots.listed(connection, limits=AUGUST, page=ALL)
    return list(standing.of(desk.store, EVERYTHING, rows, seconds=seconds))
