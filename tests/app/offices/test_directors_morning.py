"""The director's morning: whether the day before is complete, in sentences that lead to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import copied, sent_tables
from support.screens.places import BA_DINH, CITY, SOC_SON, said

from dashboard import access
from data import scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest
    from support import desks


FRIDAY: Final = "2026-08-21"


def line(page: AppTest, part: str) -> str:
    """Return the check that says this."""
    return next(each.value for each in page.markdown if part in each.value)


@pytest.mark.usefixtures("example_shown")
def test_the_first_line_says_whose_day_it_is_and_how_much_is_to_be_seen_to(visit: Any) -> None:
    page = visit("overview", office=BA_DINH)
    assert not page.exception
    assert "BHXH quận Ba Đình, Thứ Sáu, 21/08/2026:** **4 việc cần xử lý.**" in said(page)


@pytest.mark.usefixtures("example_shown")
def test_each_check_has_an_icon_and_a_word_in_its_state(visit: Any) -> None:
    page = visit("overview", office=BA_DINH)
    assert line(page, "Đã nhận số liệu").startswith(":green-badge[:material/check_circle: Đạt]")
    late = line(page, "1 mẫu gửi sau 08:00")
    assert late.startswith(":red-badge[:material/error: Cần xử lý]")
    assert "Tổ chức thu số Một" in late


@pytest.mark.usefixtures("example_shown")
def test_the_forms_that_were_not_sent_are_named(visit: Any) -> None:
    page = visit("overview", office=SOC_SON)
    assert "**0/1 tổ chức dịch vụ thu**. **Chưa gửi:** Tổ chức thu số Một." in said(page)


@pytest.mark.usefixtures("example_shown")
def test_before_eight_it_counts_down_and_nothing_is_missing_yet(
    visit: Any, at: Callable[[str], None]
) -> None:
    at("2026-08-22 07:55:00")
    page = visit("overview", office=SOC_SON)
    waiting = line(page, "còn 5 phút đến 08:00")
    assert waiting.startswith(":blue-badge[:material/hourglass_empty: Chưa đến hạn]")
    assert "Còn phải gửi: Tổ chức thu số Một." in waiting
    assert "Chưa gửi:" not in said(page)


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("2026-08-22 06:00:00", "còn 2 giờ 0 phút"),
        ("2026-08-22 07:59:59", "còn 1 phút"),
        ("2026-08-22 08:00:00", "còn 0 phút"),
        ("2026-08-22 08:00:01", "Chưa gửi:"),
    ],
)
def test_a_form_is_missing_from_the_second_after_eight(
    visit: Any, at: Callable[[str], None], moment: str, left: str
) -> None:
    at(moment)
    assert left in said(visit("overview", office=SOC_SON))


@pytest.mark.usefixtures("example_shown")
def test_overdue_money_is_said_with_whom_it_is(visit: Any, at: Callable[[str], None]) -> None:
    at("2026-09-04 07:55:00")
    page = visit("overview", office=BA_DINH, date="2026-08-27")
    assert "**Quá hạn 990.000\u00a0₫** của 1 khoản thu" in line(page, "Quá hạn")
    assert "Công ty Bảo hiểm số Hai (990.000\u00a0₫)" in copied.of(page)[0].value


@pytest.mark.usefixtures("example_shown")
def test_a_silent_feed_is_unknown_and_nothing_is_green_beside_it(
    visit: Any, at: Callable[[str], None]
) -> None:
    at("2026-09-05 07:55:00")
    page = visit("overview", office=SOC_SON, date="2026-09-04")
    assert "**Không nhận được số liệu ngày 04/09/2026**" in line(page, "Không nhận được")
    assert ":orange-badge[:material/help: Chưa xác định]" in line(page, "Không nhận được")
    assert "chưa rõ, vì chưa nhận được số liệu" in said(page)
    assert ":green-badge" not in said(page)
    assert not page.metric


@pytest.mark.usefixtures("example_shown")
def test_a_day_without_codes_has_nothing_due_and_shows_no_zeros(visit: Any) -> None:
    page = visit("overview", office=BA_DINH, date="2026-08-16")
    assert ":gray-badge[:material/event_available: Không phát sinh]" in said(page)
    assert not page.metric


@pytest.mark.usefixtures("example_shown")
def test_a_day_that_is_not_over_and_one_that_has_not_come_are_told_apart(visit: Any) -> None:
    assert "ngày chưa kết thúc" in said(visit("overview", office=BA_DINH, date="2026-08-22"))
    assert "chưa đến ngày này" in said(visit("overview", office=BA_DINH, date="2026-08-30"))


def test_an_office_without_any_data_says_so(visit: Any, desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{}], confirmations=[{}], dispatches=[{}], offices=[{"office_code": "00199"}]
    )
    page = visit("overview", office="00199")
    assert "Chưa bao giờ nhận được số liệu của đơn vị này" in said(page)
    assert ":green-badge" not in said(page)
    assert not page.metric


def test_a_complete_day_has_nothing_to_see_to(visit: Any, desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{}],
        confirmations=[{"notified_by": "sms"}],
        dispatches=[{}],
        remittances=[{"remitted_at": "2026-08-21T16:00:00+07:00"}],
        remittance_lines=[{}],
    )
    page = visit("overview", office=BA_DINH)
    assert "**Không có việc cần xử lý.**" in said(page)
    assert "**1/1 tổ chức dịch vụ thu**" in said(page)
    assert "Cả 1 mẫu đã gửi đều khớp" in said(page)
    assert ":red-badge" not in said(page)


def test_names_of_the_store_are_shown_letter_by_letter(visit: Any, desk: desks.Desk) -> None:
    hostile = "**đậm** :red[x] [a](https://example.com)"
    desk.hand_in(organizations=[{"org_name": hostile}], payments=[{}], confirmations=[{}])
    page = visit("overview", office=BA_DINH)
    told = line(page, "Chưa gửi")
    assert "\\*\\*đậm\\*\\*" in told
    assert "[a](" not in told
    assert hostile in copied.of(page)[0].value


@pytest.mark.usefixtures("example_shown")
def test_the_bulletin_has_the_sentences_as_plain_text_and_the_way_back(visit: Any) -> None:
    bulletin = copied.of(visit("overview", office=BA_DINH))[0].value
    assert "- Cần xử lý: 1 mẫu gửi sau 08:00: Tổ chức thu số Một." in bulletin
    assert bulletin.splitlines()[0].startswith("BHXH quận Ba Đình, bản tin về ngày 21/08/2026")
    assert bulletin.splitlines()[-1].endswith("/overview?date=2026-08-21&office=00101")
    assert "**" not in bulletin
    assert "badge" not in bulletin


@pytest.mark.usefixtures("example_shown")
def test_a_director_is_shown_the_own_office_without_choosing(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of([BA_DINH]))
    own, chosen = visit("overview"), visit("overview", office=BA_DINH)
    assert "BHXH quận Ba Đình, Thứ Sáu" in said(own)
    assert said(own) == said(chosen)
    net = "2.079.600\u00a0₫"
    assert [metric.value for metric in own.metric] == ["4", "4", net, "0\u00a0₫", net]


@pytest.mark.usefixtures("example_shown")
def test_the_figures_of_another_office_are_refused_and_not_shown_as_zero(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of([BA_DINH]))
    page = visit("overview", office=SOC_SON)
    assert "BHXH huyện Sóc Sơn không thuộc phạm vi" in page.warning[0].value
    assert not page.metric
    assert not sent_tables.of(page)


@pytest.mark.usefixtures("nothing_shown")
def test_a_director_of_an_empty_store_is_told_how_to_fill_it(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of([BA_DINH]))
    assert "bhxh-monitor import" in copied.of(visit("overview"))[0].value


@pytest.mark.usefixtures("example_shown")
def test_it_speaks_english_too(visit: Any) -> None:
    page = visit("overview", office=BA_DINH, lang="en")
    assert "Form 01-XN of 21/08/2026: sent before 08:00 to **1 of 2 organisations**." in said(page)
    assert "- Needs action: 1 form was sent after 08:00" in copied.of(page)[0].value


@pytest.mark.usefixtures("example_shown")
def test_the_city_says_that_its_figures_are_those_of_all_offices_below_it(visit: Any) -> None:
    page = visit("overview", office=CITY)
    assert "Số liệu gồm BHXH thành phố Hà Nội và 2 đơn vị trực thuộc." in [
        part.value for part in page.caption
    ]
    assert "đã gửi trước 08:00 **1/3 mẫu**" in said(page)
    assert page.metric[0].value == "6"
