"""Confirmation codes that differ from an unknown one by a single slip of whoever wrote it.

A slip is one letter or digit too many, too few or another one, or two neighbours that changed
places. All codes that one slip makes of the unknown one are generated, some hundreds, and looked up
by the index of codes at once: how many codes the store has makes next to no difference.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from queries import frames

if TYPE_CHECKING:
    import pandas as pd

# What codes are made of, as they are compared: letters and digits, without case.
ALPHABET: Final = string.digits + string.ascii_uppercase + "Đ"
# What is easily read or heard as one another.
_ALIKE: Final = ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV", "MN", "DĐ")
# Longer than any code: the number of possible slips is bounded by it.
LONGEST: Final = 64

# One row a code: how many payments it covers in the scope, their sum in đồng, and of the first one
# when it was paid, where and through whom. found: how many codes there are, the same in every row.
COLUMNS: Final[frames.Dtypes] = frames.columns(
    "confirmation_code payments amount paid_at office_code org_code found"
)

NEAR: Final = """
WITH
-- One row a code that may be meant, the likely ones first. Materialized: under a policy a join
-- finds its index only where it compares nothing but columns.
meant AS MATERIALIZED (
    SELECT key, nth
    FROM unnest(CAST(:keys AS text[])) WITH ORDINALITY AS a (key, nth)
),
-- One row a payment.
known AS (
    SELECT m.key, m.nth, c.confirmation_code, p.payment_id, p.amount, p.paid_at, p.office_code,
        p.org_code
    FROM meant AS m
    JOIN confirmations AS c ON c.code_key = m.key
    JOIN payments AS p ON p.payment_id = c.payment_id
),
-- One row a code.
codes AS (
    SELECT
        nth,
        min(confirmation_code) AS confirmation_code,
        count(*) AS payments,
        sum(amount) AS amount,
        min(paid_at) AS paid_at,
        min(office_code) AS office_code,
        min(org_code) AS org_code
    FROM known
    GROUP BY nth
)
SELECT confirmation_code, payments, amount, paid_at, office_code, org_code,
    count(*) OVER () AS found
FROM codes
ORDER BY nth
LIMIT :most
"""


def codes(connection: sa.Connection, *, code: str, most: int) -> pd.DataFrame:
    """Return the codes that one slip makes of an unknown code, the likely ones first.

    Args:
        connection: a transaction of a reader.
        code: as it was typed.
        most: how many are named.

    Returns:
        One row a code: `COLUMNS`.
    """
    return rows(connection, code=code, most=most).frame()


def rows(connection: sa.Connection, *, code: str, most: int) -> frames.Rows:
    """Return the rows of `codes`, plain."""
    values = {"keys": list(slips(key_of(code))), "most": most}
    return frames.rows(connection, NEAR, values, COLUMNS)


def key_of(code: str) -> str:
    """Return what codes are compared by, as the store does: letters and digits, without case."""
    return "".join(sign for sign in code if sign.isalnum()).upper()


def slips(key: str) -> Iterator[str]:
    """Give every key that one slip makes of this one, each once, the likely ones first."""
    if not 0 < len(key) <= LONGEST:
        return
    made = itertools.chain(
        _swapped(key), _replaced(key, alike=True), _doubled(key), _replaced(key, alike=False),
        _removed(key), _inserted(key),
    )  # fmt: skip
    known = {key, ""}
    for each in made:
        if each not in known:
            known.add(each)
            yield each


def _swapped(key: str) -> Iterator[str]:
    for at in range(len(key) - 1):
        yield key[:at] + key[at + 1] + key[at] + key[at + 2 :]


def _replaced(key: str, *, alike: bool) -> Iterator[str]:
    for at, sign in enumerate(key):
        signs = (
            {other for group in _ALIKE if sign in group for other in group}
            if alike
            else set(ALPHABET)
        )
        for other in sorted(signs):
            yield key[:at] + other + key[at + 1 :]


def _doubled(key: str) -> Iterator[str]:
    """Give keys with one of a pair too many taken away, and with one that stands there twice."""
    for at, sign in enumerate(key):
        if key[at : at + 2] == sign * 2:
            yield key[:at] + key[at + 1 :]
        yield key[:at] + sign + key[at:]


def _removed(key: str) -> Iterator[str]:
    for at in range(len(key)):
        yield key[:at] + key[at + 1 :]


def _inserted(key: str) -> Iterator[str]:
    for at in range(len(key) + 1):
        for sign in ALPHABET:
            yield key[:at] + sign + key[at:]
