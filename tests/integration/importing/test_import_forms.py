"""The ways in which people write amounts, times, words and codes, each read as what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import databases, desks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from support.desks import Desk

NBSP, NARROW = "\u00a0", "\u202f"
AMOUNTS = {
    "1944000": 1944000, "1.944.000 đ": 1944000, "1,944,000": 1944000, "1 234 567 VND": 1234567,
    f"1{NBSP}234{NBSP}567": 1234567, f"1{NARROW}234{NARROW}567{NBSP}₫": 1234567,
    "1,234,567.00": 1234567, "1.234.567,00 ₫": 1234567, "12,00": 12, "12.00": 12, "12.000": 12000,
    "500đ": 500, "1.000 VNĐ": 1000, "1.000,00 vnđ": 1000, "7 vnd": 7, "0012": 12, "+5": 5,
    f"{NBSP} 15 ": 15, "9999999999999": 9999999999999, "123.456": 123456,
    "972.000 đồng": 972000, "972.000 ĐỒNG": 972000, "972000 Đ": 972000, "₫972.000": 972000,
    "VND 972,000": 972000, "vnđ 972 000": 972000, "đ 972.000": 972000, "972000.0": 972000,
    "972000,0": 972000, "972000,00": 972000, "972.000,0": 972000, "972,000.0": 972000,
    "972 000.00": 972000, "９７２０００": 972000, "９７２.０００ ₫": 972000,
    f"972{NBSP}000{NBSP}đồng": 972000, "1  234  567": 1234567, "\t972.000\t": 972000,
    '="972000"': 972000, "'972.000": 972000, "972\u200b000": 972000,
}  # fmt: skip
TIMES = {
    "2026-08-21T09:00": "2026-08-21 09:00:00+07",
    "2026-08-21 09:00:05": "2026-08-21 09:00:05+07",
    "2026-08-21T02:00Z": "2026-08-21 09:00:00+07",
    "2026-08-21t02:00:00z": "2026-08-21 09:00:00+07",
    "2026-08-21T09:00+0700": "2026-08-21 09:00:00+07",
    "2026-08-21T09:00+07": "2026-08-21 09:00:00+07",
    "2026-08-20T21:00-05:00": "2026-08-21 09:00:00+07",
    "2026-08-21T16:00+14:00": "2026-08-21 09:00:00+07",
    "5/8/2026 9:05": "2026-08-05 09:05:00+07",
    "05/08/2026 09:05:07": "2026-08-05 09:05:07+07",
    "29/2/2024 23:59:59.5": "2024-02-29 23:59:59.5+07",
    "2026-08-21T09:00:00.25": "2026-08-21 09:00:00.25+07",
    "2026-08-21T09:00:00,25+07:00": "2026-08-21 09:00:00.25+07",
    "2026-08-20T23:59:59.9999999": "2026-08-20 23:59:59.999999+07",
    "20/08/2026 23:59:59.99999999999": "2026-08-20 23:59:59.999999+07",
    "2026-08-20T16:59:59Z": "2026-08-20 23:59:59+07",
    "2026-08-20T17:00:00Z": "2026-08-21 00:00:00+07",
    "  2026-08-21T00:00  ": "2026-08-21 00:00:00+07",
    **dict.fromkeys(
        (
            "20/08/2026 2:30:00 CH",
            "20/08/2026 02:30 ch",
            "2:30:00 PM 20/08/2026",
            "20/8/2026 2:30pm",
            "02:30:00 CH, 20/08/2026",
            "14:30 CH 20/08/2026",
            "14:30 20/08/2026",
            "14:30, 20/8/2026",
            "14:30 - 20/08/2026",
            "14:30-20/08/2026",
            "14:30T20/08/2026",
            "20/08/2026, 14:30",
            "20/08/2026 - 14:30",
            "20/08/2026-14:30",
            "20/08/2026T14:30",
            "20/08/2026,14:30",
            "20-08-2026 14:30",
            "20-8-2026-14:30",
            "20.08.2026 14:30:00",
            "2026/08/20 14:30",
            "2026.08.20 14:30",
            "2026-08-20 - 14:30",
            "20/08/2026 14h30",
            "20/08/2026 14h 30",
            "14h30 20/08/2026",
            "14H30, ngày 20/08/2026",
            "lúc 14 giờ 30 phút ngày 20/08/2026",
            "14g30 20-08-2026",
            "20/08/2026  14:30",
            "20/08/2026\u00a014:30",
            "2026-08-20 14:30:00 +0700",
            "2026-08-20 14:30:00 +07:00",
            "2026-08-20 14:30:00+07",
            "2026-08-20 07:30:00 UTC",
            "2026-08-20 07:30 Z",
            "2026-08-20T07:30:00.000Z",
            "2026-08-20 14:30:00.0000000 +07:00",
            "20/08/2026 14:30 +07:00",
            "14:30+07 20/08/2026",
            "07:30 UTC, 20/08/2026",
            "20/08/2026 2:30 CH +07:00",
            "Thứ Năm, 20/08/2026 14:30",
            "thứ năm 20/08/2026 14:30",
            "Thứ 5, ngày 20/08/2026 14:30",
            "T5 20/08/2026 14:30",
            "T5, 14:30 20/08/2026",
            "14:30 Thứ Năm, 20/08/2026",
            "Thu, 20/08/2026 14:30",
            "Thursday 20/08/2026 2:30 PM",
            "Thu 20-08-2026 14:30",
        ),
        "2026-08-20 14:30:00+07",
    ),
    "20/08/2026 14h": "2026-08-20 14:00:00+07",
    "Thu 2-07-2026 14h": "2026-07-02 14:00:00+07",
    "Chủ nhật, 16/08/2026 8h05": "2026-08-16 08:05:00+07",
    "CN 16/08/2026 9:30 SA": "2026-08-16 09:30:00+07",
    "Sun 16/8/2026 12:05 SA": "2026-08-16 00:05:00+07",
    "16/8/2026 12:05 CH": "2026-08-16 12:05:00+07",
    "2:30:00,5 CH 20/08/2026": "2026-08-20 14:30:00.5+07",
    "11:59:59.9999999 PM 20/08/2026": "2026-08-20 23:59:59.999999+07",
    "10-12-2025 08:00": "2025-12-10 08:00:00+07",
}
PRODUCTS = {
    "is": "IS", "Bi": "BI", "BHXH TỰ NGUYỆN": "IS", "bảo hiểm xã hội tự nguyện": "IS",
    "BHYT hộ gia đình": "BI", "bhyt  HỘ  gia đình": "BI",
    "BHYT hộ nông, lâm, ngư, diêm nghiệp": "AR",
    "Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở": "IL", " Il ": "IL",
    "BHXHTN": "IS", "BHXH TN": "IS", "BHXH tự nguyện - TN": "IS", "TN": "IS", "tn": "IS",
    "BHYT HGĐ": "BI", "BHYT-HGĐ": "BI", "BHYT hộ GĐ": "BI", "hộ GĐ": "BI", "Hộ gia đình": "BI",
    "HGD": "BI", "HGĐ": "BI", "GD": "BI", "BHYT hộ gia đình (GD)": "BI", "BHYT_HGD": "BI",
    "Bảo hiểm y tế hộ gia đình": "BI", "Hộ nông, lâm, ngư, diêm nghiệp": "AR",
    "BHYT nông - lâm - ngư - diêm nghiệp": "AR",
    "BHYT hộ gia đình làm nông, lâm, ngư, diêm nghiệp": "AR",
    "Lực lượng bảo vệ ANTT ở cơ sở": "IL",
    "BHYT lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở": "IL",
    "BHXH tự nguyện (IS)": "IS", "BI - BHYT hộ gia đình": "BI", "Hộ gia đình (HGĐ)": "BI",
    "BHYT hộ nông, lâm, ngư, diêm nghiệp (AR)": "AR", "BHYT hộ NLND": "AR",
    "Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở (IL)": "IL", "BVANTTCS": "IL",
}  # fmt: skip
CHANNELS = {
    "DIRECT": "direct", "Trực tiếp": "direct", "thông báo trực tiếp": "direct", "SMS": "sms",
    "tin nhắn": "sms", "TIN NHẮN": "sms", "E-mail": "email", "Email": "email", "Bản giấy": "paper",
    "GIẤY": "paper", "": None, "Zalo": "other", "VIBER": "other", "VssID": "other",
    "Ứng dụng VssID": "other", "ứng dụng": "other", "Điện thoại": "other", "gọi điện": "other",
    "other": "other", "Khác": "other", "OTHER": "other", "cách khác": "other",
    "App VssID": "other", "Ứng dụng di động": "other", "qua SMS": "sms", "bằng giấy": "paper",
    "không": None, "Chưa báo": None, "no": None, "0": None, "-": None, "—": None, "NULL": None,
    "Không thông báo": None, "0.0": None,
}  # fmt: skip
GENDERS = {"F": "F", "nữ": "F", "NỮ": "F", "Nu\u031b\u0303": "F", "nam": "M", "m": "M", "": None,
    "1": "M", "0": "F", "2": "F", "1.0": "M", "2,0": "F", "Nữ ": "F", "NaN": None}  # fmt: skip
MONTHS = dict.fromkeys((
    "2026-09", "09/2026", "9/2026", "Tháng 9/2026", "tháng 09/2026", "THÁNG 9-2026", "T9/2026",
    "t09.2026", "09-2026", "9.2026", "2026/09", "tháng 9 năm 2026", "Tháng 9, 2026", "T9 2026",
    "2026-09-01", "01/09/2026", "1.9.2026", "2026-09-01T00:00:00", "01/09/2026 00:00:00",
    "1/9/2026 12:00:00 SA",
), "2026-09-01") | {"Tháng 12/2026": "2026-12-01", "10.2026": "2026-10-01"}  # fmt: skip
DAYS = {
    **dict.fromkeys((
        "1980-02-29", "29/2/1980", "29-02-1980", "29.2.1980", "1980/02/29", "1980-02-29 00:00:00",
        "29/02/1980 00:00", "29/2/1980 12:00:00 SA", "Thứ Sáu, 29/02/1980", "ngày 29/2/1980",
    ), "1980-02-29"),
    "9999-12-31": "9999-12-31",
    **dict.fromkeys(
        ("1952", "00/00/1952", "0/0/1952", "00-00-1952", "1952-00-00", "1952.0", " 1952 "), "1952"
    ),
    "1900": "1900", "N/A": None,
}  # fmt: skip

FORMS: dict[str, Mapping[str, object]] = {
    "amount": AMOUNTS, "paid_at": TIMES, "product": PRODUCTS, "gender": GENDERS,
    "period_from": MONTHS, "date_of_birth": DAYS,
}  # fmt: skip
CASES = [(column, text, value) for column, each in FORMS.items() for text, value in each.items()]


@pytest.fixture(scope="module")
def read(made: databases.Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk where every form was handed in at once, one payment each."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as desk:
        desk.masters()
        payments = [
            {"payment_id": f"P{number}", column: text}
            for number, (column, text, _) in enumerate(CASES)
        ]
        codes = [
            {"payment_id": f"P{number}", "confirmation_code": f"XN{number}", "notified_by": text}
            for number, text in enumerate(CHANNELS)
        ]
        assert desk.hand_in(payments=payments, confirmations=codes).rejected == 0, desk.rejects
        yield desk


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: "-".join(map(str, CASES[n])))
def test_a_form_is_read_as_what_it_means(number: int, read: Desk) -> None:
    column, _, value = CASES[number]
    found = read.column(
        f"SELECT {column}::text FROM payments JOIN participants USING (payment_id)"
        f" WHERE payment_id = 'P{number}'"
    )
    assert found == [None if value is None else str(value)]


def test_channels_are_read_in_both_languages(read: Desk) -> None:
    found = read.column("SELECT notified_by FROM confirmations ORDER BY substr(payment_id, 2)::int")
    assert found == list(CHANNELS.values())


def test_the_last_instant_of_a_day_stays_on_its_day(read: Desk) -> None:
    number = CASES.index(
        ("paid_at", "2026-08-20T23:59:59.9999999", "2026-08-20 23:59:59.999999+07")
    )
    assert read.column(f"SELECT paid_day::text FROM payments WHERE payment_id = 'P{number}'") == [
        "2026-08-20"
    ]


def test_yes_and_no_are_read_in_both_languages(desk: Desk) -> None:
    words = {"yes": True, "NO": False, "Có": True, "không": False, "1": True, "false": False}
    desk.hand_in(
        calendar=[
            {"day": f"2026-07-{number:02d}", "working": word}
            for number, word in enumerate(words, 1)
        ]
    )
    assert desk.column("SELECT working FROM calendar_overrides ORDER BY day") == [*words.values()]


def test_names_are_kept_in_one_form_of_unicode_and_trimmed(desk: Desk) -> None:
    desk.hand_in(organizations=[{"org_name": "\u00a0To\u0302\u0309 chu\u031b\u0301c thu \t"}])
    assert desk.column("SELECT org_name FROM organizations WHERE org_code = 'BI0001'") == [
        "Tổ chức thu"
    ]


def test_a_remittance_may_be_negative_or_nothing(desk: Desk) -> None:
    amounts = ("-1.944.000 đ", "0", "-5")
    rows = [{"remittance_id": f"R{n}", "amount": text} for n, text in enumerate(amounts)]
    assert desk.hand_in(remittances=rows).rejected == 0
    assert desk.column("SELECT amount FROM remittances ORDER BY 1") == [-1944000, -5, 0]


def test_a_policy_without_an_organisation_is_for_all(desk: Desk) -> None:
    assert desk.hand_in(policies=[{}, {"org_code": "IS0002", "value": "5"}]).rejected == 0
    stored = desk.ask("SELECT org_code, value FROM policies ORDER BY 1")
    assert stored == [("", "3"), ("IS0002", "5")]
    assert not desk.hand_in(policies=[{}]).changed


@pytest.mark.parametrize("text", ["5", "5.0", "5,00", " 05 ", "５"])
def test_a_policy_is_a_whole_number_however_it_is_written(desk: Desk, text: str) -> None:
    assert desk.hand_in(policies=[{"value": text}]).rejected == 0
    assert desk.column("SELECT value FROM policies") == ["5"]


def test_codes_are_trimmed_and_otherwise_taken_exactly(desk: Desk) -> None:
    desk.hand_in(payments=[{"payment_id": " p1\u00a0"}, {"payment_id": "P1"}])
    assert desk.column("SELECT payment_id FROM payments ORDER BY 1") == ["P1", "p1"]
