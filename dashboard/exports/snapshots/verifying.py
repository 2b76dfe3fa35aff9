"""The proof that snapshots are what was frozen: the chain, each content, a file, a hash."""

import datetime as dt
import enum
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from dashboard.exports import content, files, reports, urls
from dashboard.exports.snapshots import freezing
from dashboard.exports.writers import registry
from data import chain, problems, scope, snapshots, store
from data.problems import N_

# Fewer digits would fit several; two of so many do not by chance.
_FEWEST_DIGITS: Final = 8
_DIGITS: Final = re.compile(r"[0-9a-f]{8,64}")
_WHOLE: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class Fault(enum.StrEnum):
    """What can be wrong with a snapshot."""

    HASH = "hash"
    COLUMNS = "columns"
    CHAIN = "chain"
    GONE = "gone"


FAULTS: Final = {
    Fault.HASH: N_("What is kept does not fit its hash."),
    Fault.COLUMNS: N_("What the list says of it does not stand in its content."),
    Fault.CHAIN: N_("The chain is broken here: one before it is missing or was changed."),
    Fault.GONE: N_("The chain names it, and it is not there."),
}


@dataclass(frozen=True)
class Finding:
    """A fault, and the number of the snapshot that has it."""

    number: int
    fault: Fault


@dataclass(frozen=True)
class Verified:
    """Numbers of links of the chain and of snapshots that may be seen, and the faults.

    `last` is the hash of the last link, `number` its number, and `at` its moment, None where that
    snapshot may not be seen. A chain whose end was cut off is whole up to where it ends now:
    whether there were later ones, only a hash that was noted elsewhere can tell.
    """

    links: int
    seen: int
    findings: tuple[Finding, ...]
    last: str
    number: int = 0
    at: dt.datetime | None = None


def the_store(opened: store.Store, within: scope.Scope) -> Verified:
    """Follow the whole chain, and compute every snapshot anew that may be seen.

    Raises:
        problems.Problem: the store is down.
    """
    with opened.exporting(within) as connection:
        links = chain.links(connection)
        kept = {
            each.link.snapshot_id: each
            for each in snapshots.listed(connection, start=dt.date.min, end=dt.date.max)
        }
        findings = list(_broken(links))
        for number, snapshot in sorted(kept.items()):
            findings += _faults(connection, number, snapshot)
    known = {link.snapshot_id for link in links}
    findings += [Finding(number, Fault.CHAIN) for number in kept.keys() - known]
    if within.offices is None:
        findings += [Finding(number, Fault.GONE) for number in known - kept.keys()]
    last = links[-1].sha256.hex() if links else ""
    ordered = sorted(set(findings), key=lambda finding: (finding.number, finding.fault))
    number = links[-1].snapshot_id if links else 0
    at = kept[number].at if number in kept else None
    return Verified(len(links), len(kept), tuple(ordered), last, number, at)


def a_hash(opened: store.Store, within: scope.Scope, digits: str) -> list[snapshots.Snapshot]:
    """Return the snapshots whose hash, or that of their figures, begins with these digits.

    Raises:
        problems.Problem: too few digits, or none.
    """
    read = "".join(digits.lower().split())
    if not _DIGITS.fullmatch(read):
        raise problems.Problem(
            N_("This is no hash"),
            N_("Give {fewest} to 64 of its digits, 0 to 9 and a to f, from the first one."),
            fewest=_FEWEST_DIGITS,
        )
    return opened.ask(within, lambda connection: snapshots.hashed(connection, read))


@dataclass(frozen=True)
class File:
    """A file that names a snapshot, and whether it is that snapshot's to the last byte."""

    snapshot: snapshots.Snapshot
    is_same: bool


def a_file(opened: store.Store, within: scope.Scope, path: Path) -> File | None:
    """Compare a file with the snapshot that it names; None where it names none that is known.

    Raises:
        problems.Problem: it cannot be read, or the store is down.
    """
    try:
        given = path.read_bytes()
    except OSError as error:
        raise problems.Problem(
            N_("The file cannot be read"),
            N_("{file} cannot be read ({reason})."),
            file=str(path),
            reason=error.strerror or "",
        ) from error
    ending = path.suffix.lower().removeprefix(".")
    for digits in _named(given, ending):
        for snapshot in a_hash(opened, within, digits):
            if snapshot.link.sha256.hex() == digits:
                same = given in _written(opened, within, snapshot, ending)
                return File(snapshot, same)
    return None


def _broken(links: list[snapshots.Link]) -> Iterator[Finding]:
    """Give what is wrong with the chain itself: gaps, and links that do not fit the one before."""
    previous, number = chain.BEGINNING, 0
    for link in links:
        number += 1
        if link.snapshot_id != number or link.previous_sha256 != previous:
            yield Finding(link.snapshot_id, Fault.CHAIN)
        previous, number = link.sha256, link.snapshot_id


def _faults(
    connection: sa.Connection, number: int, snapshot: snapshots.Snapshot
) -> Iterator[Finding]:
    written = snapshots.content(connection, number) or b""
    if not freezing.is_intact(snapshot, written):
        yield Finding(number, Fault.HASH)
        return
    if not _fits(snapshot, *content.read(written.decode())):
        yield Finding(number, Fault.COLUMNS)


def _fits(snapshot: snapshots.Snapshot, kept: content.Content, about: Mapping[str, Any]) -> bool:
    """Return whether the columns of a row say what its content says."""
    digest = content.Digest(kept)
    rows = sum(1 for _ in digest.passing())
    link, subject, taken = snapshot.link, snapshot.subject, snapshot.taken
    expected = freezing.about(link.snapshot_id, snapshot.at, snapshot.supersedes, subject, taken)
    if {**about, **expected} != about:
        return False
    report = reports.named(kept.kind)
    of_row = (
        taken.data_version, taken.row_count, subject.kind, subject.asked, subject.day,
        taken.figures_sha256.hex(),
    )  # fmt: skip
    of_content = (
        kept.facts["data_version"], rows, kept.kind, urls.subject(kept.params),
        report.last_day(kept.params), digest.hex,
    )  # fmt: skip
    return of_row == of_content


def _named(given: bytes, ending: str) -> Iterator[str]:
    """Give the hashes that a file names, each once."""
    parts = [given]
    if ending in registry.FORMATS and registry.FORMATS[ending].is_zip:
        try:
            with zipfile.ZipFile(io.BytesIO(given)) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return
    yield from dict.fromkeys(found.decode() for part in parts for found in _WHOLE.findall(part))


def _written(
    opened: store.Store, within: scope.Scope, snapshot: snapshots.Snapshot, ending: str
) -> list[bytes]:
    """Return the files of a snapshot with this ending, with each separator that they can have."""
    known = registry.FORMATS.get(ending)
    if known is None:
        return []
    frozen = freezing.opened_at(opened, within, snapshot.link.snapshot_id)
    written = []
    for separator in known.separators.values() or ("",):
        file = io.BytesIO()
        files.write(frozen.paper(), ending, file, separator=separator)
        written.append(file.getvalue())
    return written
