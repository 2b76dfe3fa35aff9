"""The payments of a person, found by name or number: masked, and noted in the logs.

The comparison with names and numbers happens in the database; the result is what any reader may
see. The log of searches has each search, whatever it found, the access log each payment.
"""

from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from queries import frames
from queries.audit import searches

MOST: Final = 200

# What the access log says that personal data were used for.
BY_NAME: Final = "tìm theo tên"
BY_NUMBER: Final = "tìm theo số"

# Masked. Amounts in đồng. is_cut says, the same in every row, that there are more than `MOST`.
COLUMNS: frames.Dtypes = frames.columns(
    "payment_id confirmation_code participant_name social_insurance_no national_id office_code "
    "org_code product amount paid_at"
) | {"is_cut": "bool"}

# What follows the step "found": the logs have an entry for the search and for each payment that is
# shown, or nothing is.
_LOGGED = f"""
-- The same rows without the one too many.
shown AS MATERIALIZED (
    SELECT * FROM found ORDER BY name_search, payment_id LIMIT :most
),
logged AS (
    INSERT INTO access_log (who, page, purpose, office_code, payment_id)
    SELECT :who, :page, :purpose, office_code, payment_id
    FROM shown
    ORDER BY payment_id
),
searched AS (
    {searches.ADD}
    SELECT :who, :page, :kind, 1, count(*) FROM shown
)
SELECT
    s.payment_id,
    c.confirmation_code,
    s.name_masked AS participant_name,
    s.social_insurance_no_masked AS social_insurance_no,
    s.national_id_masked AS national_id,
    p.office_code,
    p.org_code,
    p.product,
    p.amount,
    p.paid_at,
    (SELECT count(*) > :most FROM found) AS is_cut
FROM shown AS s
JOIN payments AS p ON p.payment_id = s.payment_id
LEFT JOIN confirmations AS c ON c.payment_id = s.payment_id
ORDER BY s.name_search, s.payment_id
"""

NAMED = f"""
WITH
-- One row a payment. Between two values: under a policy, a pattern would not use the index.
found AS MATERIALIZED (
    SELECT *
    FROM participants
    WHERE name_search >= :first AND name_search < :beyond
    ORDER BY name_search, payment_id
    LIMIT :most + 1
),
{_LOGGED}
"""

NUMBERED = f"""
WITH
-- One row a payment.
found AS MATERIALIZED (
    SELECT *
    FROM participants
    WHERE social_insurance_no = :number OR national_id = :number
    ORDER BY name_search, payment_id
    LIMIT :most + 1
),
{_LOGGED}
"""

_SEARCH_KEY = sa.text("SELECT search_key(:words)")
_LAST_LETTER: Final = "\U0010ffff"


def by_name(connection: sa.Connection, *, words: str, who: str, page: str) -> pd.DataFrame | None:
    """List the payments of people whose names begin with these words, and note it in the logs.

    Diacritics, case and the number of spaces make no difference.

    Args:
        connection: a transaction of `Store.revealing`.
        words: the name, from its beginning.
        who: the account that searches.
        page: the page on which it searches.

    Returns:
        One row a payment, by name, `MOST` at most: `COLUMNS`. None for one search too many in a
        minute (`searches.MOST_A_MINUTE`), which is noted as well: the transaction is to be
        committed.
    """
    # Asked first: with the values at hand, the planner knows how many names lie between them.
    first = connection.scalar(_SEARCH_KEY, {"words": " ".join(words.split())})
    by = {"kind": searches.NAME, "who": who, "page": page}
    values = {"first": first, "beyond": f"{first}{_LAST_LETTER}", "purpose": BY_NAME}
    return _ask(connection, NAMED, by, values)


def by_number(
    connection: sa.Connection, *, number: str, who: str, page: str
) -> pd.DataFrame | None:
    """List the payments of people with this social insurance or identity number, and note it.

    Args:
        connection: a transaction of `Store.revealing`.
        number: the digits of the number.
        who: the account that searches.
        page: the page on which it searches.

    Returns:
        One row a payment, by name, `MOST` at most: `COLUMNS`; None as in `by_name`.
    """
    by = {"kind": searches.NUMBER, "who": who, "page": page}
    return _ask(connection, NUMBERED, by, {"number": number, "purpose": BY_NUMBER})


def _ask(
    connection: sa.Connection, sql: str, by: dict[str, str], values: dict[str, Any]
) -> pd.DataFrame | None:
    if not searches.is_admitted(connection, **by):
        return None
    return frames.ask(connection, sql, {**by, **values, "most": MOST}, COLUMNS)
