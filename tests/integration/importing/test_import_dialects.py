"""However a store is written down, and in whatever pieces it comes, it is the same store."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from support import databases, desks, imports
from support.builders import rows
from support.builders import store as builders_store
from support.builders.rows import CalendarDay, Policy

from data.importing import sets

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from support.builders.rows import Store
    from support.desks import Desk

    Dump = dict[str, list[str]]
    Writer = Callable[[Store, pathlib.Path], None]


VIETNAMESE = {
    f"{each.name}.{column.name}": column.headings[0] for each in sets.ALL for column in each.columns
}
WRITERS: dict[str, Writer] = {
    "Vietnamese": lambda store, folder: builders_store.write_csv(
        store, folder, builders_store.vietnamese(VIETNAMESE)
    ),
    "UTF-16 and tabs": lambda store, folder: builders_store.write_csv(
        store, folder, builders_store.UTF_16
    ),
    "zipped": lambda store, folder: builders_store.write_csv(store, folder, builders_store.ZIPPED),
    "workbooks of text": lambda store, folder: builders_store.write_xlsx(
        store, folder, typed=False
    ),
    "workbooks of dates and numbers": lambda store, folder: builders_store.write_xlsx(
        store, folder, typed=True
    ),
    "workbooks that lost their zeros": lambda store, folder: builders_store.write_xlsx(
        store, folder, typed=True, codes_as_numbers=True
    ),
}
# One file after the other, each after those that it refers to.
IN_ORDER = (
    "offices", "organizations", "collectors", "payments", "confirmations", "remittances",
    "remittance_lines", "dispatches", "calendar", "policies",
)  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    """The worked example with the two sets that it lacks."""
    return dataclasses.replace(
        builders_store.read_folder(imports.EXAMPLE / "import"),
        calendar=(CalendarDay(rows.day("2026-08-28"), working=False, note="Nghỉ bù"),),
        policies=(
            Policy(rows.day("2026-01-01"), "2"),
            Policy(rows.day("2026-08-21"), "5", "IS0002"),
        ),
    )


@pytest.fixture(scope="module")
def plain(
    made: databases.Databases, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[pathlib.Path, Dump]]:
    """The store written plainly, and what it gives when it is imported at once."""
    folder = tmp_path_factory.mktemp("plain")
    builders_store.write_csv(store, folder)
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as desk:
        assert desk.take(folder).rejected == 0
        yield folder, desk.dump()


@pytest.mark.parametrize("dialect", WRITERS)
def test_every_dialect_gives_the_same_store(
    dialect: str, store: Store, plain: tuple[pathlib.Path, Dump], empty_desk: Desk
) -> None:
    folder = empty_desk.folder()
    WRITERS[dialect](store, folder)
    assert empty_desk.take(folder).rejected == 0
    assert empty_desk.dump() == plain[1]


def test_files_in_runs_of_their_own_give_the_same_store(
    plain: tuple[pathlib.Path, Dump], empty_desk: Desk
) -> None:
    folder, dump = plain
    for name in IN_ORDER:
        assert empty_desk.take(folder / f"{name}.csv").rejected == 0
    assert empty_desk.dump() == dump


def test_the_order_of_files_within_a_run_does_not_matter(
    plain: tuple[pathlib.Path, Dump], empty_desk: Desk
) -> None:
    folder, dump = plain
    assert empty_desk.take(*(folder / f"{name}.csv" for name in reversed(IN_ORDER))).rejected == 0
    assert empty_desk.dump() == dump


def test_a_store_in_halves_gives_the_same_store_the_later_half_first(
    store: Store, plain: tuple[pathlib.Path, Dump], empty_desk: Desk
) -> None:
    """Payments come in two runs, each with a part of what refers to them, the rest after both."""
    empty_desk.take(*(plain[0] / f"{name}.csv" for name in IN_ORDER[:3]))
    late = {row.payment_id for row in store.payments[7:]}
    empty_desk.take(_only(store, empty_desk.folder(), late))
    empty_desk.take(_only(store, empty_desk.folder(), {"P01", "P02", "P06"}))
    empty_desk.take(plain[0])
    assert empty_desk.dump() == plain[1]


def _only(store: Store, folder: pathlib.Path, payments: set[str]) -> pathlib.Path:
    """Write payments, half of their codes, and their remittances and lines."""
    lines = [row for row in store.remittance_lines if row.payment_id in payments]
    remitted = {row.remittance_id for row in lines}
    part = rows.Store(
        payments=tuple(row for row in store.payments if row.payment_id in payments),
        confirmations=tuple(row for row in store.confirmations if row.payment_id in payments)[::2],
        remittances=tuple(row for row in store.remittances if row.remittance_id in remitted),
        remittance_lines=tuple(lines),
    )
    builders_store.write_csv(part, folder)
    return folder


def test_one_set_in_two_files_is_one_file(
    store: Store, plain: tuple[pathlib.Path, Dump], empty_desk: Desk
) -> None:
    halves = [dataclasses.replace(store, payments=store.payments[start::2]) for start in (0, 1)]
    folders = [empty_desk.folder(), empty_desk.folder()]
    for half, folder in zip(halves, folders, strict=True):
        builders_store.write_csv(half, folder)
    assert empty_desk.take(*folders).rejected == 0
    assert empty_desk.dump() == plain[1]


@pytest.mark.parametrize("order", [("xn-0001", "XN0001"), ("XN0001", "xn-0001")])
def test_a_code_is_spelled_alike_in_whatever_order_its_files_come(
    order: tuple[str, ...], desk: Desk
) -> None:
    folders = [desk.folder() for _ in order]
    for folder, spelling in zip(folders, order, strict=True):
        payment = {"payment_id": f"P-{spelling}"}
        desks.write(folder / "payments.csv", "payments", [payment])
        code = payment | {"confirmation_code": spelling}
        desks.write(folder / "confirmations.csv", "confirmations", [code])
    assert desk.take(*folders).rejected == 0
    assert desk.column("SELECT DISTINCT confirmation_code FROM confirmations") == ["XN0001"]
    assert desk.column("SELECT DISTINCT confirmation_key FROM payments") == ["XN0001"]
