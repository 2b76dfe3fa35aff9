"""What the environment may say, and what is refused by name."""

from __future__ import annotations

import pytest

from data import problems, settings


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
