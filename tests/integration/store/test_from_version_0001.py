"""A store of version 0001 has its masks and pairs computed anew, and keeps everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import databases, desks, earlier

from data import health, migrate
from data.scope import Scope

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


EVERYTHING: Final = Scope.everything()
FIRST: Final = "0001_store"
# As the first version had it: rows of two offices that repeat one another, and an entry of the log.
ROWS: Final = """
    INSERT INTO offices (office_code, office_name) VALUES ('00101', 'A'), ('00110', 'B');
    INSERT INTO payments (payment_id, receipt_no, office_code, org_code, collector_code, product,
        amount, paid_at)
    SELECT id, 'BL', office, 'O', 'C', 'BI', 1000, '2026-08-21 09:00+07'
    FROM (VALUES ('P1', '00101'), ('P2', '00110')) AS p (id, office);
    INSERT INTO participants (payment_id, office_code, participant_name, social_insurance_no,
        national_id)
    VALUES ('P1', '00101', 'Nguyễn Văn An', '0123456789', '001234567890'),
        ('P2', '00110', 'Lê An', '012345678', NULL);
    INSERT INTO repeats (kind, payment_id, other_payment_id, office_code, paid_day, other_paid_day,
        org_code, amount)
    VALUES ('receipt', 'P1', 'P2', '00101', '2026-08-21', '2026-08-21', 'O', 1000),
        ('receipt', 'P2', 'P1', '00110', '2026-08-21', '2026-08-21', 'O', 1000);
    INSERT INTO access_log (who, page, purpose, office_code, payment_id)
    VALUES ('lan', 'lookup', 'x', '00101', 'P1');
"""
MASKED: Final = """
    SELECT name_masked, social_insurance_no_masked, national_id_masked
    FROM participants ORDER BY payment_id
"""


@pytest.fixture
def first(made: databases.Databases, tmp_path: pathlib.Path) -> Iterator[desks.Desk]:
    """A desk on a store of version 0001."""
    with earlier.desk(made, tmp_path, FIRST) as desk:
        desk.execute(ROWS)
        yield desk


def test_masks_are_computed_anew_and_show_two_digits(first: desks.Desk) -> None:
    assert first.ask(MASKED)[0] == ("Nguyễn V. A•", "0123•••789", "0012•••890")
    migrate.upgrade(first.store.engine)
    assert first.ask(MASKED) == [
        ("Nguyễn V. A•", "••••••••89", "••••••••90"), ("Lê A•", "••••••••", None),
    ]  # fmt: skip
    with first.store.reading(EVERYTHING) as connection:
        shown = connection.execute(
            sa.text("SELECT social_insurance_no FROM masked_participants ORDER BY payment_id")
        )
        assert shown.scalars().all() == ["••••••••89", "••••••••"]


def test_pairs_are_told_whose_the_other_payment_is(first: desks.Desk) -> None:
    migrate.upgrade(first.store.engine)
    pairs = "SELECT payment_id, other_office_code FROM repeats ORDER BY 1"
    assert first.ask(pairs) == [("P1", "00110"), ("P2", "00101")]


def test_nothing_else_changes_and_the_scope_has_no_hole(first: desks.Desk) -> None:
    changed = ("participants", "repeats")
    before = {name: rows for name, rows in first.everything().items() if name not in changed}
    migrate.upgrade(first.store.engine)
    after = first.everything()
    assert {name: after[name] for name in before} == before
    assert after["search_log"] == []
    with first.store.reading(EVERYTHING) as connection:
        assert health.holes(connection) == []
    assert migrate.version(first.store.engine) == migrate.HEAD
