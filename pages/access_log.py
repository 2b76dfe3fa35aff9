"""The access log: who looked at personal data, who searched, who was let to. For auditors alone."""

import functools

from dashboard import access, names, people
from dashboard.audit import log, summary
from dashboard.components import filter_bar
from dashboard.text import _


def main() -> None:
    """Show the period that the address asks for, or the payment."""
    filter_bar.title(_("Access log of personal data"))
    known = names.known()
    offices = known.offices
    chosen = log.read(offices)
    if chosen.payment is not None:
        question = functools.partial(log.of_payment, payment=chosen.payment)
        summary.payment(access.audit(question), offices, people.read())
        return
    # Queried before anything is drawn: a user without the right sees a refusal and nothing else.
    looks = access.audit(functools.partial(log.looks, chosen=chosen))
    persons = people.read()
    summary.choices(chosen, offices)
    summary.trail(looks, persons)
    if looks.people.empty:
        summary.nothing(looks)
    else:
        summary.summary(looks)
        if looks.who is None:
            summary.people(looks, persons)
        if looks.purpose is None:
            summary.purposes(looks)
        summary.listed(looks, offices, persons)
    summary.searches(looks, offices, persons)
    summary.downloaded_files(looks, known, persons)
    summary.user_decisions(looks, offices, persons)


main()
