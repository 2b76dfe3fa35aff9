"""What the commands that look codes up, and those that look after the store, promise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support import commands, databases, embedded_home, imports

if TYPE_CHECKING:
    import pytest
    from support.commands import Command


def test_lookup_gives_one_object_a_code_as_given(command: Command) -> None:
    found = json.loads(command("lookup", "xn-0000000011", "nothing", "--format", "json").output)
    assert [(each["query"], each["found"]) for each in found] == [
        ("xn-0000000011", True),
        ("nothing", False),
    ]
    assert found[0] == {
        "query": "xn-0000000011", "found": True, "confirmation_code": "XN0000000011",
        "office_code": "00110", "org_code": "BI0001", "collector_code": "NVT002",
        "recorded_at": "2026-08-21T09:40:59+07:00", "amount": 1652400,
        "payments": [
            {
                "payment_id": "P11", "receipt_no": "BL11", "product": "BI", "amount": 972000,
                "months": 12, "paid_at": "2026-08-21T09:30:00+07:00", "notified_by": "sms",
                "remittance_id": "R5", "remitted_at": "2026-08-22T09:00:00+07:00",
                "remittance_lag_days": 1, "remittance_lag_counted": ["2026-08-22"],
                "recording_lag_minutes": 10, "voided_at": None, "status": "remitted",
            },
            {
                "payment_id": "P12", "receipt_no": "BL12", "product": "BI", "amount": 680400,
                "months": 12, "paid_at": "2026-08-21T09:30:00+07:00", "notified_by": None,
                "remittance_id": "R5", "remitted_at": "2026-08-22T09:00:00+07:00",
                "remittance_lag_days": 1, "remittance_lag_counted": ["2026-08-22"],
                "recording_lag_minutes": 10, "voided_at": None, "status": "remitted",
            },
        ],
    }  # fmt: skip


def test_lookup_counts_the_days_of_what_is_outstanding_up_to_today(command: Command) -> None:
    (found,) = json.loads(command("lookup", "XN0000000010", "--format", "json").output)
    (payment,) = found["payments"]
    assert payment["status"] == "outstanding"
    assert payment["remittance_lag_counted"] == ["2026-08-28", "2026-09-03"]


def test_a_voided_payment_has_no_lag(command: Command) -> None:
    (found,) = json.loads(command("lookup", "XN0000000005", "--format", "json").output)
    (payment,) = found["payments"]
    assert (payment["status"], payment["remittance_lag_days"]) == ("voided", None)


def test_lookup_shows_personal_data_only_in_a_reveal(command: Command) -> None:
    assert "Lê Thị Lan" not in command("lookup", "XN0000000001", "--format", "json").output
    assert "Lê" not in command("lookup", "XN0000000001").output


def test_a_reveal_shows_the_person_and_is_logged_first(
    fresh_command: Command, made: databases.Databases, empty_name: str
) -> None:
    fresh_command("import", str(imports.EXAMPLE / "import"))
    words = ("lookup", "XN0000000001", "--format", "json", "--reveal", "--purpose", "đối chiếu")
    (found,) = json.loads(fresh_command(*words).output)
    assert found["payments"][0]["participant"]["participant_name"] == "Lê Thị Lan"
    logged = "SELECT string_agg(purpose || ' ' || payment_id, ',') FROM bhxh.access_log"
    assert embedded_home.ask(made.superuser_url(empty_name), logged) == "đối chiếu P01"


def test_doctor_finds_the_store_well(command: Command) -> None:
    ended = command("doctor", "--figures")
    assert ended.exit_code == 0
    assert "BAD" not in ended.output
    assert "bhxh_web" in ended.output


def test_doctor_refuses_a_superuser(
    made: databases.Databases, example_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = commands.at(made, example_name, monkeypatch)
    superuser = made.superuser_url(example_name).render_as_string(hide_password=False)
    monkeypatch.setenv("BHXH_STORE_URL", superuser)
    ended = command("doctor")
    assert ended.exit_code == 1
    assert "superuser" in ended.output
    assert str(made.superuser_url(example_name).password) not in ended.output


def test_migrate_can_be_run_again(command: Command) -> None:
    assert command("migrate").exit_code == 0
    assert command("migrate").exit_code == 0


def test_a_mistyped_code_names_those_that_differ_by_one_character(command: Command) -> None:
    result = command("lookup", "XN000000001O")
    assert "XN0000000010" in result.stderr
    assert "XN0000000010" not in result.stdout
    assert command("lookup", "nothing").stderr == ""


def test_a_lookup_of_unknown_codes_is_noted_and_says_no_more(
    staffed_command: Command, made: databases.Databases, staffed_name: str
) -> None:
    """A code of another office and one that there is not: one answer, one kind of entry."""
    staffed_command(
        "user", "add", "searcher@example.org", "--name", "An", "--role", "district",
        "--office", "00101",
    )  # fmt: skip
    words = ("--as", "searcher@example.org", "--format", "json")
    elsewhere, nowhere, own = (
        json.loads(staffed_command("lookup", code, *words).output)[0]
        for code in ("XN0000000011", "XN9999999999", "XN0000000001")
    )
    assert [own["found"], nowhere["found"]] == [True, False]
    assert elsewhere | {"query": ""} == nowhere | {"query": ""}
    logged = (
        "SELECT string_agg(concat_ws(' ', page, kind, office_codes, asked, found), ', ')"
        " FROM bhxh.search_log WHERE who LIKE 'searcher@%'"
    )
    entry = "bhxh-monitor lookup key {00101} 1 0"
    assert embedded_home.ask(made.superuser_url(staffed_name), logged) == f"{entry}, {entry}"
