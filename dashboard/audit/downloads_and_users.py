"""Files and users on the page of the access log: downloads, and decisions about roles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components import tables
from dashboard.exports import request_text
from dashboard.text import _, audit_terms, formats, ngettext
from queries.audit import downloads

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from dashboard import directory
    from dashboard.audit.log import Looks


_SNAPSHOT: Final = "snapshot/"


def downloaded_files(looks: Looks, known: directory.Directory) -> None:
    """Show the files that were downloaded in the period; nothing where a purpose is chosen."""
    if looks.files is None:
        return
    st.subheader(_("Files that were taken"), anchor=False)
    period = looks.chosen.filters.period_text
    if looks.files.empty:
        words = _("No file was taken from {start} to {end}.")
        st.info(words.format(**period), icon=":material/download:")
        return
    number = int(looks.files["files"].iloc[0])
    words = ngettext(
        "**{n} file** was taken from {start} to {end}.",
        "**{n} files** were taken from {start} to {end}.",
        number,
    )
    if number > downloads.MOST:
        words += " " + _("The last {most} are shown.")
    most = formats.count(downloads.MOST)
    st.markdown(words.format(n=formats.count(number), most=most, **period))
    tables.show(
        _labelled_downloads(looks.files, known),
        audit_terms.FILES,
        key=looks.key("audit_files", looks.chosen.person),
        alt=_("Files that were taken, the last one first"),
    )


def _labelled_downloads(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    return rows.assign(
        report_label=[_report(kind) for kind in rows["kind"]],
        about=[_about(json.loads(asked), known) for asked in rows["asked"]],
        names_label=[_("In full") if in_full else _("Masked") for in_full in rows["in_full"]],
    )


def _report(kind: str) -> str:
    name = request_text.report(kind.removeprefix(_SNAPSHOT))
    return _("Snapshot: {report}").format(report=name) if kind.startswith(_SNAPSHOT) else name


def _about(asked: Mapping[str, str], known: directory.Directory) -> str:
    """Return the days of a file, and whose figures it has."""
    return f"{request_text.days(asked)} · {request_text.about(asked, known)}"


def user_decisions(looks: Looks, offices: Mapping[str, str]) -> None:
    """Show the decisions about roles in the period; nothing where the looks are limited."""
    if looks.decisions is None:
        return
    st.subheader(_("Decisions about users"), anchor=False)
    period = looks.chosen.filters.period_text
    if looks.decisions.empty:
        words = _("No role was given or taken away from {start} to {end}.")
        st.info(words.format(**period), icon=":material/manage_accounts:")
        return
    number = len(looks.decisions)
    words = ngettext(
        "**{n} decision** from {start} to {end} about who may sign in, and see what.",
        "**{n} decisions** from {start} to {end} about who may sign in, and see what.",
        number,
    )
    st.markdown(words.format(n=formats.count(number), **period))
    tables.show(
        _labelled_decisions(looks.decisions, offices),
        audit_terms.DECISIONS,
        key=looks.key("audit_decisions"),
        alt=_("Decisions about users, the last one first"),
    )


def _labelled_decisions(rows: pd.DataFrame, offices: Mapping[str, str]) -> pd.DataFrame:
    return rows.assign(
        decision_label=[_decision(each) for each in rows["decision"]],
        role_label=[_(audit_terms.ROLES[role]) for role in rows["role"]],
        offices_label=[_named(codes, offices) for codes in rows["office_codes"]],
    )


def _decision(decision: str) -> str:
    # Tables are drawn without icons: a sign goes with the word.
    sign, label = audit_terms.DECIDED[decision]
    return f"{sign} {_(label)}"


def _named(codes: str, offices: Mapping[str, str]) -> str:
    if not codes:
        return _("All offices")
    return ", ".join(offices.get(code, code) for code in codes.split(","))
