"""Parts of SQL that limit rows to the kinds of difference that are asked for.

A statement asks for one kind, or for all of them where `:kind` is null; and for all differences,
or for those of the keys `:subjects`.
"""

from collections.abc import Iterable, Mapping

from data.derived import difference_rules


def is_subject(key: str) -> str:
    """Return whether a difference is one of `:subjects`, or anything where that is null."""
    return f"""(
        CAST(:subjects AS text[]) IS NULL OR {key} = ANY (CAST(:subjects AS text[]))
    )"""


def is_wanted(kinds: Iterable[str]) -> str:
    """Return whether `:kind` is null or one of these: the planner drops the steps of all others."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"(CAST(:kind AS text) IS NULL OR :kind IN ({listed}))"


def each_kind(rules: Mapping[str, difference_rules.Rule]) -> str:
    """Return the kinds of which a row is a case, aliased k, to be joined laterally to it.

    The planner drops the kinds that are not asked for, so that nothing of them is computed.
    """
    each = "\n            UNION ALL ".join(
        f"""SELECT '{kind}' AS kind, {rule.other} AS other, {rule.moments[0]} AS moment,
                {rule.moments[1]} AS other_moment, {_money(rule)} AS amount,
                {_since(rule)} AS since_day
            WHERE ({difference_rules.holds(rule)}) AND {is_wanted([kind])}"""
        for kind, rule in rules.items()
    )
    return f"""(
            {each}
        ) AS k"""


def _money(rule: difference_rules.Rule) -> str:
    """Return the money of a form that is a case; of what else it is known by itself."""
    return rule.amount if rule.subject is difference_rules.Subject.FORM else "NULL"


def _since(rule: difference_rules.Rule) -> str:
    """Return the first day on which it was a case; of what depends on the calendar, the steps know.

    A form that is not sent is one on the morning after its day.
    """
    if rule.subject is difference_rules.Subject.FORM:
        return f"GREATEST(f.day + 1, local_day({rule.moments[0]}))"
    if rule.subject is difference_rules.Subject.PAIR:
        return "GREATEST(p.paid_day, r.other_paid_day)"
    return "CAST(NULL AS date)" if rule.needs_calendar else rule.since


def is_case(rules: Mapping[str, difference_rules.Rule]) -> str:
    """Return whether a row is a case of the kind that is asked for, or of any where none is.

    Most rows are of none: this excludes them before the kinds are joined.
    """
    conditions = {kind: difference_rules.holds(rule) for kind, rule in rules.items()}
    either = " OR ".join(f"({condition})" for condition in conditions.values())
    each = " ".join(f"WHEN '{kind}' THEN {condition}" for kind, condition in conditions.items())
    return f"CASE WHEN CAST(:kind AS text) IS NULL THEN {either} ELSE CASE :kind {each} END END"
