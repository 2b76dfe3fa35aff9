"""The page of the access log: what it counts, where it leads, and who is kept from it."""

from __future__ import annotations

import datetime as dt
import getpass
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import desks
from support.screens import sent_tables, shown

from dashboard import access, clock, current_store
from dashboard.auth import actor
from dashboard.exports import files as export_files
from dashboard.exports import reports
from data import problems, scope, store, users
from queries.audit import searches
from queries.lookup import lookup, people

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest
    from support import databases


TODAY: Final = dt.datetime.now(clock.HANOI).date()
DAYS: Final = {"from": str(TODAY - dt.timedelta(days=1)), "to": str(TODAY + dt.timedelta(days=1))}
PURPOSE: Final = "Đối chiếu [biên lai](x)"
EVERYTHING: Final = scope.Scope.everything()
SWITCH: Final = "pick_trial_office"


def look(desk: desks.Desk) -> None:
    """Have two people look: one at two offices by name, one at one payment."""
    person = {"participant_name": "Đặng Thị Ước"}
    desk.hand_in(
        payments=[
            person,
            {**person, "payment_id": "P2"},
            {**person, "payment_id": "P3", "office_code": "00110"},
        ]
    )
    with desk.store.revealing(EVERYTHING) as connection:
        people.by_name(connection, words="dang thi", who="an@example.org", page="lookup")
    with desk.store.revealing(EVERYTHING) as connection:
        lookup.participants(
            connection, payments=["P2"], who="l*an*", page="bhxh-monitor lookup", purpose=PURPOSE
        )


