"""What has changed since a form was frozen: code by code, and by which import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.papers import freezing

from dashboard.exports import content
from dashboard.exports.snapshots import comparing
from data import problems

if TYPE_CHECKING:
    from support import desks

    from dashboard.exports.snapshots.freezing import Frozen


EVERYTHING: Final = freezing.EVERYTHING
AT: Final = "2026-08-21T09:00:00+07:00"


@pytest.fixture
def form(desk: desks.Desk) -> desks.Desk:
    """A desk on which the form of a day has three payments under two codes."""
    desk.hand_in(
        payments=[{"payment_id": name, "paid_at": AT} for name in ("P1", "P2", "P3")],
        confirmations=[
            {"payment_id": name, "confirmation_code": code, "recorded_at": AT}
            for name, code in (("P1", "XN1"), ("P2", "XN1"), ("P3", "XN2"))
        ],
    )
    return desk


def frozen(desk: desks.Desk) -> Frozen:
    taken = freezing.take(desk.store, office="00101")
    return freezing.opened(desk.store, taken.link.snapshot_id)


def told(desk: desks.Desk, earlier: Frozen) -> list[tuple[Any, ...]]:
    found, _now = comparing.with_now(desk.store, EVERYTHING, earlier)
    columns = ["what", "key", "confirmation_code", "amount", "column", "earlier", "later"]
    rows = found[[*columns, "imports"]].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).itertuples(index=False)]


def test_nothing_has_changed_where_nothing_was_imported(form: desks.Desk) -> None:
    earlier = frozen(form)
    form.hand_in(remittances=[{}])
    assert told(form, earlier) == []


def test_a_late_payment_was_added_by_an_import_since(form: desks.Desk) -> None:
    earlier = frozen(form)
    run = form.hand_in(
        payments=[{"payment_id": "LATE", "paid_at": AT, "amount": "500000"}],
        confirmations=[{"payment_id": "LATE", "confirmation_code": "XN9", "recorded_at": AT}],
    ).run_id
    assert told(form, earlier) == [
        ("added", "LATE False", "XN9", 500_000, None, None, None, str(run)),
    ]


def test_an_amount_that_was_corrected_names_both_and_its_import(form: desks.Desk) -> None:
    earlier = frozen(form)
    run = form.hand_in(payments=[{"payment_id": "P2", "paid_at": AT, "amount": "972001"}]).run_id
    form.hand_in(payments=[{"payment_id": "OTHER", "paid_at": AT}])
    assert told(form, earlier) == [
        ("changed", "P2 False", "XN1", 972_001, "amount", "972000", "972001", str(run)),
    ]


def test_a_payment_voided_on_its_day_is_gone_from_the_form(form: desks.Desk) -> None:
    earlier = frozen(form)
    run = form.hand_in(
        payments=[{"payment_id": "P3", "paid_at": AT, "voided_at": "2026-08-21T15:00:00+07:00"}]
    ).run_id
    assert told(form, earlier) == [
        ("gone", "P3 False", "XN2", 972_000, None, None, None, str(run)),
    ]


def test_a_later_void_changes_no_closed_day(form: desks.Desk) -> None:
    """It is an adjustment on the form of its own day; the figures have the digest they had."""
    earlier = frozen(form)
    form.hand_in(
        payments=[{"payment_id": "P3", "paid_at": AT, "voided_at": "2026-08-25T15:00:00+07:00"}]
    )
    assert told(form, earlier) == []
    again = frozen(form).snapshot.taken.figures_sha256
    assert again == earlier.snapshot.taken.figures_sha256


def test_two_snapshots_are_compared_as_they_were(form: desks.Desk) -> None:
    first = frozen(form)
    form.hand_in(payments=[{"payment_id": "P2", "paid_at": AT, "amount": "972001"}])
    second = frozen(form)
    form.hand_in(payments=[{"payment_id": "P2", "paid_at": AT, "amount": "972002"}])
    found = comparing.with_another(form.store, EVERYTHING, first, second)
    assert list(found["later"]) == ["972001"]
    assert comparing.with_another(form.store, EVERYTHING, second, second).empty


def test_what_is_about_something_else_is_not_compared(form: desks.Desk) -> None:
    first = frozen(form)
    other = freezing.take(form.store, office="00110")
    with pytest.raises(problems.Problem, match="cannot be compared"):
        comparing.with_another(
            form.store,
            EVERYTHING,
            first,
            freezing.opened(form.store, other.link.snapshot_id),
        )


def of(columns: tuple[str, ...], *rows: tuple[Any, ...]) -> content.Content:
    """Return a content as a snapshot keeps it."""
    return content.Content(content.FORM_01XN, {}, {}, columns, rows)


@pytest.mark.parametrize(
    ("earlier", "later", "is_same"),
    [
        ("0123•••789", "••••••••89", True),
        ("•••", "••••••••", True),
        ("0123•••789", "••••••••88", False),
        ("0123•••789", "0124•••789", False),
        ("••••••••89", "••••••••88", False),
        ("0123•••789", None, False),
    ],
)
def test_a_number_that_an_earlier_version_masked_is_the_same_number(
    earlier: str, later: str | None, is_same: bool
) -> None:
    columns = ("payment_id", "social_insurance_no")
    changes = comparing.compared(
        of(columns, ("P1", earlier)), of(columns, ("P1", later)), ["payment_id"]
    )
    assert (changes == []) is is_same


def test_what_an_earlier_version_did_not_freeze_is_no_difference() -> None:
    before = of(("payment_id", "other"), ("P1", "P2"))
    after = of(("payment_id", "other", "other_office_name"), ("P1", "P2", "BHXH huyện Sóc Sơn"))
    assert comparing.compared(before, after, ["payment_id"]) == []
