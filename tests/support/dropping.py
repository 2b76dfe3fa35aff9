"""How tests hand files in without a browser, and wait for the process that works on them."""

import datetime as dt
import json
import time
from collections.abc import Mapping

from dashboard import workers
from data.uploads import drops, receiving

WHO = "hoa@example.org"
SECONDS = 60.0
TODAY = dt.date(2026, 8, 22)


def body(files: Mapping[str, bytes]) -> bytes:
    """Return files as a browser sends them: a line that lists them, and then themselves."""
    listed = [{"name": name, "size": len(content)} for name, content in files.items()]
    return json.dumps(listed).encode() + b"\n" + b"".join(files.values())


def hand_in(files: Mapping[str, bytes], who: str = WHO) -> drops.Drop:
    """Hand files in, have them read, and return the drop as it is then."""
    with receiving.folder_for(who) as folder, receiving.Receiver(folder) as receiver:
        receiver.feed(body(files))
        receiver.finish()
        drop = drops.begin_reading(folder, who, receiver.received)
    workers.understand(drop, "vi")
    return settled(drop)


def take(drop: drops.Drop, *, replaces_sample: bool = False) -> drops.Drop:
    """Have a drop imported, and return it as it is then."""
    begun = drops.begin_import(drop)
    workers.take(begun, "vi", replaces_sample=replaces_sample)
    return settled(begun)


def settled(drop: drops.Drop) -> drops.Drop:
    """Return a drop once no process works on it any more."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        now = drops.at(drop.folder)
        if not now.is_working:
            return now
        time.sleep(0.05)
    raise AssertionError(f"the drop is still {drop.state}: {drop.progress}")
