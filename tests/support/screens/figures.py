"""How tests read a page: its cards, tables and sentences, and where each of them leads."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from support import listed_payments
from support.screens import shown_tables, ways

from dashboard.components import check_list
from dashboard.components import links as components_links
from dashboard.components import tables as components_tables
from dashboard.text import _, formats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pandas as pd
    import pytest
    from streamlit.testing.v1 import AppTest

    from dashboard.figures import checks
    from dashboard.text import glossary


# Columns under which the rows of a list have what a table sums up, and cards that have two in one.
_ROWS_HAVE: Final = {"amount": ("expected_amount",), "remitted_amount": ("amount",)}
_DIFFERS: Final = "tải lại"
_PARTS: Final = {"median_lag": 0, "p90_lag": 1}


class Visit(Protocol):
    """Runs any page under an address and returns what it shows."""

    def __call__(self, page: str, /, **address: str) -> AppTest: ...


@dataclass(frozen=True)
class Screen:
    """A page as it is shown under an address."""

    page: str
    shown: AppTest
    tables: Mapping[str, shown_tables.Table]
    lines: Sequence[checks.Line]

    @property
    def address(self) -> dict[str, str]:
        """The parameters, with what the page has added."""
        return address_of(self.shown)

    @property
    def cards(self) -> dict[str, str]:
        """The figures on cards, by name."""
        return {metric.label: metric.value for metric in self.shown.metric}

    @property
    def words(self) -> str:
        """Everything that is written outside tables."""
        parts = [*self.shown.main.markdown, *self.shown.main.caption, *self.shown.main.warning]
        return "\n".join([*(part.value for part in parts), *self.cards.values()])

    def links(self) -> list[tuple[str, str, dict[str, str]]]:
        """The links beside the menu: label, page and address."""
        return [(lead.label, lead.to, dict(lead.params)) for lead in ways.links_of(self.shown)]

    def holds(self, figure: shown_tables.Figure, but: str) -> bool:
        """Whether rows come to the figure, or a card of its name has it; zero may have neither.

        Args:
            figure: what stands in a table that leads here.
            but: the key of that table, which may stand here as well.
        """
        others = [table for key, table in self.tables.items() if key != but]
        names = (figure.column, *_ROWS_HAVE.get(figure.column, ()))
        sums = [total for table in others for name in names if (total := table.total(name))]
        found = [
            *sums,
            *(listed_payments.figures(table.rows).get(figure.column) for table in others),
        ]
        if figure.term.kind == "rate":
            found += [each for table in others for each in table.rows.get("share", [])]
        elif figure.column.endswith("_days"):
            found += [age for table in others for age in table.oldest()]
        elif figure.term.kind == "count":
            found += [len(table.rows) for table in others]
        cards = self._cards_of(figure)
        return figure.value in found or figure.written in cards or self._has_none(figure, others)

    def tells(self, sentence: str) -> bool:
        """Whether a sentence has a sum, the number or the names of rows or a card of this page."""
        return any(part in sentence for part in (*self._sums(sentence), *self._names()))

    def _has_none(
        self, figure: shown_tables.Figure, tables_here: Sequence[shown_tables.Table]
    ) -> bool:
        """Whether there is nothing of what is zero, and no table says anything else."""
        found = [table.total(figure.column) for table in tables_here]
        is_said = not self._cards_of(figure) or figure.written in self.words
        return figure.value in {0, formats.UNKNOWN} and not any(found) and is_said

    def _cards_of(self, figure: shown_tables.Figure) -> list[str]:
        part = _PARTS.get(figure.column)
        joined = [card.split(" / ") for card in self.cards.values() if " / " in card]
        own = self.cards.get(_(figure.term.label))
        return [
            *([] if own is None else [own]),
            *(card[part] for card in joined if part is not None),
        ]

    def _sums(self, sentence: str) -> Iterator[str]:
        """Return what may stand in a sentence: money where it has any, else numbers of rows."""
        if "₫" not in sentence:
            yield from (f"{formats.count(len(table.rows))} " for table in self.tables.values())
            return
        yield from (card for card in self.cards.values() if "₫" in card)
        for table in self.tables.values():
            for column in table.columns:
                total = table.total(column)
                if total and table.terms[column].kind == "money":
                    yield formats.money(total)

    def _names(self) -> Iterator[str]:
        for table in self.tables.values():
            for column in table.rows.columns.intersection(["label", "office_name", "org_name"]):
                yield from table.rows[column]


@dataclass
class Reader:
    """Opens pages and notes what they show; the same page is opened once."""

    visit: Visit
    _tables: dict[str, shown_tables.Table] = field(default_factory=dict)
    _lines: list[checks.Line] = field(default_factory=list)
    _opened: dict[tuple[str, tuple[tuple[str, str], ...]], Screen] = field(default_factory=dict)

    def open(self, page: str, address: Mapping[str, str]) -> Screen:
        """Return a page under an address."""
        known = page, tuple(sorted(address.items()))
        if known not in self._opened:
            self._tables.clear()
            self._lines.clear()
            shown = self.visit(page, **address)
            assert not shown.exception, (page, address)
            assert not [error for error in shown.error if _DIFFERS in error.value], (page, address)
            self._opened[known] = Screen(page, shown, dict(self._tables), tuple(self._lines))
        return self._opened[known]

    def follow(self, screen: Screen, way: str) -> Screen:
        """Return the page to which a link, a button or a choice leads.

        Args:
            screen: where it stands.
            way: "link:" and its label, "button:" and its key, "pick:" with the key, "=" and what
                is picked; nothing for the page itself.
        """
        kind, _colon, name = way.partition(":")
        if kind == "link":
            to, address = next(link[1:] for link in screen.links() if link[0] == name)
            return self.open(to, address)
        if not way:
            return screen
        anew = self.visit(screen.page, **screen.address)
        if kind == "button" and anew.button(key=name).disabled:
            # There is nothing to which it could lead.
            return Screen(screen.page, anew, {}, ())
        if kind == "button":
            anew.button(key=name).click().run()
        else:
            key, _equals, value = name.partition("=")
            anew.segmented_control(key=key).set_value(value).run()
        return self.open(screen.page, address_of(anew))

    def note(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Note from now on what tables and what checks are shown."""
        for name in ("show", "show_page", "show_cells"):
            monkeypatch.setattr(
                components_tables, name, self._noting(getattr(components_tables, name))
            )
        show = check_list.show

        def told(lines: Sequence[checks.Line]) -> None:
            self._lines.extend(lines)
            show(lines)

        monkeypatch.setattr(check_list, "show", told)

    def _noting(self, show: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(show)
        def note(
            rows: pd.DataFrame, terms: Mapping[str, glossary.Term], *more: Any, **named: Any
        ) -> None:
            leads = more[0] if show.__name__ == "show_cells" else named.get("leads")
            led: Mapping[str, components_links.Way] = (
                dict.fromkeys(terms, leads)
                if isinstance(leads, components_links.Way)
                else leads or {}
            )
            self._tables[named["key"]] = shown_tables.Table(rows, terms, led)
            show(rows, terms, *more, **named)

        return note


def address_of(shown: AppTest) -> dict[str, str]:
    """Return the address of a page as it has become."""
    given = shown.query_params.items()
    return {name: value if isinstance(value, str) else value[-1] for name, value in given}
