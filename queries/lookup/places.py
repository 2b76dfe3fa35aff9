"""Offices, organisations and collectors by their codes, or by words of their names."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import frames

# In the order of the result.
KINDS: Final = ("office", "org", "collector")

# is_code: found by the code itself; is_whole: by whole words of the name. found: how many there
# are of the kind, the same in all its rows. org_code and office_code are a collector's.
COLUMNS: Final[frames.Dtypes] = frames.columns("kind code name org_code office_code found") | {
    "is_code": "bool",
    "is_whole": "bool",
}

BY_WORDS: Final = """
WITH
-- One row. Words stand at the beginnings of words of a name, diacritics and case aside.
asked AS MATERIALIZED (
    SELECT upper(CAST(:words AS text)) AS code, ' ' || search_key(CAST(:words AS text)) AS words
),
-- One row a place or person of the trade.
every AS (
    SELECT 1 AS rank, 'office' AS kind, office_code AS code, office_name AS name, name_search,
        name_sort, NULL AS org_code, NULL AS office_code
    FROM offices
    UNION ALL
    SELECT 2, 'org', org_code, org_name, name_search, name_sort, NULL, NULL
    FROM organizations
    UNION ALL
    SELECT 3, 'collector', collector_code, collector_name, name_search, name_sort, org_code,
        office_code
    FROM collectors
),
known AS (
    SELECT
        e.*,
        upper(e.code) = a.code AS is_code,
        strpos(' ' || e.name_search || ' ', a.words || ' ') > 0 AS is_whole
    FROM every AS e
    CROSS JOIN asked AS a
    WHERE upper(e.code) = a.code
        OR (CAST(:by_name AS boolean) AND strpos(' ' || e.name_search, a.words) > 0)
),
counted AS (
    SELECT
        k.*,
        count(*) OVER (PARTITION BY rank) AS found,
        row_number() OVER (
            PARTITION BY rank
            ORDER BY is_code DESC, is_whole DESC, name_sort, code
        ) AS nth
    FROM known AS k
)
SELECT kind, code, name, org_code, office_code, found, is_code, is_whole
FROM counted
WHERE nth <= :most
ORDER BY rank, nth
"""


def by_words(connection: sa.Connection, *, words: str, by_name: bool, most: int) -> pd.DataFrame:
    """Return the offices, organisations and collectors that words are the code or name of.

    Args:
        connection: a transaction of a reader.
        words: one line, with single spaces.
        by_name: whether names are looked at as well as codes.
        most: how many of a kind are named.

    Returns:
        One row a place or collector, by kind, those with the code first, then those of whole
        words: `COLUMNS`.
    """
    return frames.ask(
        connection, BY_WORDS, {"words": words, "by_name": by_name, "most": most}, COLUMNS
    )
