"""Collectors of the sample: where each works, how much each collects, and how reliably."""

import dataclasses
from typing import Final

import numpy as np

from data.sample import names, offices, organizations
from data.sample.moments import Flag, Share, Whole, between

COLLECTORS: Final = 600
HEADING: Final = ("collector_code", "collector_name", "org_code", "office_code")

# Urban offices collect more than the others.
_URBAN: Final = 1.7
_FEWEST_OFFICES: Final = 6
_EVERYWHERE: Final = 0.12
_TARDY, _FORGETFUL, _SILENT = 0.06, 0.04, 0.07


@dataclasses.dataclass(frozen=True)
class Staff:
    """One entry a collector; offices and organisations by their numbers.

    `former` is the office of a collector until it was closed, else the same as `office`.
    """

    office: Whole
    former: Whole
    org: Whole
    share: Share
    tardy: Flag
    forgetful: Flag
    silent: Flag

    def rows(self) -> list[tuple[str, ...]]:
        """Return the collectors as rows of their import file."""
        return [
            (code(n), names.collector(n), organizations.CODES[org], offices.CODES[office])
            for n, (org, office) in enumerate(zip(self.org, self.office, strict=True))
        ]

    def at(self, office: int) -> int:
        """Return the collector of an office with the largest share."""
        return int(np.argmax(np.where(self.office == office, self.share, 0)))


def code(number: int) -> str:
    """Return the code of a collector."""
    return f"NVT{number + 1:04d}"


def engage(rng: np.random.Generator) -> Staff:
    """Make up the collectors and spread them over offices and organisations."""
    office, org, share = _pairs(rng)
    counts = _collectors(share)
    pair = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    skill = rng.lognormal(0, 0.5, COLLECTORS)
    share = share[pair] * skill / np.bincount(pair, skill)[pair]
    habits = (rng.random(COLLECTORS) < each for each in (_TARDY, _FORGETFUL, _SILENT))
    return Staff(office[pair], _formerly(office[pair]), org[pair], share / share.sum(), *habits)


def _pairs(rng: np.random.Generator) -> tuple[Whole, Whole, Share]:
    """Return pairs of office and organisation, and their shares of all payments."""
    urban = np.array(["quận" in name for name in offices.NAMES])
    size = np.where(urban, _URBAN, 1.0) * rng.lognormal(0, 0.3, offices.OPEN)
    pairs = []
    for org, share in enumerate(organizations.shares()):
        many = max(_FEWEST_OFFICES, round(offices.OPEN * min(1, (share / _EVERYWHERE) ** 0.5)))
        where = np.sort(rng.permutation(offices.OPEN)[:many]).astype(np.int64)
        part = size[where] * rng.lognormal(0, 0.35, many)
        pairs.append((where, np.full(many, org, np.int64), share * part / part.sum()))
    office, org_of, share_of = (np.concatenate(each) for each in zip(*pairs, strict=True))
    return office, org_of, share_of


def _collectors(share: Share) -> Whole:
    """Give each pair one collector, and the others to pairs with large shares."""
    spare = COLLECTORS - len(share)
    steps = np.round(np.cumsum(share) / share.sum() * spare).astype(np.int64)
    counts: Whole = 1 + np.diff(steps, prepend=0)
    return counts


def _formerly(office: Whole) -> Whole:
    """Let most of the successor's collectors have come from the offices that it succeeded."""
    former = office.copy()
    there = np.flatnonzero(office == offices.SUCCESSOR)
    for nth, closed in enumerate(offices.CLOSED):
        former[there[nth :: len(offices.CLOSED) + 1]] = closed
    return former


def drawn(staff: Staff, rng: np.random.Generator, count: int) -> Whole:
    """Draw collectors with the probability of their shares."""
    if not count:
        return between(rng, 0, 1, 0)
    return np.searchsorted(np.cumsum(staff.share), rng.random(count)).clip(0, COLLECTORS - 1)
