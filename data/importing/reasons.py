"""Owns the sentences for what is wrong with a row; translated where they are shown."""

from __future__ import annotations

from data.importing import rows, sets
from data.problems import N_

_UNREADABLE = {
    sets.Kind.AMOUNT: N_("Not a whole number of đồng"),
    sets.Kind.COUNT: N_("Not a whole number"),
    sets.Kind.MOMENT: N_("Not a time: give day, hour and minute, for example 2026-08-21T09:00"),
    sets.Kind.DAY: N_("Not a date: give yyyy-mm-dd or dd/mm/yyyy"),
    sets.Kind.MONTH: N_("Not a month: give yyyy-mm"),
    sets.Kind.PRODUCT: N_("Unknown type of participation: give IS, BI, AR or IL"),
    sets.Kind.CHANNEL: N_("Unknown channel: give direct, sms, email or paper"),
    sets.Kind.GENDER: N_("Unknown gender: give M or F"),
    sets.Kind.YES_NO: N_("Give yes or no"),
    sets.Kind.CONFIRMATION: N_("A confirmation code has letters or digits"),
}
_REASONS = {
    "required": N_("Must not be empty"),
    "too_long": N_("A code has at most 200 characters"),
    "future": N_("Lies in the future"),
    "unknown": N_("This code is not known, or its own row was rejected"),
    "duplicate": N_("This key stands more than once with different values"),
    "spread": N_("One confirmation code cannot cover payments of several offices or organisations"),
    "code_elsewhere": N_("The payment's confirmation code covers payments of its earlier office"),
    "ambiguous": N_("The cell is a number, and several codes differ from it in leading zeros only"),
    rows.TOO_MANY_CELLS: N_("The row has more cells than the heading"),
    rows.FORMULA_WITHOUT_VALUE: N_("A formula without a stored value: save the workbook again"),
}
_NOT_POSITIVE = N_("Must be greater than zero")
_NEGATIVE = N_("Must not be negative")
_POLICY = N_("The value does not fit this policy: give a whole number")


def sentence(set_name: str, column_name: str, reason: str) -> str:
    """Return the message id that says what is wrong with a cell."""
    if reason in _REASONS:
        return _REASONS[reason]
    column = sets.BY_NAME[set_name].column(column_name)
    if reason == "too_small":
        return _NOT_POSITIVE if column.at_least == 1 else _NEGATIVE
    return _UNREADABLE.get(column.kind, _POLICY)
