"""Sentences and tables of the access log page: looks, searches, downloads, users' roles."""

import json
from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import directory
from dashboard.audit import log
from dashboard.audit.log import Chosen, Looks, OfPayment
from dashboard.comparing import menu
from dashboard.components import filter_bar, links, pickers, tables
from dashboard.exports import request_text, screen_tables
from dashboard.people import People
from dashboard.text import _, audit_terms, formats, ngettext, parsing, user_terms
from queries import frames
from queries.audit import downloads, entries
from queries.audit import looks as audit_looks
from queries.audit import searches as audit_searches

_SNAPSHOT: Final = "snapshot/"
_TABLE: Final = f"{screen_tables.KIND}/"


def choices(chosen: Chosen, offices: Mapping[str, str]) -> None:
    """Show the pickers of days and office, and what of the address was not usable."""
    office = offices[chosen.filters.office] if chosen.filters.office else _("All offices")
    with filter_bar.show([filter_bar.between(chosen.filters), office]).row:
        menu.show_without_evening(chosen.filters)
        pickers.one_day("from", _("Looked at from"), chosen.filters.start, parsing.LAST_DAY)
        pickers.one_day("to", _("to"), chosen.filters.end, parsing.LAST_DAY)
        pickers.office(chosen.filters, offices)
    pickers.notices(chosen.filters)


def trail(looks: Looks, names: People) -> None:
    """Show the way back from one person or purpose to all, and which entries do not exist."""
    # A payment that can be one is shown by itself, and not here.
    for param, entry in (("person", looks.who), ("purpose", looks.purpose), ("payment", None)):
        given = st.query_params.get(param)
        if given and entry is None:
            words = _("The access log has no entry “{value}”: nothing is limited by it.")
            shown = formats.plain(given[: parsing.LONGEST_CODE])
            st.warning(words.format(value=shown), icon=":material/link_off:")
    steps: list[tuple[str, Mapping[str, str | None]]] = [
        (_("All looks"), {"person": None, "purpose": None, "sort": None})
    ]
    if looks.who:
        steps.append((names.name(looks.who.who), {"purpose": None, "sort": None}))
    if looks.purpose:
        words = audit_terms.purpose(looks.purpose.purpose)
        steps.append((formats.words(words), {}))
    pickers.way_up(steps)


def summary(looks: Looks) -> None:
    """Show how many looks there were by how many people in the period."""
    figures = looks.figures
    words = _("**{looks} by {people}** from {start} to {end}; {rows} of participants were shown.")
    st.markdown(
        words.format(
            looks=_looks(figures["looks"]),
            people=_people(figures["people"]),
            rows=_rows(figures["rows"]),
            **looks.chosen.filters.period_text,
        )
    )
    tables.cards(audit_terms.FIGURES, figures)


def nothing(looks: Looks) -> None:
    """Show that nobody looked: in this period, with these limits, or ever."""
    if looks.is_blank:
        words = _("The access log has no entry yet: nobody has looked at personal data.")
        st.info(words, icon=":material/policy:")
    elif looks.is_limited:
        words = _("No look from {start} to {end} fits what is chosen.")
        st.info(words.format(**looks.chosen.filters.period_text), icon=":material/filter_alt:")
    else:
        words = _("Nobody looked at personal data from {start} to {end}.")
        st.success(words.format(**looks.chosen.filters.period_text), icon=":material/check_circle:")


def people(looks: Looks, names: People) -> None:
    """List who looked, those who saw most rows first; a row leads to that person's looks."""
    st.header(_("People"), anchor=False)
    tables.show(
        names.named(looks.people),
        audit_terms.PEOPLE,
        key="audit_people",
        alt=_("People who looked at personal data"),
        leads=links.Way({"person": "entry_id"}, given={"sort": None}),
    )


def purposes(looks: Looks) -> None:
    """List what was given as the purpose; a row leads to the looks for it."""
    st.header(_("Purposes"), anchor=False)
    tables.show(
        log.labelled(looks.purposes, {}),
        audit_terms.PURPOSES,
        key="audit_purposes",
        alt=_("What personal data were looked at for"),
        leads=links.Way({"purpose": "entry_id"}, given={"sort": None}),
    )


def listed(looks: Looks, offices: Mapping[str, str], names: People) -> None:
    """List the looks, the last one first; a row leads to the payments looked at."""
    st.header(_("Looks"), anchor=False)
    words = _("Choose a look to see the payments it was at: {most} of them at most.")
    st.caption(tables.hint(words.format(most=formats.count(audit_looks.MOST_NAMED))))
    tables.show_page(
        log.labelled(names.named(looks.rows), offices),
        audit_terms.LOOKS,
        looks.page,
        looks.figures["looks"],
        whole=lambda c, every: log.labelled(names.named(looks.whole(c, every)), offices),
        is_of_log=True,
        sortable=audit_looks.LOOKS_SORTABLE,
        key="audit_looks",
        alt=_("Looks at personal data, the last one first"),
        leads=links.Way({"code": "payment_ids"}, to="lookup", given={"payment": None}),
    )


def payment(found: OfPayment, offices: Mapping[str, str], names: People) -> None:
    """Show who looked at one payment at any time."""
    _links(found)
    name = formats.plain(found.payment)
    if not found.entries:
        words = _("Nobody has looked at the personal data of payment {payment}.")
        st.info(words.format(payment=name), icon=":material/policy:")
        return
    words = _("**Payment {payment}**: looked at {times} by {people}, whenever that was.")
    st.markdown(
        words.format(payment=name, times=_times(found.entries), people=_people(found.people))
    )
    tables.show_page(
        log.labelled(names.named(found.rows), offices),
        audit_terms.ENTRIES,
        found.page,
        found.entries,
        whole=lambda c, every: log.labelled(names.named(found.whole(c, every)), offices),
        is_of_log=True,
        sortable=entries.ENTRIES_SORTABLE,
        key="audit_payment",
        alt=_("Looks at this payment, the last one first"),
    )


