"""Owns the monthly reconciliation record of an office and an organisation: content and paper.

What was collected, recorded and handed over in the month, what is left outstanding, and what does
not fit together: section by section, each row known by its section and its line.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from dashboard.exports import content, paper, template
from dashboard.exports.documents import amount_in_words, issuer, reconciliation_rows
from dashboard.text import exception_terms, formats

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.exports.documents import stamp


KIND: Final = "reconciliation"

_NIGHT: Final = dt.timedelta(days=1)

Named = Mapping[str, Any]


def found(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - nobody is named on it
) -> content.Content:
    """Return the figures of a month between an office, with all below it, and an organisation.

    Raises:
        problems.Problem: an unknown code, or a month beyond the calendar.
    """
    rows = reconciliation_rows.found(
        connection,
        start=dt.date.fromisoformat(asked["from"]),
        end=dt.date.fromisoformat(asked["to"]),
        office=asked["office"],
        org=asked["org"],
    )
    facts = issuer.facts(connection, office=asked["office"])
    return content.Content(KIND, asked, facts, reconciliation_rows.COLUMNS, rows)


def paper_of(record: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the record as both sides sign it."""
    words = template.named("reconciliation")
    body = Body(record, words)
    asked = record.asked
    parts = ("bien-ban-doi-chieu", asked["from"][: len("yyyy-mm")], asked["office"], asked["org"])
    return paper.Paper(
        name="-".join(parts),
        head=_head(record, words),
        tables=body.tables(),
        foot=lambda: _foot(body, record, words, taken),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )


def _head(record: content.Content, words: template.Template) -> paper.Head:
    facts = record.facts
    values = {**days(record), **_parties(record)}
    return paper.Head(
        upper=str(facts["upper"] or words["upper"]).upper(),
        office=str(facts["office"] or "").upper(),
        number="",
        basis="",
        title=words["title"].format(**values),
        about=(words["about"].format(**values),),
        unit=words["unit"],
        letter=[line.format(**values) for line in words["letter"]],
    )


def _parties(record: content.Content) -> dict[str, str]:
    """Return the names of the two sides."""
    code = record.asked["org"]
    name = record.facts["organizations"].get(code, code)
    return {"office": str(record.facts["office"]), "organization": name, "code": code}


def _foot(
    body: Body,
    record: content.Content,
    words: template.Template,
    taken: stamp.Stamp,
) -> paper.Foot:
    sides = _parties(record)
    closing = body.amount("balance", "closing")
    about = words["about"].format(**days(record))
    office = f"{sides['office']} ({record.facts['office_code']})"
    organization = f"{sides['organization']} ({sides['code']})"
    totals = [
        ("Số tiền thu trong tháng", formats.money(body.amount("balance", "collected"))),
        ("Số tiền các lần nộp trong tháng", formats.money(body.amount("settled", "transferred"))),
        ("Số tiền chưa nộp cuối tháng", formats.money(closing)),
    ]
    return paper.Foot(
        words=(words["in_words"].format(words=amount_in_words.money(closing)), *words["agreed"]),
        place="",
        signatures=[
            paper.Signature(block["role"], block["how"], sides[block["of"]])
            for block in words["signatures"]
        ],
        notes=taken.notes(body.digest, f"{office}; {organization}; {about}", totals),
        mark=taken.mark(body.digest),
    )


def days(record: content.Content) -> dict[str, str]:
    """Return the days of a record as its sentences name them."""
    first, last = (dt.date.fromisoformat(record.asked[name]) for name in ("from", "to"))
    return {
        "first": formats.day(first),
        "last": formats.day(last),
        "before": formats.day(first - _NIGHT),
        "month": f"{first:%m/%Y}",
    }


class Body:
    """The rows of a record, read once, and the tables that are made of them."""

    def __init__(self, record: content.Content, words: template.Template) -> None:
        self.digest = content.Digest(record)
        self._words = words
        self._days = days(record)
        self._offices = record.facts["below"]
        rows = [dict(zip(record.columns, row, strict=True)) for row in self.digest.passing()]
        self._sections = {
            section: list(some)
            for section, some in itertools.groupby(rows, lambda row: row["section"])
        }

    def amount(self, section: str, line: str) -> int:
        """Return the amount of a line; zero where there is no such line."""
        rows = self._sections.get(section, [])
        return next((row["amount"] for row in rows if row["line"] == line), 0)

    def tables(self) -> list[paper.Table]:
        """Return the tables of the template, in its order."""
        return [self._table(described) for described in self._words["tables"]]

    def _table(self, described: template.Template) -> paper.Table:
        columns = [
            column
            for column in described["columns"]
            if column["key"] != "office" or len(self._offices) > 1
        ]
        keys = [column["key"] for column in columns]
        title = described["title"]
        return paper.Table(title, template.columns(columns), self._lines(described, keys))

    def _lines(self, described: template.Template, keys: list[str]) -> Iterator[paper.Line]:
        rows = [self._named(row) for row in self._sections.get(described["section"], [])]
        if not rows:
            yield paper.Line(paper.Style.GROUP, (described["nothing"],))
            return
        strong = described.get("strong", ())
        for number, row in enumerate(rows, start=1):
            style = paper.Style.SUBTOTAL if row["line"] in strong else paper.Style.ROW
            values = {**row, "no": number}
            yield paper.Line(style, [values[key] for key in keys])
        if "total" in described:
            yield _total(described, keys, rows)

    def _named(self, row: Named) -> dict[str, Any]:
        """Return a row with what is computed of it, and with names for its codes."""
        words = self._words["lines"].get(row["section"], {}).get(row["line"])
        if not words and row["section"] == "kinds":
            words = exception_terms.labels().get(row["line"])
        voided, voided_amount = row["voided_number"] or 0, row["voided_amount"] or 0
        # A line without a number, or without an amount, has an empty cell: nothing is unknown.
        both = {name: "" if row[name] is None else row[name] for name in ("number", "amount")}
        return {
            **row,
            **both,
            "words": words.format(**self._days) if words else row["line"],
            "code": row["line"],
            "office": self._offices.get(row["office_code"], row["office_code"]),
            "left_number": (row["number"] or 0) - voided,
            "left_amount": (row["amount"] or 0) - voided_amount,
        }


def _total(described: template.Template, keys: list[str], rows: Iterable[Named]) -> paper.Line:
    """Return what the rows come to, in the columns that the template adds up."""
    sums: dict[str, Any] = {key: sum(row[key] for row in rows) for key in described["sums"]}
    cells: list[paper.Value] = [sums.get(key, "") for key in keys]
    cells[0] = described["total"]
    return paper.Line(paper.Style.TOTAL, cells)
