"""The commands of the README do what it says, one after the other, on the worked example."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from support import documents

if TYPE_CHECKING:
    import pathlib

    import pytest
    from support.commands import Command

README: Final = documents.ROOT / "README.md"
# These do something elsewhere, and have tests of their own.
ELSEWHERE: Final = {"import", "--host"}
PERSONAL: Final = "--reveal"


def wanted() -> list[list[str]]:
    named = [words for words in documents.commands(README) if words]
    return [words for words in named if words[0] not in ELSEWHERE and PERSONAL not in words]


def test_they_all_end_well(
    staffed_command: Command, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = wanted()
    assert len(run) >= 7
    for words in run:
        with contextlib.suppress(SystemExit):
            result = staffed_command(*words)
        assert result.exit_code == 0, (words, result.output)
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")
