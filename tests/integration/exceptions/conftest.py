"""A store for tests of what is noted about differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

if TYPE_CHECKING:
    from data import store as stores


@pytest.fixture
def store(empty_store: stores.Store) -> stores.Store:
    """A store with two offices, and notes about nothing."""
    with empty_store.loading() as connection:
        connection.execute(
            sa.text("""
            INSERT INTO offices (office_code, office_name) VALUES ('00101', 'A'), ('00110', 'B')
            """)
        )
    return empty_store
