"""The figures of form 01-XN above its tables, and the controls that open their rows."""

import datetime as dt
from typing import Final, Literal

import pandas as pd
import streamlit as st

from dashboard.comparing import changes
from dashboard.components import filters, links, tables
from dashboard.forms.period import FormPeriod, State
from dashboard.forms.selection import LISTS, View
from dashboard.text import _, form_terms, formats, glossary
from data.problems import N_
from queries.forms import days as form_days
from queries.forms.payments import Kind
from queries.forms.states import Status

_Colour = Literal["green", "orange", "red", "blue"]

# The figure of each state, its icon and its colour.
_STATUSES: Final[dict[Status, tuple[str, str, _Colour]]] = {
    Status.ON_TIME: ("dispatched_on_time", ":material/check_circle:", "green"),
    Status.LATE: ("dispatched_late", ":material/schedule:", "orange"),
    Status.MISSING: ("not_dispatched", ":material/cancel:", "red"),
    Status.NOT_DUE: ("not_yet_due", ":material/hourglass_empty:", "blue"),
    Status.MISMATCHED: ("mismatched", ":material/difference:", "orange"),
}
# The figure of each list of payments and its icon.
_KINDS: Final = {
    Kind.PAYMENTS: ("payments", ":material/list:"),
    Kind.LATE_RECORDED: ("late_recorded", ":material/history:"),
    Kind.ADJUSTMENTS: ("adjustments", ":material/undo:"),
}
_METRICS: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")

_ORDER: Final = (
    "codes", "payments", "amount", "dispatched_on_time", "dispatched_late", "not_dispatched",
    "not_yet_due", "mismatched", "late_recorded", "adjustments", "adjustment_amount", "net_amount",
)  # fmt: skip
# The sign and the note of a day in the table of days.
_NOTES: Final = {
    State.FILLED: ("✓", N_("Received")),
    State.NOTHING_DUE: ("○", N_("Nothing due")),
    State.NOTHING_YET: ("…", N_("Not over")),
    State.NOT_RECEIVED: ("?", N_("Not received")),
    State.BEFORE_DATA: ("?", N_("No data")),
    State.NEVER_DATA: ("?", N_("No data")),
    State.FUTURE: ("…", N_("Not come yet")),
}


def metrics(period: FormPeriod) -> None:
    """Show the figures of all days together, side by side."""
    terms = money_terms(period)
    tables.cards({column: terms[column] for column in _METRICS}, period.totals)


def statuses(period: FormPeriod) -> None:
    """Show the number of forms in each state, as buttons that open their list."""
    if not period.forms:
        return
    with st.container(horizontal=True, gap="small"):
        for status, (column, icon, colour) in _STATUSES.items():
            number = period.totals[column]
            if number or not _is_left_out(period, status):
                term = form_terms.STATUSES[status]
                _control(f"status_{status}", term, number, icon, colour, status=status, kind=None)


def kinds(period: FormPeriod) -> None:
    """Show the number of payments behind each figure, as buttons that open their list."""
    terms = money_terms(period)
    with st.container(horizontal=True, gap="small"):
        for kind, (column, icon) in _KINDS.items():
            if kind is Kind.PAYMENTS and period.choice.view is View.FORM:
                continue
            number = period.totals[column]
            _control(f"kind_{kind}", terms[column], number, icon, None, kind=kind, status=None)


def number(period: FormPeriod, status: Status) -> int:
    """Return how many forms are in a state."""
    return period.totals[_STATUSES[status][0]]


def money_terms(period: FormPeriod) -> dict[str, glossary.Term]:
    """Return the terms of the figures about money, of a day or of several."""
    return dict(form_terms.RANGE_MONEY if period.choice.is_range else form_terms.MONEY)


def _is_left_out(period: FormPeriod, status: Status) -> bool:
    """Return whether a state without forms is hidden, before or after 08:00."""
    hidden = Status.NOT_DUE if period.has_fallen_due else Status.MISSING
    return status is hidden


