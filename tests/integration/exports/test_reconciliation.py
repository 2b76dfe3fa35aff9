"""The monthly reconciliation record: its figures are those of the screens, and it says it all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.builders.reconciling import section, taken, whole
from support.papers import freezing as papers_freezing
from support.papers import papers

from dashboard import clock
from dashboard.exports import paper, reports, template
from dashboard.exports.snapshots import comparing, verifying
from dashboard.exports.snapshots import freezing as snapshot_freezing
from dashboard.text import exception_terms
from data import problems
from queries import agents
from queries.exceptions import counts
from queries.forms import days as form_days
from queries.forms import steps
from queries.lag import lagged, remittance_lag
from queries.money import remittances

if TYPE_CHECKING:
    from support import desks

    from data import store as stores


START: Final = dt.date(2000, 1, 1)
PAIRS: Final = [("00101", "BI0001"), ("00110", "BI0001"), ("00101", "IS0002"), ("00100", "BI0001")]
NIGHT: Final = dt.timedelta(days=1)
PAID: Final = ("payments", "amount")


def lag(store: stores.Store, start: dt.date, end: dt.date, **asked: Any) -> dict[str, int]:
    """Return the figures that the lag page has for payments of some days on the last evening."""
    question = lagged.Question(start=start, end=end, as_of=end, **asked)
    with store.reading(papers.EVERYTHING) as connection:
        rows = remittance_lag.by_agent(connection, question, by=agents.By.ALL)
    figures = rows.drop(columns=["key", "name", "on_time_rate"]).to_dict("records")
    return {str(name): value for name, value in figures[0].items()} if figures else {}


@pytest.mark.parametrize(("office", "org"), PAIRS)
@pytest.mark.parametrize("month", ["2026-08", "2026-09"])
def test_the_balance_has_the_figures_of_the_lag_page(
    example: stores.Store, office: str, org: str, month: str
) -> None:
    first, last = whole(month)
    asked = {"office": office, "org": org}
    report = taken(example, office, org, (str(first), str(last)))
    found = section(report, "balance")
    before, now = lag(example, START, first - NIGHT, **asked), lag(example, START, last, **asked)
    collected = lag(example, first, last, **asked)
    for line, figures, name in (
        ("opening", before, "outstanding"),
        ("closing", now, "outstanding"),
        ("overdue", now, "overdue"),
    ):
        assert found[line] == tuple(figures.get(f"{name}_{what}", 0) for what in PAID)
    kept = [
        (row["number"] - row["voided_number"], row["amount"] - row["voided_amount"])
        for row in papers.rows(report)
        if row["section"] == "collected"
    ]
    assert (sum(each for each, _ in kept), sum(each for _, each in kept)) == (
        collected.get("payments", 0),
        collected.get("amount", 0),
    )


@pytest.mark.parametrize(("office", "org"), PAIRS)
def test_forms_transfers_and_differences_are_those_of_the_screens(
    example: stores.Store, office: str, org: str
) -> None:
    report = taken(example, office, org)
    first, last = whole("2026-08")
    asked: dict[str, Any] = {"start": first, "end": last, "office": office, "org": org}
    with example.reading(papers.EVERYTHING) as connection:
        forms = form_days.by_part(connection, steps.Question(**asked), by=form_days.By.ORG).iloc[0]
        moved = remittances.total(connection, agents.Limits(**asked)).iloc[0]
        kinds = counts.by_kind(connection, lagged.Question(as_of=last, **asked))
    assert section(report, "recorded") == {
        "codes": (forms["codes"], None),
        "payments": (forms["payments"], forms["amount"]),
        "adjustments": (forms["adjustments"], forms["adjustment_amount"]),
        "net": (None, forms["net_amount"]),
    }
    listed = section(report, "remittances")
    assert (len(listed), sum(amount or 0 for _, amount in listed.values())) == (
        moved["remittances"],
        moved["amount"],
    )
    assert section(report, "kinds") == {
        row["kind"]: (row["cases"], row["amount"])
        for row in kinds.to_dict("records")
        if row["cases"]
    }


def test_a_month_without_anything_says_so_table_by_table(example: stores.Store) -> None:
    drawn = papers.drawn(taken(example, days=("2026-02-01", "2026-02-28")))
    groups = [lines[0][1] for _, _, lines in drawn.tables if lines[0][0] is paper.Style.GROUP]
    assert groups == [
        ["Không phát sinh số thu trong tháng."],
        ["Không có lần nộp tiền nào trong tháng."],
        ["Không có chênh lệch cần đối chiếu."],
    ]
    assert drawn.amounts(paper.Style.SUBTOTAL, 4) == [0]


@pytest.mark.parametrize(("office", "org"), PAIRS)
def test_a_record_that_was_kept_is_the_same_paper(
    example: stores.Store, office: str, org: str
) -> None:
    report = taken(example, office, org)
    again = papers.kept(report)
    assert list(again.rows) == list(report.rows)
    assert papers.digest(again) == papers.digest(report)
    assert papers.drawn(again) == papers.drawn(report)


def test_what_changed_since_a_record_was_frozen_is_told_line_by_line(
    full_desk: desks.Desk,
) -> None:
    report, store = taken(full_desk.store), full_desk.store
    kind = reports.named(report.kind)
    kept = snapshot_freezing.take(
        store, papers_freezing.CITY, kind, report.params, note="ký biên bản"
    )
    assert kept is not None
    full_desk.hand_in(payments=[{"payment_id": "LATE", "amount": "1000"}])
    frozen = papers_freezing.opened(store, kept.link.snapshot_id)
    changes, _ = comparing.with_now(store, papers.EVERYTHING, frozen)
    amounts = changes[changes["column"] == "amount"].set_index("key")
    assert dict(zip(amounts.index, amounts["later"], strict=True)) == {
        "collected BI": "3694600",
        "balance collected": "3694600",
        "balance closing": "1000",
        "balance overdue": "1000",
    }
    assert set(changes.loc[changes["what"] == "added", "key"]) == {
        "kinds overdue", "kinds unrecorded",
    }  # fmt: skip
    assert verifying.the_store(store, papers.EVERYTHING).findings == ()


def test_every_line_that_there_can_be_has_its_words(example: stores.Store) -> None:
    words = template.named("reconciliation")["lines"]
    assert set(words["kinds"]) <= set(counts.KINDS) == set(exception_terms.labels())
    assert set(words["collected"]) == {"IS", "BI", "AR", "IL"}
    report = taken(example)
    for name in ("recorded", "settled", "balance"):
        assert list(words[name]) == list(section(report, name))


@pytest.mark.parametrize(
    "days",
    [
        ("2026-08-01", "2026-08-30"),
        ("2026-08-02", "2026-08-31"),
        ("2026-07-01", "2026-08-31"),
        ("2026-08-31", "2026-08-01"),
        ("2026-02-01", "2026-02-29"),
    ],
)
def test_other_days_than_those_of_one_month_are_refused(
    example: stores.Store, days: tuple[str, str]
) -> None:
    with pytest.raises(problems.Problem, match=r"whole month|not a date"):
        taken(example, days=days)


def test_a_month_that_is_not_over_is_refused(example: stores.Store) -> None:
    first, last = whole(f"{clock.today() + dt.timedelta(days=31):%Y-%m}")
    with pytest.raises(problems.Problem, match="has not come yet"):
        taken(example, days=(str(first), str(last)))
