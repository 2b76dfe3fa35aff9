"""A configuration with which nobody could sign in, or not safely, is refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from support.browser import signing_in

from dashboard import current_store
from dashboard.auth import exposure, sign_in
from dashboard.web import options
from data import problems

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


PUBLIC: Final = "https://bhxh.example.org"
PROVIDER: Final = "https://provider.example.org"


@pytest.fixture
def file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pathlib.Path]:
    """Have a provider configured by a file, and the dashboard known by its public address."""
    signing_in.configure(tmp_path, PUBLIC, PROVIDER)
    written = tmp_path / ".streamlit" / "secrets.toml"
    in_force: dict[str, Any] = {"secrets.files": [str(written)]}
    kept = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: in_force.get(name) or kept(name))
    monkeypatch.setenv("BHXH_PUBLIC_URL", PUBLIC)
    monkeypatch.setattr(config, "get_config_files", lambda _name: [str(written)])
    forget()
    yield written
    monkeypatch.undo()
    forget()


def forget() -> None:
    secrets_singleton._reset()
    sign_in.is_configured.cache_clear()


def change(file: pathlib.Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "192.168.1.5"])  # noqa: S104 - meant
def test_with_a_sign_in_other_machines_may_open_the_dashboard(host: str) -> None:
    sign_in.check()
    table = options.table(host)
    assert table["server.address"] == host
    assert table["server.allowedHosts"] == ["localhost", "127.0.0.1", "::1", "bhxh.example.org"]


@pytest.mark.parametrize("key", sign_in._KEYS)
def test_what_is_missing_is_named(file: pathlib.Path, key: str) -> None:
    change(file, f"{key} =", "other =")
    with pytest.raises(problems.Problem, match=key):
        sign_in.check()


@pytest.mark.parametrize("secret", ["xxx", "change me", "secret" * 10, "a" * 64, "0123456789" * 3])
def test_a_cookie_secret_that_can_be_guessed_is_refused(file: pathlib.Path, secret: str) -> None:
    change(file, signing_in.SECRET, secret)
    with pytest.raises(problems.Problem, match="cookie_secret"):
        sign_in.check()


@pytest.mark.parametrize(
    "public",
    ["", "http://bhxh.example.org", "https://bhxh.example.org:8443", "https://other.example.org"],
)
@pytest.mark.usefixtures("file")
def test_the_public_address_is_the_one_to_which_the_provider_leads_back(
    monkeypatch: pytest.MonkeyPatch, public: str
) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", public)
    with pytest.raises(problems.Problem, match="BHXH_PUBLIC_URL"):
        sign_in.check()


def test_the_provider_leads_back_to_where_streamlit_waits(file: pathlib.Path) -> None:
    change(file, sign_in.CALLBACK, "/callback")
    with pytest.raises(problems.Problem, match="oauth2callback"):
        sign_in.check()


@pytest.mark.parametrize(
    ("public", "is_refused"),
    [("http://10.0.0.5:8501", True), ("http://127.0.0.1:8501", False), (f"{PUBLIC}:443", False)],
)
def test_other_machines_sign_in_by_https_alone(
    file: pathlib.Path, monkeypatch: pytest.MonkeyPatch, public: str, is_refused: bool
) -> None:
    change(file, f"{PUBLIC}{sign_in.CALLBACK}", f"{public}{sign_in.CALLBACK}")
    monkeypatch.setenv("BHXH_PUBLIC_URL", public)
    refused = None
    try:
        sign_in.check()
    except problems.Problem as problem:
        refused = str(problem)
    assert ("https://" in (refused or "")) is is_refused


def test_a_file_that_cannot_be_read_does_not_open_the_dashboard(file: pathlib.Path) -> None:
    file.write_text("[auth\n", encoding="utf-8")
    assert sign_in.is_configured()
    assert sign_in.presented({sign_in.COOKIE: signing_in.cookie(PUBLIC, email="a@b.c")}) is None
    with pytest.raises(problems.Problem, match="can be read"):
        sign_in.check()


def test_a_file_that_is_taken_away_does_not_open_a_dashboard_that_runs(
    file: pathlib.Path,
) -> None:
    assert sign_in.is_configured()
    file.unlink()
    secrets_singleton._reset()
    assert sign_in.is_configured()
    assert sign_in.presented({sign_in.COOKIE: signing_in.cookie(PUBLIC, email="a@b.c")}) is None


def test_other_secrets_configure_no_sign_in(
    file: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(file, "[auth]", "[other]")
    assert not sign_in.is_configured()
    sign_in.check()
    monkeypatch.setattr(current_store, "current", lambda: None)
    monkeypatch.setattr(exposure, "is_invented", lambda _store: False)
    with pytest.raises(problems.Problem, match="nobody signs in"):
        options.table("192.168.1.5")


def test_a_provider_that_streamlit_finds_elsewhere_is_refused(
    file: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file.exists()
    monkeypatch.setattr(config, "get_config_files", lambda _name: [])
    with pytest.raises(problems.Problem, match="in the folder"):
        sign_in.check()
