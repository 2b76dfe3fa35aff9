"""The ten sets that an import file may hold: their columns, keys, headings, values and labels.

What an import knows of a column stands here once. Derived from it are the staging tables, the
reading of values, the checks, the sentences about rejects, the statements that write, the history,
the labels on the screens and the table of files in the README. `docs/adr/0004` says why references
are declared here.
"""

import dataclasses
import enum

from data.problems import N_


class Kind(enum.StrEnum):
    """How the text of a column is read."""

    CODE = "code"  # trimmed text, compared exactly
    TEXT = "text"  # trimmed, Unicode NFC
    AMOUNT = "amount"  # whole đồng, bigint
    COUNT = "count"  # a whole number, not negative
    SETTING = "setting"  # a whole number, stored as text
    MOMENT = "moment"  # a time, stored as timestamptz
    DAY = "day"  # a date
    BIRTH = "birth"  # a date or a year alone, stored as text
    MONTH = "month"  # yyyy-mm, stored as the first day
    PRODUCT = "product"
    CHANNEL = "channel"
    GENDER = "gender"
    YES_NO = "yes_no"
    CONFIRMATION = "confirmation"  # as a code, compared by letters and digits without case


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a file, and of the table under the same name.

    `headings` are the Vietnamese names that a file may use, the usual one first. `label` is the
    message id under which the history of a row shows a change; columns that have none are not
    shown there. `references` names the set whose key this is, `at_least` bounds a number, `width`
    pads with zeros a number cell of `shortest` digits or more. `searched` is for a number by which
    rows are looked up, `personal` for what only the participant's own table holds. A row is taken
    without a cell of a column that `may_lack` where that cannot be read. `blank_undoes` says of a
    required column that a truly blank cell takes back what it held, `day_alone` of a time that its
    day is enough. What `is_of_code` is of the payment's code, and kept there.
    """

    name: str
    kind: Kind
    headings: tuple[str, ...]
    label: str = ""
    required: bool = False
    references: str | None = None
    at_least: int | None = None
    width: int | None = None
    shortest: int = 1
    searched: bool = False
    personal: bool = False
    blank_undoes: bool = False
    day_alone: bool = False
    is_of_code: bool = False
    may_lack: bool = False

    @property
    def is_identity(self) -> bool:
        """Whether rows are told apart or brought together by its values."""
        return self.searched or self.kind in {Kind.CODE, Kind.CONFIRMATION}

    @property
    def is_name(self) -> bool:
        """Whether it holds names, in which any word may be meant."""
        return self.name.endswith("_name")


@dataclasses.dataclass(frozen=True)
class Set:
    """One kind of file or sheet, known by its name; `key` names its key columns.

    `row` says in English what one row is, `label` is the message id of what the rows are. `names`
    are the Vietnamese ones that files and sheets may begin with.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    row: str = ""
    label: str = ""
    names: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns that must be there."""
        return tuple(column for column in self.columns if column.required)

    @property
    def table(self) -> str:
        """The table of the store that holds the rows."""
        return "calendar_overrides" if self.name == "calendar" else self.name

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)


def _code(name: str, *headings: str, label: str = "", references: str) -> Column:
    return Column(name, Kind.CODE, headings, label, required=True, references=references)


def _key(column: Column) -> Column:
    """Return `column` as the key of its own file, where it refers to nothing."""
    return dataclasses.replace(column, references=None)


def _of_list(column: Column) -> Column:
    """Return a column of codes as a list of payments may have it: `checking.one_list` takes it."""
    return dataclasses.replace(column, required=False, may_lack=True, is_of_code=True)


def _optional(column: Column) -> Column:
    return dataclasses.replace(column, required=False)


_OFFICE = _code(
    "office_code", "Mã cơ quan BHXH", "Mã đơn vị", "Mã CQ BHXH", "Mã cơ quan", "Cơ quan BHXH",
    "Đơn vị",
    label=N_("Office"), references="offices",
)  # fmt: skip
_ORG = _code(
    "org_code", "Mã tổ chức dịch vụ thu", "Mã tổ chức", "Mã TCDVT", "Mã tổ chức thu",
    "Mã TCDV thu", "Tổ chức dịch vụ thu", "Tổ chức thu", "TCDVT",
    label=N_("Collection organisation"), references="organizations",
)  # fmt: skip
_COLLECTOR = _code(
    "collector_code", "Mã nhân viên thu", "Mã nhân viên", "Mã NVT", "Mã NV thu", "Nhân viên thu",
    label=N_("Collector"), references="collectors",
)  # fmt: skip
_PAYMENT = _code(
    "payment_id", "Mã khoản thu", "Mã giao dịch thu", "Khoản thu", references="payments"
)
_REMITTANCE = _code(
    "remittance_id", "Mã chuyển tiền", "Mã lần nộp", "Mã lần nộp tiền",
    label=N_("Remittance"), references="remittances",
)  # fmt: skip
_VALID_FROM = Column("valid_from", Kind.DAY, ("Hiệu lực từ", "Hiệu lực từ ngày", "Từ ngày"))

_CODE = Column(
    "confirmation_code", Kind.CONFIRMATION, ("Mã xác nhận", "Mã XN", "Mã xác nhận đóng"),
    N_("Confirmation code"), required=True,
)  # fmt: skip
# When a code was issued, and how the participant was told.
_ISSUED = (
    Column(
        "recorded_at", Kind.MOMENT,
        ("Thời điểm ghi nhận", "Ngày ghi nhận", "Ngày cấp mã", "Thời điểm cấp mã",
         "Ngày giờ ghi nhận", "Thời điểm cấp mã xác nhận"),
        N_("Recorded at"), required=True,
    ),
    Column(
        "notified_by", Kind.CHANNEL,
        ("Hình thức thông báo", "Hình thức thông tin", "Thông báo qua", "Kênh"),
        N_("Participant informed by"), may_lack=True,
    ),
    Column(
        "notified_at", Kind.MOMENT, ("Thời điểm thông báo", "Ngày thông báo"),
        N_("Participant informed at"), may_lack=True, day_alone=True,
    ),
)  # fmt: skip

OFFICES = Set(
    "offices", ("office_code",),
    (
        _key(_OFFICE),
        Column(
            "office_name", Kind.TEXT, ("Tên cơ quan BHXH", "Tên đơn vị", "Tên CQ BHXH"),
            required=True,
        ),
        _optional(_code(
            "parent_code", "Mã cơ quan cấp trên", "Mã đơn vị cấp trên", "Cấp trên",
            references="offices",
        )),
        _VALID_FROM,
        Column("valid_to", Kind.DAY, ("Hiệu lực đến", "Hiệu lực đến ngày", "Đến ngày")),
        _optional(_code(
            "successor_code", "Mã cơ quan kế thừa", "Mã đơn vị kế thừa", "Kế thừa bởi",
            references="offices",
        )),
    ),
    row="an office of the agency", label=N_("Offices"),
    names=("Cơ quan BHXH", "Danh mục cơ quan BHXH", "Đơn vị BHXH"),
)  # fmt: skip

ORGANIZATIONS = Set(
    "organizations", ("org_code",),
    (
        _key(_ORG),
        Column(
            "org_name", Kind.TEXT, ("Tên tổ chức dịch vụ thu", "Tên tổ chức", "Tên TCDVT"),
            required=True,
        ),
    ),
    row="a collection organisation", label=N_("Collection organisations"),
    names=("Tổ chức dịch vụ thu", "Danh mục tổ chức dịch vụ thu", "Tổ chức thu"),
)  # fmt: skip

COLLECTORS = Set(
    "collectors", ("collector_code",),
    (
        _key(_COLLECTOR),
        Column(
            "collector_name", Kind.TEXT,
            ("Tên nhân viên thu", "Họ tên nhân viên thu", "Tên nhân viên"), required=True,
        ),
        _ORG,
        _OFFICE,
    ),
    row="a person who takes money for one", label=N_("Collectors"),
    names=("Nhân viên thu", "Danh sách nhân viên thu"),
)  # fmt: skip

PAYMENTS = Set(
    "payments", ("payment_id",),
    (
        _key(_PAYMENT),
        Column(
            "receipt_no", Kind.TEXT, ("Số biên lai", "Biên lai", "Số biên lai thu tiền", "Số BL"),
            N_("Receipt number"), searched=True, may_lack=True,
        ),
        _OFFICE,
        _ORG,
        _COLLECTOR,
        Column(
            "product", Kind.PRODUCT, ("Loại hình tham gia", "Loại hình"), N_("Product"),
            required=True,
        ),
        Column(
            "amount", Kind.AMOUNT,
            ("Số tiền", "Số tiền đóng", "Số tiền thu", "Số tiền đã thu", "Số tiền nộp"),
            N_("Amount"), required=True, at_least=1,
        ),
        Column("months", Kind.COUNT, ("Số tháng", "Số tháng đóng"), N_("Months"), at_least=0,
               may_lack=True),
        Column(
            "period_from", Kind.MONTH, ("Từ tháng", "Đóng từ tháng", "Tháng bắt đầu"),
            N_("First month"), may_lack=True,
        ),
        Column(
            "paid_at", Kind.MOMENT,
            ("Ngày nộp tiền", "Thời điểm nộp tiền", "Ngày đóng", "Ngày thu tiền",
             "Ngày giờ nộp tiền", "Thời điểm thu tiền", "Ngày đóng tiền", "Ngày thu"),
            N_("Paid at"), required=True, day_alone=True,
        ),
        Column(
            "participant_name", Kind.TEXT,
            ("Họ và tên", "Họ tên", "Họ tên người tham gia", "Người tham gia"), personal=True,
            may_lack=True,
        ),
        Column(
            "social_insurance_no", Kind.TEXT, ("Mã số BHXH", "Số BHXH"),
            width=10, searched=True, personal=True, may_lack=True,
        ),
        Column(
            "national_id", Kind.TEXT,
            ("Số CCCD", "CCCD", "Số căn cước", "Số định danh cá nhân", "Số CMND/CCCD"),
            width=12, shortest=10, searched=True, personal=True, may_lack=True,
        ),
        Column(
            "date_of_birth", Kind.BIRTH, ("Ngày sinh", "Ngày tháng năm sinh"),
            personal=True, may_lack=True,
        ),
        Column(
            "gender", Kind.GENDER, ("Giới tính", "Giới"), personal=True, may_lack=True,
        ),
        Column(
            "voided_at", Kind.MOMENT, ("Ngày hủy", "Thời điểm hủy", "Ngày hủy biên lai"),
            N_("Voided at"), day_alone=True,
        ),
        *map(_of_list, (_CODE, *_ISSUED)),
    ),
    row="a payment of one participant", label=N_("Payments"),
    names=("Khoản thu", "Danh sách khoản thu", "Danh sách thu"),
)  # fmt: skip

CONFIRMATIONS = Set(
    "confirmations", ("payment_id",),
    (
        _CODE, _PAYMENT, *_ISSUED,
    ),
    row="the code that a payment got", label=N_("Confirmation codes"),
    names=("Mã xác nhận", "Danh sách mã xác nhận", "Xác nhận"),
)  # fmt: skip

REMITTANCES = Set(
    "remittances", ("remittance_id",),
    (
        _key(_REMITTANCE),
        _ORG,
        _OFFICE,
        Column(
            "remitted_at", Kind.MOMENT,
            ("Ngày chuyển tiền", "Thời điểm chuyển tiền", "Ngày nộp vào tài khoản chuyên thu",
             "Ngày nộp tiền", "Thời điểm nộp tiền", "Ngày nộp"),
            N_("Remitted at"), required=True, day_alone=True,
        ),
        Column(
            "amount", Kind.AMOUNT, ("Số tiền", "Số tiền nộp", "Số tiền chuyển"), N_("Amount"),
            required=True,
        ),
        Column(
            "bank_ref", Kind.TEXT, ("Số tham chiếu ngân hàng", "Số giao dịch", "Mã giao dịch"),
            N_("Bank reference"), searched=True, may_lack=True,
        ),
    ),
    row="a transfer to an office's account", label=N_("Remittances"),
    names=("Chuyển tiền", "Lần chuyển tiền", "Lần nộp tiền", "Các lần nộp tiền"),
)  # fmt: skip

REMITTANCE_LINES = Set(
    "remittance_lines", ("payment_id",),
    (dataclasses.replace(_REMITTANCE, blank_undoes=True), _PAYMENT),
    row="a payment that a transfer covers", label=N_("Payments that remittances cover"),
    names=(
        "Chi tiết chuyển tiền", "Chi tiết nộp tiền", "Khoản thu đã chuyển",
        "Khoản thu thuộc các lần nộp tiền",
    ),
)  # fmt: skip

DISPATCHES = Set(
    "dispatches", ("office_code", "org_code", "report_date", "sent_at"),
    (
        _OFFICE,
        _ORG,
        Column("report_date", Kind.DAY, ("Ngày báo cáo", "Ngày số liệu", "Ngày"), required=True),
        Column("sent_at", Kind.MOMENT, ("Thời điểm gửi", "Ngày gửi", "Giờ gửi"), required=True),
        Column("codes", Kind.COUNT, ("Số mã", "Số mã xác nhận"), required=True, at_least=0),
        Column("amount", Kind.AMOUNT, ("Số tiền", "Tổng số tiền"), required=True, at_least=0),
    ),
    row="a form 01-XN that was sent", label=N_("Forms sent"),
    names=("Mẫu đã gửi", "Lần gửi mẫu", "Gửi mẫu 01-XN"),
)  # fmt: skip

CALENDAR = Set(
    "calendar", ("day",),
    (
        Column("day", Kind.DAY, ("Ngày",), required=True),
        Column("working", Kind.YES_NO, ("Ngày làm việc", "Làm việc"), required=True),
        Column("note", Kind.TEXT, ("Ghi chú", "Căn cứ"), may_lack=True),
    ),
    row="a day that the public calendar has wrong", label=N_("Days of the calendar"),
    names=("Lịch làm việc", "Lịch nghỉ", "Ngày nghỉ"),
)  # fmt: skip

POLICIES = Set(
    "policies", ("name", "org_code", "valid_from"),
    (
        Column("name", Kind.TEXT, ("Tên quy định", "Quy định"), required=True),
        _optional(_ORG),
        dataclasses.replace(_VALID_FROM, required=True),
        Column("value", Kind.SETTING, ("Giá trị",), required=True),
    ),
    row="a rule and the day from which it holds", label=N_("Policies"),
    names=("Quy định",),
)  # fmt: skip

# In the order in which they refer to each other: a row may name rows of the sets before its own.
ALL = (
    OFFICES, ORGANIZATIONS, COLLECTORS, PAYMENTS, CONFIRMATIONS, REMITTANCES, REMITTANCE_LINES,
    DISPATCHES, CALENDAR, POLICIES,
)  # fmt: skip
# Headings of a set that stand in lists of all kinds: in another set's file they say nothing.
EVERYDAY = (
    "name", "day", "value", "note", "Ngày", "Giá trị", "Ghi chú", "Căn cứ", "Từ ngày", "Đến ngày",
    "Cấp trên",
)  # fmt: skip
BY_NAME = {each.name: each for each in ALL}
PERSONAL = tuple(column.name for each in ALL for column in each.columns if column.personal)
# The sets whose changes are shown as the history of a row, and the columns that are shown: those
# of one name are alike in every set.
HISTORIES = (PAYMENTS, CONFIRMATIONS, REMITTANCES, REMITTANCE_LINES)
WITH_HISTORY = {
    column.name: column for each in HISTORIES for column in each.columns if column.label
}
