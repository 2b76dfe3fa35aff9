"""Lets everything happen at once for a while, and says whether anything was lost: docs/faults.md.

python tests/soak/run.py [--minutes 30] [--keep FOLDER]
"""

from __future__ import annotations

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# In place of this folder, whose modules are named like those of others.
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]

if __name__ == "__main__":
    from soak import course

    sys.exit(course.main())
