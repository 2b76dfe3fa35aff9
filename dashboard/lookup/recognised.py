"""What the words of the search are: codes and numbers of records, places, collectors, or people.

The kind is recognised, not asked for. What is found by its code or number is meant; names are
looked at where nothing is. People are not searched for here: that is noted (`search.py`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd
import sqlalchemy as sa

from dashboard import clock
from dashboard.lookup import codes, search
from dashboard.text import parsing
from queries import frames
from queries.lookup import near, places, searches

# So many of a kind are named.
MOST: Final = 10
# So many codes that differ by one slip.
MOST_NEAR: Final = 20

# A pasted list is looked up as it stands; a few numbers are tried in other ways of writing as well.
_FEW: Final = 12
_FEWEST_LETTERS: Final = 2
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_INSIDE: Final = re.compile(r"[\s.-]+")


@dataclass(frozen=True)
class Place:
    """An office, an organisation or a collector; of a collector also whose and where.

    `is_meant`: found by its code, or by whole words of its name.
    """

    kind: str
    code: str
    name: str
    org_code: str | None
    office_code: str | None
    is_meant: bool


@dataclass(frozen=True)
class Match:
    """What a word was found as: the kind of number, and how many payments or remittances."""

    word: str
    kind: str
    number: int


@dataclass(frozen=True)
class Lead:
    """Where something that was found is shown: a page, and the parameters of its address."""

    page: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recognised:
    """What words were recognised as.

    `request` are the words as codes and numbers, those that were found written as the store has
    them. `places` are the first ones by kind, `numbers` how many there are. `near` are codes that
    differ by one slip from a code that is not known (`queries.lookup.near.COLUMNS`).
    """

    words: str
    request: codes.Request
    matches: tuple[Match, ...]
    places: tuple[Place, ...]
    numbers: Mapping[str, int]
    near: pd.DataFrame

    @property
    def is_nothing(self) -> bool:
        """Whether the store knows the words as nothing that may be seen."""
        return not self.matches and not self.places

    @cached_property
    def is_public(self) -> bool:
        """Whether the words may stand in an address: they cannot be a person's name or number.

        A name of an office or organisation is public, and so is what has the form of a code, or is
        one but for a slip.
        """
        if not self.near.empty and not is_persons_number(self.words):
            return True
        if any(place.kind != "collector" for place in self.places):
            return True
        asked = codes.withholding(codes.parse(self.words))
        return bool(asked.lines) and not asked.unusable and not asked.withheld

    @property
    def is_person(self) -> bool:
        """Whether the words may be the name or the number of a participant."""
        return is_persons_number(self.words) or search.is_name(self.words)

    def certain(self, *, may_reveal: bool) -> Lead | None:
        """Return where the words lead if they can mean one thing alone.

        A collector's name may be that of a participant, for whoever may look for one.
        """
        leads = [*([self.lead] if self.matches else []), *map(lead_of, self.places)]
        is_vague = not all(place.is_meant for place in self.places)
        if len(leads) != 1 or sum(self.numbers.values()) > 1 or is_vague:
            return None
        is_of_two = may_reveal and not self.matches and self.places[0].kind == "collector"
        return None if is_of_two and search.is_name(self.words) else leads[0]

    @property
    def lead(self) -> Lead:
        """Where the codes and numbers are shown."""
        return Lead("lookup", {"code": ",".join(self.request.address)})


def lead_of(place: Place) -> Lead:
    """Return the page of a place, or what a collector owes."""
    page = {"office": "office", "org": "organization", "collector": "remittance-lag"}
    return Lead(page[place.kind], {place.kind: place.code})


def is_persons_number(words: str) -> bool:
    """Return whether words may be the number of a person."""
    return len(search.number(words)) in parsing.OF_PERSONS


def ask(connection: sa.Connection, *, words: str) -> Recognised:
    """Recognise words: one line, as they were typed or pasted."""
    line = trimmed(words)
    request, matches = _numbers(connection, line)
    found, numbers = _places(connection, line, by_name=not matches)
    is_unknown = not matches and not found and any(map(str.isdigit, line))
    return Recognised(
        words=line,
        request=request,
        matches=matches,
        places=found,
        numbers=numbers,
        near=near.codes(connection, code=line if is_unknown else "", most=MOST_NEAR),
    )


def trimmed(words: str) -> str:
    """Return words on one line, without what was pasted around them by mistake."""
    line = _DASHES.sub("-", parsing.one_line(words))[: codes.LONGEST_SEARCH]
    first = next((at for at, sign in enumerate(line) if sign.isalnum()), len(line))
    last = next((at for at, sign in enumerate(reversed(line)) if sign.isalnum()), 0)
    return line[first : len(line) - last]


def _numbers(connection: sa.Connection, line: str) -> tuple[codes.Request, tuple[Match, ...]]:
    """Return the codes and numbers of a line as the store has them, and what they are found as."""
    request = codes.parse(line)
    written = {
        other: word for word in reversed(request.wanted) for other in _written(request, word)
    }
    rows = searches.by_words(connection, words=list(written), as_of=clock.today(), most=1)
    known = {written[word]: word for word in reversed(rows["word"].tolist())}
    kept = [known.get(word, word) for word in request.resolved(list(known))]
    request = codes.withholding(codes.parse(",".join(kept)))
    matches = tuple(
        Match(*each) for each in zip(rows["word"], rows["kind"], rows["found"], strict=True)
    )
    return codes.admitting(request, list(known.values())), matches


def _written(request: codes.Request, word: str) -> Iterator[str]:
    """Give the ways in which a number may stand in the store, the one that was typed first."""
    yield word
    if len(request.wanted) <= _FEW:
        bare = trimmed(word)
        yield from (bare, bare.upper(), _INSIDE.sub("", bare), _INSIDE.sub("", bare).upper())


def _places(
    connection: sa.Connection, line: str, *, by_name: bool
) -> tuple[tuple[Place, ...], dict[str, int]]:
    """Return the places and collectors that a line names, and how many there are by kind."""
    is_name = by_name and sum(map(str.isalpha, line)) >= _FEWEST_LETTERS
    if not line:
        return (), {}
    rows = places.by_words(connection, words=line, by_name=is_name, most=MOST)
    if rows["is_code"].any():
        rows = rows[rows["is_code"]].assign(found=1)
    named = tuple(
        Place(
            kind=row["kind"],
            code=row["code"],
            name=row["name"],
            org_code=row["org_code"] or None,
            office_code=row["office_code"] or None,
            is_meant=row["is_code"] or row["is_whole"],
        )
        for row in frames.records(rows)
    )
    return named, dict(zip(rows["kind"], rows["found"].astype(int), strict=True))
