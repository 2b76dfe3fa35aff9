"""Offices of the sample: the city, its thirty districts of 2023, and two invented ones."""

import datetime as dt
from typing import Final

from data.sample import moments
from data.sample import plan as plans

_CITY: Final = ("00100", "BHXH thành phố Hà Nội")
# In the official order of the districts.
NAMES: Final = (
    "BHXH quận Ba Đình", "BHXH quận Hoàn Kiếm", "BHXH quận Tây Hồ", "BHXH quận Long Biên",
    "BHXH quận Cầu Giấy", "BHXH quận Đống Đa", "BHXH quận Hai Bà Trưng", "BHXH quận Hoàng Mai",
    "BHXH quận Thanh Xuân", "BHXH huyện Sóc Sơn", "BHXH huyện Đông Anh", "BHXH huyện Gia Lâm",
    "BHXH quận Nam Từ Liêm", "BHXH huyện Thanh Trì", "BHXH quận Bắc Từ Liêm", "BHXH huyện Mê Linh",
    "BHXH quận Hà Đông", "BHXH thị xã Sơn Tây", "BHXH huyện Ba Vì", "BHXH huyện Phúc Thọ",
    "BHXH huyện Đan Phượng", "BHXH huyện Hoài Đức", "BHXH huyện Quốc Oai", "BHXH huyện Thạch Thất",
    "BHXH huyện Chương Mỹ", "BHXH huyện Thanh Oai", "BHXH huyện Thường Tín", "BHXH huyện Phú Xuyên",
    "BHXH huyện Ứng Hòa", "BHXH huyện Mỹ Đức",
)  # fmt: skip
# No district of these names exists or existed.
_CLOSED_NAMES: Final = ("BHXH huyện Đồi Thông (giả định)", "BHXH huyện Hồ Lặng (giả định)")

OPEN: Final = len(NAMES)
CLOSED: Final = tuple(range(OPEN, OPEN + len(_CLOSED_NAMES)))
SUCCESSOR: Final = NAMES.index("BHXH huyện Chương Mỹ")
CODES: Final = tuple(f"{101 + number:05d}" for number in range(OPEN + len(_CLOSED_NAMES)))

HEADING: Final = (
    "office_code", "office_name", "parent_code", "valid_from", "valid_to", "successor_code",
)  # fmt: skip
_SINCE: Final = dt.date(2020, 1, 1)


def rows(plan: plans.Plan) -> list[tuple[str, ...]]:
    """Return the offices as rows of their import file."""
    city = _CITY[0]
    since = min(_SINCE, moments.date_of(plan.first_day).replace(month=1, day=1)).isoformat()
    until = moments.date_of(plan.closing_day).isoformat()
    return [
        (*_CITY, "", since, "", ""),
        *((CODES[n], name, city, since, "", "") for n, name in enumerate(NAMES)),
        *(
            (CODES[n], name, city, since, until, CODES[SUCCESSOR])
            for n, name in zip(CLOSED, _CLOSED_NAMES, strict=True)
        ),
    ]
