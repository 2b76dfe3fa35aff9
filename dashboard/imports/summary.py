"""Sentences and tables of the page of imports: freshness, feeds, what imports did and refused."""

import dataclasses
from typing import Final

import streamlit as st

from dashboard import people
from dashboard.components import filters, links, tables
from dashboard.imports.state import ImportsState, Run
from dashboard.text import _, formats, import_notices, import_terms, ngettext
from data.importing.checking import rejects
from queries.store import import_runs

# More names than this are counted.
_NAMED: Final = 5


def summary(state: ImportsState) -> None:
    """Say up to when there are data, which version they are, and which offices are missing."""
    latest = state.feeds["latest_recorded_at"].max()
    st.markdown(
        _(
            "**Data up to {latest}**. The last import ended at {imported}; data version {version}."
        ).format(
            latest=formats.moment(latest),
            imported=formats.moment(state.latest["imported_at"]),
            version=formats.words(state.latest["data_version"]),
        )
    )
    refreshed, imported = state.latest["refreshed_at"], state.latest["imported_at"]
    if refreshed is not None and (imported is None or refreshed > imported):
        sentence = _("A refresh ended at {moment}: it read no file.")
        st.caption(sentence.format(moment=formats.moment(refreshed)))
    _offices(state)


def figures(state: ImportsState) -> None:
    """Show the counts of offices by state side by side."""
    explanation = import_terms.FEED["state_label"].help
    with st.container(horizontal=True, gap="small"):
        for name, (sign, label) in import_terms.STATES.items():
            number = len(state.offices_in(name))
            st.metric(
                f"{sign} {_(label)}",
                formats.count(number),
                help=_(explanation),
                border=True,
                width="stretch",
            )


def feeds(state: ImportsState) -> None:
    """List the offices, the silent ones first; a row opens the office."""
    st.header(_("Offices on {day}").format(day=formats.day(state.chosen.date)), anchor=False)
    st.caption(
        " ".join(
            (
                _("A row is one office alone."),
                tables.hint(_("Choose it to open the office with all that are below it.")),
            )
        )
    )
    tables.show(
        state.offices,
        import_terms.FEED,
        key="feeds",
        alt=_("Offices and whether their data have come"),
        leads=links.Way({"office": "office_code"}, to="office", given={"date": state.chosen.date}),
    )


def imports(state: ImportsState) -> None:
    """List the imports and refreshes, the last one first; a row opens the run."""
    st.header(_("Imports and refreshes"), anchor=False)
    names = people.read()
    tables.show_page(
        names.named(state.imports, "imported_by"),
        import_terms.RUN,
        state.page,
        state.runs_total,
        whole=lambda c, every: names.named(
            dataclasses.replace(state, runs=import_runs.listed(c, page=every)).imports,
            "imported_by",
        ),
        sortable=(),
        key="imports",
        alt=_("Imports and refreshes, the last one first"),
        leads=links.Way({"run": "run_id"}),
    )


def no_run(number: int) -> None:
    """Say that there is no such import."""
    _back()
    sentence = _("There is no import {number}.").format(number=formats.count(number))
    st.warning(sentence, icon=":material/link_off:")


def one_run(run: Run) -> None:
    """Show one import: when, by whom, what became of the rows, what was refused; or a refresh."""
    _back()
    title = _("Refresh {number}") if run.is_refresh else _("Import {number}")
    st.header(title.format(number=run.row["run_id"]), anchor=False)
    st.markdown(
        _("Ended at {moment}, run by {who}.").format(
            moment=formats.moment(run.row["finished_at"]),
            who=formats.plain(people.read().name(run.row["imported_by"])),
        )
    )
    if run.is_refresh:
        sentence = _("A refresh: no file was read; what is kept beside the rows was computed anew.")
        st.info(sentence, icon=":material/refresh:")
        return
    _result(run)
    for name, reason in run.refusals:
        st.error(f"**{formats.plain(name)}**  \n{formats.plain(reason)}", icon=":material/block:")
    _reverted(run)
    terms = {name: term for name, term in import_terms.COUNTED.items() if name in run.counts}
    tables.show(run.counts, terms, key="counts", alt=_("Rows by what they are"))
    _notices(run)
    _rejects(run)


def _result(run: Run) -> None:
    """Say whether all of an import is in."""
    _sign, label, sentence = import_terms.STATUSES[run.status]
    words = f"**{_(label)}.** {_(sentence)}"
    match run.status:
        case 0:
            st.success(words, icon=":material/check_circle:")
        case 1:
            st.warning(words, icon=":material/warning:")
        case _:
            st.error(words, icon=":material/block:")


def _notices(run: Run) -> None:
    """List what was noticed in the files: skipped and hidden rows, columns that are not known."""
    if run.notices:
        lines = "\n".join(f"- {formats.plain(sentence)}" for sentence in run.notices)
        heading = _("Noticed in the files:")
        st.info(f"{heading}\n\n{lines}", icon=":material/info:")


def _reverted(run: Run) -> None:
    """Warn of files that took rows back to earlier values: they may be old ones."""
    for name, rows in run.reverted:
        sentence = import_notices.reverted(name, rows)
        st.warning(formats.plain(sentence), icon=":material/undo:")


def _back() -> None:
    st.button(
        _("All imports"),
        key="all_imports",
        type="tertiary",
        icon=":material/arrow_upward:",
        on_click=filters.write,
        kwargs={"run": None, "sort": None},
    )


def _offices(state: ImportsState) -> None:
    expected = len(state.feeds) - len(state.offices_in("never"))
    silent = state.offices_in("silent")
    values = {
        "n": formats.count(expected - len(silent)),
        "m": formats.count(expected),
        "day": formats.day(state.chosen.date),
        "names": _names(silent),
    }
    if silent:
        sentence = _("{n} of {m} offices have told what they have for {day}. Silent: {names}.")
        st.warning(sentence.format(**values), icon=":material/cloud_off:")
    elif expected:
        sentence = _("All {m} offices have told what they have for {day}.")
        st.success(sentence.format(**values), icon=":material/check_circle:")
    if never := state.offices_in("never"):
        sentence = _("Not counted are offices of which there have never been data: {names}.")
        st.caption(sentence.format(names=_names(never)))


def _names(names: list[str]) -> str:
    shown = ", ".join(formats.plain(name) for name in names[:_NAMED])
    more = len(names) - _NAMED
    if more <= 0:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
        names=shown, n=formats.count(more)
    )


def _rejects(run: Run) -> None:
    if not run.rejected and not run.is_cut:
        st.success(_("No row was refused."), icon=":material/check_circle:")
        return
    found = run.faults if run.is_cut else run.rejected
    st.markdown(
        ngettext("**{n} fault** was found:", "**{n} faults** were found:", found).format(
            n=formats.count(found)
        )
    )
    if run.is_cut:
        sentence = _(
            "The store keeps the first {most} faults of an import. All of them are in its list of "
            "rejects, the file rejects.csv."
        )
        st.caption(sentence.format(most=formats.count(rejects.MOST_KEPT)))
    tables.show_page(
        run.rejected_rows,
        import_terms.REJECT,
        run.page,
        run.rejected,
        whole=lambda c, every: (
            dataclasses.replace(
                run, rejects=import_runs.rejects(c, run=run.row["run_id"], page=every)
            ).rejected_rows
        ),
        sortable=import_runs.SORTABLE,
        key=f"rejects_{run.row['run_id']}",
        alt=_("Rows that were refused"),
    )
