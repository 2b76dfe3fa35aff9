"""Which session opened each of Streamlit's, and what the log says of them."""

import logging
import uuid

import pytest

from dashboard.auth import tabs


def test_the_session_that_opened_a_tab_may_have_it_back_and_no_other() -> None:
    tabs.opened("tab", "mine")
    assert tabs.may_resume("tab", "mine")
    assert not tabs.may_resume("tab", "another's")
    assert not tabs.may_resume("tab that nobody opened", "mine")


def test_a_tab_belongs_to_whoever_ran_it_last() -> None:
    tabs.opened("shared", "first")
    tabs.opened("shared", "second")
    assert not tabs.may_resume("shared", "first")
    assert tabs.may_resume("shared", "second")


def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_MOST", 2)
    for name in ("a", "b", "c"):
        tabs.opened(name, "mine")
    assert [tabs.may_resume(name, "mine") for name in ("a", "b", "c")] == [False, True, True]


@pytest.mark.parametrize("writer", tabs._WRITERS)
def test_the_log_names_no_session(writer: str, caplog: pytest.LogCaptureFixture) -> None:
    tabs.hide_ids()
    tabs.hide_ids()
    logger, name = logging.getLogger(writer), str(uuid.uuid4())
    assert len([each for each in logger.filters if isinstance(each, tabs.WithoutIds)]) == 1
    logger.addHandler(caplog.handler)
    logger.warning("Session with id %s is already connected!", name)
    logger.removeHandler(caplog.handler)
    assert caplog.messages == ["Session with id … is already connected!"]
