"""Addresses of databases in settings: what is understood, and what is refused in one line."""

from __future__ import annotations

import psycopg2
import pytest

from data import engine, problems, settings
from data.connections import addresses

UNDERSTOOD = [
    ("postgresql://u:p@h/db", ("h", "5432", "db", "u")),
    ("postgres://u:p@h:5433/db", ("h", "5433", "db", "u")),
    ("postgresql+psycopg2://u:p%40x@h/db?sslmode=require", ("h", "5432", "db", "u")),
    ("postgresql+psycopg://u:p@[::1]:5432/db", ("::1", "5432", "db", "u")),
    ("postgresql://u:p/w@h/db", ("h", "5432", "db", "u")),
    (
        "postgresql://u:p@a:5432,b:5433/db?target_session_attrs=read-write",
        ("a,b", "5432,5433", "db", "u"),
    ),
    ("postgresql://u:p@a,b/db", ("a,b", ",", "db", "u")),
    ("postgresql://u:p@/db?host=a:5432&host=b:5433", ("a,b", "5432,5433", "db", "u")),
    ("postgresql://u@/db?host=a,b&port=1,2", ("a,b", "1,2", "db", "u")),
    ("host=a,b port=1,2 dbname=db user=u password='p w'", ("a,b", "1,2", "db", "u")),
    ("postgresql:///db?host=/run/my folder", ("/run/my folder", "5432", "db", "-")),
]

REFUSED = [
    ("hello", "is not a database URL"),
    ("postgresql:/h/db", "is not a database URL"),
    ("://h/db", "is not a database URL"),
    ("mysql://u:p@h/db", "another kind of database"),
    ("http://h/db", "another kind of database"),
    ("sqlite:///db", "another kind of database"),
    ("postgresql://u:p@h/db ", "space"),
    (" postgresql://u:p@h/db", "space"),
    ("postgresql://u:p @h/db", "space"),
    ("postgresql://u:p@h:54x/db", "port"),
    ("postgresql://u:p@h:99999/db", "port"),
    ("postgresql://u:p@a:1,b:x/db", "port"),
    ("dbname=db port=x", "port"),
    ("postgresql://u:p@h", "names no database"),
    ("postgresql://u:p@h/", "names no database"),
    ("host=h user=u", "names no database"),
    ("postgresql://u:p@rt@h/db", "%40"),
    ("postgresql://u:p@h/db?nonsense=1", "is not a database URL"),
    ("postgresql://u:p@h/db?connect_timeout=soon", "connect_timeout must be a whole number"),
]


@pytest.mark.parametrize(("text", "described"), UNDERSTOOD)
def test_an_address_of_one_host_or_several_is_understood(
    text: str, described: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGUSER", raising=False)
    assert addresses.described(addresses.read(text, "BHXH_STORE_URL")) == described


@pytest.mark.parametrize(("text", "_described"), UNDERSTOOD)
def test_no_address_is_shown_with_its_password(text: str, _described: object) -> None:
    shown = engine.shown_url(text)
    assert not {"p@", "p%40x", "p/w", "p w"} & set(shown.split(":"))
    assert ":p" not in shown


@pytest.mark.fault
@pytest.mark.parametrize("variable", ["BHXH_STORE_URL", "BHXH_LOADER_URL", "BHXH_OWNER_URL"])
@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_anything_else_is_refused_in_a_line_that_names_the_setting(
    variable: str, text: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", "postgresql://u:p@h/db")
    monkeypatch.setenv(variable, text)
    with pytest.raises(problems.Problem) as raised:
        settings.read()
    said = str(raised.value)
    assert variable in said
    assert why in said
    assert "\n" not in said
    assert raised.value.status == 2


def test_limits_that_the_address_gives_count_more_than_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: dict[str, object] = {}

    class Connected:
        limit_seconds = None

    def note(**values: object) -> Connected:
        given.update(values)
        return Connected()

    monkeypatch.setattr(psycopg2, "connect", note)
    engine.connect(addresses.read("postgresql://h/db?connect_timeout=60", "BHXH_STORE_URL"))
    assert given["connect_timeout"] == "60"
    assert given["tcp_user_timeout"] == 30_000
