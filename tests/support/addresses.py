"""What stands in for the browser's address where no page runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Address(dict[str, str]):
    """The parameters of an address, each once, with the ways of `st.query_params`."""

    def get_all(self, name: str) -> list[str]:
        return [self[name]] if name in self else []

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, values: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        self.clear()
        self.update(values)
