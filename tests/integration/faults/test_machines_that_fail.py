"""An import whose machine has no memory left, or cannot read a file, says so and leaves nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from support import databases, desks, embedded_home

if TYPE_CHECKING:
    import pathlib

    import sqlalchemy as sa

pytestmark = pytest.mark.fault

# All that an import needs is loaded by a first one; the next may have so many bytes more.
_IMPORTS: Final = """
import resource, sys
import psutil
from dashboard import cli
def take(*words):
    sys.argv = ["bhxh-monitor", "import", *words]
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code
first, then, more = sys.argv[1:]
assert take(*first.split(":")) == 0
most = psutil.Process().memory_info().vms + int(more)
resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
sys.exit(take(then))
"""
_MORE: Final = 1 << 20
_COMMAND: Final = "from dashboard import cli; cli.main()"


def ended(folder: pathlib.Path, url: sa.URL, *words: str) -> subprocess.CompletedProcess[str]:
    """Return how a program ended that worked on a store."""
    address = url.render_as_string(hide_password=False)
    return subprocess.run(
        [sys.executable, "-c", *words],
        capture_output=True, text=True, timeout=120, check=False, cwd=folder,
        env={**os.environ, "BHXH_STORE_URL": address, "PYTHONPATH": str(embedded_home.ROOT)},
    )  # fmt: skip


def test_an_import_without_memory_ends_with_a_sentence_and_leaves_nothing(
    made: databases.Databases, empty_name: str, tmp_path: pathlib.Path
) -> None:
    few, many = tmp_path / "few" / "payments.csv", tmp_path / "payments.csv"
    few.parent.mkdir()
    for file, count in ((few, 1), (many, 20_000)):
        desks.write(file, "payments", [{"payment_id": f"P{number}"} for number in range(count)])
    first = ":".join(map(str, (*desks.MASTER_FILES, few)))
    done = ended(tmp_path, made.url(empty_name), _IMPORTS, first, str(many), str(_MORE))
    assert done.stderr.startswith("The machine has no memory left for this. Nothing was done")
    assert done.stderr.count("\n") == 1
    assert done.returncode == 3
    with desks.opened(made, empty_name, tmp_path) as desk:
        assert desk.column("SELECT count(*) FROM payments") == [1]
        assert desk.column("SELECT count(*) FROM import_runs") == [1]
        # The store is as well as before.
        assert desk.take(many).accepted == 20_000


def test_a_file_that_the_machine_cannot_read_is_refused(
    made: databases.Databases, empty_name: str, tmp_path: pathlib.Path
) -> None:
    # Its first byte is an error of the machine, as of a disk that fails.
    file = tmp_path / "payments.csv"
    file.symlink_to("/proc/self/mem")
    done = ended(tmp_path, made.url(empty_name), _COMMAND, "import", str(file))
    assert done.returncode == 2
    assert "The file cannot be read" in done.stdout
    with desks.opened(made, empty_name, tmp_path) as desk:
        assert desk.column("SELECT count(*) FROM payments") == [0]
