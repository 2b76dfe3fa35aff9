"""Rules that say which payments, forms 01-XN and remittances are cases of a difference, and when.

One record a kind of difference. Lists ask the plain tables by these rules; the rollup `differences`
keeps how many cases there are of each kind and pair of days. What the kinds are called and how they
are shown is in `dashboard.text.exception_terms`, by the same names.

A case is a case as known by the end of the as-of day ("by then"). A payment counts by the day it
was paid, a remittance by that of its transfer, a form by its report date: each in the period, and
not after the as-of day. Moments are compared to the second, and by their days where of one of them
only the day is known (`is_before`).
"""

import enum
from dataclasses import dataclass
from typing import Final

NO_MOMENT: Final = "CAST(NULL AS timestamptz)"


class Subject(enum.Enum):
    """What a case is: one payment, one of a pair of payments, one remittance, or one form."""

    PAYMENT = enum.auto()
    PAIR = enum.auto()
    REMITTANCE = enum.auto()
    FORM = enum.auto()


@dataclass(frozen=True)
class Rule:
    """Which rows are cases of a kind of difference, as SQL.

    `applies` holds on any day. Payments are cases from the day `since` on and before the day
    `until`, for ever where that is null; forms by their sendings, see `READ_FORMS`. Payments are
    aliased p, and their offices o, pairs r, remittances p, forms f; a form's money is `amount`.

    Lists show `other`, with what or whom the case is in conflict, and two `moments` that are in the
    wrong order, the one that is at fault first.

    How bad a kind is, its `severity` says: 3 where money or data are missing, 2 where records
    contradict one another, 1 where something was done late or not noted. A case weighs that, times
    its money, times its days: lists have the heaviest first.
    """

    subject: Subject
    applies: str
    since: str = "p.paid_day"
    until: str = "p.voided_day"
    other: str = "CAST(NULL AS text)"
    moments: tuple[str, str] = (NO_MOMENT, NO_MOMENT)
    amount: str = "f.amount"
    # Which of the pairs that are kept, in the table `repeats`.
    pair: str = ""
    # Whether more is needed than the days of a row, so that the rollup cannot have it.
    needs_calendar: bool = False
    severity: int = 2
    # Whether it is listed apart from the others, of which it would be most.
    is_apart: bool = False


_PAID_OUTSIDE: Final = "p.paid_day < o.valid_from OR p.paid_day > o.valid_to"
_RECORDED_OUTSIDE: Final = "p.recorded_day < o.valid_from OR p.recorded_day > o.valid_to"

