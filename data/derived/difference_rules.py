"""Owns when a payment or a form 01-XN is a case of a difference: from which day on, until which.

Each rule says which rows are cases, and of which as-of days: from `since` on, and before `until`,
which is null where it holds for ever. Lists ask the plain tables by these rules, and the rollup
`differences` keeps how many cases there are of each pair of days.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Rule(NamedTuple):
    """Which rows are cases, whatever the day; and the first day of it, and the first day after."""

    applies: str
    since: str
    until: str


# Payments, aliased p, as they stand now. Nothing is a case before it was paid: whoever asks leaves
# out what was paid later. Of two days that are null GREATEST and LEAST take the other one.
PAYMENTS: Final = {
    "unrecorded": Rule("true", "p.paid_day", "LEAST(p.recorded_day, p.voided_day)"),
    "remitted_by_other": Rule(
        "p.remitting_org_code <> p.org_code",
        "GREATEST(p.paid_day, p.settled_day)",
        "p.voided_day",
    ),
    "code_before_payment": Rule(
        "p.recorded_at < p.paid_at",
        "GREATEST(p.paid_day, p.recorded_day)",
        "p.voided_day",
    ),
    "code_after_remittance": Rule(
        "p.recorded_at > p.remitted_at",
        "GREATEST(p.paid_day, p.recorded_day, p.settled_day)",
        "p.voided_day",
    ),
    "remitted_before_payment": Rule(
        "p.remitted_at < p.paid_at",
        "GREATEST(p.paid_day, p.settled_day)",
        "p.voided_day",
    ),
    "voided_after_remittance": Rule(
        "p.voided_at IS NOT NULL AND p.remitted_at IS NOT NULL",
        "GREATEST(p.paid_day, p.settled_day, p.voided_day)",
        "NULL",
    ),
    "not_informed": Rule(
        "p.recorded_at IS NOT NULL AND NOT p.informed",
        "GREATEST(p.paid_day, p.recorded_day)",
        "p.voided_day",
    ),
}

# Forms with codes, aliased f, with what had been sent of them by some evening: the first sending
# until then decides whether it was on time, the last whether it matches. So they are cases from the
# day of that last sending on, but not before they are due, and until that of the next.
FORMS: Final = {
    "form_missing": "f.first_sent_at IS NULL",
    "form_late": "f.first_sent_at > f.due_at",
    "form_mismatched": (
        "f.first_sent_at IS NOT NULL"
        " AND ROW(f.sent_codes, f.sent_amount) IS DISTINCT FROM ROW(f.codes, f.amount)"
    ),
}

# When a form, aliased f, is due: on the morning after its day.
DUE_AT: Final = "(f.day + 1 + TIME '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"

_FOR_EVER: Final = "DATE 'infinity'"


def holds(rule: Rule) -> str:
    """Return whether a row is a case at the end of `:as_of`, if it was paid by then."""
    return f"({rule.applies} AND {rule.since} <= :as_of AND {_until(rule)} > :as_of)"


def _until(rule: Rule) -> str:
    return f"COALESCE({rule.until}, {_FOR_EVER})"


# Most payments are not a case on any day, and are told apart at once.
_EVER: Final = " OR ".join(
    f"({rule.applies} AND {rule.since} < {_until(rule)})" for rule in PAYMENTS.values()
)
_PAYMENT_KINDS: Final = ", ".join(
    f"('{kind}', {rule.applies}, {rule.since}, {_until(rule)})" for kind, rule in PAYMENTS.items()
)
_FORM_KINDS: Final = ", ".join(f"('{kind}', {applies})" for kind, applies in FORMS.items())

# What the rollup holds. {payments} are all of them or those that are stale; {stale} limits forms to
# what is stale, or is empty.
READ_PAYMENTS: Final = f"""
    SELECT p.office_code, p.org_code, p.paid_day, k.kind, k.since, k.until,
        count(*), sum(p.amount)
    FROM {{payments}} AS p
    CROSS JOIN LATERAL (VALUES {_PAYMENT_KINDS}) AS k (kind, applies, since, until)
    WHERE ({_EVER}) AND k.applies AND k.since < k.until
    GROUP BY 1, 2, 3, 4, 5, 6
"""
READ_FORMS: Final = f"""
    WITH with_codes AS (
        SELECT p.office_code, p.org_code, p.day, p.codes, p.amount
        FROM forms AS p {{stale}}
        WHERE p.org_code <> '' AND p.product = '' AND p.codes > 0
    ),
    -- One row a form and sending, and one of the time before there was any.
    sendings AS (
        SELECT *, NULL::timestamptz AS sent_at, NULL::integer AS sent_codes,
            NULL::bigint AS sent_amount
        FROM with_codes
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
    SELECT f.office_code, f.org_code, f.day, k.kind, f.since, f.until, count(*), sum(f.amount)
    FROM states AS f
    CROSS JOIN LATERAL (VALUES {_FORM_KINDS}) AS k (kind, applies)
    WHERE k.applies AND f.since < f.until
    GROUP BY 1, 2, 3, 4, 5, 6
"""
