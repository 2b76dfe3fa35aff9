"""Owns what papers of figures have in common: their head, their foot, and how they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard import clock
from dashboard.exports import asking, paper, template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports import content, stamp

_SHARED: Final = "figures"


def head(found: content.Content, words: template.Template, about: Sequence[str]) -> paper.Head:
    """Return the head of a paper: who issues it, its title, what it is about, and whose it is.

    Args:
        found: the report.
        words: those of its template.
        about: what it is about, in lines; whose figures they are follows.
    """
    shared = template.named(_SHARED)
    return paper.Head(
        upper=str(found.facts["upper"] or shared["upper"]).upper(),
        office=str(found.facts["office"] or "").upper(),
        number="",
        basis="",
        title=words["title"],
        about=(*about, *asking.scope(found)),
        unit=words["unit"],
    )


def foot(
    digest: content.Digest,
    words: template.Template,
    taken: stamp.Stamp,
    *,
    above: paper.Head,
    sentences: Sequence[str],
    totals: Sequence[tuple[str, str]] = (),
) -> paper.Foot:
    """Return what stands below the tables, once their lines have been read.

    Args:
        digest: what has passed.
        words: those of the report's template; one without signatures is not signed.
        taken: by whom, and when.
        above: the head of the paper.
        sentences: what explains the figures.
        totals: what the rows come to: label and value.
    """
    day = taken.made_at.astimezone(clock.HANOI)
    signatures = template.signatures(words) if "signatures" in words else []
    place = template.named(_SHARED)["place"]
    return paper.Foot(
        words=sentences,
        place=place.format(day=f"{day:%d}", month=f"{day:%m}", year=day.year) if signatures else "",
        signatures=signatures,
        notes=taken.notes(digest, "; ".join(above.about), totals),
        mark=taken.mark(digest),
    )


def name(found: content.Content, words: template.Template, days: Sequence[str]) -> str:
    """Return what a file is called: the report, its days, then what it is limited to."""
    rest = (each for key, each in found.asked.items() if key not in days)
    return "-".join((words["file"], *(found.asked[day] for day in days), *rest))
