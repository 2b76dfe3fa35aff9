"""Owns what the page of the access log says of files: who took which report, and of what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import formats, snapshot_subject, tables
from dashboard.text import _, audit_terms, ngettext
from queries import export_log

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from dashboard import places
    from dashboard.audit_log import Looks

_SNAPSHOT: Final = "snapshot/"


def listed(looks: Looks, known: places.Places) -> None:
    """Say how many files were taken in the period, and list them; not where a purpose limits."""
    if looks.files is None:
        return
    days = looks.chosen.filters
    words = {"start": formats.day(days.start), "end": formats.day(days.end)}
    st.subheader(_("Files that were taken"), anchor=False)
    if looks.files.empty:
        told = _("No file was taken from {start} to {end}.")
        st.info(told.format(**words), icon=":material/download:")
        return
    number = int(looks.files["files"].iloc[0])
    told = ngettext(
        "**{n} file** was taken from {start} to {end}.",
        "**{n} files** were taken from {start} to {end}.",
        number,
    )
    if number > export_log.MOST:
        told += " " + _("The last {most} are shown.")
    most = formats.count(export_log.MOST)
    st.markdown(told.format(n=formats.count(number), most=most, **words))
    tables.show(
        _labelled(looks.files, known),
        audit_terms.FILES,
        key=f"audit_files_{days.start}_{days.end}_{days.office}_{looks.chosen.person}",
        alt=_("Files that were taken, the last one first"),
    )


def _labelled(rows: pd.DataFrame, known: places.Places) -> pd.DataFrame:
    return rows.assign(
        report_label=[_report(kind) for kind in rows["kind"]],
        about=[_about(json.loads(asked), known) for asked in rows["asked"]],
        names_label=[_("In full") if in_full else _("Masked") for in_full in rows["in_full"]],
    )


def _report(kind: str) -> str:
    name = snapshot_subject.report(kind.removeprefix(_SNAPSHOT))
    return _("Snapshot: {report}").format(report=name) if kind.startswith(_SNAPSHOT) else name


def _about(asked: Mapping[str, str], known: places.Places) -> str:
    """Return the days and whose figures a file was asked for."""
    return f"{snapshot_subject.days(asked)} · {snapshot_subject.about(asked, known)}"
