"""Changes by imports to payments, their codes and lines, and to remittances."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from queries import frames

# subject is the key of the row that was changed: a payment, or a remittance. Values are as the
# store writes them, empty where there was none.
COLUMNS: frames.Dtypes = frames.columns(
    "run_id imported_at imported_by set_name subject column_name earlier later"
)

OF_ROWS = """
WITH
-- One row a row of the store that is asked for, as it is now.
subjects AS MATERIALIZED (
    SELECT
        1 AS rank,
        'payments' AS set_name,
        payment_id AS subject,
        jsonb_build_object('payment_id', payment_id) AS row_key,
        to_jsonb(p) AS now
    FROM payments AS p
    WHERE payment_id = ANY (CAST(:payments AS text[]))
    UNION ALL
    SELECT
        2, 'confirmations', payment_id, jsonb_build_object('payment_id', payment_id), to_jsonb(c)
    FROM confirmations AS c
    WHERE payment_id = ANY (CAST(:payments AS text[]))
    UNION ALL
    SELECT
        3, 'remittance_lines', payment_id, jsonb_build_object('payment_id', payment_id), to_jsonb(l)
    FROM remittance_lines AS l
    WHERE payment_id = ANY (CAST(:payments AS text[]))
    UNION ALL
    SELECT
        4,
        'remittances',
        remittance_id,
        jsonb_build_object('remittance_id', remittance_id),
        to_jsonb(r)
    FROM remittances AS r
    WHERE remittance_id = ANY (CAST(:remittances AS text[]))
),
-- One row a change of such a row: an import keeps all its values, what came next has the new ones.
changed AS (
    SELECT
        s.rank,
        s.set_name,
        s.subject,
        h.change_id,
        h.run_id,
        h.earlier,
        COALESCE(
            LEAD(h.earlier) OVER (PARTITION BY s.set_name, s.subject ORDER BY h.change_id), s.now
        ) AS later
    FROM subjects AS s
    JOIN changes AS h ON h.set_name = s.set_name AND h.row_key = s.row_key
)
-- One row a column that changed.
SELECT
    c.run_id,
    i.finished_at AS imported_at,
    i.imported_by,
    c.set_name,
    c.subject,
    v.key AS column_name,
    c.earlier ->> v.key AS earlier,
    c.later ->> v.key AS later
FROM changed AS c
JOIN import_runs AS i ON i.run_id = c.run_id
CROSS JOIN LATERAL jsonb_object_keys(c.earlier) WITH ORDINALITY AS v (key, nth)
WHERE c.earlier ->> v.key IS DISTINCT FROM c.later ->> v.key
ORDER BY c.run_id DESC, c.rank, c.subject, c.change_id, v.nth
"""


def of_rows(
    connection: sa.Connection, *, payments: Sequence[str], remittances: Sequence[str]
) -> pd.DataFrame:
    """List what imports have changed of payments, their codes and lines, and of remittances.

    Personal data have a history of their own, which readers may not see.

    Returns:
        One row a change of a column, the latest import first: `COLUMNS`.
    """
    values = {"payments": list(payments), "remittances": list(remittances)}
    return frames.ask(connection, OF_ROWS, values, COLUMNS)
