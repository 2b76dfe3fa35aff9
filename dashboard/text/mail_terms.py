"""Words about mails: the columns of the lists, kinds, outcomes and reasons."""

from typing import Final

from dashboard.text.glossary import Term
from data.mail_choices import Kind
from data.mailing.mails import TEST, Outcome, Reason
from data.problems import N_

# What can be chosen, in the order of the page.
CHOICES: Final = {
    Kind.FORMS_BEFORE: N_("07:30: which forms are not yet sent, and what else wants action"),
    Kind.FORMS_AFTER: N_("08:05: how the morning ended, and what is closed"),
    Kind.OVERDUE: N_("On working days: organisations over their limits"),
    Kind.ALERT: N_("What fails: imports, a feed that is silent, what was not done in time"),
}
KINDS: Final[dict[str, str]] = {
    Kind.FORMS_BEFORE: N_("Before 08:00"),
    Kind.FORMS_AFTER: N_("After 08:00"),
    Kind.OVERDUE: N_("Over the limit"),
    Kind.ALERT: N_("Alert"),
    TEST: N_("Test"),
}
OUTCOMES: Final[dict[str, tuple[str, str]]] = {
    Outcome.SENT: ("✓", N_("Handed over")),
    Outcome.POSTPONED: ("…", N_("Tried again later")),
    Outcome.REFUSED: ("×", N_("Refused")),
    Outcome.DROPPED: ("×", N_("Dropped")),
}
REASONS: Final[dict[str, str]] = {
    Reason.UNREACHABLE: N_("The mail server cannot be reached: check host and port."),
    Reason.TIMED_OUT: N_("The mail server did not answer in time."),
    Reason.CERTIFICATE: N_(
        "The mail server's certificate is not trusted, or it speaks no TLS: check the scheme "
        "(smtp, smtps, smtp+starttls) and the host's name."
    ),
    Reason.LOGIN: N_("The mail server does not take the login: check user and password."),
    Reason.SENDER: N_("The mail server does not take the sender: check BHXH_MAIL_FROM."),
    Reason.BUSY: N_("The mail server asked to come back later."),
    Reason.RECIPIENT: N_("The mail server does not take the recipient."),
    Reason.MESSAGE: N_("The mail server refused the message."),
    Reason.CHANNEL: N_("The channel did not take it: check BHXH_NOTIFY."),
    Reason.TOO_OLD: N_("It could not be sent while it was of use."),
    Reason.NO_USER: N_("The user may not sign in any more."),
    Reason.SWITCHED_OFF: N_("The server or the channel is not set any more."),
}

OWN: Final[dict[str, Term]] = {
    "at": Term(N_("At"), N_("In Hanoi's time."), "moment"),
    "kind_label": Term(N_("Mail"), N_("Which of the mails that can be chosen."), "words"),
    "subject_label": Term(
        N_("What it is about"), N_("The day, the import or what else it is about."), "words"
    ),
    "outcome_label": Term(
        N_("Outcome"),
        N_(
            "Handed over: the mail server has taken it. Refused: not tried again. Dropped: it was "
            "of no use any more."
        ),
        "words",
    ),
    "reason_label": Term(N_("Why not"), N_("Why it was not handed over."), "words"),
}
ALL: Final[dict[str, Term]] = {
    "at": OWN["at"],
    "recipient": Term(
        N_("To"), N_("The user, or a channel of a group by its kind and a mark."), "words"
    ),
    "kind_label": OWN["kind_label"],
    "subject_label": OWN["subject_label"],
    "attempt": Term(N_("Attempt"), N_("Which attempt to send it this was."), "count"),
    "outcome_label": OWN["outcome_label"],
    "reason_label": OWN["reason_label"],
    "sha256": Term(N_("Hash"), N_("The first digits of the SHA-256 of the whole message."), "code"),
}
