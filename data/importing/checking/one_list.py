"""One list of payments and their codes: what it says of a code is taken as a row of codes.

A list of payments may have the code of each, when it was issued, and how the participant was told.
Both of code and moment make a row of `read_confirmations`, which is checked and written like those
of a file of codes; where it is refused, the row of the list is. Neither is nothing, and leaves a
code that the payment has. One without the other, or one that cannot be read, is left out.
"""

from collections.abc import Iterable
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import sets
from data.importing.checking import staging

# What makes a code; how the participant was told comes on top.
_PAIR: Final = ("confirmation_code", "recorded_at")
_TOLD: Final = ("notified_by", "notified_at")
_ALONE: Final = """
    UPDATE read_payments SET left_out = left_out || ARRAY['{lacking}:required']
    WHERE {lacking} IS NULL AND {given} IS NOT NULL
        AND NOT EXISTS (SELECT FROM unnest(left_out) AS f WHERE f LIKE '{lacking}:%')
"""
_TAKE: Final = """
    INSERT INTO read_confirmations (
        file_no, row_no, marks, payment_id, confirmation_code, recorded_at, notified_by,
        notified_at, repeated, faults, left_out, kept, listed
    )
    SELECT file_no, row_no, marks, payment_id, confirmation_code, recorded_at, notified_by,
        notified_at, false, '{}', '{}', kept, true
    FROM read_payments
    WHERE confirmation_code IS NOT NULL AND recorded_at IS NOT NULL
"""
# A file of codes that says the same says more: how the participant was told.
_SAID_BETTER: Final = """
    DELETE FROM read_confirmations AS c USING read_confirmations AS o
    WHERE c.listed AND c.file_no = ANY (%s) AND NOT o.listed AND o.faults = '{}'
        AND o.payment_id = c.payment_id AND o.recorded_at = c.recorded_at
        AND code_key(o.confirmation_code) = code_key(c.confirmation_code)
"""
# Two rows of a list that spell their code otherwise say the same.
_SPELL: Final = """
    UPDATE read_payments AS p SET confirmation_code = c.confirmation_code
    FROM read_confirmations AS c
    WHERE c.listed AND (p.file_no, p.row_no) = (c.file_no, c.row_no)
        AND p.confirmation_code <> c.confirmation_code
"""
_REFUSE: Final = """
    UPDATE read_payments AS p SET faults = c.faults
    FROM read_confirmations AS c
    WHERE c.listed AND c.faults <> '{}' AND p.faults = '{}'
        AND (p.file_no, p.row_no) = (c.file_no, c.row_no)
"""
_DROP: Final = """
    DELETE FROM read_confirmations AS c USING read_payments AS p
    WHERE c.listed AND p.faults <> '{}' AND (p.file_no, p.row_no) = (c.file_no, c.row_no)
"""


def brings_codes(file: staging.StagedFile) -> bool:
    """Return whether a file is a list of payments with their codes."""
    return file.set is sets.PAYMENTS and not file.refusal and any(n in file.columns for n in _PAIR)


def files_of(each: sets.Set, staged: Iterable[staging.StagedFile]) -> list[staging.StagedFile]:
    """Return the files that brought rows of a set: of codes, lists as well."""
    return [
        file
        for file in staged
        if (file.set is each and not file.refusal)
        or (each is sets.CONFIRMATIONS and brings_codes(file))
    ]


def take(cursor: Cursor, staged: Iterable[staging.StagedFile]) -> None:
    """Take the codes of lists as rows of codes."""
    cursor.execute("ALTER TABLE read_confirmations ADD COLUMN listed boolean DEFAULT false")
    lists = [file for file in staged if brings_codes(file)]
    if not lists:
        return
    for lacking, given in (_PAIR, _PAIR[::-1]):
        cursor.execute(_ALONE.format(lacking=lacking, given=given))
    cursor.execute(_TAKE)
    silent = [file.number for file in lists if not all(name in file.columns for name in _TOLD)]
    cursor.execute(_SAID_BETTER, (silent,))


def spell(cursor: Cursor) -> None:
    """Give the rows of lists the spelling of codes that the run takes."""
    cursor.execute(_SPELL)


def settle(cursor: Cursor) -> bool:
    """Refuse the rows of lists whose codes are refused, and drop the codes of refused rows.

    Returns whether any row was refused.
    """
    cursor.execute(_REFUSE)
    refused = cursor.rowcount > 0
    cursor.execute(_DROP)
    return refused
