"""Owns what a screen offers to take away: the files of a report, and the freezing of its figures.

The links carry what the screen shows. What a report cannot be limited to is said beside them.
"""

from __future__ import annotations

import urllib.parse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import access, screens, text
from dashboard.auth import preview
from dashboard.components import links
from dashboard.downloads import all_forms, freeze
from dashboard.exports import content, reports, request_text, urls
from dashboard.exports.writers import registry
from dashboard.text import _, formats
from data import problems
from data.problems import N_
from queries.forms import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard import directory


# What reports may not be limited to, as the pickers of the pages call it.
_LIMITS: Final = {
    "product": N_("Product"),
    "collector": N_("Collector"),
    "by": N_("Rows"),
    "kind": N_("Kind"),
    "org": N_("Collection organisation"),
}


# Of which time the offices of the screen are: reports are by those of the time of their figures.
OFFICES: Final = "offices"


@dataclass(frozen=True)
class Offer:
    """One report, and what the screen at hand is limited to.

    `of_office` says that it is of one office alone: the user chooses it if the screen is of
    several. `remark` says in what the report is not as the screen.
    """

    kind: str
    given: Mapping[str, screens.Value]
    of_office: bool = False
    remark: str = ""

    @property
    def lacks_office(self) -> bool:
        """Whether an office is to be chosen before it can be taken."""
        return self.of_office and not self.given.get("office")


@dataclass(frozen=True)
class _Ready:
    """A report that can be asked for, and what of the screen it cannot be limited to.

    Of its own time are the offices of a report, where those of the screen are not.
    """

    report: reports.Report
    asked: Mapping[str, str]
    without: tuple[str, ...]
    is_of_its_time: bool


def show(known: directory.Directory, *offers: Offer) -> None:
    """Offer reports as files, and to freeze them; those that the program does not have are not."""
    told = [each for each in offers if each.kind in reports.ALL]
    if not told:
        return
    with st.popover(
        _("Files and snapshots"), icon=":material/download:", key="take_away", width="content"
    ):
        ready = [each for offer in told if (each := _offered(_with_office(offer, known), known))]
        if ready:
            freeze.show([(each.report, each.asked) for each in ready])


def files(path: str, asked: Mapping[str, str]) -> None:
    """Show a link to each kind of file of what has a path, as the routes of exports have it."""
    _links(path, asked, registry.FORMATS.values(), "{file}")


def _links(
    path: str, asked: Mapping[str, str], offered: Iterable[registry.Format], label: str
) -> None:
    """Show links to files in some formats, each labelled with the name of its format."""
    office = preview.office()
    given = dict(asked) | ({urls.AS_OFFICE: office} if office else {})
    with st.container(horizontal=True, gap="small"):
        for each in offered:
            params = urllib.parse.urlencode({**given, **each.link_params})
            address = f"{urls.PREFIX}/{path}.{each.ending}"
            st.link_button(
                label.format(file=each.label),
                f"{address}?{params}" if params else address,
                icon=f":material/{each.icon}:",
                help=_(each.help),
            )


def _with_office(offer: Offer, known: directory.Directory) -> Offer:
    """Let the user choose whose report it is to be, where the screen does not say it."""
    if not offer.lacks_office:
        return offer
    names = {code: name for code, name in known.offices.items() if code not in known.upper}
    picked = st.selectbox(
        _("{report}: of which office").format(report=request_text.report(offer.kind)),
        options=["", *names],
        key=f"take_office_{offer.kind}",
        format_func=lambda code: f"{names[code]} ({code})" if code else _("Choose an office"),
    )
    return replace(offer, given={**offer.given, "office": picked})


def _offered(offer: Offer, known: directory.Directory) -> _Ready | None:
    """Show the links to a report, or why there are none."""
    if offer.lacks_office:
        return None
    try:
        ready = _ready(offer)
    except problems.Problem as problem:
        _refused(offer, problem)
        return None
    _files(ready, offer.remark, known)
    return ready


def _ready(offer: Offer) -> _Ready:
    """Return an offer as the report takes it.

    Raises:
        problems.Problem: the report cannot be asked for so.
    """
    report = reports.named(offer.kind)
    written = links.address(offer.given)
    known = {name: value for name, value in written.items() if name in _params(report)}
    own = access.own_office()
    asked = reports.asked(report, known, within=access.current(), own=own)
    left = set(written) - _params(report)
    return _Ready(report, asked, tuple(sorted(set(_LIMITS) & left)), OFFICES in left)


def _params(report: reports.Report) -> set[str]:
    return {*report.days, *report.others}


def _files(ready: _Ready, remark: str, known: directory.Directory) -> None:
    kind = ready.report.kind
    st.markdown(f"**{formats.plain(request_text.words(kind, ready.asked, known))}**")
    if remark:
        st.caption(remark)
    if ready.without:
        names = ", ".join(_(_LIMITS[name]).lower() for name in ready.without)
        words = _("The file has all of it, not limited by: {names}.")
        st.caption(words.format(names=names))
    if ready.is_of_its_time:
        st.caption(
            _("The file is by offices of that time, not by those of today as the screen is.")
        )
    files(kind, ready.asked)
    if kind == content.FORM_01XN and "org" not in ready.asked:
        all_forms.show(ready.asked)
    if ready.report.has_people and access.may_reveal():
        _in_full(ready)


def _in_full(ready: _Ready) -> None:
    """Offer the names, and say before what is noted."""
    words = _(
        "With names and numbers in full: the access log notes everybody on it, with you as the one "
        "who looked and the purpose “{purpose}”."
    )
    st.caption(f":material/policy: {words.format(purpose=formats.plain(lines.PURPOSE))}")
    in_full = {**ready.asked, urls.NAMES: urls.IN_FULL}
    offered = [each for each in registry.FORMATS.values() if each.may_have_names]
    _links(ready.report.kind, in_full, offered, _("{file}, with names"))


def _refused(offer: Offer, problem: problems.Problem) -> None:
    _title, sentence = (formats.plain(part) for part in text.problem(problem))
    name = formats.plain(request_text.report(offer.kind))
    st.caption(f"**{name}**: {sentence}")
