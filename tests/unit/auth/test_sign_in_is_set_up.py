"""A configuration with which nobody could sign in, or not safely, is refused with a sentence."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support.browser import signing_in

from dashboard import current_store
from dashboard.auth import exposure, sign_in
from dashboard.web import options
from data import problems, settings

PUBLIC: Final = "https://bhxh.example.org"
PROVIDER: Final = "https://provider.example.org"
NAMES: Final = tuple(signing_in.configured_by(PUBLIC, PROVIDER))


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Have a provider configured, and the dashboard known by its public address."""
    monkeypatch.chdir(tmp_path)
    for name, value in signing_in.configured_by(PUBLIC, PROVIDER).items():
        monkeypatch.setenv(name, value)
    signing_in.forget()
    yield
    monkeypatch.undo()
    signing_in.forget()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "192.168.1.5"])  # noqa: S104 - meant
def test_with_a_sign_in_other_machines_may_open_the_dashboard(host: str) -> None:
    sign_in.check()
    table = options.table(host)
    assert table["server.address"] == host
    assert table["server.allowedHosts"] == ["localhost", "127.0.0.1", "::1", "bhxh.example.org"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(problems.Problem, match=name):
        sign_in.check()


@pytest.mark.parametrize("secret", ["xxx", "change me", "secret" * 10, "a" * 64, "0123456789" * 3])
def test_a_secret_that_can_be_guessed_is_refused(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("BHXH_SECRET", secret)
    with pytest.raises(problems.Problem, match="BHXH_SECRET"):
        sign_in.check()


@pytest.mark.parametrize(
    ("public", "is_refused"),
    [("http://10.0.0.5:8501", True), ("http://127.0.0.1:8501", False), (f"{PUBLIC}:443", False)],
)
def test_other_machines_sign_in_by_https_alone(
    monkeypatch: pytest.MonkeyPatch, public: str, is_refused: bool
) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", public)
    refused = None
    try:
        sign_in.check()
    except problems.Problem as problem:
        refused = str(problem)
    assert ("https://" in (refused or "")) is is_refused


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BHXH_OIDC_ISSUER", "http://provider.example.org"),
        ("BHXH_OIDC_ISSUER", "provider"),
        ("BHXH_IDLE_MINUTES", "0"),
        ("BHXH_IDLE_MINUTES", "never"),
    ],
)
def test_a_value_that_is_not_safe_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(problems.Problem, match=name):
        sign_in.check()


@pytest.mark.parametrize("written", ["[auth]\nclient_id = 'x'\n", "[auth\n"])
def test_a_sign_in_of_streamlits_is_refused_as_it_would_let_nobody_in(
    tmp_path: Path, written: str
) -> None:
    file = tmp_path / ".streamlit" / "secrets.toml"
    file.parent.mkdir()
    file.write_text(written, encoding="utf-8")
    with pytest.raises(problems.Problem, match="BHXH_OIDC_ISSUER"):
        sign_in.check()
    file.write_text("[other]\n", encoding="utf-8")
    sign_in.check()


def test_a_setting_that_is_taken_away_does_not_open_a_dashboard_that_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sign_in.is_configured()
    for name in NAMES:
        monkeypatch.delenv(name)
    assert sign_in.is_configured()
    assert sign_in.presented({"bhxh-session": "x.y"}) is None


def test_without_a_provider_nobody_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name)
    sign_in.check()
    assert not sign_in.is_configured()
    monkeypatch.setattr(current_store, "current", lambda: None)
    monkeypatch.setattr(exposure, "is_invented", lambda _store: False)
    with pytest.raises(problems.Problem, match="nobody signs in"):
        options.table("192.168.1.5")


@pytest.mark.parametrize("name", ["BHXH_STORE_URI", "BHXH_OIDC", "bhxh_Today_"])
@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_setting_that_is_none_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, where: str
) -> None:
    if where == ".env":
        (tmp_path / ".env").write_text(f"{name}=1\n", encoding="utf-8")
    else:
        monkeypatch.setenv(name, "1")
    settings._read.cache_clear()
    with pytest.raises(problems.Problem, match=name.upper()):
        settings.read()


@pytest.mark.parametrize("name", ["BHXH_LOADER_URL", "BHXH_OWNER_URL"])
def test_a_login_of_a_server_that_is_not_named_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "postgresql://somebody@localhost/bhxh")
    with pytest.raises(problems.Problem, match="BHXH_STORE_URL"):
        settings.read()


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email": " Lan@Example.org "}, "lan@example.org"),
        ({"email": "lan@example.org", "email_verified": True}, "lan@example.org"),
        ({"email": "lan@example.org", "email_verified": False}, ""),
        ({"email": "lan@example.org", "email_verified": "False"}, ""),
        ({"email": "lan@exa\x00mple.org"}, ""),
        ({"email": "lan@exa\u202emple.org"}, ""),
        ({"email": ["lan@example.org"]}, ""),
        ({"sub": "lan@example.org"}, ""),
        ({}, ""),
    ],
)
def test_an_address_counts_only_as_the_provider_confirms_it(
    claims: dict[str, object], email: str
) -> None:
    assert sign_in.email(claims) == email
