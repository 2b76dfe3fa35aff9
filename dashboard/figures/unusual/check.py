"""The check of what is unusual: a line with the weightiest of it, and none where nothing is."""

from collections.abc import Iterator

from dashboard import screens
from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.unusual import finding, looking, sentences
from dashboard.text import _, formats, ngettext


def weightiest(
    looked: looking.Looked, names: sentences.Names, office: str | None = None
) -> Iterator[Line]:
    """Yield the line of what is unusual, with what most money stands behind.

    Args:
        looked: what was found.
        names: of offices and organisations.
        office: the office that it was looked for in, for the link; None for all.
    """
    if not looked.findings:
        return
    told = sentences.told(finding.weightiest(looked.findings), names)
    number = len(looked.findings)
    sentence = ngettext(
        "**Unusual**, up to {until}: {found} matter.",
        "**Unusual**, up to {until}: {found} matters, the one with most money:",
        number,
    )
    check = checks.make(
        State.BAD,
        f"{sentence} {told.sentence}",
        words={
            **told.words, "found": formats.count(number), "until": formats.day(looked.end),
        },
        names=told.names,
    )  # fmt: skip
    params: dict[str, screens.Value] = {"as_of": looked.as_of, "office": office}
    yield Line(check, (Lead(_("Unusual"), "unusual", params),))
