"""What the command line promises to other software."""

import csv
import io
import json
import pathlib
import shutil
import subprocess
import sys

import pytest
from support import commands, databases, imports

PERIOD = ("--from", "2026-08-20", "--to", "2026-08-31")
EVENING = ("--as-of", "2026-09-03")
EXPECTED = {
    "remittance-lag.by-org.csv": ("remittance-lag", *PERIOD, *EVENING, "--by", "org"),
    "remittance-lag.by-office.csv": ("remittance-lag", *PERIOD, *EVENING, "--by", "office"),
    "remittance-lag.by-org.as-of-2026-08-24.csv": (
        "remittance-lag", *PERIOD, "--as-of", "2026-08-24", "--by", "org",
    ),
    "recording-lag.by-collector.csv": ("recording-lag", *PERIOD, *EVENING, "--by", "collector"),
    "01-xn.2026-08-20.by-office.csv": ("01-xn", "--date", "2026-08-20", "--by", "office"),
    "01-xn.2026-08-21.by-office.csv": ("01-xn", "--date", "2026-08-21", "--by", "office"),
    "01-xn.2026-08-21.by-org.csv": ("01-xn", "--date", "2026-08-21", "--by", "org"),
    "01-xn.2026-08-24.by-office.csv": ("01-xn", "--date", "2026-08-24", "--by", "office"),
    "01-xn.2026-08-27.by-office.csv": ("01-xn", "--date", "2026-08-27", "--by", "office"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_every_table_of_the_worked_example_comes_out_to_the_letter(
    name: str, command: commands.Command
) -> None:
    expected = (imports.EXAMPLE / "expected" / name).read_text(encoding="utf-8")
    assert command("report", *EXPECTED[name], "--format", "csv").output == expected


def test_no_expected_table_was_left_out() -> None:
    assert set(EXPECTED) == {path.name for path in (imports.EXAMPLE / "expected").iterdir()}


def test_json_says_the_same_as_csv(command: commands.Command) -> None:
    asked = ("report", *EXPECTED["remittance-lag.by-org.csv"])
    rows = list(csv.DictReader(io.StringIO(command(*asked, "--format", "csv").output)))
    objects = json.loads(command(*asked, "--format", "json").output)
    shown = [
        {name: "" if value is None else str(value) for name, value in each.items()}
        for each in objects
    ]
    assert [float(each.pop("on_time_rate")) for each in shown] == [
        float(each.pop("on_time_rate")) for each in rows
    ]
    assert shown == rows


def test_a_report_for_people_shows_the_figures(command: commands.Command) -> None:
    output = command("report", *EXPECTED["01-xn.2026-08-21.by-org.csv"]).output
    assert "4374000" in output


def test_nothing_to_show_is_the_heading_alone(command: commands.Command) -> None:
    output = command("report", "01-xn", "--date", "2026-08-19", "--by", "org", "--format", "csv")
    assert output.output.startswith("key,name,codes,")
    assert output.output.count("\n") == 1


def test_a_form_by_code_lists_adjustments_as_negative_amounts(command: commands.Command) -> None:
    asked = ("report", "01-xn", "--date", "2026-08-24", "--by", "code", "--format", "csv")
    assert list(csv.DictReader(io.StringIO(command(*asked).output))) == [
        {
            "confirmation_code": "XN0000000005", "payment_id": "P05", "office_code": "00101",
            "org_code": "BI0001", "collector_code": "NVT001", "product": "BI", "months": "6",
            "amount": "-486000", "paid_at": "2026-08-21T11:00:00+07:00",
            "recorded_at": "2026-08-21T11:10:00+07:00",
        }
    ]  # fmt: skip


def test_an_office_stands_for_all_below_it(command: commands.Command) -> None:
    asked = ("report", "remittance-lag", *PERIOD, *EVENING, "--by", "office", "--format", "csv")
    assert command(*asked, "--office", "00100").output == command(*asked).output
    assert "00101" not in command(*asked, "--office", "00110").output


def run_in(folder: pathlib.Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as other software does."""
    program = shutil.which("bhxh-monitor", path=str(pathlib.Path(sys.executable).parent))
    assert program is not None, "install the project: pip install -e '.[test]'"
    return subprocess.run(
        [program, *words],
        cwd=folder,
        env={"BHXH_STORE_URL": url, "BHXH_TODAY": "2026-09-03", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def url(made: databases.Databases, empty_name: str) -> str:
    return made.url(empty_name).render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--by", "org", "--office", "99999"), "No office has the code 99999"),
        (("--by", "org", "--org", "ZZ"), "No collection organisation has the code ZZ"),
        (("--by", "org", "--as-of", "2199-01-01"), "Working days are known up to"),
    ],
)
@pytest.mark.usefixtures("command")
def test_a_filter_that_names_nothing_is_an_error_of_one_sentence(
    words: tuple[str, ...],
    sentence: str,
    main: commands.Main,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main("report", "remittance-lag", *PERIOD, *words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_the_bad_rows_of_the_worked_example_are_named_and_the_good_ones_are_in(
    tmp_path: pathlib.Path, url: str
) -> None:
    assert run_in(tmp_path, url, "import", str(imports.EXAMPLE / "import")).returncode == 0
    assert not (tmp_path / "rejects.csv").exists()
    ended = run_in(tmp_path, url, "import", str(imports.EXAMPLE / "bad"))
    assert ended.returncode == 1
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig") as stream:
        rejected = [(row["row"], row["column"]) for row in csv.DictReader(stream)]
    assert rejected == [
        ("3", "office_code"), ("4", "amount"), ("5", "amount"), ("6", "paid_at"),
        ("7", "product"), ("8", "paid_at"), ("10", "payment_id"), ("11", "payment_id"),
        ("13", "collector_code"),
    ]  # fmt: skip
    form = ("--from", "2026-08-25", "--to", "2026-08-25", "--by", "office", "--format", "csv")
    assert ",3,3888000," in run_in(tmp_path, url, "report", "remittance-lag", *form).stdout


@pytest.mark.usefixtures("fresh_command")
def test_where_nothing_is_imported_the_status_says_so(
    main: commands.Main, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "payments.csv").write_text("payment_id\nP1\n", encoding="utf-8")
    assert main("import", "payments.csv") == 2
    assert "payments.csv" in (tmp_path / "rejects.csv").read_text(encoding="utf-8")
    assert main("import", str(tmp_path / "nowhere")) == 2


@pytest.mark.usefixtures("fresh_command")
def test_a_later_clean_run_takes_the_list_of_rejects_away(
    main: commands.Main, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "payments.csv").write_text("payment_id\nP1\n", encoding="utf-8")
    assert main("import", "payments.csv") == 2
    assert (tmp_path / "rejects.csv").exists()
    assert main("import", str(imports.EXAMPLE / "import")) == 0
    assert not (tmp_path / "rejects.csv").exists()


@pytest.mark.usefixtures("fresh_command")
def test_somebody_elses_file_called_rejects_stays(
    main: commands.Main, tmp_path: pathlib.Path
) -> None:
    (tmp_path / "rejects.csv").write_text("mine\n", encoding="utf-8")
    assert main("import", str(imports.EXAMPLE / "import")) == 0
    assert (tmp_path / "rejects.csv").read_text(encoding="utf-8") == "mine\n"
