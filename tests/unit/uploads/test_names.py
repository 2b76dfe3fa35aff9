"""Names of files from elsewhere lead nowhere, and still say what the file is."""

import pathlib

import pytest

from data.uploads import names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("DS thu 20.08.csv", "DS thu 20.08.csv"),
        ("Khoản thu (2).xlsx", "Khoản thu (2).xlsx"),
        ("Khoa\u0309n thu.csv", "Khoản thu.csv"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\payments.csv", "payments.csv"),
        ("C:\\Users\\Hoa\\payments.csv", "payments.csv"),
        ("/payments.csv", "payments.csv"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("a/", "file"),
        (".hidden.csv", "hidden.csv"),
        ("pay\x00ments\n.csv", "payments.csv"),
        ("invoice\u202efdp.csv", "invoicefdp.csv"),
        ("\ud800payments.csv", "payments.csv"),
        ('a<b>:"c|?*.csv', "a_b___c___.csv"),
        ("con.csv", "_con.csv"),
        ("payments.csv. ", "payments.csv"),
    ],
)
def test_a_name_becomes_harmless(given: str, kept: str) -> None:
    assert names.harmless(given) == kept


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".xlsx"])
def test_a_long_name_keeps_its_ending(ending: str, tmp_path: pathlib.Path) -> None:
    kept = names.harmless("Đ" * 500 + ending)
    assert kept.endswith("Đ" + ending)
    (tmp_path / kept).write_bytes(b"")


def test_files_of_different_names_stand_side_by_side() -> None:
    assert [str(place) for place in names.places(["b.csv", "x/a.csv"])] == ["b.csv", "a.csv"]


def test_files_of_one_name_are_kept_apart_in_their_order() -> None:
    given = ["2026-08/thu.csv", "2026-09/THU.csv", "khac.csv"]
    assert [str(place) for place in names.places(given)] == ["1/thu.csv", "2/THU.csv", "3/khac.csv"]
