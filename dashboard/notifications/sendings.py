"""The record of what was sent to whom, and how the queue stands."""

import functools
from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import access
from dashboard.components import filters, tables
from dashboard.text import _, formats, mail_terms, ngettext
from data.mailing import mails

_KEY: Final = "mail_outcome"
# So many of the last attempts are shown; the store keeps all.
_MOST: Final = 500
_DIGITS: Final = 16


def own(found: Sequence[mails.Sending], *, waits: bool) -> None:
    """Show the last mails to a user, and whether one waits to be sent."""
    if waits:
        st.caption(_("A mail to you waits to be sent."))
    if not found and not waits:
        st.caption(_("No mail has been sent to you yet."))
        return
    if not found:
        return
    tables.show(
        _rows(found), mail_terms.OWN, key="own_mails", alt=_("The last mails to you"),
        has_file=False,
    )  # fmt: skip


def show(chosen: filters.Filters) -> None:
    """Show to administrators how the queue stands, and what was sent to whom."""
    st.header(_("What was sent to whom"), anchor=False)
    state = access.administer(mails.state)
    st.markdown(_standing(state))
    _pick(chosen)
    found = access.administer(functools.partial(mails.sendings, outcome=chosen.status, most=_MOST))
    if not found:
        st.info(_("There is no such entry."), icon=":material/inbox:")
        return
    tables.show(_rows(found), mail_terms.ALL, key="mails", alt=_("What was sent to whom"))
    if len(found) == _MOST:
        words = _("The last {n} attempts are shown; the store keeps all of them.")
        st.caption(words.format(n=formats.count(_MOST)))


def _standing(state: mails.State) -> str:
    """Return in words how the queue stands."""
    sent = _("The last mail was handed over at {at}.").format(at=formats.moment(state.sent_at))
    if state.sent_at is None:
        sent = _("No mail has been handed over yet.")
    if not state.waiting:
        return " ".join([_("**No mail waits.**"), sent])
    waits = ngettext(
        "**{n} mail waits**, since {since}; the next attempt is at {next}.",
        "**{n} mails wait**, the oldest since {since}; the next attempt is at {next}.",
        state.waiting,
    ).format(
        n=formats.count(state.waiting), since=formats.moment(state.since),
        next=formats.moment(state.next_at),
    )  # fmt: skip
    why = _(mail_terms.REASONS[state.reason]) if state.reason in mail_terms.REASONS else ""
    return " ".join(filter(None, [waits, why, sent]))


def _pick(chosen: filters.Filters) -> None:
    """Show the choice of an outcome."""
    st.session_state[_KEY] = chosen.status
    st.segmented_control(
        _("Outcome"),
        options=list(mail_terms.OUTCOMES),
        key=_KEY,
        format_func=lambda outcome: _(mail_terms.OUTCOMES[outcome][1]),
        on_change=_write,
    )


def _write() -> None:
    filters.write(status=st.session_state[_KEY])


def _rows(found: Sequence[mails.Sending]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": [each.at for each in found],
            "recipient": [each.recipient for each in found],
            "kind_label": [_(mail_terms.KINDS[each.kind]) for each in found],
            "subject_label": [_about(each) for each in found],
            "attempt": [each.attempt for each in found],
            "outcome_label": [_outcome(each) for each in found],
            "reason_label": [
                _(mail_terms.REASONS[each.reason]) if each.reason else "" for each in found
            ],
            "sha256": [each.sha256.hex()[:_DIGITS] for each in found],
        }
    )


def _outcome(sending: mails.Sending) -> str:
    sign, word = mail_terms.OUTCOMES[sending.outcome]
    return f"{sign} {_(word)}"


def _about(sending: mails.Sending) -> str:
    """Return what a mail was about: a day as days are written, anything else as it is."""
    if sending.kind == mails.TEST:
        return ""
    day = pd.to_datetime(sending.subject, format="%Y-%m-%d", errors="coerce")
    return sending.subject if pd.isna(day) else formats.day(day.date())
