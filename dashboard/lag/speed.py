"""The speed of handing over: the share remitted within n working days, as chart and table."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboard.components import charts, fragments, links, tables, theme
from dashboard.text import _, formats, lag_terms, ngettext

_HEIGHT: Final = 260
# The curve is drawn to where nearly everything is remitted, but not beyond so many days.
_NEARLY_ALL: Final = 0.99
_FEWEST_DAYS: Final = 10
_MOST_DAYS: Final = 30
_TICKS: Final = (0, 25, 50, 75, 90, 100)
# A little more, so that the line of all is drawn.
_TOP: Final = 104
_QUANTILES: Final = {"median_lag_days": 50, "p90_lag_days": 90}
# From a day to what was remitted in time, or late.
_WAY: Final = links.Way({"status": "status"}, given={"bucket": None, "sort": None})


def curve(rows: pd.DataFrame, figures: Mapping[str, Any]) -> None:
    """Draw the share of payments that is remitted within n working days, and show it in a table.

    Args:
        rows: those of `queries.lag.curve`.
        figures: those of `queries.lag.remittance_lag` for the same payments, with the
            quantiles that are marked.
    """
    first = rows.iloc[0]
    deadlines = int(first["shortest_deadline_days"]), int(first["longest_deadline_days"])
    days, shares = _points(rows, deadlines[1])
    last = max(*days, *deadlines) + 1
    reached = _reached(figures, last)
    charts.dotted(
        [_line(days, shares, deadlines[1])],
        charts.Axes(
            slots=_slots(days),
            domain=(0, last),
            top=_TOP,
            ticks=[(day, formats.count(day)) for day in range(last + 1)],
            levels=[(share, f"{share}%") for share in _TICKS],
            marks=[_deadline(deadlines), *(_drop(*mark) for mark in reached.items())],
            unit=_("working days"),
        ),
        title=_("Payments remitted within n working days"),
        summary=_summary(days, shares, deadlines),
        height=_HEIGHT,
        key="lag_curve",
    )
    _table(days, shares, deadlines[1])


def _points(rows: pd.DataFrame, deadline: int) -> tuple[list[int], list[float]]:
    """Return the days to draw and the share remitted by each, in percent."""
    nearly_all = rows.loc[rows["share_remitted"] >= _NEARLY_ALL, "lag_days"]
    enough = int(nearly_all.min()) if len(nearly_all) else _MOST_DAYS
    limit = min(_MOST_DAYS, max(_FEWEST_DAYS, 2 * deadline, enough))
    near = rows[rows["lag_days"] <= limit]
    days = [int(day) for day in near["lag_days"]]
    shares = [float(share) * 100 for share in near["share_remitted"]]
    return (days, shares) if 0 in days else ([0, *days], [0.0, *shares])


def _reached(figures: Mapping[str, Any], last: int) -> dict[int, int]:
    """Return the day by which a half and nine tenths are remitted, where that is drawn."""
    days = {share: figures[name] for name, share in _QUANTILES.items()}
    return {
        share: int(day)
        for share, day in days.items()
        if formats.words(day) != formats.UNKNOWN and day <= last
    }


def _line(days: list[int], shares: list[float], deadline: int) -> charts.Line:
    """Return the share handed over by each day; a point leads to what was in time, or late."""
    leads = _WAY.addresses({"status": _status(day, deadline)} for day in days)
    points = [
        charts.Point(day, share, formats.rate(_of_one(share)), lead)
        for day, share, lead in zip(days, shares, leads, strict=True)
    ]
    return charts.Line(_("remitted"), points, theme.REMITTED, shape="step")


def _status(day: int, deadline: int) -> str:
    return "remitted" if day <= deadline else "late"


def _of_one(share: float) -> float:
    """Return a share in percent as one of one."""
    return round(share / 100, 4)


def _table(days: list[int], shares: list[float], deadline: int) -> None:
    """Show the curve in figures; a row leads to what its point leads to."""
    title = _("The curve in figures")
    if below := fragments.opened(title, icon=":material/table_rows:", key="curve_in_figures"):
        rows = pd.DataFrame(
            {
                "within": list(_slots(days).values()),
                "share": [_of_one(share) for share in shares],
                "status": [_status(day, deadline) for day in days],
            }
        )
        with below:
            tables.show(rows, lag_terms.CURVE, key="curve", alt=title, leads=_WAY)


def _slots(days: list[int]) -> dict[int, str]:
    """Return the days in words, by their number."""
    return {
        day: ngettext("Within {n} working day", "Within {n} working days", day).format(
            n=formats.count(day)
        )
        for day in days
    }


def _deadline(deadlines: tuple[int, int]) -> charts.Mark:
    """Return the mark of the deadline, or from the shortest to the longest."""
    return charts.Mark(*deadlines, 100, _deadline_label(deadlines), theme.OVERDUE, low=True)


def _drop(percent: int, day: int) -> charts.Mark:
    """Return the line from where a share is reached down to its day."""
    return charts.Mark(day, day, percent, _within(percent, day), theme.REMITTED)


def _deadline_label(deadlines: tuple[int, int]) -> str:
    shortest, longest = deadlines
    if shortest == longest:
        return _("deadline: {n}").format(n=longest)
    return _("deadlines: {first} to {last}").format(first=shortest, last=longest)


def _within(percent: int, day: int) -> str:
    return _("{percent}% within {n}").format(percent=percent, n=day)


def _summary(days: list[int], shares: list[float], deadlines: tuple[int, int]) -> str:
    said = _("within {n}: {share}")
    steps = (
        said.format(n=day, share=formats.rate(_of_one(share)))
        for day, share in zip(days, shares, strict=True)
    )
    return "; ".join([_deadline_label(deadlines), *steps])
