"""Views are saved in every page's head, and stand on their owner's overview; links are copied."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import hostile
from support.screens import signed_in, ways

from dashboard import access, current_store, screens
from dashboard.auth import exposure, refusals
from data import saved_views

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks
    from support.screens.signed_in import SignIn


LAG: Final = {"from": "2026-08-01", "to": "2026-08-20", "as_of": "2026-08-21", "by": "office"}
VIEWS: Final = "SELECT name, page, query FROM saved_views ORDER BY view_id"
DAY: Final = "2026-08-21"
NAME: Final = "Nộp chậm"


def save(page: AppTest, name: str = NAME, *, latest: bool | None = None) -> AppTest:
    """Save the view of a page under a name."""
    (field,) = [each for each in page.text_input if str(each.key).startswith("view_name")]
    field.input(name)
    boxes = [each for each in page.checkbox if str(each.key).startswith("view_latest")]
    if latest is not None:
        boxes[0].set_value(latest)
    return page.button(key="save_view_now").click().run()


def own(page: AppTest) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the views on a page by their names: the page and the address that each opens."""
    names = {view.name for view in access.keep(saved_views.listed)}
    return {
        lead.label: (lead.to, dict(lead.params))
        for lead in ways.links_of(page)
        if lead.label in names
    }


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("page", [screen.address for screen in screens.ALL])
def test_every_page_copies_its_link_and_saves_its_view(page: str, visit: Any) -> None:
    opened = visit(page)
    (copy,) = [
        json.loads(each.proto.json)
        for each in opened.get("bidi_component")
        if each.proto.component_name == "bhxh_copy"
    ]
    assert (copy["words"], copy["done"]) == ("Sao chép liên kết", "Đã sao chép")
    assert "mai mở lại vẫn là những ngày đó" in copy["tip"]
    assert opened.button(key="save_view_now").label == "Lưu"


def test_a_view_opens_as_it_was_saved_with_its_order_and_its_days(
    desk: desks.Desk, visit: Any
) -> None:
    address = {**LAG, "sort": "-amount", "page": "2", "sort.ageing": "amount"}
    page = save(visit("remittance-lag", **address, stray="x"))
    assert "Đã lưu cách xem." in [each.value for each in page.success]
    assert own(visit("overview", date=DAY)) == {NAME: ("remittance-lag", address)}
    english = {NAME: ("remittance-lag", address | {"lang": "en"})}
    assert own(visit("overview", date=DAY, lang="en")) == english
    assert desk.column("SELECT owner FROM saved_views") == [access.person()]


@pytest.mark.parametrize(("latest", "date"), [(None, "2026-08-25"), (False, DAY)])
@pytest.mark.usefixtures("desk")
def test_the_days_that_a_page_begins_with_move_on_unless_they_are_to_stay(
    latest: bool | None, date: str, visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(visit("form-01-xn", date=DAY, office="00101"), latest=latest)
    monkeypatch.setenv("BHXH_TODAY", "2026-08-26")
    expected = {"date": date, "office": "00101"}
    assert own(visit("overview")) == {NAME: ("form-01-xn", expected)}


@pytest.mark.usefixtures("desk")
def test_a_name_that_is_taken_stands_in_the_form_again(visit: Any) -> None:
    page = save(visit("office"))
    page = save(visit("snapshots"), NAME.upper())
    assert "đã có cách xem tên" in page.error[0].value
    (field,) = [each for each in page.text_input if str(each.key).startswith("view_name")]
    assert field.value == NAME.upper()


@pytest.mark.usefixtures("desk")
def test_views_are_renamed_and_deleted_where_they_stand(visit: Any) -> None:
    save(visit("office"), "Một")
    save(visit("snapshots"), "Hai")
    page = visit("overview")
    numbers = {view.name: view.view_id for view in access.keep(saved_views.listed)}
    page.selectbox(key="view_picked").set_value(numbers["Một"])
    page.text_input(key="view_new_name_0").input("Đơn vị")
    page.button(key="view_rename").click().run()
    assert list(own(page)) == ["Đơn vị", "Hai"]
    page.selectbox(key="view_picked").set_value(numbers["Một"])
    page.button(key="view_delete").click().run()
    assert list(own(page)) == ["Hai"]
    assert not page.exception


def test_no_name_or_number_of_a_person_is_saved_with_an_address(
    desk: desks.Desk, visit: Any
) -> None:
    desk.hand_in(
        payments=[{}, {"payment_id": "012345678912"}], confirmations=[{}]
    )  # fmt: skip
    typed = "XN1,Nguyen Van An,0123456789,012345678912"
    save(visit("lookup", code=typed), "Mã")
    save(visit("lookup", q="do thi huong"), "Tên")
    assert [row[2] for row in desk.ask(VIEWS)] == ["code=XN1%2C012345678912", ""]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", ["remittance-lag", "nowhere", "../etc", "users"])
def test_hostile_views_are_read_as_any_address_is(page: str, visit: Any) -> None:
    """Whoever can write into the store by hand still has no way past a page's own reading."""
    words = "&".join(f"sort.{n}={value}" for n, value in enumerate(hostile.values()[:40]))
    for number, query in enumerate((f"by=x&from=<b>&{words}", "date=9999-99-99&&&=%00", "%")):
        with current_store.current().keeping(access.person()) as connection:
            known = page.replace("../", "")
            saved_views.add(connection, name=f"V{number}", page=known, query=query[:1000])
    opened = visit("overview", date=DAY)
    assert not opened.exception
    assert not opened.error
    assert all("stray" not in params for _, params in own(opened).values())


@pytest.mark.usefixtures("example_shown")
def test_each_sees_his_own_views_alone(visit: Any, sign: SignIn) -> None:
    for login, office in ((signed_in.LAN, "00101"), (signed_in.MINH, "00101")):
        sign(login)
        signed_in.add(office, login=login)
    sign(signed_in.LAN)
    save(visit("office", date=DAY), "Của Lan")
    assert list(own_names(visit("overview", date=DAY))) == ["Của Lan"]
    sign(signed_in.MINH)
    assert own_names(visit("overview", date=DAY)) == []
    signed_in.disable(signed_in.LAN)
    signed_in.add("00101")
    sign(signed_in.LAN)
    assert own_names(visit("overview", date=DAY)) == []


def own_names(page: AppTest) -> list[str]:
    return [lead.label for lead in ways.links_of(page) if lead.label == "Của Lan"]


@pytest.mark.usefixtures("example_shown")
def test_another_machine_without_a_sign_in_saves_nothing(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exposure, "is_outside", lambda: True)
    monkeypatch.setattr(exposure, "require", lambda _connection: None)
    opened = visit("office")
    assert opened.title[0].value == "Đơn vị"
    assert not [each for each in opened.button if each.key == "save_view_now"]
    with pytest.raises(refusals.NothingKept):
        access.keep(saved_views.listed)
