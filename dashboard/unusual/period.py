"""What is unusual at the end of the chosen day: the results of the questions."""

import dataclasses
import datetime as dt

from dashboard import access, cache, clock, directory
from dashboard.components import filters, predecessors
from dashboard.figures.unusual import looking, sentences
from dashboard.figures.unusual.finding import Finding, Kind

KINDS = tuple(Kind)


@dataclasses.dataclass(frozen=True)
class Period:
    """What was found, and which of it is shown: `listed` is limited to the chosen kind."""

    chosen: filters.Filters
    looked: looking.Looked
    listed: tuple[Finding, ...]
    names: sentences.Names

    @property
    def opened(self) -> Finding | None:
        """The finding whose course is shown: the one in the address, or the first."""
        named = [each for each in self.listed if each.key == self.chosen.case]
        return next(iter((*named, *self.listed)), None)

    @property
    def is_yesterday(self) -> bool:
        """Whether the last day that was judged is yesterday."""
        return self.looked.end == clock.today() - dt.timedelta(days=1)


def ask(chosen: filters.Filters, known: directory.Directory) -> Period:
    """Return what is unusual, of all that the user may see or of what is chosen."""
    # The day at hand is not over: each of its figures would be too small.
    evening = min(chosen.as_of, clock.today() - dt.timedelta(days=1))
    asked = looking.question(evening, predecessors.asked(chosen, chosen.office), chosen.org)
    looked = access.ask(lambda connection: cache.find(connection, looking.look, asked))
    listed = [each for each in looked.findings if chosen.kind in (None, each.kind)]
    names = sentences.Names(known.offices, known.organizations)
    return Period(chosen, looked, tuple(listed), names)