# In the order of reports. Payments are as they stand now, and no case before they were paid: every
# question leaves out what was paid later. A payment that was voided by then is a case of
# `voided_after_remittance` or of nothing. GREATEST and LEAST ignore a day that is null.
#
# A new rule needs the texts of its kind (`dashboard.text.exception_terms`) and a refresh of the
# rollup in stores that have data; one about payments that are not suspect changes `IS_SUSPECT` and
# its index, too.
RULES: Final = {
    # Outstanding, and older than its deadline allows: the overdue payments of `remittance_lag`.
    "overdue": Rule(
        Subject.PAYMENT,
        "true",
        until="LEAST(p.settled_day, p.voided_day)",
        needs_calendar=True,
        severity=3,
    ),
    # No code by then: the unrecorded payments of `recording_lag`.
    "unrecorded": Rule(
        Subject.PAYMENT, "true", until="LEAST(p.recorded_day, p.voided_day)", severity=3
    ),
    # The amount is not the sum of all the payments that the transfer covers, whatever their offices
    # and whether voided or not; a reversal that covers nothing differs, too.
    "remittance_differs": Rule(Subject.REMITTANCE, "p.amount <> p.covered_amount", severity=3),
    # The transfer was of another organisation than the payment's.
    "remitted_by_other": Rule(
        Subject.PAYMENT,
        "p.remitting_org_code <> p.org_code",
        since="GREATEST(p.paid_day, p.settled_day)",
        other="p.remitting_org_code",
    ),
    # The code was issued before the payment was made.
    "code_before_payment": Rule(
        Subject.PAYMENT,
        "is_before(p.recorded_at, p.paid_at)",
        since="GREATEST(p.paid_day, p.recorded_day)",
        moments=("p.recorded_at", "p.paid_at"),
    ),
    # The code was issued after the money was remitted. While there is no code at all, the
    # payment is unrecorded and nothing else.
    "code_after_remittance": Rule(
        Subject.PAYMENT,
        "is_before(p.remitted_at, p.recorded_at)",
        since="GREATEST(p.paid_day, p.recorded_day, p.settled_day)",
        moments=("p.recorded_at", "p.remitted_at"),
        severity=1,
    ),
    # The money was remitted before it was paid.
    "remitted_before_payment": Rule(
        Subject.PAYMENT,
        "is_before(p.remitted_at, p.paid_at)",
        since="GREATEST(p.paid_day, p.settled_day)",
        moments=("p.remitted_at", "p.paid_at"),
    ),
    # Both voided and remitted, whichever came first: the fund has money without a receipt.
    "voided_after_remittance": Rule(
        Subject.PAYMENT,
        "p.voided_at IS NOT NULL AND p.remitted_at IS NOT NULL",
        since="GREATEST(p.paid_day, p.settled_day, p.voided_day)",
        until="NULL",
        moments=("p.voided_at", "p.remitted_at"),
        severity=3,
    ),
    # Of the forms with codes that were due by then, so up to the report date before the as-of day
    # (what is on a form has no as-of day): not sent by then,
    "form_missing": Rule(
        Subject.FORM, "f.first_sent_at IS NULL", moments=(NO_MOMENT, "f.due_at"), severity=1
    ),
    # first sent after 08:00 on the next day,
    "form_late": Rule(
        Subject.FORM,
        "f.codes IS NOT NULL AND f.first_sent_at > f.due_at",
        moments=("f.first_sent_at", "f.due_at"),
        severity=1,
    ),
    # last sent with other codes or another amount, whether late or in time.
    "form_mismatched": Rule(
        Subject.FORM,
        "f.codes IS NOT NULL AND f.first_sent_at IS NOT NULL"
        " AND ROW(f.sent_codes, f.sent_amount) IS DISTINCT FROM ROW(f.codes, f.amount)",
        moments=("f.last_sent_at", "f.due_at"),
        amount="abs(f.sent_amount - f.amount)",
    ),
    # Of the forms that were sent for a day of which there is no code, so that they have no number
    # of codes here: the last sending says that there was something.
    "form_without_data": Rule(
        Subject.FORM,
        "f.codes IS NULL AND (f.sent_codes > 0 OR f.sent_amount > 0)",
        moments=("f.last_sent_at", "f.due_at"),
        amount="f.sent_amount",
        severity=3,
    ),
    # Another payment that was paid and not voided by then has the same participant, product and a
    # month in common, of the pairs that are kept (`data.derived.duplicate_sql`). Both payments are
    # cases, each in its own office.
    "charged_twice": Rule(
        Subject.PAIR, "r.kind = 'charge'", other="r.other", pair="charge", severity=3
    ),
    # The same with the same receipt number of one organisation and calendar year.
    "receipt_twice": Rule(Subject.PAIR, "r.kind = 'receipt'", other="r.other", pair="receipt"),
    # It was paid, or by then recorded, on a day on which there was no such office.
    "office_not_valid": Rule(
        Subject.PAYMENT,
        f"(({_PAID_OUTSIDE}) OR ({_RECORDED_OUTSIDE})) IS TRUE",
        since=f"CASE WHEN {_PAID_OUTSIDE} THEN p.paid_day"
        " ELSE GREATEST(p.paid_day, p.recorded_day) END",
    ),
    # There was a code by then, and no channel is noted by which the participant got it.
    "not_informed": Rule(
        Subject.PAYMENT,
        "p.recorded_at IS NOT NULL AND NOT p.informed",
        since="GREATEST(p.paid_day, p.recorded_day)",
        severity=1,
        is_apart=True,
    ),
}


def _of(subject: Subject) -> dict[str, Rule]:
    return {kind: rule for kind, rule in RULES.items() if rule.subject is subject}


PAYMENTS: Final = _of(Subject.PAYMENT)
PAIRS: Final = _of(Subject.PAIR)
FORMS: Final = _of(Subject.FORM)

# As things stand now, nothing can be said against such a payment; and no more could on the as-of
# day if it was remitted by then, for its code had been issued before. The others are in an index
# of their own, `payments_suspect`, whose condition this is word for word.
IS_SUSPECT: Final = """
    (
        p.voided_day IS NULL
        AND p.informed
        AND p.remitting_org_code = p.org_code
        AND NOT is_before(p.recorded_at, p.paid_at)
        AND NOT is_before(p.remitted_at, p.recorded_at)
        AND p.settled_day <= p.paid_day + 10
    ) IS NOT TRUE
"""

# Payments without a code on some evening, that of their own day or a later one: a fourth of what is
# suspect, and asked for most. In an index of its own, `payments_unrecorded`, with this condition.
HAD_NO_CODE: Final = "(p.recorded_day <= p.paid_day) IS NOT TRUE"

# When a form, aliased f, is due: on the morning after its day.
DUE_AT: Final = "(f.day + 1 + TIME '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"

_FOR_EVER: Final = "DATE 'infinity'"


# The kinds that are listed apart.
APART: Final = tuple(kind for kind, rule in RULES.items() if rule.is_apart)


