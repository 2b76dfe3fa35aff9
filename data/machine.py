"""What the machine allows: how many files may be open, and who may read a file."""

import os
import stat
from pathlib import Path

try:
    import resource
except ImportError:  # Windows, which counts no descriptors
    resource = None  # type: ignore[assignment]


def descriptor_limit() -> int | None:
    """Return how many files and connections this process may have open; None for no limit."""
    if resource is None:
        return None
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft


def is_open_to_others(file: Path) -> bool:
    """Return whether other accounts than its owner may read or change a file.

    False for a file that does not exist, or that cannot be looked at: then the programs that want
    it say so.
    """
    if os.name == "nt":  # its modes say nothing about accounts
        return False
    try:
        mode = file.stat().st_mode
    except OSError:
        return False
    return bool(mode & (stat.S_IRWXG | stat.S_IRWXO))


def exists(file: Path) -> bool:
    """Return whether a file exists, as far as this account can tell."""
    try:
        return file.exists()
    except OSError:
        return False
