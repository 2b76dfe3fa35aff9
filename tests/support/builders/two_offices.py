"""A store of two offices that fills in steps: what all share, one office, then the other.

Both have rows of every kind and of every difference, take money through the same organisation and
share a transfer that the city's office received: whatever adds up without looking at the office
shows it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from typing import TYPE_CHECKING, Final

from data import chain, due_things, engine, mail_choices, saved_views, sessions, snapshots, users
from data.exporting import jobs
from data.mailing import mails
from data.scope import Scope
from queries.audit import downloads
from queries.exceptions import notes
from queries.lookup import people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from support import desks

    from data import store as stores


OWN: Final = "00101"
OTHER: Final = "00110"
CITY: Final = "00100"
ORG: Final = "BI0001"
LAST_DAY: Final = dt.date(2026, 8, 31)

SHARED: Final[Mapping[str, Sequence[Mapping[str, str]]]] = {
    "offices": [
        {"office_code": CITY, "office_name": "BHXH thành phố Hà Nội"},
        {"office_code": OWN, "office_name": "BHXH quận Ba Đình", "parent_code": CITY},
        {"office_code": OTHER, "office_name": "BHXH huyện Sóc Sơn", "parent_code": CITY},
    ],
    "organizations": [{}, {"org_code": "IS0002", "org_name": "Tổ chức thu số Hai"}],
    "calendar": [{"day": "2026-08-25"}],
    "policies": [{}],
}
ABOUT: Final = "INSERT INTO about (is_sample, made_at) VALUES (false, now()) RETURNING is_sample"


def share(desk: desks.Desk) -> None:
    """Fill an empty desk with what belongs to no office."""
    desk.empty()
    assert desk.hand_in(**SHARED).rejected == 0
    desk.ask(ABOUT)
    moment = dt.datetime(2026, 8, 12, 1, tzinfo=dt.UTC)
    with desk.store.watching() as connection:
        due_things.add(connection, [due_things.New("closing", LAST_DAY, moment, moment)])


def fill(desk: desks.Desk, office: str) -> None:
    """Add the rows of an office: facts, refused and changed ones, notes, looks and a user."""
    mark = office[-2:]
    facts = _facts(office, mark)
    assert desk.hand_in(**facts).rejected == 0
    voided = facts["payments"][0] | {
        "amount": f"9{mark}000",
        "participant_name": f"Trần Thị C{mark}",
    }
    unknown = {"payment_id": f"Z{mark}", "office_code": office, "amount": "x"}
    assert desk.hand_in(payments=[voided, unknown]).rejected == 1
    _note(desk.store, office, mark)
    _take_away(desk.store, office)
    with desk.store.revealing(Scope.of([office])) as connection:
        people.by_number(connection, number=_number(mark), who=f"lan{mark}", page="lookup")
    with desk.store.registering() as connection:
        users.add(
            connection, login=f"lan{mark}@example.org", full_name="Lan", by="admin",
            role=users.Role.DISTRICT, offices=[office],
        )  # fmt: skip
    with desk.store.admitting() as connection:
        sessions.begin(connection, f"token of {mark}", f"lan{mark}@example.org")
    with desk.store.keeping(f"lan{mark}@example.org") as connection:
        saved_views.add(connection, name="Chưa nộp", page="remittance-lag", query="by=org")
        mail_choices.choose(connection, [mail_choices.Kind.FORMS_AFTER], "vi")
        mails.try_out(connection, message_id=f"<{mark}@example.org>", message=mark.encode())
    with desk.store.registering() as connection:
        mail = mails.hold(connection)
        assert mail is not None
        mails.done(connection, mail, mails.Outcome.SENT)
    with desk.store.keeping(f"lan{mark}@example.org", Scope.of([office])) as connection:
        jobs.begin(connection, f"token of {mark}", 1)
        file = io.BytesIO(b"forms")
        jobs.keep(connection, f"token of {mark}", file, name="x.zip", media="x/zip", total=1)


def payments(mark: str = OWN[-2:]) -> list[str]:
    """Return the keys of an office's payments."""
    return [f"P{mark}-{number}" for number in range(1, 10)]


def _number(mark: str) -> str:
    return f"01234567{mark}"


