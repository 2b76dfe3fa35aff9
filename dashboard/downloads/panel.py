"""The panel of downloads on a screen: the files of its reports, and the freezing of figures.

Links carry the limits of the screen. Limits that a report does not have are named above its links.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import access, directory, screens, text
from dashboard.auth import preview
from dashboard.components import filter_bar, links
from dashboard.downloads import all_forms, freeze
from dashboard.exports import content, reports, request_text, urls
from dashboard.exports.writers import registry
from dashboard.text import _, formats
from data import problems
from data.problems import N_
from queries.forms import lines

# Limits that reports may not have, as the pickers of the pages call them.
_LIMITS: Final = {
    "product": N_("Product"),
    "collector": N_("Collector"),
    "by": N_("Group by"),
    "kind": N_("Kind"),
    "org": N_("Collection organisation"),
}


# The time of the screen's offices: reports are by the offices of the time of their figures.
OFFICES: Final = "offices"


@dataclass(frozen=True)
class Offer:
    """One report, and the limits of the screen.

    `of_office` says that it is of one office alone: the user chooses it if the screen is of
    several. `remark` says how the report differs from the screen.
    """

    kind: str
    given: Mapping[str, screens.Value]
    of_office: bool = False
    remark: str = ""

    @property
    def lacks_office(self) -> bool:
        """Whether an office is to be chosen first."""
        return self.of_office and not self.given.get("office")


def show(
    actions: filter_bar.Actions, known: directory.Directory, *offers: Offer, remark: str = ""
) -> None:
    """Offer reports as files, and to freeze them, with a button each.

    Args:
        actions: the places beside and below the title.
        known: names by code.
        offers: the reports; those that the program does not have are left out.
        remark: what is to be said where there is none.
    """
    offered = [each for each in offers if each.kind in reports.ALL]
    with (
        actions.row,
        st.popover(
            _("Download files"), icon=":material/download:", key="take_away", width="content"
        ),
    ):
        ready = [each for offer in offered if (each := _offered(_with_office(offer, known), known))]
        st.caption(" ".join(filter(None, [remark, _of_tables()])))
    if ready:
        freeze.show(actions, ready)


def _of_tables() -> str:
    return _("Each table of the page has links to files of its own below it: what you see of it.")


def files(path: str, params: Mapping[str, str]) -> None:
    """Show a link to each format of a file, by its path as the routes of exports have it."""
    _links(path, params, registry.FORMATS.values(), "{file}")


def _links(
    path: str, params: Mapping[str, str], offered: Iterable[registry.Format], label: str
) -> None:
    """Show links to files in some formats, each labelled with the name of its format."""
    office = preview.office()
    with st.container(horizontal=True, gap="small"):
        for each in offered:
            st.link_button(
                label.format(file=each.label),
                urls.address(f"{path}.{each.ending}", {**params, **each.link_params}, office),
                icon=f":material/{each.icon}:",
                help=_(each.help) if each.help else None,
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


def _offered(offer: Offer, known: directory.Directory) -> freeze.Wanted | None:
    """Show the links to a report, or why there are none; return it with its parameters."""
    if offer.lacks_office:
        return None
    report = reports.named(offer.kind)
    names = {*report.days, *report.others}
    try:
        limits = links.address(offer.given)
        given = {name: value for name, value in limits.items() if name in names}
        params = reports.params(report, given, within=access.current(), own=access.own_office())
    except problems.Problem as problem:
        _refused(offer, problem)
        return None
    st.markdown(f"**{formats.plain(request_text.words(offer.kind, params, known))}**")
    _remarks(offer.remark, set(limits) - names)
    _files(report, params)
    return report, params


def _remarks(remark: str, missing: set[str]) -> None:
    """Say how the report differs from the screen, and which limits of the screen it is missing."""
    if remark:
        st.caption(remark)
    if without := sorted(missing & set(_LIMITS)):
        names = ", ".join(_(_LIMITS[name]).lower() for name in without)
        words = _("The file has all of it, not limited by: {names}.")
        st.caption(words.format(names=names))
    if OFFICES in missing:
        st.caption(
            _("The file is by offices of that time, not by those of today as the screen is.")
        )


def _files(report: reports.Report, params: Mapping[str, str]) -> None:
    files(report.kind, params)
    if report.kind == content.FORM_01XN and "org" not in params:
        all_forms.show(params)
    if report.has_people and access.may_reveal():
        _in_full(report, params)


def _in_full(report: reports.Report, params: Mapping[str, str]) -> None:
    """Offer files with names in full, and say first what the access log notes."""
    words = _(
        "With names and numbers in full: the access log notes everybody on it, with you as the one "
        "who looked and the purpose “{purpose}”."
    )
    st.caption(f":material/policy: {words.format(purpose=formats.plain(lines.PURPOSE))}")
    in_full = {**params, urls.NAMES: urls.IN_FULL}
    offered = [each for each in registry.FORMATS.values() if each.may_have_names]
    _links(report.kind, in_full, offered, _("{file}, with names"))


def _refused(offer: Offer, problem: problems.Problem) -> None:
    _title, sentence = (formats.plain(part) for part in text.problem(problem))
    name = formats.plain(request_text.report(offer.kind))
    st.caption(f"**{name}**: {sentence}")
