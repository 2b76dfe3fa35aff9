"""The frame when the store is down, when the address is hostile, when the program fails."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from streamlit.testing import v1

from dashboard import current_store, logs, screens
from data import opening, problems, store

HOSTILE: Final = (
    "",
    " ",
    "0",
    "-1",
    "2026-08-21x",
    "2026-13-01",
    "2026-02-30",
    "20260821",
    "2026-W34-5",
    "21/08/2026",
    "0001-01-01",
    "9999-12-31",
    "2026-08-21T00:00:00Z",
    "٢٠٢٦-٠٨-٢١",
    "None",
    "null",
    "NaN",
    "true",
    "00101'",
    "' OR '1'='1",
    "'; DROP TABLE payments; --",
    "%",
    "_",
    "%00",
    "\x00",
    "\u202e00101",
    "00101\n",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** [a](https://example.com) :material/home: :red[x] $x$",
    "{value}",
    "{0.__class__}",
    "%(office)s",
    "${7*7}",
    "../../etc/passwd",
    "\ud7ff\U0001f600",
    "a" * 5000,
)


@pytest.mark.usefixtures("example_shown")
def test_no_value_in_the_address_breaks_the_page(show: Any) -> None:
    """Whatever they are, all of them are left aside: the page is the one without them."""
    for value in HOSTILE:
        page = show(date=value, office=value, org=value, lang=value)
        assert not page.exception, value
        assert not page.error, value
        assert page.metric[0].value == "6", value


@pytest.mark.parametrize("name", ["date", "office", "org"])
@pytest.mark.usefixtures("example_shown")
def test_what_the_address_asks_in_vain_is_said(show: Any, name: str) -> None:
    page = show(**{"date": "2026-08-21", name: "*no* such"})
    assert len(page.warning) == 1
    assert "\\*no\\* such" in page.warning[0].value


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (store.Down, "Cơ sở dữ liệu không trả lời"),
        (store.Hangs, "không trả lời đúng hạn"),
        (store.Busy, "Hệ thống đang bận"),
    ],
)
@pytest.mark.usefixtures("example_shown")
def test_a_store_that_is_down_is_said_and_heals(
    show: Any, monkeypatch: pytest.MonkeyPatch, kind: type[problems.Problem], said: str
) -> None:
    def fail(_settings: object, **_options: object) -> store.Store:
        raise kind()  # type: ignore[call-arg]

    with monkeypatch.context() as broken:
        broken.setattr(opening, "open_store", fail)
        page = show(date="2026-08-21")
        assert said in page.error[0].value
        assert "try_again" not in {each.key for each in page.button}
        assert not page.exception
        assert not page.info

    monkeypatch.setattr(current_store, "_PAUSE_SECONDS", 0)
    page.run()
    assert not page.error
    assert page.metric[0].value == "6"


@pytest.mark.usefixtures("example_shown")
def test_another_problem_is_said_with_a_way_to_try_again(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_settings: object, **_options: object) -> store.Store:
        raise problems.Problem(
            "The store has another version",
            "It has version {version}, this program needs {wanted}: run bhxh-monitor migrate.",
            version="0001",
            wanted="0002",
        )

    monkeypatch.setattr(opening, "open_store", fail)
    page = show(lang="en")
    assert "It has version 0001" in page.error[0].value
    assert page.button(key="try_again").label == "Try again"


@pytest.mark.fault
def test_a_fault_of_the_program_is_a_sentence_with_its_number_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def script() -> None:
        from dashboard.components import errors

        assert errors.catch(RuntimeError("secret detail"))

    page = v1.AppTest.from_function(script, default_timeout=30).run()
    said = page.error[0].value
    assert "Đã xảy ra lỗi" in said
    found = re.search(r"với số ([0-9a-f]{8})", said)
    assert found is not None
    told = "\n".join(map(logs.Text().format, caplog.records))
    assert f"fault {found[1]} in a page" in told
    assert "RuntimeError" in told
    assert "secret" not in said + told


@pytest.mark.fault
def test_a_store_that_fails_where_no_page_expects_it_is_said_as_it_is() -> None:
    def script() -> None:
        import sqlalchemy as sa

        from dashboard.components import errors
        from data.connections import watchdog

        hung = watchdog.Hung("no answer within 16 s")
        assert errors.catch(sa.exc.OperationalError("SELECT 1", {}, hung))

    page = v1.AppTest.from_function(script, default_timeout=30).run()
    assert "không trả lời đúng hạn" in page.error[0].value


@pytest.mark.usefixtures("example_shown")
def test_the_root_leads_to_the_first_page() -> None:
    frame = screens.FIRST.script.parents[1] / "dashboard" / "frame.py"
    page = v1.AppTest.from_file(str(frame), default_timeout=30).run()
    assert page.title[0].value == "Tổng quan"
