"""Five hundred hostile values in every parameter of every page: no error, and no foreign row.

All values in all parameters are read in `tests/unit/test_hostile_addresses_are_read.py`, and nearly
all become the default and a notice. So a page is shown with each value that one of its parameters
takes, in all parameters at once; for the rest they get values in turn, so that all pages together
have shown all of them. Words that are taken whatever they are (codes, payments, keys of
differences, collectors) are asked of the store, all of them as well.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
import typing
from typing import TYPE_CHECKING, Any, Final

import pytest
from streamlit.runtime.state import query_params_proxy
from support import databases, desks, hostile
from support.builders import two_offices

from dashboard import access, clock, current_store, screens
from dashboard.components import filters
from dashboard.components.views import address as address_kept
from dashboard.exceptions import listing
from dashboard.lookup import case as lookup_case
from dashboard.lookup import codes
from dashboard.text import glossary, parsing
from data.scope import Scope
from queries import directory, paging
from queries.audit import entries
from queries.exceptions import counts, notes, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa
    from streamlit.testing.v1 import AppTest


VALUES: Final = hostile.values()
# Every parameter that any page reads, which a test makes sure of; saved views keep all but the
# language.
PARAMS: Final = (*typing.get_args(filters.Param), *address_kept.OTHERS, "lang")
DAYS: Final = ("2000-01-01", "2024-02-29", "2026-06-10", "2026-08-31", "2099-12-31")
# What a parameter of some page takes, of the hostile values; free words are another matter.
TAKEN: Final = {
    **dict.fromkeys(("date", "from", "to", "as_of"), DAYS),
    "by": ("org", "office", "collector", "product", "day"),
    "office": ("00101", "00100", "00110"),
    "org": ("BI0001", "IS0002"),
    "collector": ("NVT01", "NVT10"),
    "product": tuple(glossary.PRODUCTS),
    "code": ("XN01-1", "XN10-1", "P01-1", "P10-1", "R01", "R-city", "FT01", "BL01-1"),
    "case": ("P01-1", "P10-1", "R01", "00101/BI0001/2026-08-12", "00110/BI0001/2026-08-12"),
    "kind": (
        "overdue", "unrecorded", "not_informed", "form_missing", "receipt_twice", "payments",
        "adjustments", "late_recorded",
    ),
    "status": (
        "remitted", "late", "missing", "mismatched", "on_time", "unremitted", "transfers",
        "recorded", "uninformed", "overdue",
    ),
    "bucket": ("0", "1", "2", "3"),
    "lang": ("en", "vi"),
    "sort": ("amount", "-amount", "day"),
    "payment": ("P01-1", "P10-1"),
}  # fmt: skip
RUNS: Final = max(map(len, TAKEN.values()))
OTHER: Final = Scope.of([two_offices.OTHER])
MARK: Final = two_offices.OWN[-2:]
# What is shown of rows of the one office alone, and stands in no hostile value.
MARKS: Final = tuple(
    mark.encode()
    for mark in (
        *(f"P{MARK}-{number}" for number in range(2, 10)),
        *(f"XN{MARK}-{number}" for number in range(2, 10)),
        *(f"BL{MARK}-{number}" for number in range(3, 10)),
        f"Thị H{MARK}", f"A{MARK}•", f"9{MARK}.000",
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def name(made: databases.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with rows of two offices."""
    folder = tmp_path_factory.mktemp("runs")
    with made.fresh() as new, desks.opened(made, new, folder) as desk:
        two_offices.share(desk)
        for office in (two_offices.OWN, two_offices.OTHER):
            two_offices.fill(desk, office)
        yield new


