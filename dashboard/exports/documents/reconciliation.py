"""The monthly reconciliation record of an office and an organisation: its content, and its paper.

What was collected, recorded and remitted in the month, what is left outstanding, and what does
not fit together: section by section, each row known by its section and its line. The figures are
answers to questions that screens ask as well, for the same month, office and organisation; what is
outstanding and what differs, as known at the end of the month.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from dashboard import clock
from dashboard.exports import content, paper, template
from dashboard.exports.documents import amount_in_words, issuer, layout, stamp
from dashboard.text import exception_terms, formats
from queries import agents, frames, paging
from queries.exceptions import counts
from queries.forms import days, form_01xn, steps
from queries.lag import lagged, overdue_payments, remittance_lag
from queries.money import balances, remittances

KIND: Final = "reconciliation"

# `line` says what a row of its section is: a product, a line of the balance, a remittance, a kind
# of difference. `number` counts payments, where the line does not say otherwise; amounts are in
# đồng. Only remittances have what follows the amount, but for what was voided.
COLUMNS: Final = (
    "section", "line", "number", "amount", "voided_number", "voided_amount", "remitted_at",
    "office_code", "bank_ref", "covered_amount", "difference",
)  # fmt: skip

_NIGHT: Final = dt.timedelta(days=1)

Row = tuple[Any, ...]
Named = Mapping[str, Any]


def content_of(connection: sa.Connection, params: Mapping[str, str]) -> content.Content:
    """Return the figures of a month between an office, with all below it, and an organisation.

    Raises:
        problems.Problem: an unknown code, or a month beyond the calendar.
    """
    office, org = params["office"], params["org"]
    start, end = (dt.date.fromisoformat(params[name]) for name in ("from", "to"))
    month: dict[str, Any] = {"start": start, "end": end, "office": office, "org": org}
    limits = agents.Limits(**month)
    moved = frames.records(balances.by_product(connection, limits))
    sums = {name: _sum(moved, name) for name in balances.COLUMNS if name != "product"}
    transfers = _transfers(connection, limits)
    own = frames.records(balances.covered(connection, limits))[0]
    rows = [
        *_collected(moved),
        *_recorded(connection, month),
        *_remittances(transfers),
        *_settled(transfers, own, sums),
        *_balance(sums),
        _overdue(connection, month),
        *_kinds(connection, month),
    ]
    facts = issuer.facts(connection, office=office)
    return content.Content(KIND, params, facts, COLUMNS, rows)


def _collected(moved: Sequence[Named]) -> Iterator[Row]:
    for each in moved:
        if each["collected_payments"]:
            yield _row(
                "collected",
                each["product"],
                each["collected_payments"],
                each["collected_amount"],
                voided_number=each["collected_voided_payments"],
                voided_amount=each["collected_voided_amount"],
            )


def _recorded(connection: sa.Connection, month: Named) -> Iterator[Row]:
    """Give what the forms 01-XN of the days of the month add up to."""
    forms = frames.records(days.by_part(connection, steps.Question(**month), by=days.By.ORG))
    total = forms[0] if forms else dict.fromkeys(days.MONEY, 0)
    yield _row("recorded", "codes", total["codes"], None)
    yield _row("recorded", "payments", total["payments"], total["amount"])
    yield _row("recorded", "adjustments", total["adjustments"], total["adjustment_amount"])
    yield _row("recorded", "net", None, total["net_amount"])


def _transfers(connection: sa.Connection, limits: agents.Limits) -> Sequence[Named]:
    """Return every transfer of the month, the first one first."""
    many = frames.records(remittances.total(connection, limits))[0]["remittances"]
    page = paging.Page(limit=max(1, many), sort="remitted_at")
    return frames.records(remittances.listed(connection, limits, page=page))


def _remittances(transfers: Sequence[Named]) -> Iterator[Row]:
    more = ("office_code", "bank_ref", "covered_amount", "difference")
    for each in transfers:
        yield _row(
            "remittances",
            each["remittance_id"],
            each["covered_payments"],
            each["amount"],
            remitted_at=each["remitted_at"].to_pydatetime(),
            **{name: each[name] for name in more},
        )


def _settled(transfers: Sequence[Named], own: Named, sums: Named) -> Iterator[Row]:
    """Give how what was transferred leads to what was settled; the lines add up exactly."""
    covered, covered_amount = _sum(transfers, "covered_payments"), _sum(transfers, "covered_amount")
    counted = own["payments"] - own["voided_payments"] - own["later_payments"]
    counted_amount = own["amount"] - own["voided_amount"] - own["later_amount"]
    settled, settled_amount = sums["settled_payments"], sums["settled_amount"]
    for line in (
        ("transferred", covered, _sum(transfers, "amount")),
        ("difference", None, _sum(transfers, "difference")),
        ("foreign", covered - own["payments"], covered_amount - own["amount"]),
        ("voided", own["voided_payments"], own["voided_amount"]),
        ("later", own["later_payments"], own["later_amount"]),
        ("elsewhere", settled - counted, settled_amount - counted_amount),
        ("settled", settled, settled_amount),
    ):
        yield _row("settled", *line)


def _balance(sums: Named) -> Iterator[Row]:
    for line in ("opening", "collected", "voided", "settled", "closing"):
        yield _row("balance", line, sums[f"{line}_payments"], sums[f"{line}_amount"])


def _overdue(connection: sa.Connection, month: Named) -> Row:
    """Return what of the closing balance is overdue, whenever it was paid."""
    ever = {**month, "start": overdue_payments.BEGINNING, "as_of": month["end"]}
    rows = frames.records(
        remittance_lag.by_agent(connection, lagged.Question(**ever), by=agents.By.ALL)
    )
    total = rows[0] if rows else {"overdue_payments": 0, "overdue_amount": 0}
    return _row("balance", "overdue", total["overdue_payments"], total["overdue_amount"])


def _kinds(connection: sa.Connection, month: Named) -> Iterator[Row]:
    """Give the kinds of differences that there are cases of."""
    question = lagged.Question(
        as_of=month["end"], last_due=form_01xn.last_due(clock.now()), **month
    )
    for each in frames.records(counts.by_kind(connection, question)):
        if each["cases"]:
            yield _row("kinds", each["kind"], each["cases"], each["amount"])


def _row(section: str, line: str, number: int | None, amount: int | None, **more: Any) -> Row:
    values = {"section": section, "line": line, "number": number, "amount": amount, **more}
    return tuple(values.get(name) for name in COLUMNS)


def _sum(rows: Sequence[Named], name: str) -> int:
    return sum(row[name] for row in rows)


class Record(layout.Document):
    """The record as both sides sign it. Its rows are read when it is begun."""

    TEMPLATE = "reconciliation"

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        super().__init__(report, made)
        self._offices = report.facts["below"]
        first, last = (dt.date.fromisoformat(report.params[name]) for name in ("from", "to"))
        self._values = {
            "first": formats.day(first),
            "last": formats.day(last),
            "before": formats.day(first - _NIGHT),
            "month": f"{first:%m/%Y}",
            "office": str(report.facts["office"]),
            **self.organization(),
        }
        sections = itertools.groupby(self.rows(), lambda row: row["section"])
        self._sections = {section: list(rows) for section, rows in sections}

    def name(self) -> str:
        """Return what the file is called."""
        params = self.report.params
        month = params["from"][: len("yyyy-mm")]
        return "-".join((self.words["file"], month, params["office"], params["org"]))

    def head(self) -> paper.Head:
        """Return the head, with the month in its title and a letter that names the two sides."""
        return dataclasses.replace(
            super().head(),
            title=self.words["title"].format(**self._values),
            letter=[line.format(**self._values) for line in self.words["letter"]],
        )

    def about(self) -> tuple[str]:
        """Return the days of the month."""
        return (self.words["about"].format(**self._values),)

    def subject(self) -> tuple[str, ...]:
        """Return the two sides and the days of the month."""
        return (self.issuer(), "{organization} ({code})".format(**self._values), *self.about())

    def sentences(self) -> tuple[str, ...]:
        """Return the closing balance in words, and what both sides agree on."""
        closing = amount_in_words.money(self._amount("balance", "closing"))
        return (self.words["in_words"].format(words=closing), *self.words["agreed"])

    def place(self) -> str:
        """Return nothing: place and date stand in the letter."""
        return ""

    def signatures(self) -> list[paper.Signature]:
        """Return the blocks for signatures, each for its side."""
        return [
            paper.Signature(block["role"], block["how"], self._values[block["of"]])
            for block in self.words["signatures"]
        ]

    def totals(self) -> list[tuple[str, str]]:
        """Return what was collected and remitted in the month, and the closing balance."""
        amounts = {
            "Số tiền thu trong tháng": self._amount("balance", "collected"),
            "Số tiền các lần nộp trong tháng": self._amount("settled", "transferred"),
            "Số tiền chưa nộp cuối tháng": self._amount("balance", "closing"),
        }
        return [(label, formats.money(amount)) for label, amount in amounts.items()]

    def tables(self) -> list[paper.Table]:
        """Return the tables of the template, in its order."""
        return [self._table(described) for described in self.words["tables"]]

    def _amount(self, section: str, line: str) -> int:
        """Return the amount of a line; zero where there is no such line."""
        rows = self._sections.get(section, [])
        return next((row["amount"] for row in rows if row["line"] == line), 0)

    def _table(self, described: template.Template) -> paper.Table:
        columns = [
            column
            for column in described["columns"]
            if column["key"] != "office" or len(self._offices) > 1
        ]
        lines = self._lines(described, layout.keys(columns))
        return paper.Table(described["title"], template.columns(columns), lines)

    def _lines(self, described: template.Template, keys: list[str]) -> Iterator[paper.Line]:
        rows = [self._named(row) for row in self._sections.get(described["section"], [])]
        if not rows:
            yield layout.words_across(described["nothing"])
            return
        strong = described.get("strong", ())
        for number, row in enumerate(rows, start=1):
            style = paper.Style.SUBTOTAL if row["line"] in strong else paper.Style.ROW
            values = {**row, "no": number}
            yield paper.Line(style, [values[key] for key in keys])
        if "total" in described:
            sums = {key: _sum(rows, key) for key in described["sums"]}
            yield layout.total(described["total"], sums, keys)

    def _named(self, row: Named) -> dict[str, Any]:
        """Return a row with what is computed of it, and with names for its codes."""
        words = self.words["lines"].get(row["section"], {}).get(row["line"])
        if not words and row["section"] == "kinds":
            words = exception_terms.labels().get(row["line"])
        # A line without a number, or without an amount, has an empty cell: nothing is unknown.
        both = {name: "" if row[name] is None else row[name] for name in ("number", "amount")}
        return {
            **row,
            **both,
            "words": words.format(**self._values) if words else row["line"],
            "code": row["line"],
            "office": self._offices.get(row["office_code"], row["office_code"]),
            "left_number": (row["number"] or 0) - (row["voided_number"] or 0),
            "left_amount": (row["amount"] or 0) - (row["voided_amount"] or 0),
        }
