"""Owns how a paper names the deadlines by which the payments of a period are judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dashboard import formats
from data import policies

if TYPE_CHECKING:
    from dashboard.exports import content, template


class _Policy(NamedTuple):
    name: str
    org: str
    since: str
    value: str


def sentences(found: content.Content, words: template.Template) -> list[str]:
    """Return the general deadline, and those that organisations have of their own.

    Args:
        found: a report of a period; its facts have all policies of the store.
        words: of its template.
    """
    known = [_Policy(*policy) for policy in found.facts["policies"]]
    known = [policy for policy in known if policy.name == policies.DEADLINE_POLICY]
    asked = found.asked
    own = {policy.org for policy in known if policy.org}
    if "org" in asked:
        own &= {asked["org"]}
    told = [_own(org, known, found, words) for org in sorted(own)]
    general = words["general"].format(terms=_terms(_in_force("", known, asked), words))
    own_words = "; ".join(filter(None, told))
    return [general, *([words["own"].format(terms=own_words)] if own_words else [])]


def _own(
    org: str, known: Sequence[_Policy], found: content.Content, words: template.Template
) -> str:
    in_force = [each for each in _in_force(org, known, found.asked) if each.org]
    if not in_force:
        return ""
    name = found.facts["organizations"].get(org, org)
    return str(
        words["of_organization"].format(organization=name, code=org, terms=_terms(in_force, words))
    )


def _in_force(org: str, known: Sequence[_Policy], asked: Mapping[str, str]) -> list[_Policy]:
    """Return the policies that hold on days of the period, the earliest first.

    The program's own deadline holds for everybody before the first general policy.
    """
    last = min(asked["to"], asked["as_of"])
    by_default = _Policy("", "", dt.date.min.isoformat(), str(policies.DEFAULT_DEADLINE_DAYS))
    mine = sorted(each for each in known if each.org == org and each.since <= last)
    before = [each for each in mine if each.since <= asked["from"]]
    first = before[-1:] or ([by_default] if not org else [])
    return [*first, *mine[len(before) :]]


def _terms(in_force: Sequence[_Policy], words: template.Template) -> str:
    each = (
        words["days"].format(
            days=formats.count(policy.value), since=formats.day(dt.date.fromisoformat(policy.since))
        )
        if policy.name
        else words["default"].format(days=formats.count(policy.value))
        for policy in in_force
    )
    return ", ".join(each)
