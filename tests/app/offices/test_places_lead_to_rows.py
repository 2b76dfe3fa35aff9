"""Offices and organisations: every figure leads to the rows behind it, with the same total."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import pytest
from support.screens import sent_tables, ways
from support.screens.places import BA_DINH, CITY, ONE, SOC_SON, TWO, metrics, money, said

FRIDAY: Final = "2026-08-21"
EVENING: Final = "2026-09-03"


@pytest.mark.usefixtures("example_shown")
def test_the_parts_of_the_day_add_up_and_each_leads_to_its_part_of_the_form(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    page = visit("overview", office=BA_DINH)
    figures = [metric.value for metric in page.metric]
    for key in ("day_by_product", "day_by_org"):
        table = shown[key]
        assert money(table.rows["amount"].sum()) == figures[2]
        for row, lead in table.leads("overview"):
            target = visit(lead.to, **lead.params)
            assert not target.warning, lead
            amounts = [metric.value for metric in target.metric]
            assert money(row["amount"]) in amounts


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize("date", [FRIDAY, "2026-08-27"])
def test_every_check_leads_to_a_page_that_understands_it(visit: Any, date: str) -> None:
    leads = ways.links_of(visit("overview", office=BA_DINH, date=date))
    assert len(leads) > 4
    for lead in leads:
        target = visit(lead.to, **lead.params)
        assert not target.exception, lead
        assert ":material/link_off:" not in [each.icon for each in target.warning], lead


@pytest.mark.usefixtures("september")
def test_each_office_leads_to_its_page_with_the_same_overdue_money(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    visit("office")
    offices = dict(shown)["offices"]
    for row, lead in offices.leads("office"):
        opened = visit(lead.to, date=EVENING, **lead.params)
        assert opened.header[0].value == row["name"]
        total = shown["office_organizations"].rows["overdue_amount"].sum()
        # The city's own row is unknown; its page has all offices below it.
        assert total == (row["overdue_amount"] if row["key"] != "00100" else 1670400)


@pytest.mark.usefixtures("september")
def test_its_organisations_are_ranked_and_each_leads_to_its_part_of_the_lag_page(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    visit("office", office=CITY, date=EVENING)
    table = shown["office_organizations"]
    assert table.rows["key"].tolist() == ["IS0002", "BI0001"]
    for row, lead in table.leads("office"):
        target = visit(lead.to, **lead.params)
        amounts = [metric.value for metric in target.metric]
        assert money(row["overdue_amount"]) in amounts, lead
        assert money(row["outstanding_amount"]) in amounts, lead


@pytest.mark.usefixtures("september")
def test_each_kind_of_difference_of_an_office_leads_to_as_many_cases(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    visit("office", office=CITY, date=EVENING)
    kinds = shown["office_differences"]
    assert len(kinds.rows) > 3
    for row, lead in kinds.leads("office"):
        visit(lead.to, **lead.params)
        cases = shown[f"exceptions_{row['kind']}"].rows
        assert len(cases) == row["cases"], lead
        assert cases["amount"].sum() == row["amount"], lead


@pytest.mark.usefixtures("september")
def test_each_organisation_leads_to_its_page_with_the_same_figures(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    visit("organization")
    for row, lead in shown["organizations"].leads("organization"):
        figures = metrics(visit(lead.to, as_of="2026-09-03", **lead.params))
        assert figures["Chưa nộp"] == money(row["outstanding_amount"])
        assert figures["Quá hạn"] == money(row["overdue_amount"])
        assert (
            figures["Số tiền × số ngày quá hạn (đồng × ngày)"]
            == money(row["exposure_vnd_days"])[:-2]
        )


@pytest.mark.usefixtures("september")
def test_what_it_owes_leads_to_the_payments_that_are_overdue_and_those_not_yet_due(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    page = visit("organization", org=ONE)
    listed = {}
    for lead in ways.links_of(page)[:2]:
        visit(lead.to, **lead.params)
        listed[lead.params["status"]] = int(shown["lag_payments"].rows["amount"].sum())
    figures = metrics(page)
    assert figures["Quá hạn"] == money(listed["overdue"])
    assert figures["Chưa nộp"] == money(listed["overdue"] + listed["outstanding"])


@pytest.mark.usefixtures("september")
def test_its_offices_add_up_and_each_leads_to_its_part_of_the_lag_page(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    figures = metrics(visit("organization", org=ONE))
    offices = shown["organization_offices"]
    assert figures["Chưa nộp"] == money(offices.rows["outstanding_amount"].sum())
    assert figures["Quá hạn"] == money(offices.rows["overdue_amount"].sum())
    for row, lead in offices.leads("organization"):
        target = metrics(visit(lead.to, **lead.params))
        assert target["Chưa nộp"] == money(row["outstanding_amount"]), lead


@pytest.mark.usefixtures("september")
def test_each_kind_of_difference_of_an_organisation_leads_to_as_many_cases(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    visit("organization", org=ONE)
    for row, lead in shown["organization_differences"].leads("organization"):
        visit(lead.to, **lead.params)
        cases = shown[f"exceptions_{row['kind']}"].rows
        assert len(cases) == row["cases"], lead
        assert cases["amount"].sum() == row["amount"], lead


@pytest.mark.usefixtures("september")
@pytest.mark.parametrize("org", [ONE, TWO])
def test_payments_without_code_are_as_many_as_the_differences_of_that_kind(
    visit: Any, monkeypatch: pytest.MonkeyPatch, org: str
) -> None:
    shown = ways.tables_of(monkeypatch)
    figures = metrics(visit("organization", org=org))
    kinds = shown["organization_differences"].rows.set_index("kind")["cases"]
    assert figures["Khoản thu chưa có mã"] == str(kinds.get("unrecorded", 0))


@pytest.mark.usefixtures("september")
def test_collectors_with_overdue_money_add_up_and_lead_to_their_overdue_payments(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    page = visit("organization", org=TWO)
    collectors = shown["organization_collectors"]
    assert collectors.rows["key"].tolist() == ["NVT003"]
    assert "990.000\u00a0₫, khớp với số liệu ở trên" in said(page)
    ((row, lead),) = collectors.leads("organization")
    target = visit(lead.to, **lead.params)
    assert shown["lag_payments"].rows["amount"].tolist() == [row["overdue_amount"]]
    assert money(row["overdue_amount"]) in metrics(target).values()


@pytest.mark.usefixtures("september")
def test_the_remittances_are_listed_with_what_they_cover_and_lead_to_their_payments(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    page = visit("organization", org=ONE, kind="remittances")
    rows = sent_tables.of(page)[-1].value.set_index("remittance_id")
    assert rows.loc["R2", ["amount", "covered_amount", "difference"]].tolist() == [
        1263600, 1263600, 0,
    ]  # fmt: skip
    assert money(rows["amount"].sum()) in said(page)
    for row, lead in shown["organization_remittances"].leads("organization"):
        assert lead.to == "lookup"
        assert lead.params == {"code": row["remittance_id"]}


@pytest.mark.usefixtures("example_shown")
def test_every_link_leads_to_a_page_that_understands_it(visit: Any) -> None:
    leads = ways.links_of(visit("organization", org=ONE))
    assert [lead.to for lead in leads] == ["remittance-lag"] * 3 + ["recording", "exceptions"]
    for lead in leads:
        target = visit(lead.to, **lead.params)
        assert not target.exception, lead
        assert not target.warning, lead


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    ("office", "status", "org"),
    [(BA_DINH, "late", ONE), (BA_DINH, "mismatched", TWO), (SOC_SON, "missing", ONE)],
)
def test_a_check_of_forms_leads_to_just_the_forms_that_it_counts(
    visit: Any, office: str, status: str, org: str
) -> None:
    leads = ways.links_of(visit("overview", office=office))
    (lead,) = [lead for lead in leads if lead.params.get("status") == status]
    listed = sent_tables.of(visit(lead.to, **lead.params))[-1].value
    names = {ONE: "Tổ chức thu số Một", TWO: "Công ty Bảo hiểm số Hai"}
    assert listed["org_name"].tolist() == [names[org]]


@pytest.mark.usefixtures("september")
def test_a_check_of_money_leads_to_the_payments_that_it_adds_up(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    page = visit("overview", office=CITY, date=EVENING)
    leads = {lead.label: lead for lead in ways.links_of(page)}
    visit(leads["Quá hạn"].to, **leads["Quá hạn"].params)
    overdue = shown["lag_payments"].rows
    assert f"**Quá hạn {money(overdue['amount'].sum())}** của {len(overdue)} khoản" in said(page)
    visit(leads["Khoản thu chưa có mã"].to, **leads["Khoản thu chưa có mã"].params)
    unrecorded = shown["exceptions_unrecorded"].rows
    assert f"**{len(unrecorded)} khoản thu chưa có mã xác nhận**" in said(page)
    assert money(unrecorded["amount"].sum()) in said(page)


@pytest.mark.usefixtures("september")
def test_the_other_differences_are_those_of_the_kinds_that_have_no_check_of_their_own(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ways.tables_of(monkeypatch)
    page = visit("overview", office=CITY, date=EVENING)
    (lead,) = [lead for lead in ways.links_of(page) if lead.label == "Chênh lệch"]
    visit(lead.to, **lead.params)
    tables = (shown["exception_kinds"], shown["exception_kinds_not_informed"])
    cases = pd.concat([table.rows for table in tables]).set_index("kind")["cases"]
    own = ["overdue", "unrecorded", "form_missing", "form_late", "form_mismatched"]
    assert f"**{cases.drop(own).sum()} chênh lệch khác cần đối chiếu**" in said(page)
