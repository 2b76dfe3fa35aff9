"""Exposure without sign-in: this machine only, or others too while all data are invented.

Invented data may be shown to anybody, as in a container. An import of real data may replace them
while the dashboard runs, so other machines are checked at every request, at every message of an
open page, and in every transaction of a page.
"""

import ipaddress
from typing import Final

import sqlalchemy as sa
import streamlit as st
from starlette import concurrency, datastructures

from dashboard import current_store
from dashboard.auth import sign_in
from data import problems, scope, settings, store
from data.problems import N_
from data.sample import marker
from queries.store import about

# The names of this machine. A page of another site that resolves to it comes under another one.
HOSTS: Final = settings.LOOPBACK

# Set by `web.local_only` alone, and read by the pages.
OUTSIDE_HEADER: Final = "x-bhxh-from-outside"
_TITLE: Final = N_("Other machines may not open the dashboard")


class Closed(problems.Problem):
    """The store holds real data, and nobody signs in."""

    def __init__(self) -> None:
        super().__init__(
            _TITLE,
            N_(
                "The store holds personal data and nobody signs in: open the dashboard on the "
                "machine that it runs on, or have the sign-in set up (docs/deployment.md)."
            ),
        )


def require_host(host: str) -> None:
    """Refuse a start on a host that other machines reach, unless they sign in or see a sample.

    Raises:
        problems.Problem: the store holds real data, or it is not known what it holds.
    """
    if sign_in.is_configured() or is_loopback(host):
        return
    try:
        invented = is_invented(current_store.current())
    except problems.Problem as problem:
        raise problems.Problem(
            _TITLE,
            N_(
                "Nobody signs in, and the store does not say whether its data are invented (see "
                "bhxh-monitor doctor): use the host 127.0.0.1 instead of {host}, or set up the "
                "sign-in (docs/deployment.md)."
            ),
            host=host,
        ) from problem
    if not invented:
        raise problems.Problem(
            _TITLE,
            N_(
                "The store holds personal data and nobody signs in, so that only this machine may "
                "open the dashboard: use the host 127.0.0.1 instead of {host}, or set up the "
                "sign-in (docs/deployment.md)."
            ),
            host=host,
        )


def is_invented(opened: store.Store) -> bool:
    """Return whether a store holds a sample, or is to be filled with one.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    with opened.reading(scope.Scope.everything()) as connection:
        if about.is_sample(connection):
            return True
    return marker.is_wanted(opened)


def require(connection: sa.Connection) -> None:
    """Refuse a page of another machine, in the transaction that queries its figures.

    The result holds until the transaction ends: an import that removes the sample waits for it.

    Raises:
        Closed: nobody signs in, and the store is no sample, or not any more.
    """
    if is_outside() and not about.is_sample(connection):
        raise Closed


async def require_still(headers: datastructures.Headers) -> None:
    """Refuse a response that took long, if other machines may not have it any more.

    Raises:
        problems.Problem: real data have taken the place of the sample, or it cannot be told.
    """
    if not sign_in.is_configured() and OUTSIDE_HEADER in headers:
        found = await concurrency.run_in_threadpool(refusal)
        if found is not None:
            raise found


def is_outside() -> bool:
    """Return whether a page runs for another machine, where nobody signs in."""
    return not sign_in.is_configured() and OUTSIDE_HEADER in st.context.headers


def is_loopback(host: str) -> bool:
    """Return whether an address, or a name, is this machine's alone."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.lower() == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def refusal() -> problems.Problem | None:
    """Return why other machines are refused now; None while all data are invented."""
    try:
        return None if is_invented(current_store.current()) else Closed()
    except problems.Problem as problem:
        return problem
