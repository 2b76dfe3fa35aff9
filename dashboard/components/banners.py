"""Banners about sample data: while they are generated, and as long as they are in the store."""

import datetime as dt
import math
from typing import Final

import streamlit as st

from dashboard import access, cache, clock, current_store, first_run
from dashboard.components import fragments, links, page_head, tables
from dashboard.mail import waiting
from dashboard.text import _, formats, ngettext
from dashboard.watch import alerts
from queries.store import about, freshness

_SECONDS_BETWEEN_CHECKS: Final = 1.0
_QUARTERS: Final = 4


def sample() -> None:
    """Show that all data are invented, and how to import real ones."""
    with st.expander(
        _("Sample data: every name and figure is invented"), icon=":material/science:"
    ):
        st.markdown(_("To see your own data, import them; the sample is removed then:"))
        tables.import_command()


def sample_in_preparation() -> None:
    """Show the progress of the sample; the page opens when it is in."""
    fragments.alone(_prepared, every=_SECONDS_BETWEEN_CHECKS)()


def _prepared() -> None:
    share = first_run.share_filled()
    if share is None:
        st.rerun()
        return
    st.info(
        _("The store is empty: sample data are being made. The page opens when they are in."),
        icon=":material/science:",
    )
    st.progress(share, text=formats.rate(share))
    # Not every step: readers of screens would say nothing else.
    quarter = math.floor(share * _QUARTERS) / _QUARTERS
    page_head.announce(formats.rate(quarter), key="sample_status")


def beyond_data(as_of: dt.date) -> None:
    """Show that figures of an evening go on behind the last data, where working days have none."""
    end = min(as_of, clock.today() - dt.timedelta(days=1))
    gap = access.ask(lambda c: cache.find(c, freshness.gap, end=end))
    if gap.empty:
        return
    words = _(
        "No data of the days after {latest} have come: what is overdue is counted up to the end "
        "of {as_of} from what was known."
    )
    said = words.format(latest=formats.day(gap["last_day"].iloc[0]), as_of=formats.day(as_of))
    st.caption(f":material/cloud_off: {said}")


def copy() -> None:
    """Show from when figures are while the main server is gone, and what waits for it."""
    opened = current_store.current()
    if not opened.is_cut_off:
        return
    as_of = opened.as_of
    if as_of is None:
        head = _("**The main database server does not answer: figures are those of a copy.**")
    else:
        head = _("**Figures as of {moment}: the main database server does not answer.**").format(
            moment=formats.moment(as_of)
        )
    waits = _(
        "Pages go on from a copy that can only be read. Imports, notes, saved views, snapshots, "
        "files, personal data, searches for a person and sign-ins wait for the main server."
    )
    st.warning(f"{head} {waits}", icon=":material/cloud_off:")


def silent_feed(standing: about.Standing) -> None:
    """Show since when no data have come, where that is too long."""
    now = clock.machine()
    if standing.imported_at is None or not standing.is_silent(now):
        return
    hours = (now - standing.imported_at) // dt.timedelta(hours=1)
    sentence = ngettext(
        "**No data are coming in.** The last import ended at {moment}, {n} hour ago: what has "
        "happened since is missing here.",
        "**No data are coming in.** The last import ended at {moment}, {n} hours ago: what has "
        "happened since is missing here.",
        hours,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            sentence.format(moment=formats.moment(standing.imported_at), n=formats.count(hours)),
            icon=":material/cloud_off:",
        )
        links.link("data", _("Imports"), icon=":material/database:")


def missed() -> None:
    """Show what was due by the clock and is not done; administrators see why, and all of it."""
    is_administrator = access.may_administer()
    told = alerts.sentences(current_store.current(), is_administrator=is_administrator)
    if not told:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.error("  \n".join(map(formats.plain, told)), icon=":material/alarm:")
        if is_administrator:
            links.link("scheduled-work", _("Scheduled work"), icon=":material/schedule:")


def mails() -> None:
    """Show to administrators that mails wait for long, and why."""
    if access.may_administer() and (told := waiting.sentences(current_store.current())):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning("  \n".join(map(formats.plain, told)), icon=":material/mail_off:")
            links.link("notifications", _("Notifications"), icon=":material/mail:")
