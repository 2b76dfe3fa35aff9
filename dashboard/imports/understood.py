"""What was understood of files that were handed in: files, columns, rows, days and their money."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import text
from dashboard.components import errors, fragments, tables
from dashboard.text import _, formats, glossary, import_notices, ngettext, upload_terms
from data import problems
from data.importing import sets

Report = Mapping[str, Any]

_NOTHING: Final = 2
# More names than this are counted.
_NAMED: Final = 5


def is_empty(report: Report) -> bool:
    """Return whether nothing would be imported."""
    return bool(report["status"] == _NOTHING)


def show(report: Report) -> None:
    """Show what was understood, and what an import would change."""
    _summary(report)
    for file in report["files"]:
        if file["refusal"]:
            name = formats.plain(file["name"])
            problem = problems.from_json(file["refusal"])
            st.error(f"{name}: {errors.markdown(problem)}", icon=":material/block:")
    for path in report["ignored"]:
        st.warning(formats.plain(import_notices.ignored(path)), icon=":material/block:")
    tables.show(_files(report), upload_terms.FILES, key="drop_files", alt=_("Files, as understood"))
    for file in report["files"]:
        _notices(file)
    if report["counts"]:
        tables.show(
            _counts(report), upload_terms.COUNTED, key="drop_counts", alt=_("Rows by what they are")
        )
    _days(report)
    _opened(report)


def counted(report: Report) -> str:
    """Return how many rows are new, changed, and so on, as one phrase."""
    total = {
        name: sum(count.get(name, 0) for count in report["counts"].values())
        for name in upload_terms.OUTCOMES
    }
    parts = [
        f"{_(label)}: {formats.count(total[name])}"
        for name, label in upload_terms.OUTCOMES.items()
        if total[name] or name in {"inserted", "rejected"}
    ]
    return " · ".join(parts)


def named(names: Sequence[str]) -> str:
    """Return the names of files as one phrase, for Markdown."""
    shown = ", ".join(formats.plain(name) for name in names[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown} +{formats.count(more)}" if more > 0 else shown


def _summary(report: Report) -> None:
    rows = sum(file["rows"] for file in report["files"])
    words = ngettext(
        "**{n} row** was read, and nothing is written yet. {counted}.",
        "**{n} rows** were read, and nothing is written yet. {counted}.",
        rows,
    )
    st.markdown(words.format(n=formats.count(rows), counted=counted(report)))


def _files(report: Report) -> pd.DataFrame:
    rows = [
        {
            "name": file["name"],
            "sheet": file["sheet"],
            "set_label": _set(file["set"]) if not file["refusal"] else "",
            "heading_row": file["heading_row"],
            "rows": None if file["refusal"] else file["rows"],
            "rejected_rows": None if file["refusal"] else file["rejected_rows"],
        }
        for file in report["files"]
    ]
    frame = pd.DataFrame(rows, columns=list(upload_terms.FILES))
    return frame.astype(dict.fromkeys(("heading_row", "rows", "rejected_rows"), "Int64"))


def _notices(file: Mapping[str, Any]) -> None:
    """Say what was noticed in a file; what was left unread stands out."""
    for sentence in import_notices.of_file(_place(file), file["notices"]):
        st.caption(formats.plain(sentence))
    if file["filled_columns_of_other_sets"]:
        words = _("{file}: something of it was left unread, see above.")
        st.warning(words.format(file=formats.plain(_place(file))), icon=":material/rule:")


def _columns(report: Report) -> pd.DataFrame:
    rows = [
        {"file": _place(file), "heading": heading, "read_as": read_as, "remark": remark}
        for file in report["files"]
        for heading, read_as, remark in _headings(file)
    ]
    return pd.DataFrame(rows, columns=list(upload_terms.COLUMNS))


def _headings(file: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for each in file["columns"]:
        yield each["heading"], _column(file["set"], each["column"]), ""
    filled = set(file["filled_columns_of_other_sets"])
    for heading in file["unknown_columns"]:
        remark = _("of other data, though it holds values") if heading in filled else _("not known")
        yield heading, "", remark


def _counts(report: Report) -> pd.DataFrame:
    rows = [{"set_label": _set(name), **count} for name, count in report["counts"].items()]
    return pd.DataFrame(rows, columns=list(upload_terms.COUNTED))


def _rows(report: Report) -> pd.DataFrame:
    order = list(upload_terms.OUTCOMES)
    rows = [
        {
            **row,
            "outcome_label": _outcome(row),
            "set_label": _set(row["set"]),
            "key_label": " · ".join(row["key"].values()),
            "column": _column(row["set"], row["column"]) if row["column"] else "",
            "sentence": _(sentence) if (sentence := row["sentence"]) else "",
        }
        for row in sorted(report["first_rows"], key=lambda row: -order.index(row["outcome"]))
    ]
    return pd.DataFrame(rows, columns=list(upload_terms.ROWS))


def _days(report: Report) -> None:
    """Say by how much the money of days changes, and show the days."""
    totals = report["totals"]
    for kind, label in upload_terms.KINDS.items():
        if not totals.get(kind, {}).get("days"):
            continue
        words = ngettext(
            "{what}: **{n} day** changes, by {payments} and {amount} in all.",
            "{what}: **{n} days** change, by {payments} and {amount} in all.",
            totals[kind]["days"],
        )
        st.markdown(
            words.format(
                what=_(label),
                n=formats.count(totals[kind]["days"]),
                payments=formats.payments(totals[kind]["payments"]),
                amount=formats.money(totals[kind]["amount"]),
            )
        )
    if not report["days"]:
        if report["counts"]:
            st.caption(_("No day's payments or forms would change."))
        return
    kinds = [each["kind"] for each in report["days"]]
    rows = pd.DataFrame(report["days"]).assign(
        day=[dt.date.fromisoformat(each["day"]) for each in report["days"]],
        kind_label=[_(upload_terms.KINDS[kind]) for kind in kinds],
        amount=[each["amount_after"] - each["amount_before"] for each in report["days"]],
    )
    tables.show(rows, upload_terms.DAYS, key="drop_days", alt=_("Days that would change"))


def _opened(report: Report) -> None:
    """Show the columns and the first rows, once they are asked for."""
    _fold(
        _("How the columns were understood"), _columns(report), upload_terms.COLUMNS,
        icon=":material/view_column:", key="drop_columns",
    )  # fmt: skip
    _fold(
        _("The first rows of each outcome"), _rows(report), upload_terms.ROWS,
        icon=":material/table_rows:", key="drop_rows",
    )  # fmt: skip


def _fold(
    title: str, rows: pd.DataFrame, terms: Mapping[str, glossary.Term], *, icon: str, key: str
) -> None:
    """Show rows below a title that opens them, where there are any."""
    if not len(rows):
        return
    below = fragments.opened(title, icon=icon, key=f"{key}_opened")
    if below is not None:
        with below:
            tables.show(rows, terms, key=key, alt=title)


def _outcome(row: Mapping[str, Any]) -> str:
    label = upload_terms.OUTCOMES[row["outcome"]]
    return _(label)


def _set(name: str | None) -> str:
    return _(sets.BY_NAME[name].label) if name else ""


def _column(set_name: str | None, name: str) -> str:
    """Return what a column is called: in Vietnamese by its usual heading, else by its name."""
    known = sets.BY_NAME[set_name].columns if set_name else ()
    usual = next((each.headings for each in known if each.name == name), ())
    return usual[0] if usual and text.language() == "vi" else name


def _place(file: Mapping[str, Any]) -> str:
    return f"{file['name']} ({file['sheet']})" if file["sheet"] else str(file["name"])
