"""What is a difference to reconcile, kind by kind, on which evening, and with what money.

Each scenario changes one thing of a payment that is in order: see `support.in_order`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from support import difference_rows, in_order
from support.in_order import MONEY, OUTSTANDING, UNRECORDED, on

if TYPE_CHECKING:
    from support import desks
    from support.in_order import Cases, Rows


def test_a_payment_that_is_in_order_is_no_case_on_any_evening(desk: desks.Desk) -> None:
    in_order.hand_in(desk, {})
    evenings = (20, 21, 22, 24, 25, 31)
    assert {day: in_order.cases(desk, day) for day in evenings} == {day: {} for day in evenings}


SCENARIOS: dict[str, tuple[dict[str, Rows], int, Cases]] = {
    "outstanding on the last day of the deadline": (OUTSTANDING, 25, {}),
    "outstanding a day later": (OUTSTANDING, 26, {"overdue": (1, MONEY, 5)}),
    "no code": (UNRECORDED, 24, {"unrecorded": (1, MONEY, 3)}),
    "no code yet": (
        {"confirmations": [{"recorded_at": on(22), "notified_by": "sms"}]},
        21,
        {"unrecorded": (1, MONEY, 0)},
    ),
    "a code on the next day": (
        {"confirmations": [{"recorded_at": on(22), "notified_by": "sms"}], "dispatches": []},
        22,
        {},
    ),
    "a transfer of too little": (
        {"remittances": [{"amount": "942000"}]},
        24,
        {"remittance_differs": (1, 30_000, 0)},
    ),
    "a transfer of too little that is still to come": (
        {"remittances": [{"amount": "942000"}]},
        23,
        {},
    ),
    "a reversal that covers nothing": (
        {"remittances": [{}, {"remittance_id": "R2", "amount": "-500000"}]},
        26,
        {"remittance_differs": (1, 500_000, 2)},
    ),
    "remitted by another organisation": (
        {"remittances": [{"org_code": "IS0002"}]},
        24,
        {"remitted_by_other": (1, MONEY, 3)},
    ),
    "still to be remitted by another organisation": (
        {"remittances": [{"org_code": "IS0002"}]},
        23,
        {},
    ),
    "a code a second before the payment": (
        {"confirmations": [{"recorded_at": on(21, "08:59:59"), "notified_by": "sms"}]},
        21,
        {"code_before_payment": (1, MONEY, 0)},
    ),
    "a code at the very moment of the payment": (
        {"confirmations": [{"recorded_at": on(21), "notified_by": "sms"}]},
        21,
        {},
    ),
    "a code a second after the transfer": (
        {
            "confirmations": [{"recorded_at": on(24, "09:00:01"), "notified_by": "sms"}],
            "dispatches": [],
        },
        24,
        {"code_after_remittance": (1, MONEY, 3)},
    ),
    "a code at the very moment of the transfer": (
        {"confirmations": [{"recorded_at": on(24)}], "dispatches": []},
        24,
        {"not_informed": (1, MONEY, 3)},
    ),
    "a code on a later day than the transfer is no code yet": (
        {"confirmations": [{"recorded_at": on(25), "notified_by": "sms"}], "dispatches": []},
        24,
        {"unrecorded": (1, MONEY, 3)},
    ),
    "remitted a second before it was paid": (
        {"remittances": [{"remitted_at": on(21, "08:59:59")}]},
        21,
        {"code_after_remittance": (1, MONEY, 0), "remitted_before_payment": (1, MONEY, 0)},
    ),
    "voided after it was remitted": (
        {"payments": [{"voided_at": on(25)}]},
        25,
        {"voided_after_remittance": (1, MONEY, 4)},
    ),
    "not voided yet": ({"payments": [{"voided_at": on(25)}]}, 24, {}),
    "voided before it was remitted": (
        {"payments": [{"voided_at": on(22)}]},
        24,
        {"voided_after_remittance": (1, MONEY, 3)},
    ),
    "voided and not remitted yet": ({"payments": [{"voided_at": on(22)}]}, 22, {}),
    "voided, and whatever else is wrong with it": (
        {
            "payments": [{"voided_at": on(26)}],
            "confirmations": [{"recorded_at": on(21, "08:00:00")}],
            "remittances": [{"org_code": "IS0002", "remitted_at": on(21, "07:00:00")}],
        },
        26,
        {"voided_after_remittance": (1, MONEY, 5)},
    ),
    "voided, without code and money": (
        {"payments": [{"voided_at": on(22)}]} | OUTSTANDING | UNRECORDED,
        31,
        {},
    ),
    "no form, on the day that it is about": ({"dispatches": []}, 21, {}),
    "no form on the next day": ({"dispatches": []}, 22, {"form_missing": (1, MONEY, 1)}),
    "a form sent at eight": ({"dispatches": [{"sent_at": on(22, "08:00:00")}]}, 22, {}),
    "a form sent a second after eight": (
        {"dispatches": [{"sent_at": on(22, "08:00:01")}]},
        22,
        {"form_late": (1, MONEY, 1)},
    ),
    "a form that is still to be sent": (
        {"dispatches": [{"sent_at": on(24)}]},
        23,
        {"form_missing": (1, MONEY, 2)},
    ),
    "a form with other codes": (
        {"dispatches": [{"codes": "2"}]},
        22,
        {"form_mismatched": (1, 0, 1)},
    ),
    "a form with another amount, too late": (
        {"dispatches": [{"amount": "971999", "sent_at": on(22)}]},
        22,
        {"form_late": (1, MONEY, 1), "form_mismatched": (1, 1, 1)},
    ),
    "a form that was put right on a later day": (
        {"dispatches": [{"codes": "2"}, {"sent_at": on(23)}]},
        23,
        {},
    ),
    "a form that is still to be put right": (
        {"dispatches": [{"codes": "2"}, {"sent_at": on(23)}]},
        22,
        {"form_mismatched": (1, 0, 1)},
    ),
    "a form that was spoilt on a later day": (
        {"dispatches": [{}, {"sent_at": on(23), "amount": "1"}]},
        23,
        {"form_mismatched": (1, MONEY - 1, 2)},
    ),
    "a form of a day without codes": (
        {"dispatches": [{}, {"report_date": "2026-08-20", "codes": "2", "amount": "7"}]},
        22,
        {"form_without_data": (1, 7, 2)},
    ),
    "a form of a day without codes that is still to be sent": (
        {"dispatches": [{}, {"report_date": "2026-08-20", "sent_at": on(23)}]},
        22,
        {},
    ),
    "a form of a day without codes that says so": (
        {"dispatches": [{}, {"report_date": "2026-08-20", "codes": "0", "amount": "0"}]},
        22,
        {},
    ),
    "a form of a day without codes that says so in the end": (
        {
            "dispatches": [
                {},
                {"report_date": "2026-08-20"},
                {
                    "report_date": "2026-08-20",
                    "sent_at": on(23),
                    "codes": "0",
                    "amount": "0",
                },
            ]
        },
        23,
        {},
    ),
    "a form of another organisation, which has nothing that day": (
        {"dispatches": [{}, {"org_code": "IS0002"}]},
        22,
        {"form_without_data": (1, MONEY, 1)},
    ),
    "a payment before its office began": (
        {"offices": [{"valid_from": "2026-08-22"}]},
        21,
        {"office_not_valid": (1, MONEY, 0)},
    ),
    "a payment after its office ended": (
        {"offices": [{"valid_to": "2026-08-20"}]},
        26,
        {"office_not_valid": (1, MONEY, 5)},
    ),
    "a payment on the only day of its office": (
        {"offices": [{"valid_from": "2026-08-21", "valid_to": "2026-08-21"}]},
        26,
        {},
    ),
    "a code after the end of its office": (
        {
            "offices": [{"valid_to": "2026-08-21"}],
            "confirmations": [{"recorded_at": on(22), "notified_by": "sms"}],
            "dispatches": [],
        },
        22,
        {"office_not_valid": (1, MONEY, 1)},
    ),
    "a code after the end of its office that is still to come": (
        {
            "offices": [{"valid_to": "2026-08-21"}],
            "confirmations": [{"recorded_at": on(22), "notified_by": "sms"}],
            "dispatches": [],
        },
        21,
        {"unrecorded": (1, MONEY, 0)},
    ),
    "a code without a channel": (
        {"confirmations": [{}]},
        21,
        {"not_informed": (1, MONEY, 0)},
    ),
    "a code without a channel, all else being in order": (
        {"confirmations": [{}]},
        31,
        {"not_informed": (1, MONEY, 10)},
    ),
    "a code without a channel that is still to come": (
        {"confirmations": [{"recorded_at": on(22)}]},
        21,
        {"unrecorded": (1, MONEY, 0)},
    ),
}


def test_a_difference_is_a_case_of_its_kinds(desk: desks.Desk) -> None:
    """Each scenario stands in an office of its own, and is asked for on its own evening."""
    offices = in_order.hand_in_all(desk, {name: given for name, (given, *_) in SCENARIOS.items()})
    found = {
        name: in_order.cases(desk, day, office=offices[name])
        for name, (_, day, _) in SCENARIOS.items()
    }
    assert found == {name: expected for name, (*_, expected) in SCENARIOS.items()}


def test_a_validity_that_an_import_changes_changes_the_differences(desk: desks.Desk) -> None:
    in_order.hand_in(desk, {})
    for until, expected in (("2026-08-20", {"office_not_valid": (1, MONEY, 10)}), ("", {})):
        desk.hand_in(offices=[{"valid_to": until}])
        assert in_order.cases(desk, 31) == expected
        listed = difference_rows.listed(desk.store, "office_not_valid", as_of=in_order.august(31))
        assert len(listed) == len(expected)


def test_no_form_that_is_not_due_yet_is_a_difference(desk: desks.Desk) -> None:
    """Neither in the sums nor in the list; what had been due before is one."""
    in_order.hand_in(desk, {"dispatches": []})
    recorded = in_order.august(21)
    for last_due, found in ((recorded, 1), (recorded - dt.timedelta(days=1), 0), (None, 1)):
        counted = in_order.cases(desk, 22, last_due=last_due)
        assert counted.get("form_missing", (0, 0, 0))[0] == found
        listed = difference_rows.listed(
            desk.store, "form_missing", as_of=in_order.august(22), last_due=last_due
        )
        assert len(listed) == found
