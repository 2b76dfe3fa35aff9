"""Access to data: what the signed-in person may see, and queries run within it."""

import getpass
import time
import weakref
from collections.abc import Callable
from typing import Final, TypeVar

import sqlalchemy as sa
import streamlit as st
from streamlit.runtime import scriptrunner

from dashboard import current_store, logs
from dashboard.auth import actor as auth_actor
from dashboard.auth import admission, browser, exposure, preview, refusals, sign_in, tabs
from data import problems, scope, store, users

T = TypeVar("T")

# Long enough to replace a broken connection, short enough to report an error soon.
_PAUSE_SECONDS: Final = 0.2

_PERSON: Final = "signed_in"
_admitted: Final[weakref.WeakKeyDictionary[object, users.User]] = weakref.WeakKeyDictionary()
_tried: Final[weakref.WeakKeyDictionary[object, tuple[str, scope.Scope]]] = (
    weakref.WeakKeyDictionary()
)


def user() -> users.User | None:
    """Return the signed-in user; None where no provider is configured.

    The store is queried once in every run of a page or fragment.

    Raises:
        refusals.Refused: the user may not see anything, or not any more.
        problems.Problem: the store is down, busy or slow.
    """
    if not sign_in.is_configured():
        return None
    the_run = run()
    known = _admitted.get(the_run)
    if known is None:
        token = browser.token()
        known = admission.admit(token)
        _keep_apart(known)
        _bind(token)
        _admitted[the_run] = known
        logs.about(user=logs.user_id(known.login))
    return known


def current() -> scope.Scope:
    """Return what the user may see; raises as `user` does.

    Without a sign-in only this machine sees real data (see `exposure`), as the administrator of
    the store, or for a preview as a director.
    """
    if (signed_in := user()) is not None:
        return signed_in.scope
    office = preview.office()
    if office is None:
        return scope.Scope.everything()
    return _reach(office)


def person() -> str:
    """Return the name of the user in logs and notes: the e-mail address, or the system account."""
    signed_in = user()
    return signed_in.login if signed_in else getpass.getuser()


def may_reveal() -> bool:
    """Return whether the user may see personal data."""
    signed_in = user()
    return signed_in is None or signed_in.may_reveal


def sign_out(*, everywhere: bool = False) -> None:
    """Sign the user out in all tabs of this browser, or in every browser.

    Raises:
        problems.Problem: the store is down, busy or slow; nobody was signed out.
    """
    if (signed_in := user()) is None:
        return
    if everywhere:
        admission.end_all(signed_in)
    else:
        admission.end(browser.token())


def own_office() -> str | None:
    """Return the office of a user who sees one office alone, else None.

    Offices below it and its predecessors are seen with it, and do not count.
    """
    if (signed_in := user()) is not None:
        given = signed_in.office_codes
        return given[0] if len(given) == 1 else None
    if office := preview.office():
        return office
    offices = current().offices
    return offices[0] if offices and len(offices) == 1 else None


def actor() -> auth_actor.Actor:
    """Return the account that takes files and freezes reports; raises as `user` does."""
    signed_in = user()
    name = signed_in.full_name if signed_in else ""
    return auth_actor.Actor(current(), person(), may_reveal(), may_audit(), own_office(), name)


def ask(question: Callable[[sa.Connection], T]) -> T:
    """Return the result of `question`, in a transaction that reads what the user may see.

    Raises:
        problems.Problem: the store is down (after a second attempt), busy or slow.
    """
    try:
        return _read(question)
    except store.Hangs:
        # It has been waited for long enough.
        raise
    except store.Down:
        time.sleep(_PAUSE_SECONDS)
        return _read(question)


def append(entry: Callable[[sa.Connection], T]) -> T:
    """Return the result of `entry`, which adds notes within what the user may see.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses. Nothing was added.
    """
    _require_inside()
    with current_store.current().appending(current()) as connection:
        return entry(connection)


def reveal(question: Callable[[sa.Connection], T]) -> T:
    """Return the result of `question`, which reads personal data and logs that it does.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses. Nothing was seen or logged.
    """
    if not may_reveal():
        raise refusals.NoPersonalData
    with current_store.current().revealing(current()) as connection:
        exposure.require(connection)
        return question(connection)


