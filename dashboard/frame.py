"""The frame around every page: language, navigation and errors."""

import copy

import sqlalchemy as sa
import streamlit as st

from dashboard import access, clock, directory, first_run, logs, metrics, names, screens, text
from dashboard.auth import browser, refusals, sign_in
from dashboard.components import (
    banners,
    errors,
    links,
    page_head,
    preview_switch,
    table_files,
    theme,
)
from dashboard.components.views import address
from dashboard.lookup import box, reveal
from dashboard.text import _, formats
from data import problems, users
from queries.store import about

_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def _set_language() -> None:
    code = st.query_params.get("lang")
    text.use(code if text.is_known(code) else text.DEFAULT)


def _pages() -> dict[screens.Screen, st.Page]:
    return {
        # A copy: Streamlit notes in it that it is the one to be run.
        screen: copy.copy(links.page(screen, _(screen.title)))
        for screen in screens.ALL
    }


def _go_to_first() -> None:
    st.switch_page(screens.FIRST.script, query_params=st.query_params.to_dict())


def _head(signed_in: users.User | None, *, has_search: bool = False) -> None:
    other: text.Language = "en" if text.language() == "vi" else "vi"
    with st.container(
        key="top_line",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
    ):
        st.caption(_("Hanoi Social Insurance · Monitoring of collection services"), width="content")
        if has_search:
            box.show()
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if signed_in is not None:
                _person(signed_in)
            links.here(
                _NAMES[other],
                key="language",
                icon=":material/translate:",
                lang=None if other == text.DEFAULT else other,
            )


def _person(signed_in: users.User) -> None:
    """Show who is signed in, and how to sign out: here, or in every browser."""
    name = formats.plain(signed_in.full_name)
    with st.popover(name, type="tertiary", icon=":material/account_circle:"):
        st.caption(formats.plain(signed_in.login))
        here = st.button(_("Sign out"), key="sign_out", icon=":material/logout:")
        everywhere = st.button(
            _("Sign out everywhere"),
            key="sign_out_everywhere",
            icon=":material/devices:",
            help=_("Ends your sign-ins in every browser, on every machine."),
        )
    if here or everywhere:
        try:
            access.sign_out(everywhere=everywhere)
        except problems.Problem as problem:
            errors.show(problem)
        else:
            browser.leave()
            st.stop()


def _menu(*, is_auditor: bool = False, is_administrator: bool = False) -> None:
    # Not Streamlit's own menu: its links drop the language.
    with st.sidebar:
        for screen in screens.ALL:
            is_open = is_auditor or not screen.for_auditors
            if is_open and (is_administrator or not screen.for_administrators):
                links.link(screen.address, _(screen.title), icon=screen.icon)


def _show(page: st.Page) -> None:
    reveal.leave(page.url_path)
    box.leave(page.url_path)
    if first_run.share_filled() is not None:
        banners.sample_in_preparation()
        return
    standing, known = access.ask(_ask)
    if not sign_in.is_configured():
        with st.sidebar:
            preview_switch.switch(known, clock.today())
    if standing.is_sample:
        banners.sample()
    banners.copy()
    banners.silent_feed(standing)
    banners.missed()
    banners.mails()
    box.go()
    page_head.show(page.title, _reader(known))
    table_files.begin(page.url_path)
    address.begin(page.url_path)
    page.run()


def _ask(connection: sa.Connection) -> tuple[about.Standing, directory.Directory]:
    return about.standing(connection, day=clock.today()), names.read(connection)


def _reader(known: directory.Directory) -> list[str]:
    """Return in words who looks at the page, and which offices that person sees."""
    signed_in = access.user()
    codes = access.current().offices
    if codes is None:
        seen = [_("All offices")]
    else:
        seen = [name for code, name in known.offices.items() if code in codes]
    who = [signed_in.full_name or signed_in.login] if signed_in else []
    return [*who, _("sees: {offices}").format(offices=", ".join(seen))]


def main() -> None:
    """Run the page in the address."""
    _set_language()
    pages = _pages()
    st.set_page_config(
        layout="wide", page_icon=theme.FAVICON, initial_sidebar_state=theme.MENU_WIDTH
    )
    start = st.Page(
        _go_to_first,
        title=_(screens.FIRST.title),
        url_path="start",
        default=True,
        visibility="hidden",
    )
    page = st.navigation([start, *pages.values()], position="hidden")
    logs.about(page=page.url_path)
    with metrics.page_run(page.url_path) as run:
        try:
            signed_in = access.user()
        except refusals.Refused as refusal:
            run.outcome = "refused"
            errors.show(refusal)
        except problems.Problem as problem:
            run.outcome = "problem"
            _menu()
            _head(None)
            errors.show(problem)
        else:
            _open(page, signed_in, run)


def _open(page: st.Page, signed_in: users.User | None, run: metrics.PageRun) -> None:
    _menu(is_auditor=access.may_audit(), is_administrator=access.may_administer())
    # The lookup has the box among what it shows.
    _head(signed_in, has_search=page.url_path != box.PAGE)
    try:
        _show(page)
    except problems.Problem as problem:
        run.outcome = "problem"
        errors.show(problem)


main()
