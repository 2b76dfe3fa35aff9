"""What Streamlit's controls look up of the session, found without a copy of all of it.

A control looks for its own key in a copy of everything that the session holds, which Streamlit
makes anew for each one: on a page of a dozen pickers a tenth of the processor's time.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from streamlit.runtime.state import safe_session_state

_SafeState: Final[Any] = safe_session_state.SafeSessionState
_copied: Final = _SafeState.filtered_state


class Looked(Mapping[str, Any]):
    """The session as a control sees it; what is asked for by its key is found by it."""

    def __init__(self, state: safe_session_state.SafeSessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        """Return what is kept under a key, as the copy would have it."""
        with self._state._lock:  # noqa: SLF001 - it stands in for a property of the class
            return self._state._state[key]  # noqa: SLF001

    def __iter__(self) -> Iterator[str]:
        """Return the keys of the copy."""
        return iter(_copied.fget(self._state))

    def __len__(self) -> int:
        """Return how many keys the copy has."""
        return len(_copied.fget(self._state))


def look_up() -> None:
    """Have controls look up their keys from here on."""
    _SafeState.filtered_state = property(Looked)
