"""What is unusual in a store that was imported: each kind once, in the scope of who asks."""

import datetime as dt
from collections.abc import Iterator

import pytest
from support import databases, desks
from support.builders import unusual

from dashboard.figures.unusual import finding, looking
from data.scope import Scope
from queries import agents
from queries.forms import form_01xn
from queries.lag import lagged, recording_lag, remittance_lag

EVERYTHING = Scope.everything()
FIRST, SECOND = unusual.OFFICES
ONE, OTHER = unusual.ORGS


@pytest.fixture(scope="module")
def planted(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """A store in which one thing of each kind is unusual."""
    with desks.fresh(made, tmp_path_factory.mktemp("planted")) as desk:
        outcome = desk.hand_in(**unusual.files())
        assert outcome.rejected == 0, desk.rejects[:3]
        yield desk


def looked(
    desk: desks.Desk,
    scope: Scope = EVERYTHING,
    evening: dt.date = unusual.EVENING,
    office: str | None = None,
    org: str | None = None,
) -> looking.Looked:
    with desk.store.reading(scope) as connection:
        return looking.look(connection, looking.question(evening, office, org))


def by_kind(found: looking.Looked) -> dict[str, finding.Finding]:
    kinds = [each.kind for each in found.findings]
    assert len(kinds) == len(set(kinds)), found.findings
    return {each.kind: each for each in found.findings}


def test_each_kind_is_found_once_and_nothing_else(planted: desks.Desk) -> None:
    found = by_kind(looked(planted))
    assert set(found) == set(finding.Kind)
    assert found["day"].subject == finding.Subject(office=SECOND, org=ONE)
    assert found["day"].day == unusual.BUSY_DAY
    assert found["silence"].subject.collector == unusual.SILENT
    assert (found["silence"].since, found["silence"].value) == (unusual.SILENT_SINCE, 4)
    assert found["on_time"].subject == finding.Subject(org=ONE)
    assert found["on_time"].since == unusual.SLIDES_SINCE
    assert found["recording"].subject == finding.Subject(org=OTHER)
    assert found["recording"].since == unusual.LATE_SINCE
    assert (found["code"].code, found["code"].number) == (unusual.CODE, 10)


def test_a_day_has_the_figure_of_its_form(planted: desks.Desk) -> None:
    found = by_kind(looked(planted))["day"]
    with planted.store.reading(EVERYTHING) as connection:
        rows = form_01xn.by_agent(
            connection, date=found.day, by=agents.By.ORG, office=found.subject.office
        )
    assert rows.set_index("key").loc[ONE, "codes"] == found.value


def test_rates_are_those_of_the_reports(planted: desks.Desk) -> None:
    found = by_kind(looked(planted))
    late, tardy = found["on_time"], found["recording"]
    # The days of the last week whose payments are all due on that evening: Monday.
    last = unusual.EVENING - dt.timedelta(unusual.EVENING.weekday())
    asked = lagged.Question(start=last, end=last, as_of=unusual.EVENING, org=ONE)
    of_week = lagged.Question(start=last, end=unusual.EVENING, as_of=unusual.EVENING, org=OTHER)
    with planted.store.reading(EVERYTHING) as connection:
        on_time = remittance_lag.by_agent(connection, asked, by=agents.By.ORG)
        same_day = recording_lag.by_agent(connection, of_week, by=agents.By.ORG)
    assert late.value == pytest.approx(float(on_time["on_time_rate"].iloc[0]), abs=1e-4)
    assert tardy.value == pytest.approx(float(same_day["same_day_rate"].iloc[0]), abs=1e-4)
    assert late.usual == tardy.usual == 1


def test_a_director_is_told_of_the_own_office_alone(planted: desks.Desk) -> None:
    found = looked(planted, Scope.of([FIRST])).findings
    assert {each.subject.office for each in found} <= {FIRST, None}
    assert {each.kind for each in found} == {"silence", "on_time", "recording", "code"}
    chosen = looked(planted, office=FIRST).findings
    assert [each.key for each in chosen] == [each.key for each in found]


def test_an_organisation_is_judged_by_its_own_figures(planted: desks.Desk) -> None:
    found = by_kind(looked(planted, org=OTHER))
    assert found["recording"].subject.org == OTHER
    assert "day" not in found
    assert "on_time" not in found


def test_before_it_began_nothing_is_found(planted: desks.Desk) -> None:
    found = looked(planted, evening=dt.date(2026, 7, 24))
    assert found.findings == ()
    assert found.judged == found.series == 5


def test_a_store_of_a_few_weeks_is_not_judged(planted: desks.Desk) -> None:
    found = looked(planted, evening=dt.date(2026, 6, 12))
    assert (found.judged, found.findings) == (0, ())
    assert found.begins == unusual.START


def test_days_after_the_last_data_are_not_called_empty(planted: desks.Desk) -> None:
    found = looked(planted, evening=dt.date(2026, 8, 27))
    # The last codes were issued on the Saturday after it, a working day.
    assert found.end == unusual.EVENING + dt.timedelta(1)
    assert "day" in {each.kind for each in found.findings}
