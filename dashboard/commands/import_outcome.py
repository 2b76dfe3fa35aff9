"""What an import says on the screen: the counts of rows, notices, the first few rejects."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard import text
from dashboard.commands import output, reject_files
from dashboard.exports import rejects_workbook
from dashboard.text import _, formats, import_notices, import_terms
from data.importing import archive, details
from data.importing import report as reports
from data.importing import run as runs

# So many days are told one by one.
_DAYS_NAMED: Final = 31


def show(
    outcome: runs.Outcome, rejects: reject_files.RejectFiles, moved: Sequence[archive.Moved]
) -> None:
    """Print what a run did, or would do."""
    if not outcome.is_kept:
        output.say(_("A dry run: nothing was imported. It would be so:"))
    if outcome.sample_removed:
        removed = _("The sample data were removed.")
        output.say(removed if outcome.is_kept else _("The sample data would be removed."))
    _counts(outcome)
    for sentence in _notices(outcome):
        output.say(sentence)
    _days(outcome)
    for *place, reason in rejects.listing.first:
        output.say(f"{' · '.join(part for part in place if part)}: {reason}")
    _lists(rejects)
    for each in moved:
        if each.why:
            output.say(". ".join(text.problem(each.why)))
    taken = sum(each.to is not None for each in moved)
    if taken:
        output.say(_("{n} files are in the archive now.").format(n=taken))


def _counts(outcome: runs.Outcome) -> None:
    """Print the counts of rows by set and outcome; an outcome that is rare only where it occurs."""
    counts = {name: reports.counted(count) for name, count in outcome.counts.items()}
    shown = [
        name
        for name in reports.OUTCOMES
        if name not in import_terms.RARE or any(count[name] for count in counts.values())
    ]
    headings = [_("File"), *(_(import_terms.COUNTED[name].label) for name in shown)]
    rows = [[name, *(str(count[each]) for each in shown)] for name, count in counts.items()]
    output.table(headings, rows, set(range(1, len(headings))))


def _notices(outcome: runs.Outcome) -> Iterator[str]:
    for path in outcome.ignored:
        yield import_notices.ignored(path.name)
    for file in outcome.files:
        if rows := sum(outcome.reverted.get(file.number, {}).values()):
            yield import_notices.reverted(file.name, rows)
        yield from import_notices.of_file(file.name, file.notices)


def _days(outcome: runs.Outcome) -> None:
    """Print the days of payment and of forms whose money changes, where that was asked for."""
    days = outcome.detail.days
    if not days:
        return
    headings = [
        _("Figures of"), _("Day"), _("Payments before"), _("after"), _("Amount before"), _("after"),
    ]  # fmt: skip
    named = [
        day
        for kind in import_terms.DAY_KINDS
        for day in [each for each in days if each.kind == kind][:_DAYS_NAMED]
    ]
    output.table(headings, [_day(day) for day in named], {2, 3, 4, 5})
    for kind, total in outcome.detail.totals.items():
        sentence = _("{kind}: {days} days change, {payments} payments and {amount} đồng in all.")
        output.say(
            sentence.format(
                kind=_(import_terms.DAY_KINDS[kind]),
                days=total.days,
                payments=_signed(total.payments),
                amount=_signed(total.amount),
            )
        )


def _day(day: details.Day) -> list[str]:
    numbers = (day.payments_before, day.payments_after, day.amount_before, day.amount_after)
    kind = _(import_terms.DAY_KINDS[day.kind])
    return [kind, formats.day(day.day), *map(formats.count, numbers)]


def _signed(number: int) -> str:
    return f"{'-' if number < 0 else '+'}{formats.count(abs(number))}"


def _lists(rejects: reject_files.RejectFiles) -> None:
    listing = rejects.listing
    if not listing.lines:
        return
    output.say(_("All {count} are in {path}.").format(count=listing.lines, path=rejects.path))
    if not listing.rows:
        return
    sentence = _("The rows stand in {path}: correct them there and import it.")
    if listing.is_cut:
        sentence = _("The first {most} rows stand in {path}: correct them there and import it.")
    output.say(sentence.format(path=rejects.workbook, most=rejects_workbook.MOST_ROWS))