def _facts(office: str, mark: str) -> dict[str, list[dict[str, str]]]:
    ids = payments(mark)
    place = {"office_code": office, "org_code": ORG, "collector_code": f"NVT{mark}"}
    taken = [
        place | {
            "payment_id": payment, "receipt_no": f"BL{mark}-{number}",
            "amount": f"{number}{mark}000",
            "paid_at": f"2026-08-{10 + number}T09:00:00+07:00", "months": "3",
            "period_from": "2026-08", "participant_name": f"Nguyễn Văn A{mark}",
            "social_insurance_no": f"{number}{_number(mark)[1:]}", "national_id": "",
            "date_of_birth": "1980-01-02", "gender": "Nam", "voided_at": "",
        }
        for number, payment in enumerate(ids, start=1)
    ]  # fmt: skip
    # One receipt and one charge twice; a payment of long ago; one voided after it was remitted.
    taken[1] |= {"receipt_no": f"BL{mark}-1", "social_insurance_no": _number(mark)}
    taken[0] |= {"social_insurance_no": _number(mark)}
    taken[2] |= {"paid_at": "2026-06-10T09:00:00+07:00"}
    taken[3] |= {"voided_at": "2026-08-27T10:00:00+07:00"}
    return {
        "collectors": [place | {"collector_name": f"Đỗ Thị H{mark}"}],
        "payments": taken,
        "confirmations": _codes(ids, mark),
        "remittances": _remittances(office, mark),
        "remittance_lines": [
            {"remittance_id": f"R{mark}", "payment_id": ids[0]},
            {"remittance_id": f"R{mark}", "payment_id": ids[3]},
            {"remittance_id": f"Q{mark}", "payment_id": ids[2]},
            {"remittance_id": f"Q{mark}", "payment_id": ids[6]},
            {"remittance_id": "R-city", "payment_id": ids[4]},
        ],
        "dispatches": [
            {"office_code": office, "report_date": "2026-08-11"},
            {"office_code": office, "report_date": "2026-08-12", "codes": "9",
             "sent_at": "2026-08-13T09:00:00+07:00"},
        ],
    }  # fmt: skip


def _codes(ids: Sequence[str], mark: str) -> list[dict[str, str]]:
    """Return codes for all but two payments; one comes too soon, one is told to nobody."""
    told = {"notified_by": "sms"}
    codes = [
        {"confirmation_code": f"XN{mark}-{number}", "payment_id": payment,
         "recorded_at": f"2026-08-{10 + number}T09:02:00+07:00", **told}
        for number, payment in enumerate(ids[:7], start=1)
    ]  # fmt: skip
    codes[2]["recorded_at"] = "2026-06-10T08:00:00+07:00"
    codes[5]["notified_by"] = ""
    codes[6]["recorded_at"] = "2026-08-20T09:00:00+07:00"
    return codes


def _remittances(office: str, mark: str) -> list[dict[str, str]]:
    own = {"office_code": office, "org_code": ORG, "amount": "5000000"}
    return [
        own | {"remittance_id": f"R{mark}", "bank_ref": f"FT{mark}",
               "remitted_at": "2026-08-18T10:00:00+07:00"},
        own | {"remittance_id": f"Q{mark}", "org_code": "IS0002", "bank_ref": "",
               "remitted_at": "2026-08-16T10:00:00+07:00"},
        own | {"remittance_id": "R-city", "office_code": CITY, "bank_ref": "FT-city",
               "remitted_at": "2026-08-19T10:00:00+07:00"},
    ]  # fmt: skip


def _note(store: stores.Store, office: str, mark: str) -> None:
    access = engine.Access(engine.Role.APPENDER, Scope.of([office]))
    with store.engine.execution_options(access=access).begin() as connection:
        notes.add(
            connection, who=f"lan{mark}", kind="unrecorded", subject=f"P{mark}-8", office=office,
            owner=f"Minh {mark}", note="Đã gọi", after=None, due=LAST_DAY,
        )  # fmt: skip


def closed(office: str) -> snapshots.Subject:
    """Return the form of a day that is closed."""
    day = dt.date(2026, 8, 11)
    return snapshots.Subject("form-01-xn", f"date={day}&office={office}", day, (office,))


def _take_away(store: stores.Store, office: str) -> None:
    """Freeze a form of the office, and take it as a file."""
    figures = hashlib.sha256(office.encode()).digest()
    taken = snapshots.Taken("lan", "", is_closing=True, data_version=None, row_count=1,
                            figures_sha256=figures)  # fmt: skip
    with store.appending(Scope.of([office])) as connection:
        chain.add(connection, closed(office), taken, lambda _before: office.encode())
        downloads.add(
            connection, who="lan", kind="form-01-xn", ending="pdf", asked={}, in_full=False,
            offices=[office],
        )  # fmt: skip
