"""What stands below a closed title is drawn once it is opened, not before."""

from __future__ import annotations

from typing import Any, Final

import pytest
from support.screens import sent_tables

_EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
_ORGANIZATION: Final = {"org": "BI0001", "as_of": "2026-09-03"}


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    ("key", "page", "address"),
    [
        ("days_in_figures", "overview", {}),
        ("office_days_in_figures", "office", {"office": "00101"}),
        ("ageing_in_figures", "remittance-lag", _EVENING),
        ("pace_in_figures", "remittance-lag", _EVENING | {"org": "BI0001"}),
        ("curve_in_figures", "remittance-lag", _EVENING | {"org": "BI0001"}),
        ("waiting_in_figures", "recording", _EVENING),
        ("speeds_in_figures", "recording", _EVENING),
        ("channels_in_figures", "recording", _EVENING),
        ("recording_weeks_in_figures", "recording", _EVENING),
        ("groups_in_figures", "organization", _ORGANIZATION | {"status": "all"}),
    ],
)
def test_a_table_below_a_closed_title_is_not_drawn(
    key: str, page: str, address: dict[str, str], visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")
    shown = visit(page, **address)
    tables = len(sent_tables.of(shown))
    shown.session_state[key] = False
    assert len(sent_tables.of(shown.run())) == tables - 1
    shown.session_state[key] = True
    assert len(sent_tables.of(shown.run())) == tables