def severity(kind: str) -> str:
    """Return how bad a kind of difference is, of a column with its name."""
    each = " ".join(f"WHEN '{name}' THEN {rule.severity}" for name, rule in RULES.items())
    return f"CASE {kind} {each} END"


def amount_days(amount: str, day: str) -> str:
    """Return money times the days that it is old at the end of `:as_of`, its own day included.

    A case weighs that, times the severity of its kind.
    """
    return f"{amount} * (CAST(:as_of AS date) - {day} + 1)"


def holds(rule: Rule) -> str:
    """Return whether a row is a case at the end of `:as_of`; payments have to be paid by then."""
    if rule.subject is not Subject.PAYMENT:
        return rule.applies
    return f"({rule.applies} AND {rule.since} <= :as_of AND {_until(rule)} > :as_of)"


def _until(rule: Rule) -> str:
    return f"COALESCE({rule.until}, {_FOR_EVER})"


_ROLLED_UP: Final = {kind: rule for kind, rule in PAYMENTS.items() if not rule.needs_calendar}
# Most payments are not a case on any day: this excludes them first.
_EVER: Final = " OR ".join(
    f"({rule.applies} AND {rule.since} < {_until(rule)})" for rule in _ROLLED_UP.values()
)
_PAYMENT_KINDS: Final = ", ".join(
    f"('{kind}', {rule.applies}, {rule.since}, {_until(rule)})" for kind, rule in _ROLLED_UP.items()
)
_FORM_KINDS: Final = ", ".join(
    f"('{kind}', {rule.applies}, {rule.amount})" for kind, rule in FORMS.items()
)

# What the rollup holds. {payments} are all of them or those that are stale; {stale} limits forms to
# what is stale, or is empty.
READ_PAYMENTS: Final = f"""
    SELECT p.office_code, p.org_code, p.paid_day, k.kind, k.since, k.until,
        count(*), sum(p.amount)
    FROM {{payments}} AS p
    LEFT JOIN offices AS o ON o.office_code = p.office_code
    CROSS JOIN LATERAL (VALUES {_PAYMENT_KINDS}) AS k (kind, applies, since, until)
    WHERE ({_EVER}) AND k.applies AND k.since < k.until
    GROUP BY 1, 2, 3, 4, 5, 6
"""
# Of what had been sent of a form with codes by some evening, the first sending decides whether it
# was on time, the last whether it matches. So a form is a case from the day of that last sending
# on, but not before it is due, and until that of the next.
READ_FORMS: Final = f"""
    WITH with_codes AS (
        SELECT p.office_code, p.org_code, p.day, p.codes, p.amount
        FROM forms AS p {{stale}}
        WHERE p.org_code <> '' AND p.product = '' AND p.codes > 0
    ),
    -- One row a form and sending, and one of the time before there was any; without codes it has
    -- none of those.
    sendings AS (
        SELECT *, NULL::timestamptz AS sent_at, NULL::integer AS sent_codes,
            NULL::bigint AS sent_amount
        FROM with_codes
        UNION ALL
        SELECT p.office_code, p.org_code, p.day, NULL, NULL, p.sent_at, p.sent_codes, p.sent_amount
        FROM (
            SELECT office_code, org_code, report_date AS day, sent_at, codes AS sent_codes,
                amount AS sent_amount
            FROM dispatches
        ) AS p {{stale}}
        WHERE NOT EXISTS (
            SELECT FROM forms AS f
            WHERE f.office_code = p.office_code AND f.org_code = p.org_code AND f.product = ''
                AND f.day = p.day AND f.codes > 0
        )
        UNION ALL
        SELECT f.*, s.sent_at, s.codes, s.amount
        FROM with_codes AS f
        JOIN dispatches AS s ON s.office_code = f.office_code AND s.org_code = f.org_code
            AND s.report_date = f.day
    ),
    states AS (
        SELECT f.*, {DUE_AT} AS due_at,
            CASE WHEN f.sent_at IS NOT NULL THEN min(f.sent_at) OVER form END AS first_sent_at,
            GREATEST(f.day + 1, local_day(f.sent_at)) AS since,
            COALESCE(lead(local_day(f.sent_at)) OVER in_order, {_FOR_EVER}) AS until
        FROM sendings AS f
        WINDOW form AS (PARTITION BY f.office_code, f.org_code, f.day),
            in_order AS (form ORDER BY f.sent_at NULLS FIRST)
    )
    SELECT f.office_code, f.org_code, f.day, k.kind, f.since, f.until, count(*), sum(k.amount)
    FROM states AS f
    CROSS JOIN LATERAL (VALUES {_FORM_KINDS}) AS k (kind, applies, amount)
    WHERE k.applies AND f.since < f.until
    GROUP BY 1, 2, 3, 4, 5, 6
"""
