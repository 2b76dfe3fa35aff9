"""Figures beside those that they are compared with: columns of changes, and what they come to."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from dashboard.comparing import against
from dashboard.text import _, formats, glossary

# What a figure's change is, by what the figure is.
_KINDS: Final[dict[str, glossary.Kind]] = {
    "count": "count_change",
    "money": "money_change",
    "rate": "rate_change",
}


@dataclasses.dataclass(frozen=True)
class Earlier:
    """The rows of an earlier period, and by how much the figures of all differ from its."""

    against: against.Against
    rows: pd.DataFrame
    changes: Mapping[str, Any]


def column(name: str) -> str:
    """Return the name of the column with the changes of one."""
    return f"{name}_change"


def terms(
    shown: Mapping[str, glossary.Term], measures: Iterable[str], wanted: against.Against
) -> dict[str, glossary.Term]:
    """Return the columns of a table with those of the changes, each behind its figure."""
    found: dict[str, glossary.Term] = {}
    for name, term in shown.items():
        found[name] = term
        if name in measures:
            found[column(name)] = _term(term, wanted)
    return found


def joined(
    now: pd.DataFrame,
    then: pd.DataFrame,
    measures: Mapping[str, glossary.Term],
    *,
    key: str = "key",
    sums: Collection[str] = (),
) -> pd.DataFrame:
    """Return rows with their changes, and those that had figures then only.

    Args:
        now: the rows at hand.
        then: the same columns of what they are compared with.
        measures: the columns that are compared.
        key: the column that tells rows apart.
        sums: further columns that are zero where a row has no figures now; others are unknown.
    """
    rows = _with_those_of_then(
        now, then, {*sums, *(n for n in measures if _adds_up(measures[n]))}, key
    )
    before = then.set_index(key)
    return rows.assign(
        **{column(name): _column(rows, before, name, term, key) for name, term in measures.items()}
    )


def beside(
    now: pd.DataFrame,
    earlier: Earlier | None,
    measures: Mapping[str, glossary.Term],
    *,
    sums: Collection[str] = (),
) -> pd.DataFrame:
    """Return `joined` rows of agents; as they are where there is no earlier period."""
    return now if earlier is None else joined(now, earlier.rows, measures, sums=sums)


def totals(
    now: Mapping[str, Any], then: Mapping[str, Any], measures: Mapping[str, glossary.Term]
) -> dict[str, Any]:
    """Return the changes of figures, by the names of their columns."""
    return {
        column(name): difference(now.get(name), then.get(name), term)
        for name, term in measures.items()
    }


def difference(now: Any, then: Any, term: glossary.Term) -> Any:
    """Return by how much a figure differs; what there is nothing of is zero, but no rate is."""
    if _adds_up(term):
        return _whole(now) - _whole(then)
    if formats.is_unknown(now) or formats.is_unknown(then):
        return None
    return float(Decimal(str(now)) - Decimal(str(then)))


def _column(
    rows: pd.DataFrame, before: pd.DataFrame, name: str, term: glossary.Term, key: str
) -> Any:
    earlier = before[name].to_dict()
    pairs = zip(rows[key].tolist(), rows[name].tolist(), strict=True)
    values = [difference(now, earlier.get(each), term) for each, now in pairs]
    return (
        pd.array(values, dtype="Float64")
        if not _adds_up(term)
        else pd.Series(values, index=rows.index, dtype="object" if _is_large(values) else "Int64")
    )


def _with_those_of_then(
    now: pd.DataFrame, then: pd.DataFrame, zeros: Collection[str], key: str
) -> pd.DataFrame:
    gone = then[~then[key].isin(now[key])]
    if gone.empty:
        return now.reset_index(drop=True)
    blank = gone.reindex(columns=now.columns)
    for name in now.columns:
        if name not in {key, "name"}:
            blank[name] = 0 if name in zeros else pd.NA
    typed = {name: now[name].dtype for name in now.columns}
    return pd.concat([now, blank.astype(typed)], ignore_index=True)


def _term(term: glossary.Term, wanted: against.Against) -> glossary.Term:
    label = _(term.label)
    words = {"label": label, "name": wanted.name, "days": wanted.days}
    head = _("± {label} (points)") if term.kind == "rate" else _("± {label}")
    told = (
        _("{label} less that of {name} ({days}): + is more, − is less.")
        if wanted.is_earlier
        else _("{label} less that of {name}: + is more, − is less.")
    )
    return dataclasses.replace(
        term, label=head.format(**words), help=told.format(**words), kind=_KINDS[term.kind]
    )


def _adds_up(term: glossary.Term) -> bool:
    return term.kind != "rate"


def _whole(value: Any) -> int:
    return 0 if formats.is_unknown(value) else int(value)


def _is_large(values: Iterable[int]) -> bool:
    return any(abs(value) >= 2**63 for value in values)
