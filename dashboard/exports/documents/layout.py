"""Base of the papers of reports: what their heads, feet, file names and lines have in common."""

import abc
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final

from dashboard import clock
from dashboard.exports import content, paper, template
from dashboard.exports.documents import stamp
from dashboard.text import _, formats, glossary
from queries.forms import form_01xn
from queries.lag import lagged

_DAYS: Final = ("date", "from", "to", "as_of")
# Rates have as many decimals as on the command line.
_DECIMALS: Final = Decimal("0.0001")


class Document(abc.ABC):
    """The paper of one content. Its rows are read once, as the lines of its tables are written.

    Attributes:
        report: the content.
        words: the texts of its template.
        shared: the texts that all templates share.
        digest: of the rows that have been read.
        products: the types of participation, by their codes.
    """

    # The name of the template.
    TEMPLATE: ClassVar[str]

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        self.report = report
        self.words = template.named(self.TEMPLATE)
        self.digest = content.Digest(report)
        self.products = {code: _(name) for code, name in glossary.PRODUCTS.items()}
        self._made = made
        self.shared = template.named("figures")

    def build(self) -> paper.Paper:
        """Return the paper."""
        return paper.Paper(
            name=self.name(),
            head=self.head(),
            tables=self.tables(),
            foot=self.foot,
            made_at=self._made.made_at,
            made_by=self._made.made_by,
        )

    def name(self) -> str:
        """Return what the file is called: the report, its days, then what it is limited to."""
        params = self.report.params
        rest = (value for name, value in params.items() if name not in _DAYS)
        return "-".join((self.words["file"], *_in_order(params).values(), *rest))

    def head(self) -> paper.Head:
        """Return what stands above the tables."""
        facts, words = self.report.facts, self.words
        return paper.Head(
            upper=str(facts["upper"] or self.shared["upper"]).upper(),
            office=str(facts["office"] or "").upper(),
            number=words.get("number", ""),
            basis=words.get("basis", ""),
            title=words["title"],
            about=tuple(self.about()),
            unit=words["unit"],
        )

    @abc.abstractmethod
    def about(self) -> Sequence[str]:
        """Return the lines under the title."""

    @abc.abstractmethod
    def tables(self) -> Sequence[paper.Table]:
        """Return the tables."""

    def foot(self) -> paper.Foot:
        """Return what stands below the tables, once their lines have been read."""
        return paper.Foot(
            words=self.sentences(),
            place=self.place(),
            signatures=self.signatures(),
            notes=self._made.notes(self.digest, "; ".join(self.subject()), self.totals()),
            mark=self._made.mark(self.digest),
        )

    def sentences(self) -> Sequence[str]:
        """Return the sentences below the tables."""
        return list(self.words["explanations"])

    def place(self) -> str:
        """Return place and date, for the last signature; empty where nobody signs."""
        if not self.signatures():
            return ""
        day = self._made.made_at.astimezone(clock.HANOI)
        return str(self.shared["place"]).format(
            day=f"{day:%d}", month=self.month(day), year=day.year
        )

    def month(self, day: dt.date) -> str:
        """Return the month of the date at the place."""
        return f"{day:%m}"

    def signatures(self) -> list[paper.Signature]:
        """Return the blocks for signatures."""
        return [
            paper.Signature(block["role"], block["how"])
            for block in self.words.get("signatures", self.shared["signatures"])
        ]

    def subject(self) -> Sequence[str]:
        """Return what the notes of the file say of what it is about, in parts."""
        return self.about()

    def totals(self) -> list[tuple[str, str]]:
        """Return what the rows come to: label and value."""
        return []

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the rows with the names of their columns, each of which passes the digest."""
        return map(self.report.named, self.digest.passing())

    def issuer(self) -> str:
        """Return the office that issues the paper, with its code."""
        return f"{self.report.facts['office']} ({self.report.facts['office_code']})"

    def organization(self) -> dict[str, str]:
        """Return the name and the code of the organisation that the paper is limited to."""
        code = self.report.params["org"]
        name = self.report.facts["organizations"].get(code, code)
        return {"organization": name, "code": code}

    def scope(self) -> list[str]:
        """Return in words whose figures these are: the office, the organisation, the product."""
        words, params = self.shared, self.report.params
        lines = [self._office()]
        if params.get("org"):
            lines.append(words["organization"].format(**self.organization()))
        if product := params.get("product"):
            lines.append(words["product"].format(product=self.products[product]))
        return lines

    def _office(self) -> str:
        facts = self.report.facts
        if "office" not in self.report.params:
            return str(self.shared["every_office"])
        below = len(facts["below"]) - 1
        sentence = self.shared["office_and_below" if below else "office"]
        return str(sentence).format(
            office=facts["office"], code=facts["office_code"], n=formats.count(below)
        )


def keys(described: Sequence[template.Template]) -> list[str]:
    """Return what is in each of the columns that a template describes."""
    return [column["key"] for column in described]


def words_across(words: str) -> paper.Line:
    """Return a line of words across all columns."""
    return paper.Line(paper.Style.GROUP, (words,))


def row(values: Mapping[str, Any], columns: Sequence[str]) -> paper.Line:
    """Return a row with the values of its columns."""
    return paper.Line(paper.Style.ROW, [values[key] for key in columns])


def total(
    words: str,
    sums: Mapping[str, paper.Value],
    columns: Sequence[str],
    style: paper.Style = paper.Style.TOTAL,
) -> paper.Line:
    """Return a line with sums in their columns, and words in the first one."""
    cells: list[paper.Value] = [sums.get(key, "") for key in columns]
    cells[0] = words
    return paper.Line(style, cells)


def rate(value: float) -> Decimal:
    """Return a share with as many decimals as a paper gives."""
    return Decimal(str(value)).quantize(_DECIMALS)


def question(params: Mapping[str, str]) -> lagged.Question:
    """Return what a report asks: the days of a period, its evening, and whose figures."""
    return lagged.Question(
        start=dt.date.fromisoformat(params["from"]),
        end=dt.date.fromisoformat(params["to"]),
        as_of=dt.date.fromisoformat(params["as_of"]),
        office=params.get("office"),
        org=params.get("org"),
        product=params.get("product"),
        last_due=form_01xn.last_due(clock.now()),
    )


def days(params: Mapping[str, str]) -> dict[str, str]:
    """Return the days that a report is about, as papers write them."""
    return {
        name: formats.day(dt.date.fromisoformat(day)) for name, day in _in_order(params).items()
    }


def _in_order(params: Mapping[str, str]) -> dict[str, str]:
    return {name: params[name] for name in _DAYS if name in params}
