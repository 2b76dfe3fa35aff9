"""The report of a run for other programs: what was read, what became of it, what it changes.

It holds no personal values. Texts are English, the reasons and problems beside them as they are
kept, so that they can be said in another language.
"""

import dataclasses
import datetime as dt
from typing import Any

from data import problems
from data.importing import details, run
from data.importing.checking import rejects, staging
from data.importing.writing import apply

VERSION = 1

# What may become of a row; a run that knows less of them has none of the others.
OUTCOMES = ("inserted", "updated", "reverted", "unchanged", "rejected", "left_out")


def as_json(outcome: run.Outcome) -> dict[str, Any]:
    """Return the report of an outcome, of plain values."""
    return {
        "version": VERSION,
        "status": outcome.status,
        "dry_run": not outcome.is_kept,
        "run": outcome.run_id or None,
        "started_at": _moment(outcome.started),
        "finished_at": _moment(outcome.finished),
        "who": outcome.who,
        "sample_removed": outcome.sample_removed,
        "files": [
            {**_file(file), "rejected_rows": outcome.rejected_by_file.get(file.number, 0)}
            for file in outcome.files
        ],
        "ignored": [str(path) for path in outcome.ignored],
        "counts": {name: counted(count) for name, count in outcome.counts.items()},
        "rejected": outcome.rejected,
        "first_rows": _first_rows(outcome),
        "days": [_day(day) for day in outcome.detail.days],
        "totals": {kind: dataclasses.asdict(each) for kind, each in outcome.detail.totals.items()},
        "problem": None,
    }


def counted(count: apply.Count) -> dict[str, int]:
    """Return how many rows of a set came to each outcome."""
    return dict.fromkeys(OUTCOMES, 0) | dataclasses.asdict(count)


def refused(why: problems.Problem) -> dict[str, Any]:
    """Return the report of a run that was refused as a whole, of the same kind but shorter."""
    return {
        "version": VERSION,
        "status": why.status,
        "run": None,
        "files": [],
        "counts": {},
        "problem": problem(why),
    }


def _file(file: staging.StagedFile) -> dict[str, Any]:
    return {
        "number": file.number,
        "path": str(file.source.path),
        "name": file.source.name,
        "sheet": file.sheet,
        "set": file.set and file.set.name,
        "heading_row": file.heading_row or None,
        "columns": [
            {"column": column, "heading": heading}
            for column, heading in zip(file.columns, file.headings, strict=False)
        ],
        "unknown_columns": list(file.unknown),
        "filled_columns_of_other_sets": list(file.seen.filled),
        "passed_over_sheets": list(file.passed_over),
        "rows": file.rows,
        "skipped_rows": file.seen.skipped,
        "hidden_rows": file.seen.hidden,
        "cut_off": file.is_cut_off,
        "notices": file.notices,
        "refusal": file.refusal and problem(file.refusal),
    }


def _first_rows(outcome: run.Outcome) -> list[dict[str, object]]:
    by_number = {file.number: file for file in outcome.files}
    return [_first_row(by_number[row.file_no], row) for row in outcome.detail.firsts]


def _first_row(file: staging.StagedFile, row: details.FirstRow) -> dict[str, Any]:
    sentence = row.reason and rejects.sentence(row.set_name, row.column_name, row.reason)
    return {
        "set": row.set_name,
        "outcome": row.outcome,
        "file": file.name,
        "row": row.row_no,
        "key": dict(row.key),
        "column": "" if row.column_name == "*" else row.column_name,
        "value": row.value,
        "reason": row.reason,
        "sentence": sentence,
    }


def _day(day: details.Day) -> dict[str, Any]:
    return {**dataclasses.asdict(day), "day": day.day.isoformat()}


def problem(why: problems.Problem) -> dict[str, Any]:
    """Return a problem as it is kept, and as an English text."""
    return {**why.as_json(), "text": f"{why.title}. {why.sentence.format(**why.values)}"}


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
