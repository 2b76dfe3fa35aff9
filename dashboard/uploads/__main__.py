"""The child: `understand` or `take` what lies in a folder."""

import pathlib
import sys

from dashboard.uploads import work
from dashboard.workers import child

if __name__ == "__main__":
    child.begin()
    folder, *words = sys.argv[1:]
    work.work(pathlib.Path(folder), words)
