"""What is handed in is read and imported by a process of its own; called off, it leaves nothing."""

import io
import pathlib
import stat
import time
import zipfile
from collections.abc import Iterator

import openpyxl
import psutil
import pytest
from support import databases, desks, dropping, embedded_home

from dashboard import workers
from data import problems
from data.uploads import drops

ORGANIZATIONS = b"org_code,org_name\nBI0009,Moi\n"
PAYMENTS = (
    b"payment_id,office_code,org_code,collector_code,product,amount,paid_at\n"
    b"P1,00101,BI0001,NVT001,BI,1000,2026-08-21T09:00\n"
    b"P2,99999,BI0001,NVT001,BI,2000,2026-08-21T09:00\n"
)

# How many wait for a lock that another one has.
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
def desk(
    made: databases.Databases, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[desks.Desk]:
    """A store with masters, of which the processes know."""
    with desks.fresh(made, tmp_path / "desk") as opened:
        opened.masters()
        url = made.url(opened.name()).render_as_string(hide_password=False)
        monkeypatch.setenv("BHXH_STORE_URL", url)
        monkeypatch.setenv("BHXH_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("BHXH_TODAY", "2026-08-22")
        yield opened


def wait_for(desk: desks.Desk, question: str) -> None:
    """Wait until a question is answered with a number above zero."""
    deadline = time.monotonic() + dropping.SECONDS
    while desk.column(question) == [0]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_what_was_understood_is_told_before_anything_is_written(desk: desks.Desk) -> None:
    before = desk.everything()
    drop = dropping.hand_in({"DS thu 20.08.csv": PAYMENTS})
    assert drop.state is drops.State.UNDERSTOOD
    assert desk.everything() == before
    report = drop.report
    assert report is not None
    assert (report["dry_run"], report["run"]) == (True, None)
    (file,) = report["files"]
    assert (file["path"], file["set"], file["heading_row"]) == ("DS thu 20.08.csv", "payments", 1)
    assert report["counts"]["payments"]["inserted"] == 1
    assert report["counts"]["payments"]["rejected"] == 1
    assert report["totals"]["paid"] == {"days": 1, "payments": 1, "amount": 1000}


def test_then_it_is_imported_and_noted_with_who(desk: desks.Desk) -> None:
    drop = dropping.take(dropping.hand_in({"DS thu 20.08.csv": PAYMENTS}))
    assert (drop.state, drop.problem) == (drops.State.DONE, None)
    assert desk.column("SELECT payment_id FROM payments") == ["P1"]
    (last,) = desk.ask(
        "SELECT run_id, imported_by, files->0->>'name' FROM import_runs"
        " ORDER BY run_id DESC LIMIT 1"
    )
    assert last[1:] == (dropping.WHO, "DS thu 20.08.csv")
    assert drop.report is not None
    assert drop.report["run"] == last[0]


def test_the_files_are_deleted_once_they_are_in(desk: desks.Desk) -> None:
    drop = dropping.hand_in({"organizations.csv": ORGANIZATIONS})
    assert [file.name for file in drop.content.iterdir()] == ["organizations.csv"]
    done = dropping.take(drop)
    assert not done.content.exists()
    assert desk.column("SELECT org_name FROM organizations WHERE org_code = 'BI0009'") == ["Moi"]


def test_nobody_else_may_read_any_of_it(desk: desks.Desk) -> None:  # noqa: ARG001
    drop = dropping.hand_in({"DS thu.csv": PAYMENTS, "b.zip": zipped({"x/org.csv": ORGANIZATIONS})})
    for path in (drop.folder, drop.folder.parent, drop.folder.parent.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in drop.folder.parent.rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_a_zip_is_unpacked_and_its_files_are_read(desk: desks.Desk) -> None:  # noqa: ARG001
    packed = {"thang 8/organizations.csv": ORGANIZATIONS, "thang 8/DS thu.csv": PAYMENTS}
    drop = dropping.hand_in({"xuat.zip": zipped(packed)})
    assert drop.state is drops.State.UNDERSTOOD
    assert drop.report is not None
    assert [file["path"] for file in drop.report["files"]] == [
        "xuat.zip/DS thu.csv", "xuat.zip/organizations.csv",
    ]  # fmt: skip


def test_what_cannot_be_taken_is_a_sentence_and_leaves_no_file(desk: desks.Desk) -> None:
    drop = dropping.hand_in({"anh.zip": b"PK no zip"})
    assert drop.state is drops.State.FAILED
    assert drop.problem is not None
    assert drop.problem.title == "The zip cannot be read"
    assert not drop.content.exists()
    assert desk.column("SELECT count(*) FROM payments") == [0]


def test_called_off_before_the_import_it_leaves_nothing(desk: desks.Desk) -> None:
    before = desk.everything()
    drop = dropping.hand_in({"DS thu.csv": PAYMENTS})
    drops.call_off(drop)
    assert drops.at(drop.folder).state is drops.State.CALLED_OFF
    assert not drop.content.exists()
    assert desk.everything() == before


def test_called_off_in_the_midst_it_leaves_nothing(
    made: databases.Databases, desk: desks.Desk
) -> None:
    """The import waits for a lock that another transaction holds, and is called off there."""
    drop = dropping.hand_in({"DS thu.csv": PAYMENTS})
    before = desk.everything()
    with made.store(desk.name()) as other, other.loading() as connection:
        connection.exec_driver_sql("LOCK TABLE payments IN EXCLUSIVE MODE")
        begun = drops.begin_import(drop)
        workers.take(begun, "vi", replaces_sample=False)
        wait_for(desk, WAITS)
        drops.call_off(begun)
        ended = dropping.settled(begun)
        assert desk.column(WAITS) == [0]
    assert (ended.state, ended.problem) == (drops.State.CALLED_OFF, None)
    assert not ended.content.exists()
    assert desk.everything() == before


@pytest.mark.fault
def test_a_process_that_is_killed_is_said_and_leaves_nothing(
    made: databases.Databases, desk: desks.Desk
) -> None:
    drop = dropping.hand_in({"DS thu.csv": PAYMENTS})
    before = desk.everything()
    with made.store(desk.name()) as other, other.loading() as connection:
        connection.exec_driver_sql("LOCK TABLE payments IN EXCLUSIVE MODE")
        begun = drops.begin_import(drop)
        workers.take(begun, "vi", replaces_sample=False)
        wait_for(desk, WAITS)
        (process,) = [
            child
            for child in psutil.Process().children(recursive=True)
            if str(drop.folder) in child.cmdline()
        ]
        process.kill()
        ended = dropping.settled(begun)
    assert ended.state is drops.State.FAILED
    assert ended.problem is not None
    assert "nothing of it is in the store" in ended.problem.sentence
    assert desk.everything() == before


@pytest.mark.fault
def test_a_dashboard_that_was_killed_leaves_no_work_that_seems_to_go_on(
    desk: desks.Desk,  # noqa: ARG001
) -> None:
    drop = dropping.hand_in({"DS thu.csv": PAYMENTS})
    begun = drops.begin_import(drop)
    assert drops.current(dropping.WHO) == begun
    old = drops.change(begun, drops.State.IMPORTING)
    with pytest.MonkeyPatch.context() as later:
        later.setattr(drops, "_STARTING_SECONDS", 0.0)
        with drops.at_work(old):
            assert drops.current(dropping.WHO) == old
        found = drops.current(dropping.WHO)
    assert found is not None
    assert found.state is drops.State.FAILED


def test_an_import_begins_once_however_often_it_is_asked_for(
    desk: desks.Desk,  # noqa: ARG001
) -> None:
    drop = dropping.hand_in({"DS thu.csv": PAYMENTS})
    drops.begin_import(drop)
    with pytest.raises(problems.Problem, match="begun already"):
        drops.begin_import(drop)


def test_a_sample_is_replaced_only_where_that_was_said(desk: desks.Desk) -> None:
    desk.execute(
        "INSERT INTO about (is_sample, sample_payments, sample_days, sample_seed, sample_today,"
        " sample_until, made_at, finished_at)"
        " VALUES (true, 1, 1, 1, '2026-08-22', now(), now(), now())"
    )
    files = {"organizations.csv": ORGANIZATIONS}
    drop = dropping.hand_in(files)
    assert drop.report is not None
    assert drop.report["sample_removed"] is True
    assert len(desk.column("SELECT org_code FROM organizations")) > 1
    refused = dropping.take(drop)
    assert refused.state is drops.State.FAILED
    assert refused.problem is not None
    assert refused.problem.title == "The store holds a sample"
    assert len(desk.column("SELECT org_code FROM organizations")) > 1
    done = dropping.take(dropping.hand_in(files), replaces_sample=True)
    assert done.state is drops.State.DONE
    assert desk.column("SELECT org_code FROM organizations") == ["BI0009"]


def test_rejected_rows_are_corrected_in_the_workbook_and_handed_in_again(
    desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    drop = dropping.hand_in({"DS thu 20.08.csv": PAYMENTS})
    listed = drop.rejects_in("csv").read_text(encoding="utf-8-sig").splitlines()
    assert listed[1].startswith("DS thu 20.08.csv,3,office_code,99999,")
    done = dropping.take(drop)
    book = openpyxl.load_workbook(done.rejects_in("xlsx"))
    (sheet,) = book.worksheets
    assert [cell.value for cell in sheet[2]][:2] == ["P2", "99999"]
    sheet["B2"] = "00101"
    book.save(tmp_path / "rejects.xlsx")
    again = dropping.hand_in({"rejects.xlsx": (tmp_path / "rejects.xlsx").read_bytes()})
    assert again.report is not None
    assert again.report["status"] == 0
    assert dropping.take(again).state is drops.State.DONE
    assert sorted(desk.column("SELECT payment_id FROM payments")) == ["P1", "P2"]
    assert not again.rejects_in("xlsx").exists()


def test_nothing_names_the_place_of_the_files_on_the_machine(
    desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    hurt = b"payment_id,amount\nP1,1\n"
    drop = dropping.take(dropping.hand_in({"DS thu.csv": PAYMENTS, "payments 2.csv": hurt}))
    told = [drop.rejects_in("csv").read_text(encoding="utf-8"), str(drop.report)]
    told += desk.column("SELECT files::text FROM import_runs")
    assert not [words for words in told if str(tmp_path) in words]


def test_where_the_lists_cannot_be_written_nothing_is_imported(desk: desks.Desk) -> None:
    drop = dropping.hand_in({"DS thu.csv": PAYMENTS})
    (drop.folder / "rejects.csv.part").mkdir()
    failed = dropping.take(drop)
    assert failed.state is drops.State.FAILED
    assert failed.problem is not None
    assert failed.problem.title == "The rejected rows cannot be written"
    assert desk.column("SELECT count(*) FROM payments") == [0]


def test_an_embedded_store_imports_with_the_login_of_its_home(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        embedded_home.folder(embedded_home.place()) as place,
        embedded_home.home_at(place / "home") as home,
    ):
        monkeypatch.delenv("BHXH_STORE_URL", raising=False)
        monkeypatch.setenv("BHXH_HOME", str(home))
        workers.bring_up()
        drop = dropping.take(dropping.hand_in({"organizations.csv": ORGANIZATIONS}))
        assert (drop.state, drop.problem) == (drops.State.DONE, None)
    assert tmp_path.exists()
