"""The access log as a file: entry by entry, without formulas, and nobody else's to read."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

import click.testing
import pytest
from support import access_log

from dashboard import cli
from data import problems, scope
from queries import paging
from queries.audit import looks
from queries.lookup import people

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    from support import databases, desks


EVERYTHING: Final = scope.Scope.everything()
BA_DINH: Final = scope.Scope.of(["00101"])
DAYS: Final = looks.Limits(dt.date(2026, 8, 20), dt.date(2026, 8, 22))
PAGE: Final = paging.Page(100)


@pytest.fixture
def audit(
    made: databases.Databases, logged: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., click.testing.Result]:
    """The command on the store with the log."""
    url = made.url(logged.name()).render_as_string(hide_password=False)
    monkeypatch.setenv("BHXH_STORE_URL", url)

    def command(*words: str) -> click.testing.Result:
        return click.testing.CliRunner().invoke(
            cli.commands, ["audit", "export", *words], catch_exceptions=False
        )

    return command


def test_the_log_is_exported_entry_by_entry(audit: Any, logged: desks.Desk) -> None:
    answer = audit("--from", "2026-08-20", "--to", "22/08/2026")
    head, *rows = csv.reader(io.StringIO(answer.output))
    assert head == [
        "at", "who", "office_code", "page", "purpose", "payment_id", "entry", "asked", "found",
    ]  # fmt: skip
    assert {tuple(row[6:]) for row in rows} == {("look", "", "")}
    entries = sorted(access_log.of_the_days(logged), key=lambda entry: entry[0])
    assert [dt.datetime.fromisoformat(row[0]) for row in rows] == [entry[0] for entry in entries]
    assert all(row[0].endswith("+07:00") for row in rows)
    assert sorted(row[5] for row in rows) == sorted(entry[5] for entry in entries)


def test_no_cell_of_the_export_is_a_formula(audit: Any) -> None:
    rows = list(csv.reader(io.StringIO(audit().output)))
    assert (
        len(rows)
        == 1 + len(access_log.MOMENTS) * len(access_log.PEOPLE) * len(access_log.PAGES) * 2
    )
    assert {row[1] for row in rows[1:]} == {"an@example.org", "'=lan"}
    assert {row[4] for row in rows[1:]} == {"tìm theo tên", "'@xác minh", ""}


def test_the_export_is_written_to_a_file_that_nobody_else_reads(
    audit: Any, tmp_path: pathlib.Path
) -> None:
    out = tmp_path / "nhật ký.csv"
    printed = audit().output
    assert audit("--out", str(out)).output == ""
    assert out.read_text(encoding="utf-8") == printed
    assert out.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir() if "ký" in each.name] == [out.name]


def test_a_file_that_cannot_be_written_is_a_sentence(audit: Any, tmp_path: pathlib.Path) -> None:
    with pytest.raises(problems.Problem, match="cannot be written"):
        audit("--out", str(tmp_path / "missing" / "log.csv"))


def test_a_period_the_wrong_way_round_is_refused(audit: Any) -> None:
    with pytest.raises(problems.Problem, match="empty"):
        audit("--from", "2026-08-22", "--to", "2026-08-20")


def test_searches_are_exported_among_the_looks(audit: Any, logged: desks.Desk) -> None:
    def search(number: str) -> None:
        with logged.store.revealing(BA_DINH) as connection:
            people.by_number(connection, number=number, who="minh", page="lookup")

    logged.hand_in(payments=[{"social_insurance_no": "0123456789"}])
    for number in ("0999999999", "0123456789", *["0999999999"] * 4):
        search(number)
    rows = list(csv.reader(io.StringIO(audit("--from", "2026-08-24").output)))[1:]
    own = [row[1:] for row in rows if row[1] == "minh"]
    search_of = ["minh", "00101", "lookup", "number", ""]
    look = ["minh", "00101", "lookup", "tìm theo số", "P1", "look", "", ""]
    nothing = [*search_of, "search", "1", "0"]
    assert own == [
        nothing, [*search_of, "search", "1", "1"], look, *[nothing] * 3,
        [*search_of, "refused", "1", ""],
    ]  # fmt: skip
