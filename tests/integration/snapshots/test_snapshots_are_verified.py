"""Verifying: whatever an owner or an editor changes, in a row or in a file, is found."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
from support.papers import freezing as papers_freezing

from dashboard.exports.snapshots import freezing as snapshot_freezing
from dashboard.exports.snapshots import verifying
from dashboard.exports.writers import registry
from data import problems
from data import snapshots as chain

if TYPE_CHECKING:
    import pathlib

    from support import desks

    from dashboard.exports.snapshots.verifying import Verified


EVERYTHING: Final = papers_freezing.EVERYTHING
BA_DINH: Final = papers_freezing.BA_DINH
take: Final = papers_freezing.take


@pytest.fixture
def frozen(full_desk: desks.Desk) -> desks.Desk:
    """A desk with four snapshots: of an office, of another one, of the city, of the first again."""
    take(full_desk.store, office="00101")
    take(full_desk.store, office="00110")
    take(full_desk.store)
    take(full_desk.store, office="00101")
    return full_desk


def own(desk: desks.Desk, *statements: str) -> Verified:
    """Change the store as its owner, who can set every guard aside, and verify it."""
    guards = (
        "ALTER TABLE snapshots DROP CONSTRAINT snapshots_check",
        "ALTER TABLE snapshots DROP CONSTRAINT snapshots_snapshot_id_previous_sha256_sha256_fkey",
        "ALTER TABLE snapshots DROP CONSTRAINT snapshots_supersedes_fkey",
    )
    cursor = desk._cursor
    cursor.execute("BEGIN")
    try:
        for statement in (*guards, *statements):
            cursor.execute(statement)
        cursor.execute("COMMIT")
        return verifying.the_store(desk.store, EVERYTHING)
    finally:
        cursor.execute("ROLLBACK")
        desk.empty()
        for guard in (
            "ADD CHECK (sha256 = sha256(previous_sha256 || content))",
            (
                "ADD FOREIGN KEY (snapshot_id, previous_sha256, sha256)"
                " REFERENCES snapshot_links (snapshot_id, previous_sha256, sha256)"
            ),
            "ADD FOREIGN KEY (supersedes) REFERENCES snapshot_links",
        ):
            cursor.execute(f"ALTER TABLE snapshots {guard}")


def found(verified: Verified) -> list[tuple[int, str]]:
    return [(finding.number, str(finding.fault)) for finding in verified.findings]


def test_an_untouched_chain_is_in_order(frozen: desks.Desk) -> None:
    verified = verifying.the_store(frozen.store, EVERYTHING)
    assert (verified.links, verified.seen, found(verified)) == (4, 4, [])
    assert (
        verified.last
        == frozen.column(
            "SELECT encode(sha256, 'hex') FROM snapshots ORDER BY snapshot_id DESC LIMIT 1"
        )[0]
    )


def test_a_director_verifies_what_he_sees_and_the_whole_chain(frozen: desks.Desk) -> None:
    verified = verifying.the_store(frozen.store, BA_DINH)
    assert (verified.links, verified.seen, found(verified)) == (4, 2, [])


def test_an_empty_store_has_nothing_that_is_wrong(empty_desk: desks.Desk) -> None:
    verified = verifying.the_store(empty_desk.store, EVERYTHING)
    assert (verified.links, verified.seen, found(verified), verified.last) == (0, 0, [], "")


LATER: Final = (
    "content = convert_to(replace(convert_from(content, 'UTF8'), '\"BI\"', '\"IS\"'), 'UTF8')"
)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        # A figure is changed in the content alone.
        ([f"UPDATE snapshots SET {LATER} WHERE snapshot_id = 1"], [(1, "hash")]),
        # The owner computes the hash anew, in the row and in its link: the next one tells.
        (
            [
                f"UPDATE snapshots SET {LATER} WHERE snapshot_id = 1",
                ("UPDATE snapshots SET sha256 = sha256(previous_sha256 || content)"
                " WHERE snapshot_id = 1"),
                ("UPDATE snapshot_links AS l SET sha256 = s.sha256 FROM snapshots AS s"
                " WHERE s.snapshot_id = l.snapshot_id AND l.snapshot_id = 1"),
            ],
            [(1, "columns"), (2, "chain")],
        ),
        (["UPDATE snapshots SET note = 'khác' WHERE snapshot_id = 2"], [(2, "columns")]),
        (["UPDATE snapshots SET taken_by = 'khác' WHERE snapshot_id = 3"], [(3, "columns")]),
        (
            ["UPDATE snapshots SET taken_at = taken_at - INTERVAL '1 hour' WHERE snapshot_id = 4"],
            [(4, "columns")],
        ),
        (["UPDATE snapshots SET office_codes = '{00101}' WHERE snapshot_id = 3"], [(3, "columns")]),
        (["UPDATE snapshots SET subject = 'date=2026-08-20' WHERE snapshot_id = 3"],
         [(3, "columns")]),
        (["UPDATE snapshots SET supersedes = NULL WHERE snapshot_id = 4"], [(4, "columns")]),
        (["UPDATE snapshots SET row_count = 0 WHERE snapshot_id = 1"], [(1, "columns")]),
        (["DELETE FROM snapshots WHERE snapshot_id = 2"], [(2, "gone")]),
        (
            ["DELETE FROM snapshots WHERE snapshot_id = 2",
             "DELETE FROM snapshot_links WHERE snapshot_id = 2"],
            [(3, "chain")],
        ),
        # One is taken out and the rest are numbered anew.
        (
            ["DELETE FROM snapshots WHERE snapshot_id = 2",
             "DELETE FROM snapshot_links WHERE snapshot_id = 2",
             "UPDATE snapshots SET snapshot_id = snapshot_id - 1 WHERE snapshot_id > 2",
             "UPDATE snapshot_links SET snapshot_id = 2 WHERE snapshot_id = 3",
             "UPDATE snapshot_links SET snapshot_id = 3 WHERE snapshot_id = 4"],
            [(2, "chain"), (2, "columns"), (3, "columns")],
        ),
        (["DELETE FROM snapshot_links WHERE snapshot_id = 4"], [(4, "chain")]),
    ],
)  # fmt: skip
def test_what_the_owner_changes_is_found(
    frozen: desks.Desk, statements: list[str], expected: list[tuple[int, str]]
) -> None:
    assert found(own(frozen, *statements)) == expected


def test_a_tail_that_is_cut_off_is_missed_by_whoever_has_noted_its_hash(
    frozen: desks.Desk,
) -> None:
    """A chain cannot tell that its end was cut off; its last hash, kept elsewhere, can."""
    noted = verifying.the_store(frozen.store, EVERYTHING).last
    assert len(verifying.a_hash(frozen.store, EVERYTHING, noted)) == 1
    for table in ("snapshots", "snapshot_links"):
        frozen._cursor.execute(f"DELETE FROM {table} WHERE snapshot_id = 4")
    assert found(verifying.the_store(frozen.store, EVERYTHING)) == []
    assert verifying.a_hash(frozen.store, EVERYTHING, noted) == []


def test_a_hash_that_is_read_out_finds_its_snapshots(frozen: desks.Desk) -> None:
    store = frozen.store
    day = papers_freezing.DAY
    listed = store.ask(EVERYTHING, lambda c: chain.listed(c, start=day, end=day))
    last, _city, other, first = listed
    digits = first.link.sha256.hex()
    assert verifying.a_hash(store, EVERYTHING, digits) == [first]
    assert verifying.a_hash(store, EVERYTHING, f" {digits[:4].upper()} {digits[4:12]} ") == [first]
    of_figures = first.taken.figures_sha256.hex()[:12]
    assert verifying.a_hash(store, EVERYTHING, of_figures) == [last, first]
    assert verifying.a_hash(store, BA_DINH, other.link.sha256.hex()) == []


@pytest.mark.parametrize("digits", ["", "1234567", "g" * 8, "0" * 65, "'; --", "ａｂｃｄｅｆ０１"])
def test_what_is_no_hash_is_refused(example_desk: desks.Desk, digits: str) -> None:
    with pytest.raises(problems.Problem, match="no hash"):
        verifying.a_hash(example_desk.store, EVERYTHING, digits)


@pytest.mark.parametrize("ending", registry.FORMATS)
def test_a_file_is_proved_to_be_its_snapshots_to_the_last_byte(
    frozen: desks.Desk, tmp_path: pathlib.Path, ending: str
) -> None:
    with snapshot_freezing.make(frozen.store, papers_freezing.CITY, 1, ending).file as file:
        given = file.read()
    kept = tmp_path / f"form.{ending}"
    kept.write_bytes(given)
    same = verifying.a_file(frozen.store, EVERYTHING, kept)
    assert same is not None
    assert (same.snapshot.link.snapshot_id, same.is_same) == (1, True)
    kept.write_bytes(given + b" ")
    edited = verifying.a_file(frozen.store, EVERYTHING, kept)
    assert edited is not None
    assert not edited.is_same
    assert verifying.a_file(frozen.store, papers_freezing.SOC_SON, kept) is None


def test_a_csv_is_known_with_every_separator(frozen: desks.Desk, tmp_path: pathlib.Path) -> None:
    for separator in (";", "\t"):
        made = snapshot_freezing.make(frozen.store, papers_freezing.CITY, 1, "csv", separator)
        kept = tmp_path / "form.csv"
        with made.file as file:
            kept.write_bytes(file.read())
        found_file = verifying.a_file(frozen.store, EVERYTHING, kept)
        assert found_file is not None
        assert found_file.is_same


def test_files_are_the_same_bytes_each_time(frozen: desks.Desk) -> None:
    for ending in registry.FORMATS:
        made = [
            snapshot_freezing.make(frozen.store, papers_freezing.CITY, 1, ending) for _ in range(2)
        ]
        first, second = (each.file.read() for each in made)
        assert first == second
        for each in made:
            each.file.close()


def test_a_file_of_something_else_names_no_snapshot(
    frozen: desks.Desk, tmp_path: pathlib.Path
) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no archive")
    assert verifying.a_file(frozen.store, EVERYTHING, other) is None
    with pytest.raises(problems.Problem, match="cannot be read"):
        verifying.a_file(frozen.store, EVERYTHING, tmp_path / "missing.pdf")


def test_moments_are_those_of_the_store(frozen: desks.Desk) -> None:
    first = papers_freezing.opened(frozen.store, 1)
    assert first.about["at"] == first.snapshot.at.isoformat()
    assert dt.datetime.now(dt.UTC) - first.snapshot.at < dt.timedelta(minutes=10)