@pytest.fixture
def shown(
    name: str, use_store: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Scope], None]:
    """Give the function that has the dashboard show the store in a scope."""
    use_store(name)
    monkeypatch.setenv("BHXH_TODAY", "2026-09-01")

    def show(scope: Scope) -> None:
        monkeypatch.setattr(access, "current", lambda: scope)

    return show


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Note which parameters pages read."""
    noted: set[str] = set()
    for way in ("get", "get_all", "__getitem__"):
        kept = getattr(query_params_proxy.QueryParamsProxy, way)

        @functools.wraps(kept)
        def note(self: Any, key: str, *more: Any, _kept: Any = kept) -> Any:
            noted.add(key)
            return _kept(self, key, *more)

        monkeypatch.setattr(query_params_proxy.QueryParamsProxy, way, note)
    return noted


def addresses(page: str) -> Iterator[dict[str, str]]:
    """Give addresses with something in every parameter: what it takes first, then what is next."""
    place = [screen.address for screen in screens.ALL].index(page)
    rest = itertools.cycle(VALUES)
    # Each page goes on where the one before has ended.
    for _ in range(place * (RUNS * len(PARAMS) - sum(map(len, TAKEN.values())))):
        next(rest)
    for run in range(RUNS):
        yield {
            param: taken[run] if run < len(taken := TAKEN.get(param, ())) else next(rest)
            for param in PARAMS
        }


def foreign(opened: AppTest) -> set[bytes]:
    """Return what stands on a page of rows that are not of the scope."""
    protos = [getattr(node, "proto", None) for node in opened._tree]
    whole = b"\n".join(proto.SerializeToString() for proto in protos if proto is not None)
    return {mark for mark in MARKS if mark in whole}


def test_the_pages_together_are_shown_every_value() -> None:
    every = [value for screen in screens.ALL for each in addresses(screen.address)
             for value in each.values()]  # fmt: skip
    assert set(VALUES) <= set(every)
    assert {value for taken in TAKEN.values() for value in taken} <= set(VALUES)


@pytest.mark.fault
@pytest.mark.parametrize("page", [screen.address for screen in screens.ALL])
def test_whatever_the_address_says_a_page_shows_itself_and_nothing_foreign(
    page: str, visit: Any, shown: Callable[[Scope], None], read: set[str]
) -> None:
    for scope, every in ((OTHER, 1), (Scope.everything(), 4)):
        shown(scope)
        for address in itertools.islice(addresses(page), 0, None, every):
            opened = visit(page, **address)
            assert not opened.exception, address
            assert not opened.error, address
            assert opened.title, address
            assert scope != OTHER or foreign(opened) == set(), address
    # The page and the order of a table are called after it.
    named = {name for name in read if not name.startswith(("page.", "sort."))}
    assert named <= set(PARAMS), "another parameter is read: add it to OTHERS of saved views"


def test_the_marks_are_shown_to_who_may_see_them(
    visit: Any, shown: Callable[[Scope], None]
) -> None:
    """Or else nothing foreign would ever be found."""
    shown(Scope.of([two_offices.OWN]))
    period = {"from": "2026-05-01", "to": "2026-08-31", "as_of": "2026-08-31"}
    found = foreign(visit("remittance-lag", **period, status="all"))
    found |= foreign(visit("exceptions", **period, kind="receipt_twice"))
    found |= foreign(visit("lookup", code="P01-1"))
    assert {b"P01-2", b"XN01-2", f"Thị H{MARK}".encode(), b"901.000"} <= found


def ask(question: Callable[[sa.Connection], Any]) -> Any:
    with current_store.current().reading(OTHER) as connection:
        return question(connection)


def test_whatever_is_looked_up_nothing_foreign_is_found(shown: Callable[[Scope], None]) -> None:
    shown(OTHER)
    found = set()
    for first in range(0, len(VALUES), 20):
        asked = codes.parse("\n".join(VALUES[first : first + 20]))
        case = ask(functools.partial(lookup_case.ask, request=asked, payment=VALUES[first]))
        found |= {each.payment for each in (*case.journeys, *case.household)}
        assert case.remittances is not None
    assert found
    assert found <= set(two_offices.payments("10"))


def test_whatever_difference_is_asked_for_nothing_foreign_is_found(
    shown: Callable[[Scope], None],
) -> None:
    shown(OTHER)
    kept = [value for value in VALUES if parsing.as_case(value) is not None]
    chosen = filters._defaults(clock.today())
    asking = dataclasses.replace(listing.question(chosen), start=dt.date(2026, 5, 1))
    offices = set()
    for kind in counts.KINDS:
        question = functools.partial(
            rows.listed, question=asking, kind=kind, subjects=kept, page=paging.Page(1000)
        )
        offices |= set(ask(question)["office_code"])
        told = ask(functools.partial(notes.latest, kind=kind, subjects=kept))
        assert set(told["subject"]) <= {"P10-8"}
    assert offices == {two_offices.OTHER}


def test_whatever_collector_or_payment_is_asked_for_nothing_foreign_is_found(
    shown: Callable[[Scope], None],
) -> None:
    shown(OTHER)
    words = {code for value in VALUES if (code := parsing.as_code(value)) is not None}
    assert len(words) > 300
    named = [code for code in words
             if not ask(functools.partial(directory.collector, code=code)).empty]  # fmt: skip
    assert named == ["NVT10"]
    with current_store.current().auditing(OTHER) as connection:
        for word in words:
            looks = entries.total_of_payment(connection, payment=word)
            assert not looks["entries"].iloc[0] or word == "P10-1", word
