"""Requests for files: their parameters, and as whom the browser is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard import current_store
from dashboard.auth import actor, admission, sign_in
from dashboard.exports import bundles, content, files, reports, urls
from dashboard.exports.writers import csv, registry
from data import problems, users
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request


_IGNORED: Final = frozenset({urls.NAMES, urls.SEPARATOR, urls.AS_OFFICE, "lang"})

# Values of Sec-Fetch-Site: a page of ours, or the address bar.
_OUR_SITES: Final = ("same-origin", "none")


def taker(cookies: Mapping[str, str], as_office: str | None) -> actor.Actor:
    """Return the user as whom the browser is signed in, as the store knows the user.

    Without a sign-in only this machine reaches the dashboard; its user may look at it as the
    director of an office does, and then gets the files that the director may have.

    Raises:
        admission.Refused: the user is not let in, or not any more.
        problems.Problem: the store is down, busy or slow.
    """
    if sign_in.is_configured():
        user = admission.admit(sign_in.presented(cookies))
        return actor.for_user(user, user.login)
    whole = actor.administrator()
    if not as_office:
        return whole
    with current_store.current().recognising() as connection:
        reached = users.reach(connection, as_office)
    return whole._replace(scope=reached, may_audit=False, own_office=as_office)


def wanted(request: Request, asker: actor.Actor) -> files.Wanted:
    """Return the file that an address names.

    Raises:
        problems.Problem: there is none, or a parameter cannot be read.
    """
    params = request.query_params
    report = reports.named(request.path_params["kind"])
    given = {name: value for name, value in params.items() if name not in _IGNORED}
    in_full = params.get(urls.NAMES) == urls.IN_FULL
    if in_full and request.headers.get("sec-fetch-site", "none") not in _OUR_SITES:
        raise problems.Problem(
            N_("Personal data are not shown to you"),
            N_("Ask for the form with names from a page of the dashboard."),
        )
    return files.Wanted(
        report=report,
        params=reports.params(report, given, within=asker.scope, own=asker.own_office),
        ending=registry.named(request.path_params["ending"]).ending,
        in_full=in_full,
        separator=separator(params),
    )


def bundle(params: Mapping[str, str], asker: actor.Actor) -> bundles.Wanted:
    """Return the forms that an address names: by `date`, `office`, and `form`, their ending.

    Raises:
        problems.Problem: a parameter cannot be read, or the office is another's.
    """
    given = {name: value for name, value in params.items() if name in {"date", "office"}}
    return bundles.Wanted(
        reports.params(
            reports.named(content.FORM_01XN), given, within=asker.scope, own=asker.own_office
        ),
        registry.named(params.get("form", bundles.FORM_ENDING)).ending,
        separator(params),
    )


def separator(params: Mapping[str, str]) -> str:
    """Return what is to separate the values of a csv.

    Raises:
        problems.Problem: there is no such separator.
    """
    given = params.get(urls.SEPARATOR, "comma")
    if given not in csv.SEPARATORS:
        raise problems.Problem(
            N_("The report cannot be made"),
            N_("A csv is separated by one of these: {known}."),
            known=", ".join(csv.SEPARATORS),
        )
    return csv.SEPARATORS[given]
