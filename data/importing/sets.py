"""Owns what an import file may hold: the ten sets, their columns, keys and Vietnamese headings.

The source is the import section of the contract; every heading that is taken stands here.
"""

from __future__ import annotations

import dataclasses
import enum


class Kind(enum.StrEnum):
    """How the text of a column is read."""

    CODE = "code"  # trimmed text, compared exactly
    TEXT = "text"  # trimmed, Unicode NFC
    AMOUNT = "amount"  # whole đồng, bigint
    COUNT = "count"  # a whole number, not negative
    MOMENT = "moment"  # a time, stored as timestamptz
    DAY = "day"  # a date
    MONTH = "month"  # yyyy-mm, stored as the first day
    PRODUCT = "product"
    CHANNEL = "channel"
    GENDER = "gender"
    YES_NO = "yes_no"
    CONFIRMATION = "confirmation"  # as a code, compared by letters and digits without case


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a file; `at_least` bounds a number, `width` pads one that xlsx shortened."""

    name: str
    kind: Kind
    headings: tuple[str, ...]
    required: bool = False
    references: str | None = None  # the set whose key this is
    at_least: int | None = None
    width: int | None = None
    personal: bool = False


@dataclasses.dataclass(frozen=True)
class Set:
    """One kind of file, known by its name without extension; `key` names its key columns."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)


def _code(
    name: str, *headings: str, required: bool = True, references: str | None = None
) -> Column:
    return Column(name, Kind.CODE, headings, required=required, references=references)


_OFFICE = _code(
    "office_code", "Mã cơ quan BHXH", "Mã đơn vị", "Mã CQ BHXH", "Cơ quan BHXH", "Đơn vị",
    references="offices",
)  # fmt: skip
_ORG = _code(
    "org_code", "Mã tổ chức dịch vụ thu", "Mã tổ chức", "Mã TCDVT", "Tổ chức dịch vụ thu",
    references="organizations",
)  # fmt: skip
_COLLECTOR = _code(
    "collector_code", "Mã nhân viên thu", "Mã nhân viên", "Nhân viên thu", references="collectors"
)
_PAYMENT = _code("payment_id", "Mã khoản thu", "Khoản thu", references="payments")
_REMITTANCE = _code(
    "remittance_id", "Mã chuyển tiền", "Mã lần nộp", "Mã lần nộp tiền", references="remittances"
)


def _own(column: Column) -> Column:
    """Return `column` as the key of its own file, where it refers to nothing."""
    return dataclasses.replace(column, references=None)


OFFICES = Set(
    "offices",
    ("office_code",),
    (
        _own(_OFFICE),
        Column(
            "office_name", Kind.TEXT,
            ("Tên cơ quan BHXH", "Tên đơn vị", "Tên CQ BHXH"), required=True,
        ),
        _code(
            "parent_code", "Mã cơ quan cấp trên", "Mã đơn vị cấp trên", "Cấp trên",
            required=False, references="offices",
        ),
        Column("valid_from", Kind.DAY, ("Hiệu lực từ", "Hiệu lực từ ngày", "Từ ngày")),
        Column("valid_to", Kind.DAY, ("Hiệu lực đến", "Hiệu lực đến ngày", "Đến ngày")),
        _code(
            "successor_code", "Mã cơ quan kế thừa", "Mã đơn vị kế thừa", "Kế thừa bởi",
            required=False, references="offices",
        ),
    ),
)  # fmt: skip

ORGANIZATIONS = Set(
    "organizations",
    ("org_code",),
    (
        _own(_ORG),
        Column(
            "org_name", Kind.TEXT,
            ("Tên tổ chức dịch vụ thu", "Tên tổ chức", "Tên TCDVT"), required=True,
        ),
    ),
)  # fmt: skip

COLLECTORS = Set(
    "collectors",
    ("collector_code",),
    (
        _own(_COLLECTOR),
        Column(
            "collector_name", Kind.TEXT,
            ("Tên nhân viên thu", "Họ tên nhân viên thu", "Tên nhân viên"), required=True,
        ),
        _ORG,
        _OFFICE,
    ),
)  # fmt: skip

