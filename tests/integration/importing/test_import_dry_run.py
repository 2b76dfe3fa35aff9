"""A dry run says all that a run says, and keeps nothing; the report of a run is plain values."""

import json

from support import desks, imports

from data.importing import report, run

PAID = [
    {"payment_id": "P1", "amount": "1000"},
    {"payment_id": "P2", "amount": "2000", "paid_at": "2026-08-20T09:00"},
    {"payment_id": "P3", "office_code": "99999"},
]


def tried(desk: desks.Desk, *, keep: bool = False, **files: list[dict[str, str]]) -> run.Outcome:
    folder = desk.folder()
    for name, rows in files.items():
        desks.write(folder / f"{name}.csv", name, rows)
    return run.run(
        desk.store, [folder], imports.Watcher(), imports.TODAY, keep=keep, who="Hoa", detailed=True
    )


def test_a_dry_run_changes_nothing_in_the_store(desk: desks.Desk) -> None:
    before = desk.everything()
    tried(desk, payments=PAID, confirmations=[{}], calendar=[{}])
    assert desk.everything() == before


def test_a_dry_run_says_what_the_run_says(desk: desks.Desk) -> None:
    desk.hand_in(payments=PAID[:1])
    changed = [{**PAID[0], "amount": "1500"}, *PAID[1:]]
    dry = report.as_json(tried(desk, payments=changed, confirmations=[{}]))
    real = report.as_json(tried(desk, keep=True, payments=changed, confirmations=[{}]))
    apart = ("run", "started_at", "finished_at", "dry_run", "files")
    assert {**dry, **dict.fromkeys(apart)} == {**real, **dict.fromkeys(apart)}
    assert (dry["run"], dry["dry_run"], real["dry_run"]) == (None, True, False)
    assert real["run"] == desk.column("SELECT max(run_id) FROM import_runs")[0]


def test_who_runs_it_is_noted(desk: desks.Desk) -> None:
    assert tried(desk, keep=True, payments=PAID).who == "Hoa"
    assert desk.column("SELECT imported_by FROM import_runs ORDER BY run_id DESC")[0] == "Hoa"


def test_the_first_rows_of_each_outcome_are_told(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"payment_id": "P1"}, {"payment_id": "P2"}])
    new = [{"payment_id": f"P{number}"} for number in range(3, 12)]
    rows = [{"payment_id": "P1", "amount": "5"}, {"payment_id": "P2"}, *new, PAID[2] | new[0]]
    told = report.as_json(tried(desk, payments=[*rows[:-1], {**PAID[2], "payment_id": "PX"}]))
    found = [(row["outcome"], row["row"], row["key"]) for row in told["first_rows"]]
    assert found == [
        *(("inserted", row, {"payment_id": f"P{row - 1}"}) for row in range(4, 9)),
        ("unchanged", 3, {"payment_id": "P2"}),
        ("updated", 2, {"payment_id": "P1"}),
        ("rejected", 13, {"payment_id": "PX"}),
    ]
    fault = told["first_rows"][-1]
    assert (fault["column"], fault["value"], fault["reason"]) == ("office_code", "99999", "unknown")


def test_days_are_told_with_their_money_before_and_after(desk: desks.Desk) -> None:
    desk.hand_in(payments=[PAID[0]], confirmations=[{}])
    told = report.as_json(tried(desk, payments=[{**PAID[0], "amount": "1500"}, PAID[1]]))
    sums = [
        (day["kind"], day["day"], day["payments_before"], day["amount_before"],
         day["payments_after"], day["amount_after"])
        for day in told["days"]
    ]  # fmt: skip
    assert sums == [
        ("paid", "2026-08-20", 0, 0, 1, 2000),
        ("paid", "2026-08-21", 1, 1000, 1, 1500),
        ("form", "2026-08-21", 1, 1000, 1, 1500),
    ]
    assert told["totals"] == {
        "paid": {"days": 2, "payments": 1, "amount": 2500},
        "form": {"days": 1, "payments": 0, "amount": 500},
    }


def test_a_void_takes_money_from_its_day(desk: desks.Desk) -> None:
    desk.hand_in(payments=[PAID[0]], confirmations=[{}])
    voided = {**PAID[0], "voided_at": "2026-08-25T09:00"}
    told = tried(desk, payments=[voided]).detail
    assert {(day.kind, str(day.day), day.payments, day.amount) for day in told.days} == {
        ("paid", "2026-08-21", -1, -1000), ("form", "2026-08-25", -1, -1000),
    }  # fmt: skip


def test_a_file_is_told_with_its_columns(desk: desks.Desk) -> None:
    folder = desk.folder()
    lines = ["Bảng kê", "Mã TCDVT,Tên tổ chức,Màu,Số tháng", "BI0009,Tổ chức mới,xanh,3"]
    imports.write(folder, "organizations.csv", lines)
    imports.write(folder, "notes.txt", ["-"])
    outcome = run.run(desk.store, [folder], imports.Watcher(), imports.TODAY, keep=False)
    told = json.loads(json.dumps(report.as_json(outcome)))
    (file,) = told["files"]
    assert file["set"] == "organizations"
    assert file["heading_row"] == 2
    assert file["columns"] == [
        {"column": "org_code", "heading": "Mã TCDVT"},
        {"column": "org_name", "heading": "Tên tổ chức"},
    ]
    assert file["unknown_columns"] == ["Màu", "Số tháng"]
    assert file["filled_columns_of_other_sets"] == ["Số tháng"]
    assert [told["status"], len(told["ignored"])] == [1, 1]
    assert told["counts"]["organizations"]["inserted"] == 1


def test_no_personal_value_is_in_the_report(desk: desks.Desk) -> None:
    rows = [{"participant_name": "Nguyễn Thị Huệ", "date_of_birth": "một ngày", "amount": "x"}]
    assert "Huệ" not in json.dumps(report.as_json(tried(desk, payments=rows)), ensure_ascii=False)