def _control(
    key: str,
    term: glossary.Term,
    number: int,
    icon: str,
    colour: _Colour | None,
    **leads: str | None,
) -> None:
    words = f"{_(term.label)}: {formats.count(number)}"
    st.button(
        f":{colour}[{icon} {words}]" if colour and number else f"{icon} {words}",
        key=key,
        help=_(term.help),
        disabled=not number,
        on_click=filters.write,
        kwargs={**leads, "sort": None},
    )


def agents(period: FormPeriod, where: str) -> None:
    """Show the figures by office, organisation or product; a row opens its parts."""
    if period.parts is None:
        return
    level = period.choice.level.value
    rows = _named(_apart(period.parts), period.choice.level)
    terms = form_terms.AGENTS[level] | _terms(period, by_product=level == "product")
    totals = dict(period.totals)
    if period.compared is not None and period.earlier_parts is not None:
        earlier = _named(_apart(period.earlier_parts), period.choice.level)
        sums = [name for name in terms if name in period.totals]
        rows = changes.joined(rows, earlier, form_terms.COMPARED, sums=sums)
        terms = changes.terms(terms, form_terms.COMPARED, period.compared.against)
        totals |= changes.totals(period.totals, period.other_totals, form_terms.COMPARED)
    st.caption(tables.hint(_("Choose a row to see what it is made of.")))
    tables.show(
        rows,
        terms,
        key=f"agents_{level}",
        alt=where,
        leads=links.Way({level: "key"}, given={"by": None, "sort": None}),
        totals=totals,
    )


def days(period: FormPeriod) -> None:
    """Show each day of a range, unless a list is shown; a row opens its day."""
    if not period.choice.is_range or period.choice.view in LISTS:
        return
    title = _("By day")
    st.header(title, anchor=False)
    tables.show(
        every_day(period),
        form_terms.DAY | _terms(period, by_product=False),
        key="days",
        alt=title,
        leads=links.Way({"date": "day"}, given={"from": None, "to": None, "sort": None}),
        totals=period.totals,
    )


def every_day(period: FormPeriod) -> pd.DataFrame:
    """Return one row per day of the range: zeros where nothing was due, unknown without data."""
    start, end = period.choice.start, period.choice.end
    wanted = [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]
    filled = set(period.days["day"])
    states = [State.FILLED if day in filled else period.note(day) for day in wanted]
    rows = _apart(period.days).set_index("day").reindex(wanted)
    rows.loc[[state is State.NOTHING_DUE for state in states]] = 0
    return rows.rename_axis("day").reset_index().assign(
        weekday=[formats.weekday(day) for day in wanted],
        note=[_note(period, day, state) for day, state in zip(wanted, states, strict=True)],
    )  # fmt: skip


def _note(period: FormPeriod, day: dt.date, state: State) -> str:
    sign, words = _NOTES[State.NOTHING_YET if day == period.today else state]
    return f"{sign} {_(words)}"


def _apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose missing forms do not include those not yet due."""
    if "not_yet_due" not in rows:
        return rows
    return rows.assign(not_dispatched=rows["not_dispatched"] - rows["not_yet_due"])


def _named(rows: pd.DataFrame, level: form_days.By) -> pd.DataFrame:
    if level is not form_days.By.PRODUCT:
        return rows
    return rows.assign(name=[_(glossary.PRODUCTS[code]) for code in rows["key"]])


def _terms(period: FormPeriod, *, by_product: bool) -> dict[str, glossary.Term]:
    """Return the columns of figures that the rows have and that say something."""
    terms = money_terms(period)
    if by_product:
        terms |= {"codes": form_terms.PRODUCT["codes"]}
    elif period.choice.filters.product is None:
        terms |= form_terms.FORMS
    if not period.has_fallen_due:
        terms.pop("not_dispatched", None)
    elif not period.totals.get("not_yet_due"):
        terms.pop("not_yet_due", None)
    return {name: terms[name] for name in _ORDER if name in terms}
