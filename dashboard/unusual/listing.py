"""The findings as a table, and the one that is open: its sentence and the way to its rows."""

import pandas as pd
import streamlit as st

from dashboard.components import links, tables
from dashboard.figures.unusual import leads, sentences
from dashboard.text import _, formats, unusual_terms
from dashboard.unusual import course, period


def table(shown: period.Period) -> None:
    """Show the findings, the latest first; a row opens one of them."""
    if not shown.listed:
        return
    rows = pd.DataFrame(
        [
            {
                "key": each.key,
                "sentence": sentences.told(each, shown.names).plain,
                "since": each.since,
                "amount": each.amount,
                "kind_label": _(unusual_terms.KINDS[each.kind]),
            }
            for each in shown.listed
        ]
    )
    tables.show(
        rows,
        unusual_terms.LISTED,
        key="unusual",
        alt=_("What is unusual, the latest first"),
        leads=links.Way({"case": "key"}),
        current=next(
            (place for place, each in enumerate(shown.listed) if each is shown.opened), None
        ),
    )


def opened(shown: period.Period) -> None:
    """Show the finding that is open: its sentence, the way to its rows, its course."""
    finding = shown.opened
    if finding is None:
        return
    told = sentences.told(finding, shown.names)
    names = {name: formats.plain(value) for name, value in told.names.items()}
    lead = leads.of(finding, shown.looked.as_of)
    st.markdown(told.sentence.format(**told.words, **names))
    links.link(lead.to, lead.label, icon=":material/arrow_forward:", **lead.params)
    if finding.course:
        course.show(finding, shown.looked.as_of)