def _links(found: OfPayment) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.here(
            _("All looks"),
            key="all_looks",
            icon=":material/arrow_upward:",
            payment=None,
            sort=None,
        )
        links.link(
            "lookup", _("How the payment went"), icon=":material/search:", code=found.payment
        )


def _looks(number: int) -> str:
    return ngettext("{n} look", "{n} looks", number).format(n=formats.count(number))


def _people(number: int) -> str:
    return ngettext("{n} person", "{n} people", number).format(n=formats.count(number))


def _rows(number: int) -> str:
    return ngettext("{n} row", "{n} rows", number).format(n=formats.count(number))


def _times(number: int) -> str:
    return ngettext("{n} time", "{n} times", number).format(n=formats.count(number))


def searches(looks: Looks, offices: Mapping[str, str], names: People) -> None:
    """Show the searches of the period, whatever they found; nothing where a purpose is chosen."""
    if looks.searches is None:
        return
    st.header(_("Searches"), anchor=False)
    period = looks.chosen.filters.period_text
    if looks.searches.empty:
        words = _("No search is noted from {start} to {end}.")
        st.info(words.format(**period), icon=":material/person_search:")
        return
    number = int(looks.searches["searches"].iloc[0])
    words = ngettext(
        "**{n} search** from {start} to {end}. What was searched for is kept nowhere.",
        "**{n} searches** from {start} to {end}. What was searched for is kept nowhere.",
        number,
    )
    if number > audit_searches.MOST:
        words += " " + _("The last {most} are shown.")
    most = formats.count(audit_searches.MOST)
    st.markdown(words.format(n=formats.count(number), most=most, **period))
    tables.show(
        _labelled_searches(names.named(looks.searches), offices),
        audit_terms.SEARCHES,
        key="audit_searches",
        alt=_("Searches, the last one first"),
    )


def _labelled_searches(rows: pd.DataFrame, offices: Mapping[str, str]) -> pd.DataFrame:
    return rows.assign(
        page_label=[log.page_title(page) for page in rows["page"]],
        kind_label=[_(audit_terms.SEARCHED[kind]) for kind in rows["kind"]],
        offices_label=[log.within(codes, offices) for codes in rows["office_codes"]],
        outcome_label=[_outcome(row["found"]) for row in frames.records(rows)],
    )


def _outcome(found: int | None) -> str:
    if found is None:
        return "× " + _("Refused: too many in a minute")
    return "✓ " + _("Found") if found else "▲ " + _("Nothing found")


def downloaded_files(looks: Looks, known: directory.Directory, names: People) -> None:
    """Show the files that were downloaded in the period; nothing where a purpose is chosen."""
    if looks.files is None:
        return
    st.header(_("Downloaded files"), anchor=False)
    period = looks.chosen.filters.period_text
    if looks.files.empty:
        words = _("No file was downloaded from {start} to {end}.")
        st.info(words.format(**period), icon=":material/download:")
        return
    number = int(looks.files["files"].iloc[0])
    words = ngettext(
        "**{n} file** was downloaded from {start} to {end}.",
        "**{n} files** were downloaded from {start} to {end}.",
        number,
    )
    if number > downloads.MOST:
        words += " " + _("The last {most} are shown.")
    most = formats.count(downloads.MOST)
    st.markdown(words.format(n=formats.count(number), most=most, **period))
    tables.show(
        _labelled_downloads(names.named(looks.files), known),
        audit_terms.FILES,
        key="audit_files",
        alt=_("Downloaded files, the last one first"),
    )


def _labelled_downloads(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    return rows.assign(
        report_label=[_report(kind) for kind in rows["kind"]],
        about=[_about(json.loads(asked), known) for asked in rows["asked"]],
        names_label=[_("In full") if in_full else _("Masked") for in_full in rows["in_full"]],
    )


def _report(kind: str) -> str:
    if kind.startswith(_TABLE):
        return _("Table: {page}").format(page=log.page_title(kind.removeprefix(_TABLE)))
    name = request_text.report(kind.removeprefix(_SNAPSHOT))
    return _("Snapshot: {report}").format(report=name) if kind.startswith(_SNAPSHOT) else name


def _about(params: Mapping[str, str], known: directory.Directory) -> str:
    """Return the days of a file, and whose figures it has."""
    if table := params.get(screen_tables.KIND):
        return " · ".join((table, *filter(None, [params.get(screen_tables.LIMITS)])))
    return f"{request_text.days(params)} · {request_text.about(params, known)}"


def user_decisions(looks: Looks, offices: Mapping[str, str], names: People) -> None:
    """Show the decisions about roles in the period; nothing where the looks are limited."""
    if looks.decisions is None:
        return
    st.header(_("Decisions about users"), anchor=False)
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
        _labelled_decisions(names.named(looks.decisions, "changed_by"), offices),
        audit_terms.DECISIONS,
        key="audit_decisions",
        alt=_("Decisions about users, the last one first"),
    )


def _labelled_decisions(rows: pd.DataFrame, offices: Mapping[str, str]) -> pd.DataFrame:
    return rows.assign(
        decision_label=[_decision(each) for each in rows["decision"]],
        role_label=[_(user_terms.ROLES[role]) for role in rows["role"]],
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
