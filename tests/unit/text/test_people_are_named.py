"""People are called by their names wherever logs and snapshots know their accounts."""

from __future__ import annotations

import pandas as pd

from dashboard import people, text

KNOWN = people.People({"lan@example.org": "Nguyễn Thị Lan"})


def test_an_account_has_the_name_of_its_person() -> None:
    assert KNOWN.name("lan@example.org") == "Nguyễn Thị Lan"
    assert KNOWN.name("lan@example.org (root)") == "Nguyễn Thị Lan (root)"
    rows = KNOWN.named(pd.DataFrame({"who": ["lan@example.org", "root"]}))
    assert rows["who"].tolist() == ["Nguyễn Thị Lan", "root"]


def test_what_nobody_is_known_by_stays_as_it_is() -> None:
    assert [KNOWN.name(each) for each in ("minh@example.org (root)", "root", None)] == [
        "minh@example.org (root)", "root", "—",
    ]  # fmt: skip


def test_what_the_clock_does_is_the_systems() -> None:
    with text.speaking("vi"):
        assert KNOWN.name(people.SYSTEM) == "Hệ thống (tự động)"
    with text.speaking("en"):
        assert KNOWN.name(people.SYSTEM) == "System (automatic)"
