"""Owns what papers of figures have in common: their head, their foot, and how they are called."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from dashboard import clock
from dashboard.exports import paper, template
from dashboard.text import _, formats, glossary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.exports import content
    from dashboard.exports.documents import stamp


_SHARED: Final = "figures"

_WORDS: Final = "figures"
_DAYS: Final = ("date", "from", "to", "as_of")


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
        about=(*about, *scope(found)),
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


def period(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the days of a period, its evening, and whose figures: as questions take them."""
    return {
        "start": dt.date.fromisoformat(asked["from"]),
        "end": dt.date.fromisoformat(asked["to"]),
        "as_of": dt.date.fromisoformat(asked["as_of"]),
        "office": asked.get("office"),
        "org": asked.get("org"),
    }


def days(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the days that were asked for as papers write them."""
    return {
        name: formats.day(dt.date.fromisoformat(asked[name])) for name in _DAYS if name in asked
    }


def scope(found: content.Content) -> list[str]:
    """Return in words whose figures these are: the office, the organisation, the product."""
    words, asked, facts = template.named(_WORDS), found.asked, found.facts
    lines = [_office(found, words)]
    if org := asked.get("org"):
        name = facts["organizations"].get(org, org)
        lines.append(words["organization"].format(organization=name, code=org))
    if product := asked.get("product"):
        lines.append(words["product"].format(product=_(glossary.PRODUCTS[product])))
    return lines


def _office(found: content.Content, words: template.Template) -> str:
    facts = found.facts
    if "office" not in found.asked:
        return str(words["every_office"])
    below = len(facts["below"]) - 1
    sentence = words["office_and_below"] if below else words["office"]
    return str(sentence).format(
        office=facts["office"], code=facts["office_code"], n=formats.count(below)
    )
