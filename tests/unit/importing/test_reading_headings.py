"""How the headings of a file are recognised."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from data import problems
from data.importing import sets
from data.importing.reading import headings

if TYPE_CHECKING:
    from collections.abc import Callable


def meaning(known: sets.Set, heading: str) -> str | None:
    return headings._column(known, heading)


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
@pytest.mark.parametrize(
    "written",
    [
        str,
        str.upper,
        lambda heading: f"  {heading}\u00a0",
        lambda heading: heading.replace(" ", "_"),
        lambda heading: heading.replace(" ", "\r\n"),
        lambda heading: unicodedata.normalize("NFD", heading),
    ],
    ids=["as is", "upper", "spaces", "underscores", "line breaks", "decomposed"],
)
def test_every_heading_means_its_column_however_it_is_written(
    known: sets.Set, written: Callable[[str], str]
) -> None:
    expected = [
        (heading, column.name)
        for column in known.columns
        for heading in (column.name, *column.headings)
    ]
    assert [(each, meaning(known, written(each))) for each, _ in expected] == expected


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Ma xac nhan", "confirmation_code"),
        ("THOI DIEM GHI NHAN", "recorded_at"),
        ("Ngay cap ma", "recorded_at"),
        ("Hình thức thông báo", "notified_by"),
    ],
)
def test_vietnamese_headings_may_lack_their_diacritics(heading: str, name: str) -> None:
    assert meaning(sets.CONFIRMATIONS, heading) == name


@pytest.mark.parametrize("heading", ["Ngày huỷ", "Ngày hủy", "Ngay huy"])
def test_both_places_of_a_tone_mark_are_taken(heading: str) -> None:
    assert meaning(sets.PAYMENTS, heading) == "voided_at"


def test_what_is_alike_without_diacritics_must_be_written_with_them() -> None:
    known = sets.Set(
        "twins",
        ("a",),
        (
            sets.Column("a", sets.Kind.TEXT, ("Mã",)),
            sets.Column("b", sets.Kind.TEXT, ("Má",)),
        ),
    )
    layout = headings.layout(known, ["Má", "Ma"], "twins.csv")
    assert (layout.columns, layout.unknown) == (("b",), ("Ma",))


def test_columns_may_stand_in_any_order_among_others() -> None:
    layout = headings.layout(
        sets.ORGANIZATIONS, ["STT", "Tên tổ chức", "", "org_code", " ", ""], "organizations.csv"
    )
    assert layout == headings.Layout(("org_name", "org_code"), (1, 3), ("STT", "C"), 4)


def test_a_column_without_a_heading_goes_by_its_letters() -> None:
    layout = headings.layout(
        sets.ORGANIZATIONS, ["org_code", *[""] * 26, "org_name"], "organizations.csv"
    )
    assert layout.unknown[-2:] == ("Z", "AA")


def test_all_missing_columns_are_named_in_both_languages() -> None:
    with pytest.raises(problems.Problem) as caught:
        headings.layout(sets.REMITTANCE_LINES, ["STT"], "remittance_lines.csv")
    assert caught.value.values == {
        "file": "remittance_lines.csv",
        "columns": "remittance_id (Mã chuyển tiền), payment_id (Mã khoản thu)",
    }


def test_an_optional_part_of_a_key_may_be_missing() -> None:
    layout = headings.layout(sets.POLICIES, ["name", "valid_from", "value"], "policies.csv")
    assert layout.columns == ("name", "valid_from", "value")


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
def test_every_required_column_refuses_the_file_when_it_is_missing(known: sets.Set) -> None:
    required = [column.name for column in known.columns if column.required]
    for name in required:
        with pytest.raises(problems.Problem, match=f"lacks the columns {name} "):
            headings.layout(known, [each for each in required if each != name], "x.csv")


def test_a_column_that_stands_twice_refuses_the_file() -> None:
    with pytest.raises(problems.Problem, match="more than one column for org_code"):
        headings.layout(sets.ORGANIZATIONS, ["org_code", "org_name", "Mã tổ chức"], "x.csv")


def test_no_headings_at_all_is_an_empty_file() -> None:
    with pytest.raises(problems.Problem, match="The file is empty"):
        headings.layout(sets.ORGANIZATIONS, [], "organizations.csv")
