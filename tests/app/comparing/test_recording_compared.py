"""The page of recording beside an earlier period and another organisation."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest
from support import commands
from support.screens import sent_tables, shown

from dashboard import text

if TYPE_CHECKING:
    from support import databases

WEEK: Final = {"from": "2026-07-20", "to": "2026-07-26", "as_of": "2026-07-26"}
BEFORE: Final = {"from": "2026-07-13", "to": "2026-07-19", "as_of": "2026-07-19"}
COLUMNS: Final = ["unrecorded", "unrecorded_amount", "same_day_rate"]


@pytest.fixture
def reported(
    made: databases.Databases, july: str, monkeypatch: pytest.MonkeyPatch
) -> list[pd.DataFrame]:
    """Give what the command line reports of the week and of the one before."""
    found = []
    for days in (WEEK, BEFORE):
        words = [f"--{param.replace('_', '-')}={value}" for param, value in days.items()]
        with monkeypatch.context() as alone:
            run = commands.at(made, july, alone)
            out = run("report", "recording-lag", *words, "--by", "org", "--format", "csv").stdout
        rows = pd.DataFrame(list(csv.DictReader(io.StringIO(out)))).set_index("key")
        found.append(rows[COLUMNS].replace("", None).astype(float))
    # The command line has spoken its own language.
    text.use(text.DEFAULT)
    return found


def test_each_change_of_recording_is_that_of_two_reports(
    visit: Any, reported: list[pd.DataFrame]
) -> None:
    now, before = reported
    page = visit("recording", **WEEK, against="previous")
    rows = next(each for each in sent_tables.of(page) if each.key == "recording_org").value
    rows = rows.set_index("key")
    assert set(rows.index) == set(now.index) | set(before.index)
    for column in ("unrecorded", "unrecorded_amount"):
        wanted = now[column].sub(before[column], fill_value=0)
        assert rows[f"{column}_change"].astype(float).to_dict() == wanted.to_dict()
    both = now.index.intersection(before.index)
    rates = (now["same_day_rate"] - before["same_day_rate"])[both]
    differing = (rows["same_day_rate_change"].astype(float)[both] - rates).abs()
    assert differing.max() < 0.00005
    assert "**So với tuần liền trước** (13/07/2026–19/07/2026): " in shown.said(page)
    page = visit("recording", **WEEK, org="BI0001", against="org:IS0002")
    assert shown.table(page, "against_org")["unrecorded"].astype(float).tolist() == [
        now["unrecorded"]["BI0001"], now["unrecorded"]["IS0002"],
    ]  # fmt: skip
