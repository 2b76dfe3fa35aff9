"""Owns what personal data may be shown for, and what is shown then."""

from __future__ import annotations

from typing import Final

from data.problems import N_

# As the access log keeps them, whatever language the screen speaks.
OTHER: Final = "mục đích khác"
PURPOSES: Final[dict[str, str]] = {
    "giải quyết đề nghị của người tham gia": N_("request of the participant"),
    "đối chiếu với tổ chức dịch vụ thu": N_("reconciliation with the collection organisation"),
    "xác minh khoản thu chưa nộp hoặc có chênh lệch": N_(
        "clearing up a payment that is outstanding or differs"
    ),
    "phục vụ thanh tra, kiểm tra": N_("inspection"),
    OTHER: N_("another purpose"),
}

PARTICIPANT: Final[dict[str, str]] = {
    "participant_name": N_("Participant's name"),
    "social_insurance_no": N_("Social insurance number"),
    "national_id": N_("Identity number"),
}
