"""The options: one table, the same in the file, refused when others are in force."""

from __future__ import annotations

import pathlib
import tomllib
from typing import Any, Final

import pytest
import streamlit as st
from streamlit import config
from support import loops

from dashboard import current_store
from dashboard.auth import exposure
from dashboard.components import theme
from dashboard.web import options, server
from data import problems, store

ROOT: Final = pathlib.Path(__file__).parents[3]
OTHERS: Final = ("0.0.0.0", "::", "192.168.1.5", "bhxh.hanoi.gov.vn", "")  # noqa: S104 - meant


def flattened(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in tree.items():
        path = f"{prefix}{name}"
        flat |= flattened(value, f"{path}.") if value and isinstance(value, dict) else {path: value}
    return flat


@pytest.fixture
def holds_real_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_store, "current", lambda: None)
    monkeypatch.setattr(exposure, "is_invented", lambda _store: False)


@pytest.fixture
def in_force(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have the table in force, and give it to be changed."""
    options_in_force = options.table() | {"server.headless": True, "secrets.files": []}
    monkeypatch.setattr(config, "get_option", options_in_force.get)
    return options_in_force


def test_the_file_says_what_the_table_says() -> None:
    file = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    table = options.table()
    # Whether a browser opens is up to the machine.
    del table["server.headless"]
    assert flattened(file) == table


def test_streamlit_knows_every_option_of_the_table() -> None:
    assert set(options.table(port=1)) <= set(config._config_options_template)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "localhost", "::1", "[::1]"])
def test_this_machine_may_be_listened_on(host: str) -> None:
    assert options.table(host)["server.address"] == host


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.usefixtures("holds_real_data")
def test_any_other_host_is_refused_with_a_sentence(host: str) -> None:
    with pytest.raises(problems.Problem, match="personal data") as refusal:
        options.table(host)
    assert "{" not in str(refusal.value)


@pytest.mark.parametrize("host", OTHERS)
def test_where_the_store_does_not_answer_any_other_host_is_refused(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> store.Store:
        raise store.Down

    monkeypatch.setattr(current_store, "current", fail)
    with pytest.raises(problems.Problem, match="does not say whether") as refusal:
        options.table(host)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("host", OTHERS)
def test_a_sample_may_be_listened_on_anywhere_under_any_name(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_store, "current", lambda: None)
    monkeypatch.setattr(exposure, "is_invented", lambda _store: True)
    table = options.table(host)
    assert table["server.address"] == host
    assert table["server.allowedHosts"] == ["*"]
    monkeypatch.setattr(config, "get_option", (table | {"secrets.files": []}).get)
    options.check()


def test_the_public_name_is_answered_without_a_sign_in_too(
    in_force: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", "https://bhxh.example.org")
    allowed = options.table()["server.allowedHosts"]
    assert allowed == ["localhost", "127.0.0.1", "::1", "bhxh.example.org"]
    # The file cannot know it.
    options.check()
    in_force["server.allowedHosts"] = ["evil.example"]
    with pytest.raises(problems.Problem, match="allowedHosts"):
        options.check()


@pytest.mark.usefixtures("in_force")
def test_the_options_of_the_table_are_accepted() -> None:
    options.check()


@pytest.mark.parametrize("name", sorted(options.BINDING))
def test_a_start_under_another_option_is_refused_by_name(
    in_force: dict[str, Any], name: str
) -> None:
    in_force[name] = "other"
    with pytest.raises(problems.Problem, match=name):
        options.check()


@pytest.mark.usefixtures("holds_real_data")
def test_a_start_on_every_address_is_refused(in_force: dict[str, Any]) -> None:
    in_force |= {"server.address": None, "server.allowedHosts": ["*"]}
    with pytest.raises(problems.Problem, match="personal data"):
        options.check()


def test_a_refused_start_is_one_line(in_force: dict[str, Any]) -> None:
    in_force["client.showErrorDetails"] = "full"
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "lifespan.startup"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def never(*_: Any) -> None:
        pytest.fail("the application was started")

    loops.run(server.Refusal(never)({"type": "lifespan"}, receive, send))
    assert [message["type"] for message in sent] == ["lifespan.startup.failed"]
    assert "client.showErrorDetails" in sent[0]["message"]
    assert "\n" not in sent[0]["message"]


def test_the_application_is_found_where_streamlit_looks_for_it() -> None:
    import streamlit_app

    assert isinstance(streamlit_app.app, st.App)
    assert streamlit_app.app.script_path.is_absolute()
    assert len((ROOT / "streamlit_app.py").read_text(encoding="utf-8").splitlines()) < 50


def test_nothing_of_the_look_comes_from_the_internet() -> None:
    assert theme.FAVICON.startswith("<svg")
    assert not any("://" in str(value) for value in options.BINDING.values())