def may_audit() -> bool:
    """Return whether the user may read the access log, which a director may not."""
    if (signed_in := user()) is not None:
        return signed_in.may_audit
    return preview.office() is None


def audit(question: Callable[[sa.Connection], T]) -> T:
    """Return the result of `question`, which reads the access log of the user's offices.

    Raises:
        problems.Problem: the user may not, or the store is down, busy or slow.
    """
    if not may_audit():
        raise refusals.NoAccessLog
    _require_inside()
    with current_store.current().auditing(current()) as connection:
        return question(connection)


def may_keep() -> bool:
    """Return whether the user may save views: without sign-in, whoever is at this machine."""
    return user() is not None or not exposure.is_outside()


def keep(action: Callable[[sa.Connection], T]) -> T:
    """Return the result of `action`, which reads or changes what this user has saved.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses. Nothing has changed.
    """
    if not may_keep():
        raise refusals.NothingKept
    with current_store.current().keeping(person()) as connection:
        return action(connection)


def kept(question: Callable[[sa.Connection], T]) -> T:
    """Return the result of `question`, which reads what this user has saved.

    Raises:
        problems.Problem: the store is down, busy or slow, or refuses.
    """
    if not may_keep():
        raise refusals.NothingKept
    with current_store.current().kept(person()) as connection:
        return question(connection)


def may_administer() -> bool:
    """Return whether the user may keep the users; without sign-in, whoever is at this machine."""
    if (signed_in := user()) is not None:
        return signed_in.may_administer
    return preview.office() is None and not exposure.is_outside()


def administer(decision: Callable[[sa.Connection], T]) -> T:
    """Return the result of `decision`, which reads or changes users and their sessions.

    Raises:
        problems.Problem: the user may not, or the store is down, busy or slow. Nothing has changed.
    """
    if not may_administer():
        raise refusals.NoUsers
    with current_store.current().registering() as connection:
        return decision(connection)


def oversee(question: Callable[[sa.Connection], T]) -> T:
    """Return the result of `question`, which reads how the program itself works.

    Raises:
        problems.Problem: the user is no administrator, or the store is down, busy or slow.
    """
    if not may_administer():
        raise refusals.NoOversight
    return ask(question)


def answers() -> bool:
    """Return whether the store answers now, even if only with a refusal."""
    try:
        _read(lambda _connection: None)
    except refusals.Refused:
        return True
    except problems.Problem:
        return False
    return True


def _read(question: Callable[[sa.Connection], T]) -> T:
    with current_store.current().reading(current()) as connection:
        exposure.require(connection)
        return question(connection)


def _require_inside() -> None:
    """Refuse other machines before a transaction of a role that cannot check for the sample."""
    if exposure.is_outside():
        _read(lambda _connection: None)


def _reach(office: str) -> scope.Scope:
    """Return the scope of the director of an office, queried once in every run."""
    the_run = run()
    # A click on the switch comes after the run has begun.
    known = _tried.get(the_run)
    if known is None or known[0] != office:
        with current_store.current().recognising() as connection:
            known = office, users.reach(connection, office)
        _tried[the_run] = known
    return known[1]


def run() -> object:
    """Return an object that Streamlit makes anew for every run of a page or fragment.

    The context itself serves several runs. Without one, as in a unit test, nothing is remembered.
    """
    context = scriptrunner.get_script_run_ctx(suppress_warning=True)
    return (context and context.parallel_coordinator) or _Nothing()


class _Nothing:
    """Stand-in where there is no run."""


def _bind(token: str | None) -> None:
    """Let this session alone have the page back when its connection is lost."""
    context = scriptrunner.get_script_run_ctx(suppress_warning=True)
    if context is not None and token is not None:
        tabs.opened(context.session_id, token)


def _keep_apart(signed_in: users.User) -> None:
    """Clear the session of a tab when another user has signed in there."""
    if st.session_state.get(_PERSON, signed_in.login) != signed_in.login:
        st.session_state.clear()
    st.session_state[_PERSON] = signed_in.login
