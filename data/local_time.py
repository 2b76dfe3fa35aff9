"""Owns the zone of every day boundary, and when a local day begins."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Final

NAME: Final = "Asia/Ho_Chi_Minh"
HANOI: Final = zoneinfo.ZoneInfo(NAME)

_MIDNIGHT: Final = dt.time()


def begin(day: dt.date, at: dt.time = _MIDNIGHT) -> dt.datetime:
    """Return when a local day begins, or another hour of it."""
    return dt.datetime.combine(day, at, HANOI)
