"""Verification of snapshots: the whole chain, and the snapshot of a hash."""

from typing import Final

import streamlit as st

from dashboard import access, current_store, directory, people
from dashboard.components import elements, errors, links, tables
from dashboard.exports.snapshots import verifying
from dashboard.snapshots import listing
from dashboard.text import _, formats, ngettext, snapshot_terms
from data import problems, store

# What the list says of its snapshots, and nothing else does.
_UNKNOWN: Final = frozenset({"superseded_by", "standing_label"})


def show(known: directory.Directory) -> None:
    """Let the user verify the chain, and find the snapshot of a hash."""
    st.header(_("Proof"), anchor=False)
    words = _(
        "Each snapshot is tied to the one before by its hash: who changes one, or takes one away, "
        "breaks the chain from there on. Note down the last hash: whoever has it can tell later "
        "that nothing before it was touched."
    )
    st.caption(words, width="stretch")
    if st.button(_("Verify the chain"), key="verify_chain", icon=":material/verified_user:"):
        with st.spinner(_("Every snapshot is computed anew …")):
            found = verifying.the_store(current_store.current(), access.current())
        _verified(found)
    _find(known)


def _verified(found: verifying.Verified) -> None:
    links_ = ngettext("{n} snapshot in the chain", "{n} snapshots in the chain", found.links)
    counted = {
        "links": links_.format(n=formats.count(found.links)),
        "seen": formats.count(found.seen),
    }
    unknown = _(
        "Whether later ones, or all, were taken away cannot be told from the store alone: enter a "
        "hash that was noted elsewhere."
    )
    if not found.links:
        nothing = _("There is no snapshot yet.")
        st.info(f"{nothing} {unknown}", icon=":material/lock_clock:")
        return
    if found.findings:
        words = _("**The snapshots have been tampered with**: {links}, {seen} of them computed.")
        lines = [
            _("No. {number}: {fault}").format(
                number=finding.number, fault=_(verifying.FAULTS[finding.fault])
            )
            for finding in found.findings
        ]
        said = "  \n".join([words.format(**counted), *lines])
        st.error(said, icon=":material/gpp_bad:")
    else:
        words = _(
            "**The chain is whole up to No. {number}**{moment}: {links}, {seen} of them computed "
            "anew, all that you may see."
        )
        moment = _(" of {moment}").format(moment=formats.moment(found.at)) if found.at else ""
        said = words.format(number=found.number, moment=moment, **counted)
        last = _("The last hash:")
        st.success(f"{said} {unknown} {last}", icon=":material/verified_user:")
    elements.copyable(found.last)


def _find(known: directory.Directory) -> None:
    digits = st.text_input(
        _("Find the snapshot of a hash"),
        key="find_hash",
        help=_(
            "As it stands on the last page of a file, or as somebody reads it out: at least the "
            "first 8 digits. The hash of the figures is found as well."
        ),
        max_chars=200,
        icon=":material/tag:",
        width=560,
    )
    if not digits.strip():
        return
    try:
        found = verifying.a_hash(current_store.current(), access.current(), digits)
    except store.Down:
        raise
    except problems.Problem as problem:
        st.warning(errors.markdown(problem), icon=":material/tag:")
        return
    if not found:
        words = [
            _("No snapshot that you may see has this hash."),
            _("If it was noted here, its snapshot was changed or taken away, or is another's."),
        ]
        st.warning(" ".join(words), icon=":material/search_off:")
        return
    st.success(
        _("This hash is still there: its snapshot has not been taken away."),
        icon=":material/verified_user:",
    )
    tables.show(
        listing.labelled(listing.framed(found), known, people.read()),
        {name: term for name, term in snapshot_terms.LISTED.items() if name not in _UNKNOWN},
        key="hashed",
        alt=_("Snapshots of this hash"),
        leads=links.Way({"snapshot": "snapshot_id"}, given={"sort": None}),
    )
