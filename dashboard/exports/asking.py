"""Owns how the parameters of a report of figures are read, and said in words on its paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from dashboard import formats
from dashboard.exports import template
from dashboard.text import _, glossary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.exports import content

_WORDS: Final = "figures"
_DAYS: Final = ("date", "from", "to", "as_of")


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
