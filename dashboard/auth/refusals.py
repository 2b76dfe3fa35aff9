"""Refusals: why somebody is not let in, or may not see personal data or the access log."""

from __future__ import annotations

from data import problems
from data.problems import N_


class Refused(problems.Problem):
    """Somebody is not let in. A store that is down refuses nobody: it is another problem."""


class SignInNeeded(Refused):
    """Nobody is signed in, or it was too long ago, or he has signed out since."""

    def __init__(self) -> None:
        super().__init__(
            N_("You are not signed in any more"),
            N_("Somebody has signed out in your name, or you signed in more than 12 hours ago."),
        )


class Unknown(Refused):
    """Somebody whom the provider knows, and the store does not, or not any more."""

    def __init__(self, email: str) -> None:
        title = N_("You may not open the dashboard")
        if not email:
            sentence = N_(
                "The sign-in gave no confirmed e-mail address of yours: ask whoever looks after "
                "accounts at your office."
            )
        else:
            sentence = N_(
                "{email} is not among its users: ask whoever administers the dashboard at Hanoi "
                "Social Insurance to add you."
            )
        super().__init__(title, sentence, email=email)


class NoPersonalData(problems.Problem):
    """Somebody is known and let in, and personal data are not for him."""

    def __init__(self) -> None:
        super().__init__(
            N_("Personal data are not shown to you"),
            N_("Auditors see figures and the access log, and nobody's name or number."),
        )


class NoAccessLog(problems.Problem):
    """Somebody is known and let in, and the access log is not for him."""

    def __init__(self) -> None:
        super().__init__(
            N_("The access log is not open to you"),
            N_("Only auditors and administrators may see who looked at personal data."),
        )
