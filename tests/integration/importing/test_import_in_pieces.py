"""In whatever pieces stores come, what is derived fits, and in the end all is the same."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import examples, strategies
from support.builders import rows as builders_rows
from support.builders import store as builders_store

if TYPE_CHECKING:
    import pathlib

    from hypothesis.strategies import DrawFn
    from support import desks
    from support.builders.rows import Row, Store


RUNS = 3
generated_stores = examples.some(6)
# Rows that contradict what they are derived from: there are none.
CONTRADICTIONS = """
    SELECT 'beside', p.payment_id FROM payments AS p
    LEFT JOIN confirmations AS c USING (payment_id)
    LEFT JOIN remittance_lines AS l USING (payment_id)
    LEFT JOIN remittances AS m ON m.remittance_id = l.remittance_id
    WHERE (p.confirmation_key, p.recorded_at, p.informed, p.remittance_id, p.remitting_org_code,
        p.remitted_at)
        IS DISTINCT FROM (c.code_key, c.recorded_at, c.notified_by IS NOT NULL, l.remittance_id,
        m.org_code, m.remitted_at)
    UNION ALL
    SELECT 'code', payment_id FROM confirmations AS c JOIN payments AS p USING (payment_id)
    WHERE (c.office_code, c.org_code) <> (p.office_code, p.org_code)
    UNION ALL
    SELECT 'line', payment_id FROM remittance_lines AS l JOIN payments AS p USING (payment_id)
    WHERE l.office_code <> p.office_code
    UNION ALL
    SELECT 'person', payment_id FROM payments AS p FULL JOIN participants AS w USING (payment_id)
    WHERE w.office_code IS DISTINCT FROM p.office_code
    UNION ALL
    SELECT 'spread', code_key FROM confirmations GROUP BY code_key
    HAVING count(DISTINCT (office_code, org_code)) > 1
        OR count(DISTINCT confirmation_code COLLATE "C") > 1
    UNION ALL
    SELECT 'seen', payment_id FROM payments JOIN collectors AS c USING (collector_code)
    WHERE payments.office_code <> ALL (c.seen_in)
"""


@st.composite
def pieces(draw: DrawFn, whole: Store) -> list[Store]:
    """Deal the rows of a store to runs, some of them to none, regardless of what refers to what."""
    dealt: list[dict[str, tuple[Row, ...]]] = [{} for _ in range(RUNS)]
    for name, rows in builders_rows.files(whole).items():
        runs = [draw(st.integers(0, RUNS)) for _ in rows]
        for number, files in enumerate(dealt):
            files[name] = tuple(r for r, run in zip(rows, runs, strict=True) if run == number)
    return [dataclasses.replace(builders_rows.Store(), **files) for files in dealt]  # type: ignore[arg-type]


def written(desk: desks.Desk, store: Store) -> pathlib.Path:
    folder = desk.folder()
    builders_store.write_csv(store, folder)
    return folder


def take(desk: desks.Desk, piece: Store) -> None:
    """Import what may be incomplete, and see that what is derived fits."""
    folder = written(desk, piece)
    # A folder without any file of ours is an error of its own.
    (folder / "calendar.csv").touch()
    desk.take(folder)
    assert desk.ask(CONTRADICTIONS) == []


@pytest.mark.timeout(600)
@given(data=st.data())
@generated_stores
def test_a_store_in_pieces_and_then_as_a_whole_is_the_store(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    generated = data.draw(strategies.stores(25))
    shared_desk.empty()
    assert shared_desk.take(written(shared_desk, generated)).rejected == 0
    whole = shared_desk.dump()
    shared_desk.empty()
    for piece in data.draw(pieces(generated)):
        take(shared_desk, piece)
    assert shared_desk.take(written(shared_desk, generated)).rejected == 0
    assert shared_desk.dump() == whole


@pytest.mark.timeout(600)
@given(data=st.data())
@generated_stores
def test_what_is_derived_fits_whatever_changes(
    data: st.DataObject, shared_desk: desks.Desk
) -> None:
    """Pieces of one store come on top of another one with the same keys and other values."""
    shared_desk.empty()
    take(shared_desk, data.draw(strategies.stores(25)))
    for piece in data.draw(pieces(data.draw(strategies.stores(25)))):
        take(shared_desk, piece)
