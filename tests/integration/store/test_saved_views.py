"""Saved views are their owner's alone: nobody else reads, changes or deletes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import databases, desks, earlier, imports

from data import engine, health, migrate, problems, saved_views, users
from data.scope import Scope

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from data import store as stores


LAN: Final = "lan@example.org"
MINH: Final = "minh@example.org"
VIEWS: Final = "SELECT owner, name, page, query FROM saved_views ORDER BY view_id"
REFUSED: Final = "42501"
BEFORE: Final = "0008_due_days"


def save(
    store: stores.Store, login: str = LAN, name: str = "Quá hạn", query: str = "status=overdue"
) -> int:
    with store.keeping(login) as connection:
        return saved_views.add(connection, name=name, page="remittance-lag", query=query)


def names(store: stores.Store, login: str = LAN) -> list[str]:
    with store.keeping(login) as connection:
        return [view.name for view in saved_views.listed(connection)]


def user(desk: desks.Desk, login: str, role: users.Role, *offices: str) -> None:
    with desk.store.registering() as connection:
        users.add(
            connection, login=login, full_name="Lan", role=role, offices=offices, by="admin"
        )  # fmt: skip


def test_a_view_is_listed_opened_renamed_and_deleted_by_its_owner(desk: desks.Desk) -> None:
    number = save(desk.store)
    save(desk.store, name=" An  toàn\u200b ", query="by=org&sort=-amount")
    assert names(desk.store) == ["An toàn", "Quá hạn"]
    with desk.store.keeping(LAN) as connection:
        view = next(each for each in saved_views.listed(connection) if each.view_id == number)
        assert (view.page, view.query) == ("remittance-lag", "status=overdue")
        saved_views.rename(connection, view=number, name="Quá hạn nộp")
        saved_views.rename(connection, view=number, name="quá hạn nộp")
    assert names(desk.store) == ["An toàn", "quá hạn nộp"]
    with desk.store.keeping(LAN) as connection:
        saved_views.delete(connection, view=number)
    assert names(desk.store) == ["An toàn"]


def test_nobody_sees_or_touches_what_another_has_saved(desk: desks.Desk) -> None:
    """Two directors of one office as well: the database compares the login."""
    number = save(desk.store)
    save(desk.store, MINH, "Của Minh")
    assert (names(desk.store), names(desk.store, MINH)) == (["Quá hạn"], ["Của Minh"])
    with desk.store.keeping(MINH) as connection:
        saved_views.delete(connection, view=number)
        saved_views.rename(connection, view=number, name="Đã lấy")
        connection.execute(sa.text("DELETE FROM saved_views"))
    assert names(desk.store) == ["Quá hạn"]
    assert names(desk.store, MINH) == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO saved_views (owner, name, page, query) VALUES ('{lan}', 'x', 'office', '')",
        "UPDATE saved_views SET owner = '{minh}'",
        "UPDATE saved_views SET query = ''",
    ],
)
def test_nobody_saves_in_anothers_name_or_changes_whose_or_what_it_is(
    statement: str, desk: desks.Desk
) -> None:
    save(desk.store)
    before = desk.ask(VIEWS)
    with pytest.raises(problems.Problem), desk.store.keeping(MINH) as connection:
        connection.execute(sa.text(statement.format(lan=LAN, minh=MINH)))
    assert desk.ask(VIEWS) == before


@pytest.mark.parametrize("role", [role for role in engine.Role if role is not engine.Role.OWNER])
def test_no_role_reads_them_without_a_login(role: engine.Role, desk: desks.Desk) -> None:
    save(desk.store)
    access = engine.Access(role, Scope.everything())
    with (
        pytest.raises(sa.exc.ProgrammingError) as refused,
        desk.store.engine.execution_options(access=access).begin() as connection,
    ):
        connection.execute(sa.text("SELECT name FROM saved_views"))
    assert getattr(refused.value.orig, "pgcode", None) == REFUSED


def test_a_login_is_left_behind_in_no_connection(desk: desks.Desk) -> None:
    save(desk.store)
    with (
        pytest.raises(problems.Problem),
        desk.store.admitting() as connection,
    ):
        saved_views.listed(connection)


def test_fifty_are_kept_at_most_and_no_name_twice(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert saved_views.MOST == 50
    monkeypatch.setattr(saved_views, "MOST", 2)
    save(desk.store)
    with pytest.raises(problems.Problem, match="already"):
        save(desk.store, name="QUÁ HẠN")
    save(desk.store, name="Hai")
    with pytest.raises(problems.Problem, match="There are 2 already"):
        save(desk.store, name="Ba")
    save(desk.store, MINH)
    assert names(desk.store) == ["Hai", "Quá hạn"]


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [("", "", "name"), ("\u200b ", "", "name"), ("x" * 81, "", "80"), ("x", "q" * 2001, "long")],
)
def test_what_is_no_name_or_too_long_is_refused(
    name: str, query: str, said: str, desk: desks.Desk
) -> None:
    with pytest.raises(problems.Problem, match=said):
        save(desk.store, name=name, query=query)
    assert names(desk.store) == []


def test_views_go_with_the_right_to_sign_in(desk: desks.Desk) -> None:
    user(desk, LAN, users.Role.DISTRICT, "00101")
    user(desk, MINH, users.Role.CITY)
    save(desk.store)
    save(desk.store, MINH)
    with desk.store.registering() as connection:
        users.disable(connection, LAN, by="admin")
    assert (names(desk.store), names(desk.store, MINH)) == ([], ["Quá hạn"])


@pytest.fixture
def filled(made: databases.Databases, tmp_path: pathlib.Path) -> Iterator[desks.Desk]:
    """A desk on a store of the version before, with the worked example and a user."""
    with earlier.desk(made, tmp_path, BEFORE) as desk:
        desk.take(imports.EXAMPLE / "import")
        user(desk, LAN, users.Role.CITY)
        yield desk


def test_a_filled_store_of_the_version_before_keeps_everything(filled: desks.Desk) -> None:
    before = filled.everything()
    assert before["payments"]
    migrate.upgrade(filled.store.engine)
    after = filled.everything()
    assert {name: after[name] for name in before if name != "schema_version"} == {
        name: rows for name, rows in before.items() if name != "schema_version"
    }
    assert after["saved_views"] == []
    with filled.store.reading(Scope.everything()) as connection:
        assert health.holes(connection) == []
    save(filled.store)
    assert names(filled.store) == ["Quá hạn"]
