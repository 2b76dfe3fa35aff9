"""The report of a week or month as a file for a meeting: what the page says of it.

The rows are those of several questions, each a part; a row has the columns of its part, and
nothing in those of the others. The sentences are kept as they were said. An agent's money has been
overdue since the first week of the unbroken run, back from the last day of the report, of weeks at
whose ends it had any (`periodic_questions.WEEKS` at most).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from dashboard import clock, text
from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout, stamp
from dashboard.figures import checks, periodic, periodic_checks, weeks_and_months
from dashboard.text import formats, periodic_terms

KINDS: Final = tuple(str(kind) for kind in weeks_and_months.Kind)

Row = Mapping[str, Any]

_PART: Final = "part"
_COLUMNS: Final = (
    _PART, "key", "name", "start_day", "end_day",
    "forms", "dispatched_on_time", "dispatched_late", "missing", "mismatched", "not_yet_due",
    "sent_rate",
    "overdue_payments", "overdue_amount", "overdue_change", "organizations",
    "oldest_outstanding_days", "exposure_vnd_days", "since_day", "weeks", "org_name",
    "payments", "same_day_rate", "median_minutes", "p90_minutes", "unrecorded",
    "unrecorded_amount",
    "before_cases", "before_amount", "added_cases", "added_amount", "settled_cases",
    "settled_amount", "cases", "amount",
    "gaps", "days", "latest_recorded_day",
)  # fmt: skip
_ADDED: Final = ("forms", "overdue_amount", "overdue_change", "cases")


def content_of(connection: sa.Connection, params: Mapping[str, str], kind: str) -> content.Content:
    """Return the figures of a week or month.

    Raises:
        problems.Problem: an unknown office.
    """
    office, day = params.get("office"), dt.date.fromisoformat(params["date"])
    period = weeks_and_months.of(weeks_and_months.Kind(kind), day, clock.today())
    with text.speaking("vi"):
        figures = periodic.ask(connection, period, office, clock.now())
        said = {
            "checks": [
                [checks.word(line.check.state), line.check.plain]
                for line in periodic_checks.of(figures)
            ],
            "reach": periodic_checks.reach(period),
            "not_compared": periodic_checks.comparison(figures),
        }
    days = {"start": period.start, "last": period.last}
    facts = {
        **issuer.facts(connection, office=office),
        **said,
        **{name: each.isoformat() for name, each in days.items()},
        "level": str(figures.asked.level),
    }
    return content.Content(kind, params, facts, _COLUMNS, list(_rows(figures)))


def week(connection: sa.Connection, params: Mapping[str, str]) -> content.Content:
    """Return the content of a weekly report."""
    return content_of(connection, params, weeks_and_months.Kind.WEEK)


def month(connection: sa.Connection, params: Mapping[str, str]) -> content.Content:
    """Return the content of a monthly report."""
    return content_of(connection, params, weeks_and_months.Kind.MONTH)


def _rows(figures: periodic.Figures) -> Iterator[tuple[Any, ...]]:
    parts: dict[str, Sequence[Row]] = {
        "overdue": list(figures.overdue.values()),
        "org": figures.organizations,
        "collector": figures.collectors,
        "form": figures.forms,
        "recording": figures.recording,
        "difference": figures.kinds,
        "gap": figures.gaps,
        "never": figures.never,
        "unit": figures.units,
    }
    for part, rows in parts.items():
        for row in rows:
            known = {**row, _PART: part}
            yield tuple(known.get(name) for name in _COLUMNS)


class Periodic(layout.Document):
    """The paper of a week or month. There are few rows: they are read when it is begun."""

    TEMPLATE = "periodic"

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        super().__init__(report, made)
        kind = report.kind
        self.words = {
            **self.words, "file": self.words["files"][kind], "title": self.words["titles"][kind]
        }  # fmt: skip
        self._rows = list(self.rows())

    def about(self) -> list[str]:
        """Return the days, how far they have gone, and whose figures they are."""
        facts = self.report.facts
        return [facts["reach"], *self.scope()]

    def sentences(self) -> Sequence[str]:
        """Return why nothing is compared, and how figures are to be read."""
        why = self.report.facts["not_compared"]
        return [*([why] if why else []), *super().sentences()]

    def tables(self) -> tuple[paper.Table, ...]:
        """Return the sentences, then the figures that they are about."""
        makers: dict[str, Callable[[template.Template], Iterator[paper.Line]]] = {
            "checks": self._checks,
            "overdue": self._overdue,
            "org": self._worst,
            "collector": self._worst,
            "form": self._compared,
            "recording": self._compared,
            "difference": self._differences,
            "gap": self._gaps,
            "unit": self._units,
        }
        unit = self.words["units"][self.report.facts["level"]]
        values = {"unit": unit, "level": unit[:1].lower() + unit[1:]}
        described = [each for each in self.words["tables"] if self._is_wanted(each["key"])]
        return tuple(
            paper.Table(
                each["title"].format(n=number, **values),
                template.columns(
                    [{**one, "label": one["label"].format(**values)} for one in each["columns"]]
                ),
                list(makers[each["key"]](each)),
            )
            for number, each in enumerate(described, start=1)
        )

    def _is_wanted(self, key: str) -> bool:
        return key != "gap" or bool(self._part(key))

    def _part(self, part: str) -> list[dict[str, Any]]:
        return [row for row in self._rows if row[_PART] == part]

    def _checks(self, _described: template.Template) -> Iterator[paper.Line]:
        for state, sentence in self.report.facts["checks"]:
            yield paper.Line(paper.Style.ROW, (state, sentence))

    def _overdue(self, described: template.Template) -> Iterator[paper.Line]:
        for row in self._part("overdue"):
            style = paper.Style.TOTAL if row["key"] == "closing" else paper.Style.ROW
            yield _line({**row, "label": self.words["lines"][row["key"]]}, described, style)

    def _worst(self, described: template.Template) -> Iterator[paper.Line]:
        rows = self._part(described["key"])
        if not rows:
            yield layout.words_across(self.words["nothing_overdue"])
        for row in rows:
            yield _line({**row, "since": self._since(row)}, described)

    def _since(self, row: Row) -> str:
        day = formats.day(row["since_day"])
        if row["weeks"] < periodic_terms.MOST_WEEKS:
            return day
        return str(self.words["or_longer"]).format(day=day)

    def _compared(self, described: template.Template) -> Iterator[paper.Line]:
        rows = self._part(described["key"])
        if not rows:
            yield layout.words_across(self.words["none"])
        for row in rows:
            days = {"start": formats.day(row["start_day"]), "end": formats.day(row["end_day"])}
            words = {
                "label": self.words["periods"][row["key"]].format(**days),
                "half": periodic_checks.duration(row["median_minutes"]),
                "most": periodic_checks.duration(row["p90_minutes"]),
            }
            yield _line({**row, **words}, described)

    def _differences(self, described: template.Template) -> Iterator[paper.Line]:
        rows = self._part("difference")
        if not rows:
            yield layout.words_across(self.words["none"])
        heads = False
        for row in rows:
            if periodic_terms.is_apart(row["key"]) and not heads:
                yield layout.words_across(self.words["listed_apart"])
                heads = True
            yield _line({**row, "label": periodic_terms.kind(row["key"])}, described)

    def _gaps(self, described: template.Template) -> Iterator[paper.Line]:
        for row in self._part("gap"):
            days = (formats.day(dt.date.fromisoformat(day)) for day in row["days"].split())
            yield _line({**row, "dates": ", ".join(days)}, described)

    def _units(self, described: template.Template) -> Iterator[paper.Line]:
        rows = self._part("unit")
        if not rows:
            yield layout.words_across(self.words["none"])
            return
        yield from (_line(row, described) for row in rows)
        whole = dict.fromkeys(layout.keys(described["columns"]), "")
        whole |= {name: _sum(rows, name) for name in _ADDED}
        yield _line({**whole, "name": self.words["total"]}, described, paper.Style.TOTAL)


def _sum(rows: Sequence[Row], name: str) -> Any:
    """Return the sum of a column; what is not compared has none."""
    values = [row[name] for row in rows]
    return None if None in values else sum(values)


def _line(
    row: Row, described: template.Template, style: paper.Style = paper.Style.ROW
) -> paper.Line:
    values = (row[column["key"]] for column in described["columns"])
    return paper.Line(
        style, [layout.rate(each) if isinstance(each, float) else each for each in values]
    )
