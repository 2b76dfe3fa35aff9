"""Commands run as a user of the store: his figures, his rights, and both names in the log."""

from __future__ import annotations

import csv
import getpass
import io
import json
from typing import TYPE_CHECKING, Final

import pytest

from data import problems, users

if TYPE_CHECKING:
    from support import databases
    from support.commands import Command

    from data import store as stores

LAG: Final = (
    "report", "remittance-lag", "--from", "2026-08-20", "--to", "2026-08-31", "--as-of",
    "2026-09-03", "--by", "office", "--format", "csv",
)  # fmt: skip
FORM: Final = ("report", "01-xn", "--date", "2026-08-21", "--by", "code", "--format", "csv")
REVEAL: Final = ("lookup", "XN0000000001", "--format", "json", "--reveal", "--purpose", "đối chiếu")
BA_DINH: Final = "00101"
SOC_SON: Final = "00110"


@pytest.fixture
def staff(made: databases.Databases, staffed_name: str, staffed_command: Command) -> Command:
    """The command line on a store that knows somebody of each role."""
    with made.store(staffed_name) as store:
        add(store, "city@example.org", users.Role.CITY)
        add(store, "auditor@example.org", users.Role.AUDITOR)
        add(store, "admin@example.org", users.Role.ADMINISTRATOR)
        add(store, "soc-son@example.org", users.Role.DISTRICT, SOC_SON)
        add(store, "gone@example.org", users.Role.CITY)
        with store.registering() as connection:
            users.disable(connection, "gone@example.org", by="admin")
    return staffed_command


def add(store: stores.Store, login: str, role: users.Role, *offices: str) -> None:
    with store.registering() as connection:
        users.add(connection, login=login, full_name="x", role=role, offices=offices, by="admin")


@pytest.mark.parametrize(("words", "column"), [(LAG, "key"), (FORM, "office_code")])
def test_a_district_user_gets_the_figures_of_his_office_alone(
    staff: Command, words: tuple[str, ...], column: str
) -> None:
    everything = list(csv.DictReader(io.StringIO(staff(*words).output)))
    his = list(csv.DictReader(io.StringIO(staff(*words, "--as", "Soc-Son@example.org").output)))
    assert {row[column] for row in everything} == {BA_DINH, SOC_SON}
    assert his == [row for row in everything if row[column] == SOC_SON]


@pytest.mark.parametrize("role", ["city", "auditor", "admin"])
def test_who_sees_every_office_gets_what_the_administrator_of_the_machine_gets(
    staff: Command, role: str
) -> None:
    asked = ("report", "recording-lag", *LAG[2:])
    assert staff(*asked, "--as", f"{role}@example.org").output == staff(*asked).output


def test_an_office_of_others_has_nothing_to_show(staff: Command) -> None:
    output = staff(*LAG, "--as", "soc-son@example.org", "--office", BA_DINH).output
    assert output == staff(*LAG).output.splitlines(keepends=True)[0]


def test_a_code_of_an_office_of_others_is_not_found(staff: Command) -> None:
    words = ("lookup", "XN0000000001", "XN0000000011", "--format", "json")
    found = json.loads(staff(*words, "--as", "soc-son@example.org").output)
    assert [each["found"] for each in found] == [False, True]


def test_a_reveal_names_the_user_and_the_account_in_the_log(staff: Command) -> None:
    (found,) = json.loads(staff(*REVEAL, "--as", "city@example.org").output)
    assert found["payments"][0]["participant"]["participant_name"] == "Lê Thị Lan"
    exported = staff("audit", "export", "--as", "admin@example.org").output
    *_others, last = csv.DictReader(io.StringIO(exported))
    assert last["who"] == f"city@example.org ({getpass.getuser()})"


@pytest.mark.parametrize(
    ("words", "login", "sentence"),
    [
        (LAG, "stranger@example.org", "Nobody may sign in as stranger@"),
        (LAG, "gone@example.org", "Nobody may sign in as gone@"),
        (("lookup", "XN0000000001"), "gone@example.org", "Nobody may sign in as gone@"),
        (("audit", "export"), "gone@example.org", "Nobody may sign in as gone@"),
        (REVEAL, "auditor@example.org", "nobody's name or number"),
        (("audit", "export"), "city@example.org", "Only auditors and administrators"),
        (("audit", "export"), "soc-son@example.org", "Only auditors and administrators"),
    ],
)
def test_who_may_not_is_told_so_and_gets_nothing(
    staff: Command, words: tuple[str, ...], login: str, sentence: str
) -> None:
    with pytest.raises(problems.Problem, match=sentence):
        staff(*words, "--as", login)
