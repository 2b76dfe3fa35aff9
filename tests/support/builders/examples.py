"""On how many generated examples a promise is tried: few in CI, as each fills a store.

TEST_EXAMPLES=4 tries it on four times as many, about as many as each was tried on when it was new.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

_TIMES: Final = int(os.environ.get("TEST_EXAMPLES", "1"))


def some(number: int) -> settings:
    """Return the settings that try a promise on so many examples, however long each takes."""
    return settings(
        max_examples=number * _TIMES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
