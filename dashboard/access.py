"""Access to data: what the signed-in person may see, and queries run within it."""

from __future__ import annotations

import getpass
import time
import weakref
from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st
from streamlit.runtime import scriptrunner

from dashboard import current_store
from dashboard.auth import actor as auth_actor
from dashboard.auth import admission, exposure, preview, refusals, sign_in
from data import problems, scope, store, users

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa


T = TypeVar("T")

# Long enough for a connection that was cut to be replaced, short enough to say soon what is wrong.
_PAUSE_SECONDS: Final = 0.2

_PERSON: Final = "signed_in"
_admitted: Final[weakref.WeakKeyDictionary[object, users.User]] = weakref.WeakKeyDictionary()
_tried: Final[weakref.WeakKeyDictionary[object, tuple[str, scope.Scope]]] = (
    weakref.WeakKeyDictionary()
)


def user() -> users.User | None:
    """Return who is signed in; None where nobody signs in, as no provider is configured.

    The store is asked once in every run of a page or of a part of it.

    Raises:
        admission.Refused: the person may not see anything, or not any more.
        problems.Problem: the store is down, busy or slow: nobody knows.
    """
    if not sign_in.is_configured():
        return None
    run = _run()
    known = _admitted.get(run)
    if known is None:
        known = admission.admit(sign_in.of_this_run())
        _keep_apart(known)
        _admitted[run] = known
    return known


def current() -> scope.Scope:
    """Return what the person at the screen may see.

    Without a sign-in only this machine sees real data (see `exposure`), and whoever sits at it
    administers the store; to try it out, he may look at it as a director does.

    Raises:
        admission.Refused: nothing, or not any more.
        problems.Problem: the store is down, busy or slow.
    """
    if (signed_in := user()) is not None:
        return signed_in.scope
    office = preview.office()
    if office is None:
        return scope.Scope.everything()
    return _reach(office)


def person() -> str:
    """Return by what name somebody's notes are kept.

    It is the e-mail address of the sign-in, or without one the account on this machine.
    """
    signed_in = user()
    return signed_in.login if signed_in else getpass.getuser()


def may_reveal() -> bool:
    """Return whether personal data may be shown to this person."""
    signed_in = user()
    return signed_in is None or signed_in.may_reveal


def sign_out() -> None:
    """Sign the person out, in every browser and tab.

    Raises:
        problems.Problem: the store is down, busy or slow; nothing was noted.
    """
    if (signed_in := user()) is not None:
        admission.sign_out(signed_in)


def own_office() -> str | None:
    """Return the office of somebody who sees that one alone, as its director does.

    Those below it and those that it succeeded are seen with it, and are not meant.
    """
    if (signed_in := user()) is not None:
        given = signed_in.office_codes
        return given[0] if len(given) == 1 else None
    if office := preview.office():
        return office
    offices = current().offices
    return offices[0] if offices and len(offices) == 1 else None


def actor() -> auth_actor.Actor:
    """Return as whom this person takes files and freezes reports.

    Raises:
        admission.Refused: nothing may be seen, or not any more.
        problems.Problem: the store is down, busy or slow.
    """
    return auth_actor.Actor(current(), person(), may_reveal(), may_audit(), own_office())


def ask(question: Callable[[sa.Connection], T]) -> T:
    """Return what `question` finds in one transaction that shows what this person may see.

    Raises:
        problems.Problem: the store is down, busy or slow. A store that is down is asked twice
            only, and then the screen says so and waits: `troubles`.
    """
    try:
        return _asked(question)
    except store.Down:
        time.sleep(_PAUSE_SECONDS)
        return _asked(question)


def append(entry: Callable[[sa.Connection], T]) -> T:
    """Return what `entry` gives, which adds notes within what this person may see.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses. Nothing was added.
    """
    _require_inside()
    with current_store.current().appending(current()) as connection:
        return entry(connection)


def reveal(question: Callable[[sa.Connection], T]) -> T:
    """Return what `question` finds, which reads personal data of this person's offices and logs it.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses. Nothing was seen or logged.
    """
    if not may_reveal():
        raise refusals.NoPersonalData
    with current_store.current().revealing(current()) as connection:
        exposure.require(connection)
        return question(connection)


def may_audit() -> bool:
    """Return whether this person may read the access log; a director may not.

    Raises:
        admission.Refused: the person may not see anything, or not any more.
        problems.Problem: the store is down, busy or slow: nobody knows.
    """
    if (signed_in := user()) is not None:
        return signed_in.may_audit
    return preview.office() is None


def audit(question: Callable[[sa.Connection], T]) -> T:
    """Return what `question` finds in the access log of this person's offices.

    Raises:
        problems.Problem: this person may not, or the store is down, busy or slow.
    """
    if not may_audit():
        raise refusals.NoAccessLog
    _require_inside()
    with current_store.current().auditing(current()) as connection:
        return question(connection)


def answers() -> bool:
    """Return whether the store answers now, be it that this person may not see anything."""
    try:
        _asked(lambda _connection: None)
    except refusals.Refused:
        return True
    except problems.Problem:
        return False
    return True


def _asked(question: Callable[[sa.Connection], T]) -> T:
    with current_store.current().reading(current()) as connection:
        exposure.require(connection)
        return question(connection)


def _require_inside() -> None:
    """Refuse other machines before a transaction of a role that cannot know of the sample."""
    if exposure.is_outside():
        _asked(lambda _connection: None)


def _reach(office: str) -> scope.Scope:
    """Return what the director of an office sees; the store is asked once in every run, too."""
    run = _run()
    # A click on the switch comes after the run has begun.
    known = _tried.get(run)
    if known is None or known[0] != office:
        with current_store.current().admitting() as connection:
            known = office, users.reach(connection, office)
        _tried[run] = known
    return known[1]


def _run() -> object:
    """Return what Streamlit makes anew for every run of a page or of a part of it.

    The context itself serves several runs, one after the other. Without any of it, as in a test
    of a function, nothing is remembered.
    """
    context = scriptrunner.get_script_run_ctx(suppress_warning=True)
    return (context and context.parallel_coordinator) or _Nothing()


class _Nothing:
    """Stands for no run."""


def _keep_apart(signed_in: users.User) -> None:
    """Forget what the session of a tab holds when somebody else has signed in there."""
    if st.session_state.get(_PERSON, signed_in.login) != signed_in.login:
        st.session_state.clear()
    st.session_state[_PERSON] = signed_in.login
