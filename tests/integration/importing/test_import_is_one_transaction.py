"""An import is in the store as a whole or not at all, whatever happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import databases, desks, embedded_home, imports
from support.stopped_imports import StoppedImport

from data import problems
from data.importing import run

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from support.desks import Desk

ROWS = 2_000
# Other stores of the server have locks of their own.
WORKING = """
    SELECT pid FROM pg_locks
    WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
KILLINGS = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A few thousand rows of each set, some of them bad; each receipt stands on two payments."""
    made = tmp_path_factory.mktemp("rows")
    numbers = range(ROWS)
    rows: dict[str, list[desks.Row]] = {
        "payments": [
            {"payment_id": f"P{n}", "amount": str(n), "receipt_no": f"BL{n // 2}"} for n in numbers
        ],
        "confirmations": [{"payment_id": f"P{n}", "confirmation_code": f"C{n}"} for n in numbers],
        "remittances": [{}],
        "remittance_lines": [{"payment_id": f"P{n}"} for n in numbers],
        "dispatches": [{}], "calendar": [{}], "policies": [{}],
    }  # fmt: skip
    for name, each in rows.items():
        desks.write(made / f"{name}.csv", name, each)
    return made


@pytest.fixture(scope="module")
def statements(
    made: databases.Databases, folder: pathlib.Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """How many statements the import takes, and the store that it gives."""
    with made.fresh() as name, desks.opened(made, name, tmp_path_factory.mktemp("runs")) as desk:
        desk.masters()
        with StoppedImport(made.url(name), folder) as whole:
            yield whole.finish(), desk.dump()


def nobody_imports(desk: Desk) -> bool:
    """Tell whether the server has noticed that an import is gone."""
    return not desk.column(WORKING)


@pytest.mark.fault
def test_nothing_of_an_import_that_is_killed_is_in_the_store(
    made: databases.Databases,
    folder: pathlib.Path,
    statements: tuple[int, dict[str, list[str]]],
    empty_name: str,
    tmp_path: pathlib.Path,
) -> None:
    """Killed at places from the first statement to the last, and then let go."""
    count, whole = statements
    with desks.opened(made, empty_name, tmp_path) as desk:
        desk.masters()
        before = desk.everything()
        for number in range(KILLINGS):
            place = 1 + number * (count - 1) // (KILLINGS - 1)
            with StoppedImport(made.url(empty_name), folder, place) as one:
                one.reach()
            assert embedded_home.wait_until(lambda: nobody_imports(desk))
            assert desk.everything() == before
        assert desk.take(folder).rejected == 3
        assert desk.dump() == whole
        assert len(whole["repeats"]) == ROWS - 2


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an import wait for another one for a moment only."""
    monkeypatch.setattr(run, "PATIENCE_SECONDS", 0.2)


@pytest.mark.usefixtures("impatient")
def test_of_two_imports_at_once_one_is_told_and_nothing_is_lost(
    made: databases.Databases,
    folder: pathlib.Path,
    statements: tuple[int, dict[str, list[str]]],
    empty_name: str,
    tmp_path: pathlib.Path,
) -> None:
    with desks.opened(made, empty_name, tmp_path) as desk:
        desk.masters()
        before = desk.everything()
        with StoppedImport(made.url(empty_name), folder, statements[0] // 2) as first:
            first.reach()
            with pytest.raises(problems.Problem, match="Another import is running"):
                desk.hand_in(organizations=[{"org_code": "LATE"}])
            assert desk.everything() == before
            first.finish()
        assert desk.dump() == statements[1]
        assert desk.hand_in(organizations=[{"org_code": "LATE"}]).accepted == 1


class Cutting(imports.Watcher):
    """Ends the import's connection when it comes to a step."""

    def __init__(self, desk: Desk, at: str) -> None:
        super().__init__()
        self.desk = desk
        self.at = at

    def step(self, name: str) -> None:
        super().step(name)
        if name == self.at:
            self.desk.ask(f"SELECT pg_terminate_backend(pid, 5000) FROM ({WORKING}) AS p")

    def advance(self, rows: int) -> None:
        super().advance(rows)
        self.step(f"{self.rows} rows")


@pytest.mark.fault
@pytest.mark.parametrize(
    "step",
    ["Reading files", "4002 rows", "Reading values", "Checking rows", "Writing to the store"],
)
def test_a_lost_connection_is_a_sentence_and_leaves_nothing(
    step: str, desk: Desk, folder: pathlib.Path
) -> None:
    before = desk.everything()
    cutting = Cutting(desk, step)
    with pytest.raises(problems.Problem, match="does not answer"):
        imports.load(desk.store, folder, watcher=cutting)
    assert step in cutting.steps
    assert desk.everything() == before
    assert desk.hand_in(payments=[{}]).accepted == 1


class Full(imports.Watcher):
    """Cannot write the rejected rows down."""

    def refused(self, rejects: object) -> None:  # noqa: ARG002 - the disk is full
        raise problems.Problem("The disk is full", "Nothing was imported.")


@pytest.mark.fault
def test_where_the_rejects_cannot_be_written_nothing_is_imported(
    desk: Desk, folder: pathlib.Path
) -> None:
    before = desk.everything()
    with pytest.raises(problems.Problem, match="The disk is full"):
        imports.load(desk.store, folder, watcher=Full())
    assert desk.everything() == before


def test_a_file_that_is_refused_midway_leaves_nothing_while_others_are_taken(desk: Desk) -> None:
    folder = desk.folder()
    desks.write(folder / "payments.csv", "payments", [{"payment_id": f"P{n}"} for n in range(9000)])
    with (folder / "payments.csv").open("ab") as stream:
        stream.write(b"\xff\xfe broken\n")
    desks.write(folder / "organizations.csv", "organizations", [{"org_code": "NEW"}])
    outcome = desk.take(folder)
    assert [file.source.name for file in outcome.refused_files] == ["payments.csv"]
    assert (outcome.accepted, outcome.rejected) == (1, 0)
    assert desk.ask("SELECT count(*) FROM payments") == [(0,)]
