"""What the environment may say, and what is refused by name."""

from __future__ import annotations

import pathlib

import pytest

from data import problems, settings
from data.mailing import mail_server


@pytest.mark.parametrize("url", ["https://bhxh.example.vn", "https://bhxh.example.vn:8443/"])
def test_the_public_address_names_a_site(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", url)
    assert str(settings.read().public_url).rstrip("/") == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "bhxh.example.vn", "ftp://bhxh.example.vn", "https://bhxh.example.vn/bhxh",
        "https://bhxh.example.vn/?x=1", "https://bhxh.example.vn/#x", "https://lan@bhxh.example.vn",
    ],
)  # fmt: skip
def test_anything_else_is_refused_by_name(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_PUBLIC_URL", url)
    with pytest.raises(problems.Problem, match="BHXH_PUBLIC_URL"):
        settings.read()


def test_the_environment_comes_before_the_file_and_empty_says_nothing(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "bhxh_idle_minutes=30\nBHXH_LOG=json\nBHXH_HOME=/từ/tệp\nOTHER=1\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BHXH_IDLE_MINUTES", "90")
    monkeypatch.setenv("BHXH_HOME", "")
    chosen = settings.read()
    assert (chosen.idle_minutes, chosen.log, chosen.home) == (90, "json", pathlib.Path("/từ/tệp"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BHXH_TODAY", "31/12/2026"), ("BHXH_TODAY", "2026-02-30"), ("BHXH_IDLE_MINUTES", "4"),
        ("BHXH_IDLE_MINUTES", "721"), ("BHXH_IDLE_MINUTES", "1.5"), ("BHXH_LOG", "JSON"),
        ("BHXH_METRICS_TOKEN", "fifteen letters"), ("BHXH_OIDC_ISSUER", "https://"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(problems.Problem, match=f"Correct {name} in"):
        settings.read()


def test_a_name_that_is_no_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_HOEM", "elsewhere")
    with pytest.raises(problems.Problem, match="no setting BHXH_HOEM"):
        settings.read()


MAIL = {
    "BHXH_SMTP_URL": "smtps://bhxh:p%40ss@mail.example.vn?timeout=5",
    "BHXH_MAIL_FROM": "BHXH Hà Nội <bhxh@example.vn>",
    "BHXH_PUBLIC_URL": "https://bhxh.example.vn",
    "BHXH_NOTIFY": "slack://a/b/c, tgram://token/1,2",
}


def set_mail(patch: pytest.MonkeyPatch, **others: str) -> None:
    for name, value in (MAIL | others).items():
        patch.setenv(name, value)


def test_the_settings_of_mail_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail(monkeypatch)
    chosen = settings.read()
    assert chosen.smtp_url is not None
    server = mail_server.read(chosen.smtp_url.get_secret_value())
    assert server == mail_server.Server(
        mail_server.Security.TLS, "mail.example.vn", 465, "bhxh", "p@ss", 5.0
    )
    assert server.shown == "smtps://bhxh:***@mail.example.vn:465"
    assert "p@ss" not in repr(chosen)
    assert chosen.notify is not None
    assert mail_server.channels(chosen.notify.get_secret_value()) == (
        "slack://a/b/c", "tgram://token/1,2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("BHXH_SMTP_URL", value)
            for value in (
                "mail.example.vn", "http://mail.example.vn", "smtp://", "smtp://host/path",
                "smtp://host?timeout=0", "smtp://host?timeout=x", "smtp://host?tls=1",
                "smtp://host:99999", "smtp://user@host", "smtp://user:mật@host",
            )
        ),
        *(
            ("BHXH_MAIL_FROM", value)
            for value in ("bhxh", "bhxh@", "a@b.vn, c@d.vn", "Tên <a>", "a@b.vn\nBcc: c@d.vn")
        ),
        *(("BHXH_NOTIFY", value) for value in ("slack", "slack://a b")),
    ],
)  # fmt: skip
def test_a_wrong_setting_of_mail_is_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_mail(monkeypatch, **{name: value})
    with pytest.raises(problems.Problem, match=f"Correct {name} in"):
        settings.read()


@pytest.mark.parametrize("missing", ["BHXH_SMTP_URL", "BHXH_MAIL_FROM", "BHXH_PUBLIC_URL"])
def test_half_of_what_mail_needs_is_refused(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_mail(monkeypatch)
    monkeypatch.delenv(missing)
    with pytest.raises(problems.Problem, match=missing):
        settings.read()
