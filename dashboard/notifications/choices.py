"""What a user gets by mail: the choice, a mail to try it, and the last mails to this user."""

import functools
from typing import Final

import streamlit as st

from dashboard import access, text
from dashboard.components import fragments, submissions
from dashboard.mail import queueing, sender
from dashboard.mail import standing as mail_standing
from dashboard.notifications import sendings
from dashboard.text import _, formats, mail_terms
from data import mail_choices, settings, users
from data.mailing import mails

_STATE_KEY: Final = "mail_choices"
_LANGUAGES: Final = {"vi": "Tiếng Việt", "en": "English"}
# So many of the last mails to a user are shown.
_MOST: Final = 20
# How soon it is looked whether what waits has been sent.
_LOOK_SECONDS: Final = 2.0


def standing() -> bool:
    """Show why nothing is mailed, if nothing is; return whether that is so."""
    off = mail_standing.of_settings(settings.read()) or access.ask(mail_standing.ask)
    if off is not None:
        st.info(_(mail_standing.SENTENCES[off]), icon=":material/mail_off:")
    return off is not None


def nobody() -> None:
    """Show that mails go to users who sign in, of whom there are none here."""
    st.info(
        _("Mails go to users who sign in. Here nobody does: channels of groups may get them."),
        icon=":material/person_off:",
    )


def show(user: users.User, *, is_off: bool) -> None:
    """Show what the user gets, to be changed, and the last mails."""
    kept = submissions.of(_STATE_KEY)
    choice = access.kept(functools.partial(mail_choices.own, user=user))
    _result(kept)
    words = _("Mails go to **{login}**, about the offices that you see.")
    if not choice.is_made:
        words += " " + _("You have not chosen yet: this is what everybody gets at first.")
    st.markdown(words.format(login=formats.plain(user.login)))
    _form(kept, user, choice)
    st.button(
        _("Send a mail to try it"),
        key=f"mail_test_{kept.done}",
        icon=":material/outgoing_mail:",
        disabled=is_off or not mail_standing.reaches_users(),
        on_click=kept.once(_try_out, user),
    )
    st.header(_("Last mails to you"), anchor=False)
    is_waiting = access.kept(mails.is_waiting)
    fragments.alone(_last, every=_LOOK_SECONDS if is_waiting else None)(is_waiting=is_waiting)


def _last(*, is_waiting: bool) -> None:
    """Show the last mails; the page runs again once what waited has been sent."""
    if is_waiting and not access.kept(mails.is_waiting):
        st.rerun()
    sendings.own(access.kept(functools.partial(mails.sendings, most=_MOST)), waits=is_waiting)


def _form(kept: submissions.Submissions, user: users.User, choice: mail_choices.Choice) -> None:
    with st.form(f"mail_choices_{kept.done}", enter_to_submit=False):
        for kind in mail_choices.may_choose(user):
            st.checkbox(
                _(mail_terms.CHOICES[kind]), value=kind in choice.kinds, key=_key(kept, kind)
            )
        languages = list(_LANGUAGES)
        st.selectbox(
            _("Language of the mails"),
            languages,
            index=languages.index(choice.language),
            key=_key(kept, "language"),
            format_func=_LANGUAGES.__getitem__,
        )
        st.form_submit_button(
            _("Save"), key=_key(kept, "save"), type="primary", on_click=kept.once(_save, user)
        )


def _save(kept: submissions.Submissions, user: users.User) -> None:
    state = st.session_state
    kinds = [kind for kind in mail_choices.may_choose(user) if state[_key(kept, kind)]]
    language = str(state[_key(kept, "language")])

    def save() -> str:
        access.keep(functools.partial(mail_choices.choose, kinds=kinds, language=language))
        return (
            _("Saved: you get {n} kinds of mail.").format(n=len(kinds))
            if kinds
            else _("Saved: you get no mail.")
        )

    kept.carry_out(save, about=user.login)


def _try_out(kept: submissions.Submissions, user: users.User) -> None:
    def send() -> str:
        choice = access.kept(functools.partial(mail_choices.own, user=user))
        with text.speaking("en" if choice.language == "en" else "vi"):
            identity, message = queueing.trial(user)
        access.keep(functools.partial(mails.try_out, message_id=identity, message=message))
        sender.wake()
        return _("A mail to {login} is on its way; see below whether the server has taken it.")

    kept.carry_out(send, about=user.login)


def _result(kept: submissions.Submissions) -> None:
    """Show what the last change came to."""
    if kept.problem is not None:
        st.error(submissions.sentence(kept.problem), icon=":material/error:")
    elif kept.result:
        words = str(kept.result).format(login=formats.plain(kept.about))
        st.success(words, icon=":material/check_circle:")


def _key(kept: submissions.Submissions, name: str) -> str:
    return f"mail_{name}_{kept.done}"
