"""What another program did on some day is the same after a refresh of that day and of everything.

It wrote, changed and deleted plain rows alone, and what it did is of that day: the payments were
paid on it, and what it took away was recorded and handed over on it as well.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st
from support.builders import duplicates, examples

from data.importing import refresh

if TYPE_CHECKING:
    from support.desks import Desk

    Row = dict[str, str]


DAY: Final = dt.date(2026, 8, 20)
TODAY: Final = dt.date(2026, 8, 22)
NEXT: Final = "2026-08-21T16:00+07"

# By name, what the other program does to a payment {p}.
DEEDS: Final = {
    "nothing": (),
    "deletes it": tuple(
        f"DELETE FROM {table} WHERE payment_id = '{{p}}'"
        for table in ("payments", "participants", "confirmations", "remittance_lines")
    ),
    "changes its numbers": (
        "UPDATE payments SET receipt_no = 'BL7', amount = 7 WHERE payment_id = '{p}'",
        "UPDATE participants SET social_insurance_no = '0123456782' WHERE payment_id = '{p}'",
    ),
    "takes its numbers away": (
        "UPDATE payments SET receipt_no = NULL WHERE payment_id = '{p}'",
        "UPDATE participants SET social_insurance_no = NULL WHERE payment_id = '{p}'",
    ),
    "voids it": (f"UPDATE payments SET voided_at = '{NEXT}' WHERE payment_id = '{{p}}'",),
    "moves it": (
        "UPDATE payments SET office_code = '00110', org_code = 'IS0002' WHERE payment_id = '{p}'",
    ),
    "gives it another code": (
        "DELETE FROM confirmations WHERE payment_id = '{p}'",
        (
            "INSERT INTO confirmations VALUES"
            f" ('{{p}}', 'N-{{p}}', DEFAULT, '?', '?', '{NEXT}', 'sms', '{NEXT}')"
        ),
    ),
    "hands it over with another": (
        "DELETE FROM remittance_lines WHERE payment_id = '{p}'",
        "INSERT INTO remittance_lines VALUES ('{p}', 'R21', '?')",
    ),
    "copies it": (
        (
            "INSERT INTO payments (payment_id, receipt_no, office_code, org_code, collector_code,"
            " product, amount, months, period_from, paid_at)"
            " SELECT 'N-' || payment_id, receipt_no, office_code, org_code, collector_code,"
            " product, amount, months, period_from, paid_at FROM payments WHERE payment_id = '{p}'"
        ),
        (
            "INSERT INTO participants (payment_id, office_code, social_insurance_no, national_id)"
            " SELECT 'N-' || payment_id, office_code, social_insurance_no, national_id"
            " FROM participants WHERE payment_id = '{p}'"
        ),
        (
            "INSERT INTO remittance_lines SELECT 'N-' || payment_id, remittance_id, office_code"
            " FROM remittance_lines WHERE payment_id = '{p}'"
        ),
    ),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Payment:
    """A payment as it was imported, and what happens to it if it is of the day."""

    days_after: int
    hour: int
    receipt_no: str | None
    person: tuple[str | None, str | None]
    recorded: bool
    handed_over: bool
    deed: str


PAYMENTS: Final = st.lists(
    st.builds(
        Payment,
        st.sampled_from([0, 0, -1, 1]),
        st.integers(8, 15),
        st.sampled_from(["0", "BL7", None]),
        st.sampled_from(duplicates.PEOPLE),
        st.booleans(),
        st.booleans(),
        st.sampled_from(list(DEEDS)),
    ),
    min_size=1,
    max_size=10,
)


def imported(desk: Desk, payments: list[Payment]) -> None:
    desk.begin()
    files: dict[str, list[Row]] = {
        "payments": [], "confirmations": [], "remittances": [], "remittance_lines": []
    }  # fmt: skip
    for night in (19, 20, 21):
        moment = f"2026-08-{night}T17:00+07:00"
        files["remittances"].append({"remittance_id": f"R{night}", "remitted_at": moment})
    for number, each in enumerate(payments):
        key, day = {"payment_id": f"P{number}"}, DAY + dt.timedelta(each.days_after)
        insurance_no, national_id = each.person
        files["payments"].append(
            key
            | {
                "paid_at": f"{day}T{each.hour:02}:00+07:00",
                "receipt_no": each.receipt_no or "",
                "social_insurance_no": insurance_no or "",
                "national_id": national_id or "",
                "period_from": "2026-09",
            }
        )
        if each.recorded:
            code = {"confirmation_code": f"C{number}", "recorded_at": f"{day}T16:00+07:00"}
            files["confirmations"].append(key | code)
        if each.handed_over:
            files["remittance_lines"].append(key | {"remittance_id": f"R{day.day}"})
    desk.hand_in(**files)


def do(desk: Desk, payments: list[Payment]) -> None:
    """Do it as somebody who may delete, which the import never does."""
    for number, each in enumerate(payments):
        for statement in DEEDS[each.deed] if not each.days_after else ():
            desk.ask(f"{statement.format(p=f'P{number}')} RETURNING 1")


@examples.some(12)
@given(payments=PAYMENTS)
def test_a_refresh_of_the_day_leaves_what_one_of_everything_leaves(
    shared_desk: Desk, payments: list[Payment]
) -> None:
    imported(shared_desk, payments)
    do(shared_desk, payments)
    refresh.renew(shared_desk.store, TODAY, (DAY, DAY))
    of_the_day = shared_desk.dump()
    refresh.renew(shared_desk.store, TODAY)
    of_everything = shared_desk.dump()
    # Where a collector is named no more, only the whole store can tell.
    of_the_day.pop("collectors")
    assert {name: of_everything[name] for name in of_the_day} == of_the_day
