"""Measures how fast the dashboard is and prints one table; docs/benchmarks.md explains it.

python tests/bench/run.py [--stores FOLDER] [--store NAME] [NAME …]
"""

from __future__ import annotations

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# In place of this folder, whose modules are named like those of others.
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]

if __name__ == "__main__":
    from bench import suite

    suite.main()
