"""One snapshot on the screen: facts, integrity, hashes, versions and rows."""

from typing import Final

import pandas as pd
import streamlit as st

from dashboard import directory, people, text
from dashboard.components import elements, errors, links, paging, tables
from dashboard.downloads import panel
from dashboard.exports import cell_text, paper, request_text
from dashboard.exports.snapshots import freezing
from dashboard.snapshots import listing, values
from dashboard.snapshots.case import Case
from dashboard.text import _, formats, glossary, ngettext, snapshot_terms
from data.problems import N_

# An empty cell differs from an unknown one.
_BLANK: Final = "\u00a0"
_LEFT: Final = (paper.Kind.TEXT, paper.Kind.CODE)
_HELP: Final = N_("As it stands in the files of this snapshot.")


def back() -> None:
    """Show the link back to the list."""
    links.here(
        _("All snapshots"),
        key="all_snapshots",
        icon=":material/arrow_upward:",
        snapshot=None,
        other=None,
        sort=None,
    )


def obstacle(case: Case) -> None:
    """Show why a snapshot cannot be shown: it does not exist, or was tampered with."""
    if case.problem is None:
        return
    said = errors.markdown(case.problem)
    if isinstance(case.problem, freezing.Missing):
        st.warning(said, icon=":material/search_off:")
    else:
        st.error(said, icon=":material/gpp_bad:")


def head(
    case: Case, frozen: freezing.Frozen, known: directory.Directory, names: people.People
) -> None:
    """Show what it is, who froze it when and why, and that it is unchanged."""
    snapshot = frozen.snapshot
    words = _("**Snapshot {number}**: {what}, frozen at {time} on {day}.")
    what = request_text.words(frozen.content.kind, case.asked, known)
    at = request_text.time_of(snapshot.at)
    st.markdown(words.format(number=case.number, what=formats.plain(what), **at))
    _intact(frozen)
    st.markdown("  \n".join(_facts(frozen, names)))
    panel.files(f"snapshot/{case.number}", {})


def proof(frozen: freezing.Frozen) -> None:
    """Show its hashes, to be copied or read out."""
    with st.expander(_("Hashes of this snapshot"), icon=":material/tag:"):
        st.caption(
            _(
                "Over the hash of the snapshot before and the whole content: it stands in each of "
                "its files, and anybody can compute it."
            )
        )
        elements.copyable(frozen.snapshot.link.sha256.hex())
        st.caption(_("Over the figures alone: the same in every file with the same figures."))
        elements.copyable(frozen.snapshot.taken.figures_sha256.hex())


def versions(case: Case, known: directory.Directory, names: people.People) -> None:
    """List the snapshots of the same subject where there are others; a row opens one."""
    if not case.others or case.versions is None:
        return
    st.header(_("Versions"), anchor=False)
    st.caption(_("All snapshots of this report, asked for alike. A later one replaces none."))
    tables.show(
        listing.labelled(case.versions, known, names),
        snapshot_terms.VERSIONS,
        key="versions",
        alt=_("Snapshots of the same report"),
        leads=links.Way({"snapshot": "snapshot_id"}, given={"other": None, "sort": None}),
    )


def rows(frozen: freezing.Frozen, known: directory.Directory) -> None:
    """Show its rows: payments page by page, each leading to what has become of it; others as paper.

    What is no payment has codes of ours in its rows, for which papers have the words.
    """
    st.header(_("What it says"), anchor=False)
    framed = values.frame(frozen.content)
    if framed.empty:
        st.info(_("The report had no rows when it was frozen."), icon=":material/inbox:")
        return
    if values.CODE not in framed:
        _paper(frozen)
        return
    terms = values.terms(framed)
    page = paging.wanted(len(framed), tuple(terms))
    tables.show_page(
        values.written(paging.cut(framed, page), known),
        terms,
        page,
        len(framed),
        whole=lambda _c, every: values.written(paging.cut(framed, every), known),
        sortable=tuple(terms),
        key="snapshot_rows",
        alt=_("Rows of the snapshot"),
        leads=links.Way({"code": "lookup"}, to="lookup", given={"payment": None}),
    )


def _intact(frozen: freezing.Frozen) -> None:
    supersedes = frozen.snapshot.supersedes
    words = _("**Untouched**: the content fits its hash, which was computed just now.")
    follows = _("It follows number {number} of the same report.").format(number=supersedes)
    said = words if supersedes is None else f"{words} {follows}"
    st.success(said, icon=":material/verified_user:")


def _facts(frozen: freezing.Frozen, names: people.People) -> list[str]:
    """Return who froze it, why, and of which data, a line each."""
    taken = frozen.snapshot.taken
    count = ngettext("{n} row", "{n} rows", taken.row_count)
    lines = [
        _("Frozen by: {who} · {how}").format(
            who=formats.plain(names.name(taken.by)),
            how=listing.way(
                is_closing=taken.is_closing,
                day=frozen.snapshot.subject.day,
                at=frozen.snapshot.at,
            ),
        ),
        _("Data version {version} · {rows}").format(
            version=formats.count(taken.data_version),
            rows=count.format(n=formats.count(taken.row_count)),
        ),
    ]
    note = _("Note: {note}").format(note=formats.plain(taken.note))
    return [*lines, note] if taken.note else lines


def _paper(frozen: freezing.Frozen) -> None:
    """Show the tables of its paper, each under its title; papers are in Vietnamese."""
    for place, (table, rows) in enumerate(_tables(frozen)):
        if table.title:
            st.subheader(formats.plain(table.title), anchor=False)
        tables.show(
            rows,
            {str(key): _term(column) for key, column in enumerate(table.columns)},
            key=f"snapshot_paper_{place}",
            alt=table.title or _("Rows of the snapshot"),
            # Groups and sums stand among the lines.
            sortable=(),
        )


def _tables(frozen: freezing.Frozen) -> list[tuple[paper.Table, pd.DataFrame]]:
    """Return the tables of its paper with their lines, written."""
    with text.speaking("vi"):
        return [(table, _rows(table)) for table in frozen.paper().tables]


def _rows(table: paper.Table) -> pd.DataFrame:
    kinds = [column.kind for column in table.columns]
    names = [str(key) for key in range(len(kinds))]
    lines = [_line(line, kinds) for line in table.lines]
    return pd.DataFrame(lines, columns=names, dtype="object")


def _line(line: paper.Line, kinds: list[paper.Kind]) -> list[str]:
    """Return the cells of a line; the words of a group stand in the first one."""
    cells = [*line.cells, *[""] * (len(kinds) - len(line.cells))]
    return [cell_text.cell(value, kind) or _BLANK for value, kind in zip(cells, kinds, strict=True)]


def _term(column: paper.Column) -> glossary.Term:
    return glossary.Term(column.label, _HELP, "words" if column.kind in _LEFT else "figure")
