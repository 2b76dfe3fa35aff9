"""Builders of papers as offices sign them: one makes a paper with good defaults."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pypdfium2

from dashboard.exports import paper
from dashboard.exports.writers import pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


MADE_AT = dt.datetime(2026, 9, 16, 7, 45, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))

FEW_COLUMNS = (
    paper.Column("STT", paper.Kind.COUNT, 5),
    paper.Column("Tổ chức dịch vụ thu", paper.Kind.TEXT, 32),
    paper.Column("Số mã xác nhận", paper.Kind.COUNT, 10),
    paper.Column("Số khoản thu", paper.Kind.COUNT, 10),
    paper.Column("Số tiền", paper.Kind.MONEY, 16),
    paper.Column("Tỷ lệ đúng hạn", paper.Kind.RATE, 10),
)
TEN_COLUMNS = (
    paper.Column("STT", paper.Kind.COUNT, 5),
    paper.Column("Mã xác nhận", paper.Kind.CODE, 18),
    paper.Column("Mã khoản thu", paper.Kind.CODE, 16),
    paper.Column("Tổ chức dịch vụ thu", paper.Kind.TEXT, 28),
    paper.Column("Loại hình tham gia", paper.Kind.TEXT, 20),
    paper.Column("Số tháng", paper.Kind.COUNT, 6),
    paper.Column("Số tiền", paper.Kind.MONEY, 14),
    paper.Column("Ngày thu tiền", paper.Kind.DAY, 11),
    paper.Column("Thời điểm cấp mã", paper.Kind.MOMENT, 17),
    paper.Column("Tỷ lệ đúng hạn", paper.Kind.RATE, 9),
)
NAMES = (
    "Bưu điện Thành phố Hà Nội",
    "Tổng Công ty Bảo hiểm Bảo Việt – Chi nhánh Hà Nội",
    (
        "Công ty Cổ phần Dịch vụ Bảo hiểm và Đầu tư Phát triển Nông nghiệp Nông thôn Sông Hồng, "
        "Văn phòng đại diện tại phường Yên Hòa"
    ),
    "Công ty TNHH MTV Thúy Hòa",
)


def few(number: int, name: str | None = None) -> paper.Line:
    """Return one row under FEW_COLUMNS."""
    name = NAMES[number % len(NAMES)] if name is None else name
    rate = None if number % 7 == 0 else Decimal(number % 100) / 100
    return paper.Line(
        paper.Style.ROW, (number, name, 12 * number, 13 * number, 1_234_567 * number, rate)
    )


def ten(number: int) -> paper.Line:
    """Return one row under TEN_COLUMNS."""
    day = dt.date(2026, 9, 1) + dt.timedelta(number % 15)
    issued = dt.datetime.combine(day, dt.time(8, number % 60), MADE_AT.tzinfo)
    code, payment = f"XN-260916-{number:06}", f"KT{number:010}"
    kinds = ("BHXH tự nguyện", "BHYT hộ gia đình", "BHYT hộ nông, lâm, ngư, diêm nghiệp")
    name, product = NAMES[number % len(NAMES)], kinds[number % len(kinds)]
    amount = -486_000 if number % 11 == 0 else 97_200 * number
    rate = Decimal(number % 101) / 100
    return paper.Line(
        paper.Style.ROW, (number, code, payment, name, product, 6, amount, day, issued, rate)
    )


def table(
    lines: Iterable[paper.Line],
    columns: Sequence[paper.Column] = FEW_COLUMNS,
    title: str | None = None,
) -> paper.Table:
    """Return a table of some lines."""
    return paper.Table(title, columns, lines)


def grouped(rows: int) -> list[paper.Line]:
    """Return rows under FEW_COLUMNS in groups of offices, with what they come to."""
    lines: list[paper.Line] = []
    for start in range(1, rows + 1, 20):
        lines.append(paper.Line(paper.Style.GROUP, (f"Bảo hiểm xã hội cơ sở {start // 20 + 1}",)))
        lines += [few(number) for number in range(start, min(start + 20, rows + 1))]
        lines.append(
            paper.Line(paper.Style.SUBTOTAL, ("", "Cộng", 240, 260, 24_691_340, Decimal("0.8333")))
        )
    return [
        *lines,
        paper.Line(paper.Style.TOTAL, ("Tổng cộng", "", 1_234, 5_678, 9_876_543_210, None)),
    ]


def foot(**parts: Any) -> paper.Foot:
    """Return what stands below the tables."""
    default: dict[str, Any] = {
        "words": (
            (
                "Số tiền bằng chữ: Chín tỷ tám trăm bảy mươi sáu triệu năm trăm bốn mươi ba nghìn "
                "hai trăm mười đồng."
            ),
        ),
        "place": "Hà Nội, ngày 16 tháng 9 năm 2026",
        "signatures": (
            paper.Signature("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
            paper.Signature("GIÁM ĐỐC", "(Ký, ghi rõ họ tên, đóng dấu)"),
        ),
        "notes": (
            ("Số liệu", "các khoản thu được cấp mã xác nhận trong ngày 15/09/2026"),
            ("Lấy lúc", "16/09/2026 07:45:12, người lấy: Nguyễn Thị Hòa"),
            (
                "Tổng băm SHA-256",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ),
        ),
        "mark": "Số liệu phiên bản 128 · 9f86d081884c",
    }
    return paper.Foot(**{**default, **parts})


def head(**parts: Any) -> paper.Head:
    """Return what stands above the tables."""
    default: dict[str, Any] = {
        "upper": "BẢO HIỂM XÃ HỘI THÀNH PHỐ HÀ NỘI",
        "office": "BẢO HIỂM XÃ HỘI CƠ SỞ CẦU GIẤY",
        "number": "Mẫu 01-XN",
        "basis": "(Ban hành kèm theo Công văn số 3964/BHXH-TST ngày 07/8/2023)",
        "title": "TỔNG HỢP SỐ THU THEO MÃ XÁC NHẬN",
        "about": ("Ngày 15 tháng 9 năm 2026",),
        "unit": "Đơn vị tính: đồng",
    }
    return paper.Head(**{**default, **parts})


def document(*tables: paper.Table, **parts: Any) -> paper.Paper:
    """Return a paper; parts of its head and foot by their names."""
    below = {
        name: parts.pop(name) for name in tuple(parts) if name in paper.Foot.__dataclass_fields__
    }
    above = {
        name: parts.pop(name) for name in tuple(parts) if name in paper.Head.__dataclass_fields__
    }
    default: dict[str, Any] = {
        "name": "mau-01-xn",
        "head": head(**above),
        "tables": tables or (table([few(1)]),),
        "foot": lambda: foot(**below),
        "made_at": MADE_AT,
        "made_by": "Nguyễn Thị Hòa",
    }
    return paper.Paper(**{**default, **parts})


def written(given: paper.Paper) -> bytes:
    """Return the bytes of a paper as a pdf."""
    kept = io.BytesIO()
    pdf.write(given, kept)
    return kept.getvalue()


def pages(made: bytes) -> list[str]:
    """Return the text of each page, its line breaks as blanks."""
    document = pypdfium2.PdfDocument(made)
    texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.split()) for text in texts]
