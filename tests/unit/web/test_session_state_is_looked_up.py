"""Controls find what the session holds by their keys, as in Streamlit's copy of all of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.runtime.state import safe_session_state
from streamlit.testing import v1

from dashboard.web import session_state

STATE: Any = safe_session_state.SafeSessionState


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(STATE, "filtered_state", STATE.filtered_state)
    session_state.look_up()
    return iter(())


def script() -> None:
    import streamlit as st

    st.session_state["picked"] = "b"
    st.session_state.setdefault("said", None)
    st.session_state["kept"] = 3
    st.selectbox("Pick", ["a", "b"], key="picked")
    st.text_input("Say", key="said")
    st.date_input("Day", key="day")
    # Without a name of its own, and not to be seen.
    st.checkbox("Nameless")
    st.json({name: str(value) for name, value in st.session_state.items()})


def test_what_is_looked_up_is_what_the_copy_has() -> None:
    page = v1.AppTest.from_function(script).run()
    state = STATE(page.session_state._state, lambda: None)
    copied = page.session_state._state.filtered_state
    assert {"picked", "said", "kept", "day"} <= set(copied)
    assert dict(state.filtered_state) == copied
    assert len(state.filtered_state) == len(copied)


def test_what_is_not_there_is_not_found() -> None:
    page = v1.AppTest.from_function(script).run()
    assert "another" not in STATE(page.session_state._state, lambda: None).filtered_state


def test_controls_show_what_the_session_holds() -> None:
    page = v1.AppTest.from_function(script).run()
    assert not page.exception
    assert page.selectbox[0].value == "b"
    assert page.text_input[0].value is None
