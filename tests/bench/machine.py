"""What is said of the machine and the program above the table."""

from __future__ import annotations

import datetime as dt
import pathlib
import platform
import subprocess
import sys
from typing import Final

import psutil

ROOT: Final = pathlib.Path(__file__).resolve().parents[2]


def described() -> str:
    """Return one paragraph: when, on what, which version."""
    memory = psutil.virtual_memory().total / 1024**3
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC · {_processor()}, "
        f"{psutil.cpu_count()} cores, {memory:.0f} GB · {platform.system()} "
        f"{platform.release()} · Python {platform.python_version()} · commit {_commit()} · "
        f"`python {' '.join(sys.argv)}` · load at the start {psutil.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "?"
