"""The command `watch`: does once what is due by the clock, for cron or a timer of systemd."""

import sys

import click

from dashboard.commands import output
from dashboard.mail import sender
from dashboard.text import _, formats, watch_terms
from dashboard.watch import clock, registry, standstill
from data import opening, scope, settings
from queries.store import due_things


@click.command()
def watch() -> None:
    """Do once what is due by the clock: closing forms, telling who is to know, pruning.

    A dashboard that runs does the same by itself; whoever comes first does it. It ends with 1 where
    something failed or is missed.
    """
    opened = opening.open_store(settings.read()).primary()
    if (reason := standstill.reason(opened)) is not None:
        output.say(watch_terms.reason(reason))
        return
    results = clock.Clock(lambda: opened).once()
    for each in results:
        output.say(_told(each))
    if not results:
        output.say(_("Nothing is due."))
    mailed = sender.once(opened, registry.label)
    if mailed != sender.Counts():
        words = _("Mails: {sent} sent, {postponed} wait, {refused} refused, {dropped} dropped.")
        output.say(words.format(**vars(mailed)))
    missed = opened.ask(scope.Scope.everything(), due_things.missed)
    for thing in missed:
        output.complain(watch_terms.missed(thing, registry.label(thing.kind), is_detailed=True))
    if missed or any(each.problem for each in results):
        sys.exit(1)


def _told(result: clock.Result) -> str:
    if result.problem is not None:
        words = _("{what} of {day} has failed, and is tried again. {outcome}")
        came = watch_terms.reason(result.problem)
    else:
        words = _("{what} of {day} is done. {outcome}")
        came = watch_terms.outcome(result.outcome or {})
    day = formats.day(result.claim.day)
    return words.format(what=_(registry.label(result.claim.kind)), day=day, outcome=came).strip()
