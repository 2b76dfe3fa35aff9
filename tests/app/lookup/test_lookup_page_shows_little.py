"""The page of the lookup where it is to show little: other scopes, hostile addresses, no store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from support import desks
from support.screens import copied
from support.screens.lookup import HOUSEHOLD, look, rows, words

from dashboard import access, current_store
from data import opening, scope, store

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    from support import databases


HOSTILE: Final = (
    "",
    " ",
    "\x00",
    "XN\x00'; DROP TABLE payments; --",
    "' OR '1'='1",
    "%",
    "_",
    "\u202eXN0000000011\u200b",
    "<script>alert(1)</script>",
    "**bold** [a](https://example.com) :material/home: :red[x] $x$ `y`",
    "{value}",
    "{0.__class__}",
    "%(code)s",
    "\ud7ff\U0001f600",
    "ß ŉ ǰ ΰ ﬃ İ",
    "a" * 5000,
    ",".join(f"x{number}" for number in range(1000)),
)


@pytest.fixture(autouse=True)
def last_day_of_the_example(monkeypatch: pytest.MonkeyPatch, example_shown: None) -> None:  # noqa: ARG001 - a fixture is asked for by its name
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


@pytest.mark.parametrize("param", ["code", "payment", "lang"])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_in_the_address_breaks_the_page(param: str, value: str) -> None:
    page = look(**({"code": HOUSEHOLD} | {param: value}))
    assert not page.exception
    assert not page.error
    assert "alert(1)</script>" not in words(page)


def test_a_director_is_told_nothing_of_another_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101"]))
    page = look(HOUSEHOLD)
    assert "Không tìm thấy: XN0000000011." in page.warning[0].value
    assert "Mã của đơn vị ngoài phạm vi được xem cũng không tìm thấy." in page.warning[0].value
    assert "1.652.400" not in words(page)


@pytest.fixture
def remittance_of_two_offices(
    made: databases.Databases,
    empty_name: str,
    use_store: Callable[[str], None],
    tmp_path: pathlib.Path,
) -> None:
    """Have the dashboard show a remittance of one office that covers another's payment, too."""
    with desks.opened(made, empty_name, tmp_path) as desk:
        desk.masters()
        desk.hand_in(
            payments=[
                {},
                {"payment_id": "P2", "office_code": "00110", "amount": "27000"},
                {"payment_id": "P3", "amount": "1000"},
            ],
            confirmations=[{}, {"payment_id": "P2", "confirmation_code": "XN2"}],
            remittances=[{"amount": "1000000"}],
            remittance_lines=[{}, {"payment_id": "P2"}, {"payment_id": "P3"}],
        )
    current_store.close()
    use_store(empty_name)


@pytest.mark.usefixtures("remittance_of_two_offices")
def test_a_remittance_of_another_office_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    assert "Lần nộp tiền này thuộc đơn vị khác nên không đối chiếu được" in words(look("XN2"))
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00101"]))
    said = words(look("XN1"))
    assert "khớp với tổng 3 khoản thu" in said
    assert "Trong đó 1 khoản thu của đơn vị khác, 27.000 ₫, không liệt kê ở đây." in said
    monkeypatch.setattr(access, "current", scope.Scope.everything)
    assert "khớp với tổng 3 khoản thu" in words(look("XN1"))


@pytest.mark.usefixtures("remittance_of_two_offices")
def test_a_covered_payment_without_a_code_is_told_as_well() -> None:
    page = look("XN1")
    assert rows(page)["payment_id"].tolist() == ["P1", "P2", "P3"]
    page = look("P3")
    said = words(page)
    assert "Khoản thu chưa có mã xác nhận" in said
    assert "**Chưa ghi nhận**" in said
    assert "Không thuộc mẫu 01-XN nào" in said
    assert copied.of(page)[0].value == "P3"


@pytest.mark.usefixtures("nothing_shown")
def test_an_empty_store_says_how_to_load_data() -> None:
    page = look("XN1")
    assert "chưa có dữ liệu" in page.info[0].value
    assert copied.of(page)[0].value == "bhxh-monitor import THƯ_MỤC"


def test_a_store_that_is_down_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object, **_options: object) -> store.Store:
        raise store.Down

    monkeypatch.setattr(opening, "open_store", fail)
    page = look(HOUSEHOLD)
    assert "Cơ sở dữ liệu không trả lời" in page.error[0].value
    assert not page.exception
