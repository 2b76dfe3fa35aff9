"""Builders of papers: one makes a paper with good defaults, a test sets only what matters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard import clock
from dashboard.exports import paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MADE_AT = dt.datetime(2026, 9, 16, 7, 45, 12, tzinfo=clock.HANOI)
SENTENCE = "Số tiền bằng chữ: Bốn trăm tám mươi sáu nghìn đồng."
TEN = (
    paper.Column("STT", paper.Kind.COUNT, 5),
    paper.Column("Mã xác nhận", paper.Kind.CODE, 18),
    paper.Column("Họ và tên", paper.Kind.TEXT, 24),
    paper.Column("Tổ chức dịch vụ thu", paper.Kind.TEXT, 28),
    paper.Column("Loại hình tham gia", paper.Kind.TEXT, 20),
    paper.Column("Số tháng", paper.Kind.COUNT, 8),
    paper.Column("Số tiền", paper.Kind.MONEY, 14),
    paper.Column("Ngày nộp tiền", paper.Kind.DAY, 11),
    paper.Column("Thời điểm cấp mã", paper.Kind.MOMENT, 17),
    paper.Column("Tỷ lệ đúng hạn", paper.Kind.RATE, 9),
)
THREE = (
    paper.Column("Tổ chức dịch vụ thu", paper.Kind.TEXT, 28),
    paper.Column("Số khoản thu", paper.Kind.COUNT, 10),
    paper.Column("Số tiền", paper.Kind.MONEY, 16),
)


def row(*cells: paper.Value) -> paper.Line:
    return paper.Line(paper.Style.ROW, cells)


def ten(number: int) -> paper.Line:
    """Return one row under TEN."""
    day = dt.date(2026, 9, 1) + dt.timedelta(number % 15)
    moment = dt.datetime(2026, 9, 15, 8, number % 60, tzinfo=clock.HANOI)
    code, name = f"XN{number:08}", f"Nguyễn Thị Hòa {number}"
    org, product = "Bưu điện Thành phố Hà Nội", "BHXH tự nguyện"
    rate = Decimal(number % 101) / 100
    return row(number, code, name, org, product, 6, 97_200 * number, day, moment, rate)


def whole(rows: int) -> list[paper.Line]:
    """Return rows under TEN below the words of their group, with what they come to."""
    amount = sum(97_200 * number for number in range(1, rows + 1))
    sums = ("", "", "", "", "", amount, "", "", "")
    return [
        paper.Line(paper.Style.GROUP, ("Bảo hiểm xã hội cơ sở Cầu Giấy",)),
        *(ten(number) for number in range(1, rows + 1)),
        paper.Line(paper.Style.SUBTOTAL, ("Cộng", *sums)),
        paper.Line(paper.Style.TOTAL, ("Tổng cộng", *sums)),
    ]


def table(
    lines: Iterable[paper.Line], columns: Sequence[paper.Column] = TEN, title: str | None = None
) -> paper.Table:
    return paper.Table(title, columns, lines)


def texts(words: Sequence[str]) -> paper.Table:
    """Return a table with texts between two other columns."""
    columns = (
        paper.Column("STT", paper.Kind.COUNT, 5),
        paper.Column("Nội dung", paper.Kind.TEXT, 40),
        paper.Column("Mã", paper.Kind.CODE, 12),
    )
    return table([row(place, each, "00101") for place, each in enumerate(words)], columns)


def head(**parts: Any) -> paper.Head:
    default: dict[str, Any] = {
        "upper": "BẢO HIỂM XÃ HỘI THÀNH PHỐ HÀ NỘI",
        "office": "BẢO HIỂM XÃ HỘI CƠ SỞ CẦU GIẤY",
        "number": "Mẫu 01-XN",
        "basis": "(Ban hành kèm theo Công văn số 3964/BHXH-TST)",
        "title": "TỔNG HỢP SỐ TIỀN THU THEO MÃ XÁC NHẬN",
        "about": ("Ngày 15/09/2026",),
        "unit": "Đơn vị tính: đồng",
    }
    return paper.Head(**{**default, **parts})


def foot(**parts: Any) -> paper.Foot:
    default: dict[str, Any] = {
        "words": (SENTENCE,),
        "place": "Hà Nội, ngày 16 tháng 9 năm 2026",
        "signatures": (
            paper.Signature("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
            paper.Signature("GIÁM ĐỐC", "(Ký, đóng dấu)", "BẢO HIỂM XÃ HỘI CƠ SỞ CẦU GIẤY"),
        ),
        "notes": (("Số dòng", "3"), ("Người lấy số liệu", "hoa@example.com")),
        "mark": "Phiên bản số liệu 128 · mã kiểm 9f86d081884c",
    }
    return paper.Foot(**{**default, **parts})


def document(*tables: paper.Table, **parts: Any) -> paper.Paper:
    """Return a paper; parts of its head and foot go by their names."""
    below = {name: parts.pop(name) for name in [*parts] if name in vars(foot())}
    above = {name: parts.pop(name) for name in [*parts] if name in vars(head())}
    default: dict[str, Any] = {
        "name": "mau-01-xn",
        "head": head(**above),
        "tables": tables or (table(whole(3)),),
        "foot": lambda: foot(**below),
        "made_at": MADE_AT,
        "made_by": "hoa@example.com",
    }
    return paper.Paper(**{**default, **parts})
