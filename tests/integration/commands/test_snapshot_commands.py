"""Files and snapshots from the command line: the same bytes, and a word about what was done."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import commands, desks
from support.papers import freezing

from dashboard.exports import content, files, reports
from data import problems

if TYPE_CHECKING:
    import pathlib

    from support import databases
    from support.commands import Command


FORM: Final = ("--report", "01-xn", "--date", "2026-08-21", "--office", "00101")


@pytest.fixture
def at_desk(
    made: databases.Databases, full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> Command:
    """The command line on a store with the worked example, which may be changed."""
    return commands.at(made, full_desk.name(), monkeypatch)


def listed(command: Command, *words: str) -> list[dict[str, str]]:
    shown = command("snapshot", "list", "--format", "csv", *words)
    assert shown.exit_code == 0
    return list(csv.DictReader(io.StringIO(shown.output)))


def test_a_form_is_exported_as_it_is_on_the_screen(
    at_desk: Command, full_desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    out = tmp_path / "form.csv"
    words = ("export", "01-xn", "--date", "2026-08-21", "--office", "00101", "--out", str(out))
    assert at_desk(*words).exit_code == 0
    form = reports.named("form-01-xn")
    asked = {"date": "2026-08-21", "office": "00101"}
    wanted = files.Wanted(form, asked, "csv")
    with files.make(full_desk.store, freezing.CITY, wanted, page="x").file as file:
        from_screen = file.read()
    who_and_when = re.compile(r"\d\d:\d\d:\d\d|[^\r\n,;]*@example\.org|root")
    plain = [
        who_and_when.sub("", each.decode("utf-8-sig")) for each in (out.read_bytes(), from_screen)
    ]
    assert plain[0] == plain[1]
    assert not list(tmp_path.glob(".*.part"))


def test_all_forms_of_a_day_are_in_one_file(at_desk: Command, tmp_path: pathlib.Path) -> None:
    out = tmp_path / "forms.zip"
    words = ("export", "01-xn", "--date", "2026-08-21", "--inside", "csv", "--out", str(out))
    assert at_desk(*words).exit_code == 0
    shown = at_desk("report", "01-xn", "--date", "2026-08-21", "--by", "code", "--format", "csv")
    codes = list(csv.DictReader(io.StringIO(shown.output)))
    expected = {(row["office_code"], row["org_code"]) for row in codes}
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        assert names == [
            f"{office}/mau-01-xn-2026-08-21-{office}-{org}.csv" for office, org in sorted(expected)
        ]
        inside = "".join(archive.read(name).decode("utf-8-sig") for name in names)
    assert all(row["confirmation_code"] in inside for row in codes)


@pytest.mark.parametrize(
    "words",
    [
        ("01-xn", "--date", "2026-08-21", "--out", "form.docx"),
        ("01-xn", "--date", "2026-08-21", "--out", "form"),
        ("01-xn", "--out", "form.csv"),
        ("nothing", "--date", "2026-08-21", "--out", "form.csv"),
        ("01-xn", "--date", "2026-08-21", "--office", "99999", "--out", "form.csv"),
        ("office-day", "--date", "2026-08-21", "--office", "00101", "--names", "--out", "day.csv"),
        ("01-xn", "--date", "2026-08-21", "--out", "no/such/folder/form.csv"),
    ],
)
def test_what_cannot_be_written_leaves_nothing_behind(
    at_desk: Command,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(problems.Problem):
        at_desk("export", *words)
    assert list(tmp_path.iterdir()) == []


def test_names_are_logged_and_the_file_is_for_its_owner_alone(
    at_desk: Command, full_desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    out = tmp_path / "form.csv"
    at_desk("export", "01-xn", "--date", "2026-08-21", "--names", "--out", str(out))
    assert out.stat().st_mode & 0o077 == 0
    assert {row[0] for row in full_desk.ask("SELECT purpose FROM access_log")} == {"lập mẫu 01-XN"}


def test_snapshots_are_listed_as_json_with_their_days(at_desk: Command) -> None:
    assert at_desk("snapshot", "create", *FORM, "--note", "họp").exit_code == 0
    (row,) = json.loads(at_desk("snapshot", "list", "--format", "json").output)
    assert (row["snapshot_id"], row["day"], row["note"]) == (1, "2026-08-21", "họp")


def test_a_report_is_frozen_listed_and_shown(at_desk: Command) -> None:
    assert at_desk("snapshot", "create", *FORM, "--note", "họp").exit_code == 0
    (row,) = listed(at_desk)
    assert (row["snapshot_id"], row["note"], row["closing"]) == ("1", "họp", "no")
    assert row["asked"] == "date=2026-08-21&office=00101"
    shown = json.loads(at_desk("snapshot", "show", "1", "--format", "json").output)
    report = at_desk(
        "report", "01-xn", "--date", "2026-08-21", "--by", "code", "--office", "00101",
        "--format", "json",
    )  # fmt: skip
    assert [each["payment_id"] for each in shown] == [
        each["payment_id"] for each in json.loads(report.output)
    ]
    assert listed(at_desk, "--office", "00110") == []
    assert listed(at_desk, "--from", "2026-08-22") == []


def test_a_note_is_needed(at_desk: Command) -> None:
    with pytest.raises(problems.Problem, match="needs a note"):
        at_desk("snapshot", "create", *FORM)


def test_forms_are_closed_once(at_desk: Command) -> None:
    words = ("snapshot", "create", "--closing", "--date", "2026-08-21")
    assert "2" in at_desk(*words).output
    assert "0" in at_desk(*words).output
    assert [row["closing"] for row in listed(at_desk)] == ["yes", "yes"]


def test_without_a_day_yesterdays_forms_are_closed(at_desk: Command) -> None:
    at_desk("snapshot", "create", "--closing")
    assert {row["day"] for row in listed(at_desk)} == {"2026-09-02"}


def test_the_content_is_what_the_hash_is_over(at_desk: Command, tmp_path: pathlib.Path) -> None:
    at_desk("snapshot", "create", *FORM, "--note", "họp")
    out = tmp_path / "content.json"
    assert at_desk("snapshot", "show", "1", "--out", str(out)).exit_code == 0
    (row,) = listed(at_desk)
    from data import chain

    assert chain.chained(bytes(32), out.read_bytes()).hex() == row["sha256"]
    kept, about = content.read(out.read_text(encoding="utf-8"))
    assert (kept.params, about["note"]) == ({"date": "2026-08-21", "office": "00101"}, "họp")


@pytest.mark.parametrize("ending", ["xlsx", "pdf", "csv"])
def test_a_file_of_a_snapshot_is_verified(
    at_desk: Command, tmp_path: pathlib.Path, ending: str
) -> None:
    at_desk("snapshot", "create", *FORM, "--note", "họp")
    out = tmp_path / f"form.{ending}"
    at_desk("snapshot", "show", "1", "--out", str(out))
    assert at_desk("snapshot", "verify", "--file", str(out)).exit_code == 0
    out.write_bytes(out.read_bytes() + b"\n")
    assert at_desk("snapshot", "verify", "--file", str(out)).exit_code == 1


def test_verifying_says_how_the_chain_is(at_desk: Command, full_desk: desks.Desk) -> None:
    at_desk("snapshot", "create", *FORM, "--note", "họp")
    (row,) = listed(at_desk)
    good = at_desk("snapshot", "verify")
    assert good.exit_code == 0
    assert f"The chain is whole up to number 1, hash {row['sha256']}, of " in good.output
    assert "Whether later ones, or all, were taken away cannot be told" in good.output
    assert "tampered" not in good.output
    noted = at_desk("snapshot", "verify", "--hash", row["sha256"])
    assert "This hash is still there" in noted.output
    other = at_desk("snapshot", "verify", "--hash", "0" * 64)
    assert "was changed or taken away" in other.output
    assert at_desk("snapshot", "verify", "--hash", row["figures_sha256"][:12]).exit_code == 0
    assert at_desk("snapshot", "verify", "--hash", "0" * 12).exit_code == 1
    full_desk._cursor.execute("UPDATE snapshots SET note = 'khác'")
    bad = at_desk("snapshot", "verify")
    assert bad.exit_code == 1
    assert bad.output.count("\n") == 2


def test_differences_are_printed(at_desk: Command, full_desk: desks.Desk) -> None:
    at_desk("snapshot", "create", *FORM, "--note", "họp")

    def differences(*others: str) -> list[dict[str, Any]]:
        shown = at_desk("snapshot", "diff", "1", *others, "--format", "json")
        found: list[dict[str, Any]] = json.loads(shown.output)
        return found

    assert differences() == []
    full_desk.hand_in(
        payments=[{"payment_id": "LATE", "paid_at": "2026-08-21T09:00:00+07:00"}],
        confirmations=[{"payment_id": "LATE", "confirmation_code": "XNLATE"}],
    )
    (added,) = differences()
    assert (added["what"], added["confirmation_code"]) == ("added", "XNLATE")
    at_desk("snapshot", "create", *FORM, "--note", "sau khi nhập bổ sung")
    assert differences("2") == [added]
    assert [row["supersedes"] for row in listed(at_desk)] == ["1", ""]