@pytest.fixture(scope="module")
def logged_name(
    made: databases.Databases, masters_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a database in which two people have looked, a pattern for others."""
    with made.fresh(masters_name) as name:
        with desks.opened(made, name, tmp_path_factory.mktemp("logged")) as opened:
            look(opened)
        yield name


@pytest.fixture
def logged(
    made: databases.Databases,
    logged_name: str,
    use_store: Callable[[str], None],
    tmp_path: pathlib.Path,
) -> Iterator[desks.Desk]:
    """Have the dashboard show a store of its own in which two people have looked."""
    with made.fresh(logged_name) as name, desks.opened(made, name, tmp_path) as opened:
        use_store(name)
        yield opened
        current_store.close()


@pytest.mark.usefixtures("logged")
def test_the_page_counts_looks_people_and_rows(visit: Any) -> None:
    page = visit("access-log", **DAYS)
    assert not page.exception
    assert page.title[0].value == "Nhật ký xem dữ liệu cá nhân"
    assert "**2 lượt xem của 2 người**" in shown.said(page)
    assert [metric.value for metric in page.metric] == ["2", "2", "4"]
    assert shown.table(page, "audit_people")[["who", "looks", "rows"]].values.tolist() == [
        ["an@example.org", 1, 3], ["l*an*", 1, 1],
    ]  # fmt: skip
    looks = shown.table(page, "audit_looks")
    assert sorted(looks["rows"]) == [1, 3]
    both = "BHXH quận Ba Đình, BHXH huyện Sóc Sơn"
    assert set(looks["office"]) == {both, "BHXH quận Ba Đình"}
    assert set(looks["page_label"]) == {"Tra cứu mã xác nhận", "bhxh-monitor lookup"}
    assert set(looks["purpose_label"]) == {"tìm theo tên", PURPOSE}


@pytest.mark.usefixtures("logged")
def test_a_person_and_a_purpose_lead_to_their_looks(visit: Any) -> None:
    entries = {"an@example.org": "3", "l*an*": "4"}
    for name, entry in entries.items():
        page = visit("access-log", **DAYS, person=entry)
        assert set(shown.table(page, "audit_looks")["who"]) == {name}
        assert not [each for each in sent_tables.of(page) if "audit_people" in each.key]
    page = visit("access-log", **DAYS, purpose="4")
    assert set(shown.table(page, "audit_looks")["purpose_label"]) == {PURPOSE}
    assert r"**Đối chiếu \[biên lai\]\(x\)**" in shown.said(page)


def test_decisions_about_users_are_told_in_words(visit: Any, logged: desks.Desk) -> None:
    def add(*offices: str, role: users.Role) -> None:
        with logged.store.registering() as connection:
            users.add(
                connection, login="lan@example.org", full_name="Lan", role=role, offices=offices,
                by="admin",
            )  # fmt: skip

    assert "không có ai được cấp" in visit("access-log", **DAYS).info[-1].value
    add("00101", "00110", role=users.Role.DISTRICT)
    add(role=users.Role.AUDITOR)
    with logged.store.registering() as connection:
        users.disable(connection, "lan@example.org", by="other")
    page = visit("access-log", **DAYS)
    assert "**3 quyết định**" in shown.said(page)
    told = sent_tables.of(page)[-1].value
    assert told["decision_label"].tolist() == ["× Ngừng quyền", "≠ Thay đổi", "+ Thêm mới"]
    assert told["role_label"].tolist() == ["Người kiểm tra"] * 2 + ["Người dùng của đơn vị"]
    assert told["offices_label"].tolist()[1:] == [
        "Tất cả đơn vị", "BHXH quận Ba Đình, BHXH huyện Sóc Sơn",
    ]  # fmt: skip
    assert told["changed_by"].tolist() == ["other", "admin", "admin"]
    assert "Quyết định" not in shown.said(visit("access-log", **DAYS, person="3"))
    early = visit("access-log", **{"from": "2026-01-01", "to": "2026-01-02"})
    assert "không có ai được cấp" in early.info[-1].value


def test_files_that_were_taken_are_told_in_words(visit: Any, logged: desks.Desk) -> None:
    taker = actor.Actor(scope.Scope.of(["00101"]), "lan@example.org", True, False, "00101")
    form = reports.named("form-01-xn")
    wanted = export_files.Wanted(
        form, {"date": "2026-08-21", "office": "00101"}, "pdf", in_full=True
    )
    export_files.log(logged.store, taker, wanted)
    page = visit("access-log", **DAYS)
    assert "**1 tệp** đã được tải" in shown.said(page)
    (files,) = [each.value for each in sent_tables.of(page) if "names_label" in each.value.columns]
    (row,) = files.itertuples(index=False)
    assert list(row)[1:] == [
        "lan@example.org", "Mẫu 01-XN", "ngày 21/08/2026 · BHXH quận Ba Đình", "pdf", "Đầy đủ",
    ]  # fmt: skip
    elsewhere = visit("access-log", office="00110", **DAYS)
    assert "Không có tệp nào được tải" in shown.said(elsewhere)


@pytest.mark.usefixtures("logged")
def test_an_office_limits_the_looks(visit: Any) -> None:
    page = visit("access-log", **DAYS, office="00110")
    assert "**1 lượt xem của 1 người**" in shown.said(page)
    assert shown.table(page, "audit_looks")["rows"].tolist() == [1]


@pytest.mark.usefixtures("logged")
def test_a_payment_says_who_has_looked_at_it(visit: Any) -> None:
    page = visit("access-log", payment="P2")
    assert "**Khoản thu P2**: dữ liệu cá nhân đã được xem 2 lần bởi 2 người" in shown.said(page)
    assert set(shown.table(page, "audit_payment")["who"]) == {"an@example.org", "l*an*"}
    assert "Chưa có ai xem dữ liệu cá nhân của khoản thu P9" in shown.said(
        visit("access-log", payment="P9")
    )


@pytest.mark.usefixtures("logged")
def test_no_account_and_no_purpose_stands_in_the_address(visit: Any) -> None:
    page = visit("access-log", **DAYS, person="3", purpose="3")
    address = str(page.query_params)
    assert "example.org" not in address
    assert "tìm" not in address


@pytest.mark.usefixtures("logged")
def test_without_days_the_last_thirty_are_shown_with_today(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not the day on which these tests began: midnight may have come since.
    today = clock.machine().date()
    monkeypatch.setenv("BHXH_TODAY", str(today))
    page = visit("access-log")
    assert page.query_params["to"] == str(today)
    assert page.query_params["from"] == str(today - dt.timedelta(days=29))
    assert "**2 lượt xem của 2 người**" in shown.said(page)


@pytest.mark.usefixtures("logged")
def test_a_period_or_a_choice_without_looks_says_so(visit: Any) -> None:
    days = {"from": "2026-01-01", "to": "2026-01-02"}
    assert "không có ai xem dữ liệu cá nhân" in visit("access-log", **days).success[0].value
    chosen = visit("access-log", **days, person="3")
    assert "không có lượt xem nào phù hợp" in chosen.info[0].value


@pytest.mark.usefixtures("nothing_shown")
def test_a_log_without_any_entry_says_so(visit: Any) -> None:
    page = visit("access-log", **DAYS)
    assert "Nhật ký chưa có dòng nào" in page.info[0].value
    assert not sent_tables.of(page)


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    "address",
    [
        {"person": "x"}, {"person": "99999999999999999999"}, {"person": "0"}, {"purpose": "2²"},
        {"payment": "\x00"}, {"payment": "x" * 500}, {"office": "99"}, {"from": "x"},
        {"page": "99", "sort": "-rows"}, {"sort": "purpose;"},
    ],
)  # fmt: skip
def test_what_the_address_cannot_mean_limits_nothing(visit: Any, address: dict[str, str]) -> None:
    page = visit("access-log", **(DAYS | address))
    assert not page.exception
    assert not page.error
    assert [metric.value for metric in page.metric] == ["2", "2", "4"]
    assert bool(page.warning) == bool(
        {"person", "purpose", "payment", "office", "from"} & set(address)
    )


@pytest.mark.usefixtures("logged")
def test_a_director_is_shown_no_way_to_the_log_and_nothing_of_it(visit: Any) -> None:
    page = visit("access-log", **DAYS)
    assert "access-log" in links(page)
    his = page.selectbox(key=SWITCH).set_value("00101").run()
    assert "Bạn không được xem nhật ký này" in his.error[0].value
    assert "access-log" not in links(his)
    assert not sent_tables.of(his)
    assert "an@example.org" not in shown.said(his)


@pytest.mark.usefixtures("logged")
def test_the_lookup_leads_auditors_alone_to_who_looked(visit: Any) -> None:
    page = visit("lookup", code="P2")
    assert "Ai đã xem" in [link.proto.label for link in page.get("page_link")]
    his = page.selectbox(key=SWITCH).set_value("00101").run()
    assert "P2" in shown.said(his)
    assert "Ai đã xem" not in [link.proto.label for link in his.get("page_link")]


@pytest.mark.usefixtures("logged")
def test_in_english_the_page_is_english(visit: Any) -> None:
    page = visit("access-log", **DAYS, lang="en")
    assert page.title[0].value == "Access log of personal data"
    assert "**2 looks by 2 people**" in shown.said(page)
    assert "search by name" in set(shown.table(page, "audit_looks")["purpose_label"])


@pytest.mark.usefixtures("logged")
def test_another_scope_sees_its_own_looks(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of(["00110"]))
    page = visit("access-log", **DAYS)
    assert [metric.value for metric in page.metric] == ["1", "1", "1"]


@pytest.mark.usefixtures("logged")
def test_a_store_that_fails_is_a_sentence(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_question: object) -> None:
        raise store.Down

    monkeypatch.setattr(access, "audit", fail)
    page = visit("access-log", **DAYS)
    assert page.error
    assert not page.exception


def test_the_log_is_asked_by_nobody_who_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "may_audit", lambda: False)
    with pytest.raises(problems.Problem, match="not open to you"):
        access.audit(lambda _connection: getpass.getuser())


def links(page: AppTest) -> set[str]:
    return {link.proto.page.removesuffix("/") for link in page.get("page_link")}


def test_searches_are_told_whatever_they_found(visit: Any, logged: desks.Desk) -> None:
    ba_dinh = scope.Scope.of(["00101"])
    with logged.store.revealing(ba_dinh) as connection:
        for _ in range(searches.MOST_A_MINUTE[searches.NUMBER] + 1):
            people.by_number(connection, number="0123456789", who="minh", page="lookup")
    page = visit("access-log", **DAYS)
    (told,) = [each.value for each in sent_tables.of(page) if "kind_label" in each.value.columns]
    assert "**7 lượt tìm kiếm**" in shown.said(page)
    assert told["who"].tolist() == ["minh"] * 6 + ["an@example.org"]
    assert set(told["page_label"]) == {"Tra cứu mã xác nhận"}
    assert told["kind_label"].tolist() == ["số định danh người tham gia"] * 6 + [
        "họ tên người tham gia"
    ]
    assert told["offices_label"].tolist() == ["BHXH quận Ba Đình"] * 6 + ["Tất cả đơn vị"]
    assert told["outcome_label"].tolist() == [
        "× Từ chối: quá số lượt trong một phút", *["▲ Không tìm thấy"] * 5, "✓ Tìm thấy",
    ]  # fmt: skip
    assert told["found"].tolist()[1:] == [0] * 5 + [3]
    assert "lượt tìm kiếm" not in shown.said(visit("access-log", **DAYS, purpose="4"))


@pytest.mark.usefixtures("example_shown")
def test_days_without_a_search_say_so(visit: Any) -> None:
    page = visit("access-log", **{"from": "2026-01-01", "to": "2026-01-02"})
    assert "không ghi nhận lượt tìm kiếm nào" in shown.said(page)
