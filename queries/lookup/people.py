"""The payments of a person, found by name or number: masked, and noted in the access log.

The comparison with names and numbers happens in the database; the result is what any reader may
see.
"""

from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from queries import frames

MOST: Final = 200

# What the access log says that personal data were used for.
BY_NAME: Final = "tìm theo tên"
BY_NUMBER: Final = "tìm theo số"

# Masked. Amounts in đồng. is_cut says, the same in every row, that there are more than `MOST`.
COLUMNS: frames.Dtypes = {
    "payment_id": frames.TEXT,
    "confirmation_code": frames.TEXT,
    "participant_name": frames.TEXT,
    "social_insurance_no": frames.TEXT,
    "national_id": frames.TEXT,
    "office_code": frames.TEXT,
    "org_code": frames.TEXT,
    "product": frames.TEXT,
    "amount": frames.WHOLE,
    "paid_at": frames.MOMENT,
    "is_cut": "bool",
}

# What follows the step "found": the log has an entry for each payment that is shown, or nothing is.
_LOGGED = """
-- The same rows without the one too many.
shown AS MATERIALIZED (
    SELECT * FROM found ORDER BY name_search, payment_id LIMIT :most
),
logged AS (
    INSERT INTO access_log (who, page, purpose, office_code, payment_id)
    SELECT :who, :page, :purpose, office_code, payment_id
    FROM shown
    ORDER BY payment_id
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


def by_name(connection: sa.Connection, *, words: str, who: str, page: str) -> pd.DataFrame:
    """List the payments of people whose names begin with these words, and note it in the log.

    Diacritics, case and the number of spaces make no difference.

    Args:
        connection: a transaction of `Store.revealing`.
        words: the name, from its beginning.
        who: the account that searches.
        page: the page on which it searches.

    Returns:
        One row a payment, by name, `MOST` at most: `COLUMNS`.
    """
    # Asked first: with the values at hand, the planner knows how many names lie between them.
    first = connection.scalar(_SEARCH_KEY, {"words": " ".join(words.split())})
    values = {"first": first, "beyond": f"{first}{_LAST_LETTER}"}
    return _ask(connection, NAMED, {**values, "who": who, "page": page, "purpose": BY_NAME})


def by_number(connection: sa.Connection, *, number: str, who: str, page: str) -> pd.DataFrame:
    """List the payments of people with this social insurance or identity number, and note it.

    Args:
        connection: a transaction of `Store.revealing`.
        number: the digits of the number.
        who: the account that searches.
        page: the page on which it searches.

    Returns:
        One row a payment, by name, `MOST` at most: `COLUMNS`.
    """
    values = {"number": number, "who": who, "page": page, "purpose": BY_NUMBER}
    return _ask(connection, NUMBERED, values)


def _ask(connection: sa.Connection, sql: str, values: dict[str, Any]) -> pd.DataFrame:
    return frames.ask(connection, sql, {**values, "most": MOST}, COLUMNS)
