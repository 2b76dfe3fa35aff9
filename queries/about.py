"""What the store says about itself: whether what it shows is invented."""

from __future__ import annotations

import sqlalchemy as sa

IS_SAMPLE = """
SELECT
    EXISTS (SELECT FROM about WHERE is_sample) AS is_sample
"""


def is_sample(connection: sa.Connection) -> bool:
    """Say whether the store holds a sample, finished or not, and no real payments."""
    return bool(connection.scalar(sa.text(IS_SAMPLE)))
