"""Files from the dashboard's addresses: for who is signed in, within his scope, noted before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.papers import freezing
from support.papers import served as papers_served

from dashboard.exports.writers import registry
from data import problems, users
from queries.audit import downloads

if TYPE_CHECKING:
    from support import desks
    from support.papers.served import Served


CITY: Final = papers_served.CITY
BA_DINH: Final = papers_served.BA_DINH
SOC_SON: Final = papers_served.SOC_SON
AUDITOR: Final = papers_served.AUDITOR
FORM: Final = "/export/form-01-xn.csv?date=2026-08-21"


def codes(answer: Any) -> set[str]:
    return {cell for row in papers_served.rows(answer) for cell in row if cell.startswith("XN")}


def of_offices(desk: desks.Desk, *offices: str) -> set[str]:
    listed = "', '".join(offices)
    return set(desk.column(
        "SELECT confirmation_code FROM payments JOIN confirmations USING (payment_id)"
        " WHERE recorded_day = '2026-08-21' AND (voided_day IS NULL OR voided_day > recorded_day)"
        f" AND payments.office_code IN ('{listed}')"
    ))  # fmt: skip


def noted(desk: desks.Desk) -> list[tuple[Any, ...]]:
    return desk.ask(
        "SELECT who, kind, ending, asked->>'office', in_full, office_codes FROM export_log"
        " ORDER BY export_id"
    )


def test_a_stranger_is_led_to_sign_in_or_refused(served: Served, full_desk: desks.Desk) -> None:
    browser = served.get(FORM, None, headers={"accept": "text/html"})
    assert (browser.status_code, browser.headers["location"]) == (303, "/signin")
    assert served.get(FORM, None, headers={"accept": "*/*"}).status_code == 401
    assert noted(full_desk) == []


def test_a_director_gets_his_own_office_and_no_other(served: Served, full_desk: desks.Desk) -> None:
    assert codes(served.get(FORM, BA_DINH)) == of_offices(full_desk, "00101")
    foreign = served.get(f"{FORM}&office=00110", BA_DINH)
    assert foreign.status_code == 403
    assert "đơn vị khác" in foreign.text
    assert [entry[0] for entry in noted(full_desk)] == [BA_DINH]


def test_the_city_gets_every_office(served: Served, full_desk: desks.Desk) -> None:
    assert codes(served.get(FORM, CITY)) == of_offices(full_desk, "00101", "00110")
    assert noted(full_desk) == [
        (CITY, "form-01-xn", "csv", None, False, ["00100", "00101", "00110"])
    ]


def test_who_was_disabled_gets_nothing_at_once(served: Served, full_desk: desks.Desk) -> None:
    mine = {"cookie": papers_served.cookies(BA_DINH), "accept": "*/*"}
    assert served.get(FORM, None, headers=mine).status_code == 200
    with full_desk.store.registering() as connection:
        users.disable(connection, BA_DINH, by="admin")
    answer = served.get(FORM, None, headers=mine)
    assert answer.status_code == 401
    assert b"00101" not in answer.content


@pytest.mark.parametrize("ending", registry.FORMATS)
def test_a_file_is_downloaded_and_kept_by_nobody_on_the_way(served: Served, ending: str) -> None:
    answer = served.get(f"/export/form-01-xn.{ending}?date=2026-08-21&office=00101", BA_DINH)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == registry.FORMATS[ending].media
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="mau-01-xn-2026-08-21-00101.{ending}"'
    )
    assert len(answer.content) == int(answer.headers["content-length"]) > 100


def test_nothing_is_sent_that_could_not_be_noted(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise problems_of_the_log

    problems_of_the_log = problems.Problem("x", "y")
    monkeypatch.setattr(downloads, "add", fail)
    answer = served.get(FORM, CITY)
    assert answer.status_code == 400
    assert "XN0" not in answer.text


def test_names_in_full_are_noted_for_everybody_who_is_named(
    served: Served, full_desk: desks.Desk
) -> None:
    address = f"{FORM}&names=full"
    masked = served.get(FORM, BA_DINH).text
    full = served.get(address, BA_DINH, headers={"sec-fetch-site": "same-origin"})
    name = full_desk.column(
        "SELECT participant_name FROM participants JOIN payments USING (payment_id)"
        " WHERE recorded_day = '2026-08-21' AND payments.office_code = '00101' LIMIT 1"
    )[0]
    assert name in full.text
    assert name not in masked
    logged = full_desk.ask("SELECT who, page, purpose, payment_id FROM access_log ORDER BY 4")
    assert {entry[:3] for entry in logged} == {(BA_DINH, "export", "lập mẫu 01-XN")}
    on_form = full_desk.column(
        "SELECT payment_id FROM payments WHERE office_code = '00101' AND (recorded_day ="
        " '2026-08-21' AND (voided_day IS NULL OR voided_day > recorded_day)"
        " OR voided_day = '2026-08-21' AND recorded_day < voided_day) ORDER BY 1"
    )
    assert [entry[3] for entry in logged] == on_form


def test_names_are_for_who_may_see_them_and_asks_from_the_dashboard(
    served: Served, full_desk: desks.Desk
) -> None:
    assert served.get(f"{FORM}&names=full", AUDITOR).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert served.get(f"{FORM}&names=full", BA_DINH, headers=elsewhere).status_code == 400
    assert full_desk.column("SELECT count(*) FROM access_log") == [0]
    assert noted(full_desk) == []


@pytest.mark.parametrize(
    "address",
    [
        "/export/form-01-xn.csv",
        "/export/form-01-xn.csv?date=21/08/2026",
        "/export/form-01-xn.csv?date=2026-02-30",
        "/export/form-01-xn.docx?date=2026-08-21",
        "/export/unknown.csv?date=2026-08-21",
        "/export/form-01-xn.csv?date=2026-08-21&office=99999",
        "/export/form-01-xn.csv?date=2026-08-21&org=%00",
        "/export/form-01-xn.csv?date=2026-08-21&colour=red",
        "/export/form-01-xn.csv?date=2026-08-21&separator=x",
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(
    served: Served, full_desk: desks.Desk, address: str
) -> None:
    answer = served.get(address, CITY)
    assert answer.status_code == 400
    assert "<h1>" in answer.text
    assert noted(full_desk) == []


def test_a_snapshot_is_for_who_may_see_it(served: Served, full_desk: desks.Desk) -> None:
    freezing.take(full_desk.store, office="00101")
    address = "/export/snapshot/1.csv"
    assert codes(served.get(address, BA_DINH)) == of_offices(full_desk, "00101")
    assert served.get(address, CITY).content == served.get(address, BA_DINH).content
    assert served.get(address, SOC_SON).status_code == 404
    assert served.get("/export/snapshot/2.csv", CITY).status_code == 404
    assert served.get(address, None, headers={"accept": "*/*"}).status_code == 401
    assert [(entry[0], entry[1]) for entry in noted(full_desk)] == [
        (BA_DINH, "snapshot/form-01-xn"), (CITY, "snapshot/form-01-xn"),
        (BA_DINH, "snapshot/form-01-xn"),
    ]  # fmt: skip
