"""All forms of a day in one file: begun on the page, told how far it is, taken when it is done."""

from __future__ import annotations

import io
import threading
import time
import urllib.parse
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import embedded_home

from dashboard import access, current_store, text
from dashboard.exports import bundles, files, jobs
from data import store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


DAY: Final = {"date": "2026-08-21"}


def begin(page: AppTest) -> AppTest:
    return page.button(key="bundle_begin").click().run()


def settled(page: AppTest) -> AppTest:
    """Wait until the file is made, and show the page again."""
    for _ in range(600):
        page.run()
        if not page.main.get("progress"):
            return page
        time.sleep(0.05)
    raise AssertionError("The file is never made")


def ways(page: AppTest) -> list[str]:
    found = [link.proto.url for link in page.main.get("link_button")]
    return [url for url in found if "/export/job/" in url]


@pytest.mark.usefixtures("example_shown")
def test_the_file_has_a_form_for_each_office_and_organisation(visit: Any) -> None:
    page = settled(begin(visit("form-01-xn", **DAY)))
    assert not page.exception
    (way,) = ways(page)
    taken = jobs.take(current_store.current(), way.rpartition("/")[2], access.actor())
    assert taken is not None
    with taken.file, zipfile.ZipFile(io.BytesIO(taken.file.read())) as archive:
        assert archive.namelist() == [
            "00101/mau-01-xn-2026-08-21-00101-BI0001.pdf",
            "00101/mau-01-xn-2026-08-21-00101-IS0002.pdf",
            "00110/mau-01-xn-2026-08-21-00110-BI0001.pdf",
        ]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


@pytest.mark.usefixtures("example_shown")
def test_the_page_says_how_far_it_is_and_can_stop_it(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def make(*_: Any, watch: bundles.Watch, abandoned: threading.Event) -> Any:
        watch(1, 3)
        begun.set()
        assert abandoned.wait(30)
        raise files.Abandoned

    monkeypatch.setattr(bundles, "make", make)
    monkeypatch.setattr(jobs, "_NOTED_EVERY_SECONDS", 0.01)
    page = begin(visit("form-01-xn", **DAY))
    assert begun.wait(30)
    half = "Đã lập 1/3 mẫu"
    assert embedded_home.wait_until(lambda: page.run().main.get("progress")[0].proto.text == half)
    page = settled(page.button(key="bundle_stop").click().run())
    assert "Đã dừng lập tệp" in page.warning[-1].value


@pytest.mark.usefixtures("example_shown")
def test_another_day_offers_its_own_and_one_organisation_none(visit: Any) -> None:
    assert ways(settled(begin(visit("form-01-xn", **DAY))))
    other = visit("form-01-xn", date="2026-08-20")
    assert not ways(other)
    assert [each.key for each in other.button if each.key == "bundle_begin"]
    one = visit("form-01-xn", **DAY, office="00101", org="BI0001")
    assert not [each.key for each in one.button if each.key == "bundle_begin"]


@pytest.mark.usefixtures("example_shown")
def test_a_store_that_is_down_is_a_sentence(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any, **__: Any) -> Any:
        raise store.Down

    monkeypatch.setattr(bundles, "make", down)
    page = settled(begin(visit("form-01-xn", **DAY)))
    title, _sentence = text.problem(store.Down())
    assert title in page.warning[-1].value


@pytest.mark.usefixtures("example_shown")
def test_looked_at_as_a_director_the_way_says_so(visit: Any) -> None:
    page = visit("form-01-xn", **DAY)
    page.selectbox(key="pick_trial_office").set_value("00101").run()
    (way,) = ways(settled(begin(page)))
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(way).query)
    assert query == {"as": ["00101"]}
