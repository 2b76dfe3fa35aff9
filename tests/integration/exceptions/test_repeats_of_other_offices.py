"""A payment of another office that is repeated: whose it is, is said to all, its id to few.

P1 and P2 have one receipt and one participant, P3 and P4 have another one: P2 alone is of another
office. P5 has the receipt of P6, of its own office, and of P7 of another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from support import databases, desks
from support.papers import reports

from dashboard.exports import content
from data import engine
from data.scope import Scope
from queries import paging
from queries.exceptions import counts, rows
from queries.lag import lagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from data import store as stores


EVERYTHING: Final = Scope.everything()
BA_DINH: Final = Scope.of(["00101"])
SOC_SON: Final = Scope.of(["00110"])
BOTH: Final = Scope.of(["00101", "00110"])
KINDS: Final = ("receipt_twice", "charged_twice")
DAYS: Final = lagged.Question(**reports.DAYS)
SOC_SON_NAME: Final = "BHXH huyện Sóc Sơn"
BA_DINH_NAME: Final = "BHXH quận Ba Đình"


def payment(number: int, receipt: str, person: str, office: str = "00101") -> dict[str, str]:
    return {
        "payment_id": f"P{number}", "receipt_no": receipt, "office_code": office, "months": "1",
        "period_from": "2026-08", "social_insurance_no": person,
    }  # fmt: skip


PAYMENTS: Final = (
    payment(1, "BL1", "0000000001"),
    payment(2, "BL1", "0000000001", "00110"),
    payment(3, "BL3", "0000000003"),
    payment(4, "BL3", "0000000003"),
    payment(5, "BL5", "0000000005"),
    payment(6, "BL5", "0000000005"),
    payment(7, "BL5", "0000000005", "00110"),
)


@pytest.fixture(scope="module")
def store(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[stores.Store]:
    """A store with these payments; nobody may change it."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as opened:
        opened.masters()
        opened.hand_in(payments=PAYMENTS)
        yield opened.store


def listed(store: stores.Store, kind: str, scope: Scope) -> dict[str, tuple[str, str]]:
    """Return by payment the other one and whose that is."""
    page = paging.Page(100)
    found: pd.DataFrame = store.ask(scope, lambda c: rows.listed(c, DAYS, kind=kind, page=page))
    texts = found[["other", "other_office_name"]].fillna("")
    others = zip(texts["other"], texts["other_office_name"], strict=True)
    return dict(zip(found["payment_id"], others, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_a_director_is_told_whose_the_other_payment_is_and_not_which(
    store: stores.Store, kind: str
) -> None:
    assert listed(store, kind, BA_DINH) == {
        "P1": ("", SOC_SON_NAME),
        "P3": ("P4", BA_DINH_NAME),
        "P4": ("P3", BA_DINH_NAME),
        "P5": ("P6", BA_DINH_NAME),
        "P6": ("P5", BA_DINH_NAME),
    }
    assert listed(store, kind, SOC_SON) == {"P2": ("", BA_DINH_NAME), "P7": ("", BA_DINH_NAME)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scope", [EVERYTHING, BOTH])
def test_who_sees_both_offices_is_told_which(store: stores.Store, kind: str, scope: Scope) -> None:
    found = listed(store, kind, scope)
    assert found["P1"] == ("P2", SOC_SON_NAME)
    assert found["P2"] == ("P1", BA_DINH_NAME)
    assert all(other for other, _office in found.values())


def test_the_figures_are_those_of_the_city(store: stores.Store) -> None:
    def counted(scope: Scope) -> dict[str, tuple[int, int]]:
        table = store.ask(scope, lambda c: counts.by_kind(c, DAYS)).set_index("kind")
        return {kind: tuple(table.loc[kind, ["cases", "amount"]]) for kind in KINDS}

    city, own, other = map(counted, (EVERYTHING, BA_DINH, SOC_SON))
    for kind in KINDS:
        assert city[kind][0] == own[kind][0] + other[kind][0] == 7
        assert city[kind][1] == own[kind][1] + other[kind][1]
        assert [len(listed(store, kind, scope)) for scope in (BA_DINH, SOC_SON)] == [5, 2]


@pytest.mark.parametrize("role", [engine.Role.READER, engine.Role.REVEALER])
@pytest.mark.parametrize("column", ["other_payment_id", "*", "r"])
def test_the_database_gives_no_role_the_ids_of_the_table(
    store: stores.Store, role: engine.Role, column: str
) -> None:
    for scope in (BA_DINH, EVERYTHING):
        reading = store.engine.execution_options(access=engine.Access(role, scope))
        with (
            pytest.raises(sa.exc.ProgrammingError, match="permission denied"),
            reading.begin() as c,
        ):
            c.execute(sa.text(f"SELECT {column} FROM repeats AS r"))


@pytest.mark.parametrize("role", [engine.Role.READER, engine.Role.REVEALER])
def test_the_view_has_the_rows_and_the_ids_of_the_scope_alone(
    store: stores.Store, role: engine.Role
) -> None:
    def seen(scope: Scope) -> tuple[set[str], set[str | None]]:
        reading = store.engine.execution_options(access=engine.Access(role, scope))
        with reading.begin() as connection:
            found = connection.execute(
                sa.text("SELECT payment_id, other_payment_id FROM visible_repeats")
            ).all()
        return {one for one, _ in found}, {other for _, other in found}

    every = {f"P{number}" for number in range(1, 8)}
    assert seen(EVERYTHING) == (every, every)
    assert seen(BA_DINH) == (every - {"P2", "P7"}, {None, *every} - {"P1", "P2", "P7"})
    assert seen(SOC_SON) == ({"P2", "P7"}, {None})
    assert seen(Scope.of([])) == (set(), set())


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_about_an_office_names_no_payment_of_another_one(
    store: stores.Store, kind: str
) -> None:
    """It may be passed on, and a snapshot of it is read there: whoever made it, it is the same."""
    given = {**reports.PERIOD, "kind": kind, "office": "00101"}
    made = [reports.found(store, "exceptions", given, scope) for scope in (EVERYTHING, BA_DINH)]
    digests = [content.Digest(each) for each in made]
    assert [sum(1 for _ in digest.passing()) for digest in digests] == [5, 5]
    assert digests[0].hex == digests[1].hex
    for each in made:
        cells = [str(cell) for row in each.rows for cell in row]
        assert "P2" not in cells
        assert "P7" not in cells
        written = "\n".join(map(str, reports.read(each).tables))
        assert f"thuộc {SOC_SON_NAME}" in written
        assert "'P4'" in written


def test_a_file_about_the_city_names_every_payment(store: stores.Store) -> None:
    found = reports.found(store, "exceptions", {**reports.PERIOD, "kind": "receipt_twice"})
    others = {found.named(row)["payment_id"]: found.named(row)["other"] for row in found.rows}
    assert others["P1"] == "P2"
    assert others["P2"] == "P1"


def test_a_payment_that_moves_to_another_office_is_said_to_be_of_that_one(desk: desks.Desk) -> None:
    desk.hand_in(payments=PAYMENTS)
    assert listed(desk.store, "receipt_twice", BA_DINH)["P1"] == ("", SOC_SON_NAME)
    desk.hand_in(payments=[PAYMENTS[1] | {"office_code": "00101"}])
    assert listed(desk.store, "receipt_twice", BA_DINH)["P1"] == ("P2", BA_DINH_NAME)
    desk.hand_in(payments=[PAYMENTS[1]])
    assert listed(desk.store, "receipt_twice", BA_DINH)["P1"] == ("", SOC_SON_NAME)
