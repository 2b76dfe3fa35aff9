"""What words are found as: codes, receipts, payments, remittances, references of a bank."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import frames

# What a word can be found as, in the order of the result.
KINDS: Final = ("code", "receipt", "payment", "remittance", "bank_ref")

# found counts payments, or remittances for the last two kinds; ids are the first of them. The sums
# of everything are the same in every row and have each payment once; amounts in đồng.
COLUMNS: frames.Dtypes = {
    "word": frames.TEXT,
    "kind": frames.TEXT,
    "found": frames.WHOLE,
    "ids": "object",
    "all_payments": frames.WHOLE,
    "all_amount": frames.WHOLE,
}

BY_WORDS = """
WITH
-- One row a word, in the order of asking. Materialized: under a policy a join finds its index
-- only where it compares nothing but columns.
asked AS MATERIALIZED (
    SELECT word, nth, NULLIF(code_key(word), '') AS key
    FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS a (word, nth)
),
-- One row a word, a kind of key and a payment.
named AS (
    SELECT a.nth, 1 AS rank, 'code' AS kind, p.payment_id, p.amount
    FROM asked AS a
    JOIN confirmations AS c ON c.code_key = a.key
    JOIN payments AS p ON p.payment_id = c.payment_id
    UNION ALL
    SELECT a.nth, 2, 'receipt', p.payment_id, p.amount
    FROM asked AS a
    JOIN payments AS p ON p.receipt_no = a.word
    UNION ALL
    SELECT a.nth, 3, 'payment', p.payment_id, p.amount
    FROM asked AS a
    JOIN payments AS p ON p.payment_id = a.word
),
-- One row a word, a kind of key and a remittance of the as-of day or before.
covering AS (
    SELECT a.nth, 4 AS rank, 'remittance' AS kind, r.remittance_id
    FROM asked AS a
    JOIN remittances AS r ON r.remittance_id = a.word
    WHERE r.remitted_day <= :as_of
    UNION
    -- Where it is filed under an office that may not be seen, payments that may be seen tell of it.
    SELECT a.nth, 4, 'remittance', a.word
    FROM asked AS a
    WHERE EXISTS (
        SELECT
        FROM remittance_lines AS l
        JOIN payments AS p ON p.payment_id = l.payment_id
        WHERE l.remittance_id = a.word AND p.settled_day <= :as_of
    )
    UNION ALL
    SELECT a.nth, 5, 'bank_ref', r.remittance_id
    FROM asked AS a
    JOIN remittances AS r ON r.bank_ref = a.word
    WHERE r.remitted_day <= :as_of
),
-- One row a word and a kind of key.
known AS (
    SELECT nth, rank, kind, count(*) AS found, array_agg(payment_id ORDER BY payment_id) AS ids
    FROM named
    GROUP BY nth, rank, kind
    UNION ALL
    SELECT nth, rank, kind, count(*), array_agg(remittance_id ORDER BY remittance_id)
    FROM covering
    GROUP BY nth, rank, kind
),
everything AS (
    SELECT count(*) AS payments, COALESCE(sum(amount), 0) AS amount
    FROM (SELECT DISTINCT payment_id, amount FROM named) AS once
)
SELECT
    a.word,
    k.kind,
    k.found,
    k.ids[1:(:most)] AS ids,
    e.payments AS all_payments,
    e.amount AS all_amount
FROM known AS k
JOIN asked AS a USING (nth)
CROSS JOIN everything AS e
ORDER BY k.nth, k.rank
"""


def by_words(
    connection: sa.Connection, *, words: Sequence[str], as_of: dt.date, most: int
) -> pd.DataFrame:
    """Return what each word is found as: codes by letters and digits, everything else exactly.

    Returns:
        One row a word and kind of key as which it is known, in the order of asking: `COLUMNS`.
        A word that is not known has no row.
    """
    values = {"words": list(words), "as_of": as_of, "most": most}
    return frames.ask(connection, BY_WORDS, values, COLUMNS)
