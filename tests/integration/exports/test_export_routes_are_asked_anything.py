"""Hostile values in every part of the address of a file: a sentence, or his own office's file.

All five hundred as a day and as a number, a tenth of them anywhere else: all of them in all.
"""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING, Final

import pytest
from starlette import testclient
from support import databases, desks, hostile
from support.browser import signing_in
from support.builders import two_offices
from support.papers import served as papers_served

from dashboard import current_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.papers.served import Served


VALUES: Final = hostile.values()
FORM: Final = "/export/form-01-xn.csv?date=2026-08-11"
# Where a value stands; in a path, servers and browsers take no more of it.
LONGEST_PATH: Final = 6_000
PLACES: Final[dict[str, Callable[[str], str]]] = {
    "kind": lambda value: f"/export/{value}.csv?date=2026-08-11",
    "ending": lambda value: f"/export/form-01-xn.{value}?date=2026-08-11",
    "date": lambda value: f"/export/form-01-xn.csv?date={value}",
    "office": lambda value: f"{FORM}&office={value}",
    "org": lambda value: f"{FORM}&org={value}",
    "separator": lambda value: f"{FORM}&separator={value}",
    "names": lambda value: f"{FORM}&names={value}",
    "as": lambda value: f"{FORM}&as={value}",
    "another": lambda value: f"{FORM}&{value}=1",
    # None has such a number.
    "number": lambda value: f"/export/snapshot/9{value}.csv",
    "snapshot's ending": lambda value: f"/export/snapshot/2.{value}",
    "token": lambda value: f"/export/job/{value}",
    "bundle's day": lambda value: f"/export/forms.zip?date={value}&form=csv",
    "bundle's form": lambda value: f"/export/forms.zip?date=2026-08-11&form={value}",
}
WHOLE: Final = ("date", "number")
# A way up in a path leads out of it: to nowhere.
ANSWERED: Final = (200, 307, 400, 403, 404)
MARKS: Final = tuple(
    mark.encode() for mark in ("P01-", "XN01-", "Thị H01", "A01•", "C01")
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """A desk with rows of two offices, and somebody of each role."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as opened:
        two_offices.share(opened)
        for office in (two_offices.OWN, two_offices.OTHER):
            two_offices.fill(opened, office)
        papers_served.staff(opened.store)
        yield opened


@pytest.fixture
def served(desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(current_store, "current", lambda: desk.store)
    with (
        signing_in.configured(papers_served.ADDRESS, monkeypatch),
        testclient.TestClient(papers_served.application()) as client,
    ):
        yield papers_served.Served(client)


@pytest.mark.parametrize("place", PLACES)
def test_whatever_is_asked_for_it_is_a_sentence_or_his_own(place: str, served: Served) -> None:
    step = 1 if place in WHOLE else 10
    for value in VALUES[list(PLACES).index(place) % step :: step]:
        written = urllib.parse.quote(value, safe="")
        if len(written) > LONGEST_PATH:
            continue
        answer = served.get(PLACES[place](written), papers_served.SOC_SON)
        assert answer.status_code in ANSWERED, (value, answer.text)
        assert not [mark for mark in MARKS if mark in answer.content and mark not in value.encode()]


def test_his_own_is_given_and_the_marks_are_shown_to_who_may_see_them(served: Served) -> None:
    own = served.get(FORM, papers_served.BA_DINH)
    other = served.get(FORM, papers_served.SOC_SON)
    assert own.status_code == other.status_code == 200
    assert b"XN01-1" in own.content
    assert b"XN10-1" in other.content
