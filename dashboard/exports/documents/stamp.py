"""What a file says of its making: its subject, by whom, when, and of which data."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.exports import content
from dashboard.text import formats

# Digits of the short hash: two contents do not share so many by chance.
SHORT: Final = 12

_SAMPLE: Final = "dữ liệu minh họa, mọi tên gọi và con số đều là giả định"


@dataclass(frozen=True)
class Stamp:
    """The user and the moment of a file; of a snapshot, its number and its hash in the chain.

    `number` counts the snapshots, `sha256` is over the content and the hash of the one before.
    """

    made_at: dt.datetime
    made_by: str
    number: int | None = None
    sha256: str | None = None
    note: str = ""

    def mark(self, digest: content.Digest) -> str:
        """Return what stands on every page: the version of the data, and the short hash."""
        version = digest.content.facts.get("data_version")
        known = formats.count(version)
        parts = [
            *(["DỮ LIỆU MINH HỌA"] if digest.content.facts.get("is_sample") else []),
            f"Phiên bản số liệu {known}",
            f"mã kiểm {digest.hex[:SHORT]}",
            *([] if self.number is None else [f"bản chốt số {self.number}"]),
        ]
        return " · ".join(parts)

    def notes(
        self, digest: content.Digest, subject: str, totals: Sequence[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """Return what a file says of its making, once its rows have been read.

        Args:
            digest: of its rows.
            subject: what it is about, in words.
            totals: what the rows come to: label and value.
        """
        facts = digest.content.facts
        imported_at = facts.get("imported_at")
        at = formats.moment(imported_at and dt.datetime.fromisoformat(imported_at))
        return [
            *([("Lưu ý", _SAMPLE)] if facts.get("is_sample") else []),
            ("Phạm vi số liệu", subject),
            ("Số dòng", formats.count(digest.rows)),
            *totals,
            ("Phiên bản số liệu", f"{formats.count(facts.get('data_version'))} (nhập lúc {at})"),
            ("Thời điểm lấy số liệu", formats.moment(self.made_at)),
            ("Người tải" if self.number is None else "Người chốt số liệu", self.made_by),
            ("Mã kiểm số liệu (SHA-256)", digest.hex),
            *self._of_snapshot(),
        ]

    def _of_snapshot(self) -> list[tuple[str, str]]:
        if self.number is None:
            return []
        notes = [
            ("Bản chốt số liệu", f"số {self.number}"),
            ("Mã băm bản chốt (SHA-256)", self.sha256 or ""),
        ]
        return [*notes, ("Ghi chú", self.note)] if self.note else notes
