"""What is installed is bounded, and for production known to the byte."""

import pathlib
import re
import tomllib
from typing import Final

import pytest
from packaging import requirements, utils

ROOT: Final = pathlib.Path(__file__).parents[2]
LOCK: Final = (ROOT / "requirements.lock").read_text(encoding="utf-8")
# A requirement and the lines of its hashes.
LOCKED: Final = re.compile(
    r"^(\S+)==(\S+)([^\n]*(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+)$", re.MULTILINE
)
MOST_BYTES: Final = 1_000_000


def declared() -> dict[str, requirements.Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = map(requirements.Requirement, project["dependencies"])
    return {utils.canonicalize_name(each.name): each for each in listed}


def constrained() -> dict[str, str]:
    """Return the versions of CI by name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line]
    return {utils.canonicalize_name(name): version for name, version in pairs}


def locked() -> dict[str, str]:
    return {found[1]: found[2] for found in LOCKED.finditer(LOCK)}


@pytest.mark.parametrize(
    "name",
    [
        "authlib", "httpx2", "itsdangerous", "openpyxl", "python-calamine", "starlette",
        "streamlit", "uvicorn", "xlrd",
    ],
)  # fmt: skip
def test_what_signs_in_reads_files_or_serves_has_an_upper_bound(name: str) -> None:
    specifier = declared()[name].specifier
    assert "<" in {each.operator for each in specifier}
    assert specifier.contains(constrained()[name])


def test_every_line_of_the_lock_belongs_to_a_library_with_hashes() -> None:
    assert LOCKED.sub("", LOCK).strip() == ""
    assert len(locked()) > 60


def test_the_lock_has_what_the_program_needs_in_the_versions_of_the_tests() -> None:
    assert declared().keys() <= locked().keys()
    known = constrained()
    assert {name: known.get(name, version) for name, version in locked().items()} == locked()


def test_the_lock_names_no_index_and_is_small() -> None:
    assert "://" not in LOCK
    assert "index" not in LOCK
    assert len(LOCK) < MOST_BYTES
