"""What is unusual in sentences: how much, what was looked at, and what could not be judged."""

from collections.abc import Sequence

import streamlit as st

from dashboard.components import tables
from dashboard.figures.unusual import looking
from dashboard.figures.unusual.finding import Finding
from dashboard.text import _, formats, ngettext, unusual_terms
from dashboard.unusual import period


def show(shown: period.Period) -> None:
    """Show how many things are unusual, and in how much they were looked for."""
    looked = shown.looked
    if looked.begins is None:
        _nothing(shown)
    elif not looked.judged:
        _too_early(looked)
    elif looked.findings:
        st.markdown(_headline(shown))
        st.caption(_looked_at(looked))
    else:
        st.success(_none(looked), icon=":material/check_circle:")
        st.caption(_looked_at(looked))


def nothing_of_kind(shown: period.Period) -> None:
    """Show that nothing of the chosen kind was found, where there are other findings."""
    if shown.looked.findings and shown.chosen.kind and not shown.listed:
        label = _(unusual_terms.KINDS[shown.chosen.kind])
        words = _("Nothing unusual of the kind “{kind}”.").format(kind=label)
        st.info(words, icon=":material/filter_alt:")


def _nothing(shown: period.Period) -> None:
    sentence = _("No data of the weeks up to {day}: whether anything is unusual is not known.")
    st.info(sentence.format(day=formats.day(shown.looked.as_of)), icon=":material/event_busy:")
    if not shown.names.organizations:
        tables.empty_store()


def _too_early(looked: looking.Looked) -> None:
    sentence = _(
        "Less than 12 weeks of data: those of these weeks begin on {begins}. What is usual is not "
        "known yet, so that no day can be called unusual."
    )
    st.info(sentence.format(begins=formats.day(looked.begins)), icon=":material/hourglass_empty:")
    if looked.findings:
        st.markdown(_counted(looked.findings))


def _headline(shown: period.Period) -> str:
    """Return how many things are unusual on the last day, how many go on, how many were before."""
    looked = shown.looked
    last, lasting, earlier = looked.of_last_day(), looked.lasting(), looked.earlier()
    words = {
        "day": formats.day(looked.end),
        "n": formats.count(len(last)),
        "lasting": formats.count(len(lasting)),
        "earlier": formats.count(len(earlier)),
        "first": formats.day(looked.first),
    }
    if shown.is_yesterday:
        first = ngettext(
            "**Yesterday ({day}): {n} thing unusual.**",
            "**Yesterday ({day}): {n} things unusual.**",
            len(last),
        )
        none = _("**Yesterday ({day}): nothing unusual.**")
    else:
        first = ngettext(
            "**{day}: {n} thing unusual.**", "**{day}: {n} things unusual.**", len(last)
        )
        none = _("**{day}: nothing unusual.**")
    parts = [first if last else none]
    if lasting:
        parts.append(ngettext("{lasting} goes on.", "{lasting} go on.", len(lasting)))
    if earlier:
        parts.append(
            ngettext(
                "{earlier} on the days before, since {first}.",
                "{earlier} on the days before, since {first}.",
                len(earlier),
            )
        )
    return " ".join(parts).format(**words)


def _counted(findings: Sequence[Finding]) -> str:
    sentence = ngettext("**{n} thing unusual.**", "**{n} things unusual.**", len(findings))
    return sentence.format(n=formats.count(len(findings)))


def _none(looked: looking.Looked) -> str:
    return _("Nothing unusual in the week up to the end of {day}.").format(
        day=formats.day(looked.end)
    )


def _looked_at(looked: looking.Looked) -> str:
    """Return in how many series it was looked for, since when, and which are too young."""
    sentences = [
        ngettext(
            "Looked at: the days from {first} to {day} of {n} office or organisation, each "
            "against the same weekday of 12 weeks; silent collectors; rates of 12 weeks; codes.",
            "Looked at: the days from {first} to {day} of {n} offices and organisations, each "
            "against the same weekday of 12 weeks; silent collectors; rates of 12 weeks; codes.",
            looked.judged,
        )
    ]
    young = looked.series - looked.judged
    if young:
        sentences.append(
            ngettext(
                "{young} is not judged: less than 12 weeks of data.",
                "{young} are not judged: less than 12 weeks of data.",
                young,
            )
        )
    if looked.end < looked.as_of:
        sentences.append(_("No data after {day} have come yet."))
    return " ".join(sentences).format(
        first=formats.day(looked.first),
        day=formats.day(looked.end),
        n=formats.count(looked.judged),
        young=formats.count(young),
    )
