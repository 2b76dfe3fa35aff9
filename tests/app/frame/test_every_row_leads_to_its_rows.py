"""Every figure in every table leads to a page with the same figure, or to the rows it sums up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
from support.screens import table_files

from dashboard import clock

if TYPE_CHECKING:
    from support.screens import figures, shown_tables


DAY: Final = {"date": "2026-08-21"}
DAYS: Final = {"from": "2026-08-20", "to": "2026-08-27"}
EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
OFFICE: Final = {"office": "00101"}
ORG: Final = {"org": "BI0001"}
# Looks were noted by the machine's clock.
TODAY: Final = clock.machine().date()
LOOKED: Final = {
    "from": str(TODAY - dt.timedelta(days=1)), "to": str(TODAY + dt.timedelta(days=1)),
}  # fmt: skip
LATE: Final = {"as_of": "2026-09-03"}

PAGES: Final = [
    ("overview", DAY),
    ("overview", DAY | {"status": "remitted"}),
    ("overview", DAY | OFFICE),
    ("overview", DAY | {"office": "00100"}),
    *[("form-01-xn", DAY | {"by": by}) for by in ("office", "org", "product")],
    *[("form-01-xn", DAY | {"status": status}) for status in ("on_time", "late", "missing")],
    ("form-01-xn", DAY | {"status": "mismatched"}),
    ("form-01-xn", DAY | {"kind": "payments"}),
    ("form-01-xn", DAY | OFFICE | ORG),
    ("form-01-xn", DAYS),
    ("form-01-xn", DAYS | OFFICE),
    ("form-01-xn", DAYS | OFFICE | ORG),
    ("form-01-xn", DAYS | {"kind": "late_recorded"}),
    ("form-01-xn", DAYS | {"kind": "adjustments"}),
    *[("remittance-lag", EVENING | {"by": by}) for by in ("org", "office", "collector", "product")],
    ("remittance-lag", EVENING | ORG),
    ("remittance-lag", EVENING | {"status": "all"}),
    *[("recording", EVENING | {"by": by}) for by in ("org", "office", "collector", "product")],
    ("recording", EVENING | ORG),
    ("recording", EVENING | {"status": "all"}),
    ("recording", EVENING | {"status": "unrecorded"}),
    ("exceptions", EVENING),
    ("exceptions", EVENING | {"kind": "overdue"}),
    ("exceptions", EVENING | {"kind": "form_missing"}),
    ("exceptions", EVENING | {"kind": "remittance_differs"}),
    ("office", DAY),
    ("office", DAY | OFFICE),
    ("organization", LATE),
    ("organization", LATE | ORG),
    ("organization", LATE | ORG | {"kind": "remittances"}),
    ("organization", LATE | ORG | {"status": "all"}),
    ("periodic-report", {"date": "2026-09-02"}),
    ("periodic-report", {"date": "2026-08-30", "kind": "month"} | OFFICE),
    ("lookup", {"code": "R1"}),
    ("lookup", {"code": "XN0000000001,XN0000000003,XN0000000005"}),
    ("data", DAY),
    ("data", {"run": "1"}),
    ("unusual", LATE),
    ("access-log", LOOKED),
]

# Pages whose figures are others by offices of today.
MERGED: Final = [
    ("overview", DAY),
    ("overview", DAY | OFFICE),
    ("form-01-xn", DAY | {"by": "office"}),
    ("form-01-xn", DAY | OFFICE | {"status": "missing"}),
    ("form-01-xn", DAYS | OFFICE),
    ("remittance-lag", EVENING | {"by": "office"}),
    ("remittance-lag", EVENING | OFFICE),
    ("recording", EVENING | {"by": "office"}),
    ("recording", EVENING | OFFICE),
    ("exceptions", EVENING | OFFICE),
    ("office", DAY),
    ("office", DAY | OFFICE),
    ("organization", LATE | ORG),
]

# Tables of which a row is no sum: what it leads to is the one thing that it is about.
ONE_A_ROW: Final = {
    "lag_payments": "a payment", "recorded_payments": "a payment", "payments_payments": "a payment",
    "recording_payments": "a payment",
    "payments_late_recorded": "a payment", "payments_adjustments": "a payment",
    "adjustments": "a payment", "covered": "a payment", "found": "a payment",
    "exceptions_overdue": "a case", "exceptions_form_missing": "a case",
    "exceptions_remittance_differs": "a case", "transfers": "a transfer",
    "organization_remittances": "a transfer", "forms_on_time": "a form", "forms_late": "a form",
    "forms_missing": "a form", "forms_mismatched": "a form", "imports": "an import",
}  # fmt: skip

# Tables whose rows lead to a page that leads on to the rows of a figure.
# Such a row is an office alone; the page that it opens has those below it too, as both say.
UPPER: Final = "00100"
THROUGH: Final = dict.fromkeys(("offices", "feeds"), "link:Mẫu 01-XN ngày 21/08/2026")

# Figures that lead nowhere themselves.
NOT_LEADING: Final = {
    "sendings": "what was sent, beside the store's figures that stand above",
    "counts": "the rows of files that an import has read: those refused are listed beneath",
    "rejected_rows": "rows of a file",
    "audit_searches": "the log of searches never has what was searched for",
    "calendar.failures": "the signs of the row, each of which leads to its forms",
    "cumulative.earlier_net_amount": "buttons beneath the table lead to the days of last year",
    "cumulative.earlier_codes": "buttons beneath the table lead to the days of last year",
    "cumulative.net_amount_change": "a change between two figures of the row",
    "curve.share": "of all payments: its rows are those remitted so soon, among all remitted",
    "recording_speeds.share": "a sentence below the list says so many of how many, and the rate",
    "recording_speeds.of_payments": "what the share is of",
    "recording_channels.share": "of all payments with a code",
    "cumulative.codes_change": "a change between two figures of the row",
    **dict.fromkeys(
        (
            "periodic_forms.sent_rate",
            "periodic_units_office.sent_rate",
            "periodic_units_org.sent_rate",
        ),
        "a share of forms, whose numbers lead",
    ),
    **dict.fromkeys(
        (
            "periodic_org.overdue_change",
            "periodic_units_office.overdue_change",
            "periodic_units_org.overdue_change",
            "periodic_kinds.settled_cases",
            "periodic_apart.settled_cases",
            "periodic_kinds.added_cases",
            "periodic_apart.added_cases",
        ),
        "a change between two figures; what is new in a week that is over leads to it",
    ),
    "periodic_forms.forms": "the sum of the forms in the states beside it, each of which leads",
    "periodic_gaps": "days without rows: the page that a row leads to says so of each",
    "periodic_overdue.organizations": "whose the payments of the row are",
    **dict.fromkeys(
        ("periodic_org.weeks", "periodic_collector.weeks"), "the weeks since the day beside it"
    ),
    **dict.fromkeys(
        (
            "lag_org.week_change",
            "lag_office.week_change",
            "lag_collector.week_change",
            "lag_product.week_change",
        ),
        "a change between the last two points of the course beside it",
    ),
}


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize(("page", "address"), PAGES)
def test_every_figure_of_every_table_is_found_again_where_it_leads(
    reader: figures.Reader, page: str, address: dict[str, str]
) -> None:
    screen = reader.open(page, address)
    assert not screen.shown.warning
    # What is exported is the table on the screen; another page lets go of it.
    assert table_files.differing(screen.shown, clock.now()) == []
    assert leading_nowhere(screen) == set()
    assert lost(reader, screen) == []


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize(("page", "address"), MERGED)
def test_by_offices_of_today_every_figure_is_found_again_as_well(
    reader: figures.Reader, page: str, address: dict[str, str]
) -> None:
    screen = reader.open(page, address | {"offices": "today"})
    assert not screen.shown.warning
    assert lost(reader, screen) == []


def leading_nowhere(screen: figures.Screen) -> set[str]:
    """Return the figures of a page that neither lead anywhere nor have a reason not to."""
    return {
        f"{key}.{column}"
        for key, table in screen.tables.items()
        for column in table.columns
        if column not in table.ways and not is_known(key, column)
    }


def lost(reader: figures.Reader, screen: figures.Screen) -> list[tuple[str, object, str]]:
    """Return the figures that are not on the page that they lead to."""
    return [
        (f"{key}.{figure.column}", figure.value, f"{figure.to} {figure.address}")
        for key, table in screen.tables.items()
        for figure in table.figures(screen.page, screen.address)
        if not is_known(key, figure.column)
        if key not in THROUGH or figure.address["office"] != UPPER
        if not is_there(reader, key, figure)
    ]


def is_there(reader: figures.Reader, key: str, figure: shown_tables.Figure) -> bool:
    """Whether a page has a figure: of one thing its amount, in words or in the table of it."""
    there = reader.open(figure.to, figure.address)
    if key in ONE_A_ROW:
        of_money = figure.column.endswith("amount")
        return not of_money or figure.written in there.words or there.tells(figure.written)
    if there.holds(figure, key) or is_said(there, figure):
        return True
    return key in THROUGH and reader.follow(there, THROUGH[key]).holds(figure, key)


def is_said(there: figures.Screen, figure: shown_tables.Figure) -> bool:
    """Whether the lookup says so many payments: one alone is shown in full, in no table."""
    return figure.to == "lookup" and f": {figure.written} khoản thu." in there.words


def is_known(key: str, column: str) -> bool:
    """Whether a figure leads nowhere for a reason; a table's key may end with its days."""
    return (
        key in NOT_LEADING
        or key.partition("_2")[0] in NOT_LEADING
        or f"{key}.{column}" in NOT_LEADING
    )
