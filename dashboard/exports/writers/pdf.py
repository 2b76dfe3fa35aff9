"""Writer of pdf: to be printed, signed and sent.

How it looks is written in `templates/paper.typ`; what it says travels there as data.
"""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

from dashboard.exports import paper
from dashboard.exports.writers import pdf_data
from data import problems
from data.problems import N_

_HERE: Final = Path(__file__).parent
_PROGRAM: Final = _HERE / "typesetter.py"
_TEMPLATE: Final = _HERE.parent / "templates" / "paper.typ"
_PATIENCE_S: Final = 60
# A second one waits: each takes as much memory as pdf_data.MOST_LINES allows.
_one_at_a_time = threading.Lock()
_log = logging.getLogger(__name__)


def write(document: paper.Paper, to: IO[bytes]) -> None:
    """Write a paper as a tagged PDF/A-2a; the same paper gives the same bytes.

    Raises:
        problems.Problem: it has more lines than a pdf should hold, or could not be typeset.
    """
    data = json.dumps(pdf_data.of(document), ensure_ascii=False)
    to.write(_typeset(data.encode()))


def _typeset(data: bytes) -> bytes:
    command = [sys.executable, "-P", str(_PROGRAM), str(_TEMPLATE)]
    with _one_at_a_time:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, no shell
                command, input=data, capture_output=True, timeout=_PATIENCE_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            # The error itself holds the paper's bytes.
            raise _not_made(type(error).__name__) from None
    if done.returncode != 0:
        raise _not_made(_last_line(done.stderr) or f"exit status {done.returncode}")
    return done.stdout


def _last_line(stderr: bytes) -> str:
    return next(reversed(stderr.decode(errors="replace").split("\n")[:-1]), "")


def _not_made(reason: str) -> problems.Problem:
    _log.error("A pdf was not typeset: %s", reason)
    return problems.Problem(
        N_("The pdf could not be made"),
        N_("Take it as xlsx or csv. The administrator finds the cause in the log."),
    )