PAYMENTS = Set(
    "payments",
    ("payment_id",),
    (
        _own(_PAYMENT),
        Column("receipt_no", Kind.TEXT, ("Số biên lai", "Biên lai")),
        _OFFICE,
        _ORG,
        _COLLECTOR,
        Column("product", Kind.PRODUCT, ("Loại hình tham gia", "Loại hình"), required=True),
        Column(
            "amount", Kind.AMOUNT, ("Số tiền", "Số tiền đóng", "Số tiền thu"),
            required=True, at_least=1,
        ),
        Column("months", Kind.COUNT, ("Số tháng", "Số tháng đóng"), at_least=0),
        Column("period_from", Kind.MONTH, ("Từ tháng", "Đóng từ tháng", "Tháng bắt đầu")),
        Column(
            "paid_at", Kind.MOMENT,
            ("Ngày nộp tiền", "Thời điểm nộp tiền", "Ngày đóng", "Ngày thu tiền"), required=True,
        ),
        Column(
            "participant_name", Kind.TEXT,
            ("Họ và tên", "Họ tên", "Họ tên người tham gia", "Người tham gia"), personal=True,
        ),
        Column(
            "social_insurance_no", Kind.TEXT, ("Mã số BHXH", "Số BHXH"), width=10, personal=True
        ),
        Column(
            "national_id", Kind.TEXT,
            ("Số CCCD", "CCCD", "Số căn cước", "Số định danh cá nhân", "Số CMND/CCCD"),
            width=12, personal=True,
        ),
        Column("date_of_birth", Kind.DAY, ("Ngày sinh", "Ngày tháng năm sinh"), personal=True),
        Column("gender", Kind.GENDER, ("Giới tính", "Giới"), personal=True),
        Column("voided_at", Kind.MOMENT, ("Ngày hủy", "Thời điểm hủy", "Ngày hủy biên lai")),
    ),
)  # fmt: skip

CONFIRMATIONS = Set(
    "confirmations",
    ("payment_id",),
    (
        Column("confirmation_code", Kind.CONFIRMATION, ("Mã xác nhận", "Mã XN"), required=True),
        _PAYMENT,
        Column(
            "recorded_at", Kind.MOMENT,
            ("Thời điểm ghi nhận", "Ngày ghi nhận", "Ngày cấp mã", "Thời điểm cấp mã"),
            required=True,
        ),
        Column(
            "notified_by", Kind.CHANNEL, ("Hình thức thông báo", "Hình thức thông tin", "Kênh")
        ),
        Column("notified_at", Kind.MOMENT, ("Thời điểm thông báo", "Ngày thông báo")),
    ),
)  # fmt: skip

REMITTANCES = Set(
    "remittances",
    ("remittance_id",),
    (
        _own(_REMITTANCE),
        _ORG,
        _OFFICE,
        Column(
            "remitted_at", Kind.MOMENT,
            ("Ngày chuyển tiền", "Thời điểm chuyển tiền", "Ngày nộp vào tài khoản chuyên thu"),
            required=True,
        ),
        Column("amount", Kind.AMOUNT, ("Số tiền", "Số tiền nộp", "Số tiền chuyển"), required=True),
        Column("bank_ref", Kind.TEXT, ("Số tham chiếu ngân hàng", "Số giao dịch", "Mã giao dịch")),
    ),
)  # fmt: skip

REMITTANCE_LINES = Set("remittance_lines", ("payment_id",), (_REMITTANCE, _PAYMENT))

DISPATCHES = Set(
    "dispatches",
    ("office_code", "org_code", "report_date", "sent_at"),
    (
        _OFFICE,
        _ORG,
        Column("report_date", Kind.DAY, ("Ngày báo cáo", "Ngày số liệu", "Ngày"), required=True),
        Column("sent_at", Kind.MOMENT, ("Thời điểm gửi", "Ngày gửi", "Giờ gửi"), required=True),
        Column("codes", Kind.COUNT, ("Số mã", "Số mã xác nhận"), required=True, at_least=0),
        Column("amount", Kind.AMOUNT, ("Số tiền", "Tổng số tiền"), required=True, at_least=0),
    ),
)  # fmt: skip

CALENDAR = Set(
    "calendar",
    ("day",),
    (
        Column("day", Kind.DAY, ("Ngày",), required=True),
        Column("working", Kind.YES_NO, ("Ngày làm việc", "Làm việc"), required=True),
        Column("note", Kind.TEXT, ("Ghi chú", "Căn cứ")),
    ),
)

POLICIES = Set(
    "policies",
    ("name", "org_code", "valid_from"),
    (
        Column("name", Kind.TEXT, ("Tên quy định", "Quy định"), required=True),
        dataclasses.replace(_ORG, required=False),
        Column(
            "valid_from", Kind.DAY, ("Hiệu lực từ", "Hiệu lực từ ngày", "Từ ngày"), required=True
        ),
        Column("value", Kind.TEXT, ("Giá trị",), required=True),
    ),
)  # fmt: skip

# In the order in which they refer to each other.
ALL = (
    OFFICES, ORGANIZATIONS, COLLECTORS, PAYMENTS, CONFIRMATIONS, REMITTANCES, REMITTANCE_LINES,
    DISPATCHES, CALENDAR, POLICIES,
)  # fmt: skip
BY_NAME = {each.name: each for each in ALL}

# The table of each set.
TABLES = {each.name: each.name for each in ALL} | {"calendar": "calendar_overrides"}
