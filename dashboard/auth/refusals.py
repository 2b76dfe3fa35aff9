"""Refusals: errors of users who are not let in, or lack the right to what they ask for."""

from data import problems
from data.problems import N_


class Refused(problems.Problem):
    """The user is not let in. A store that is down is another problem, not a refusal."""


class SignInNeeded(Refused):
    """Nobody is signed in, or the sign-in is too old, or was ended by a sign-out."""

    def __init__(self) -> None:
        super().__init__(
            N_("You are not signed in any more"),
            N_("Somebody has signed out in your name, or you signed in more than 12 hours ago."),
        )


class Unknown(Refused):
    """The provider knows the account, but the store does not, or not any more."""

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
    """The user may not see personal data."""

    def __init__(self) -> None:
        super().__init__(
            N_("Personal data are not shown to you"),
            N_("Auditors see figures and the access log, and nobody's name or number."),
        )


class NoUsers(problems.Problem):
    """The user may not see who else may sign in."""

    def __init__(self) -> None:
        super().__init__(
            N_("The users are not open to you"),
            N_("Only administrators may see and change who may sign in."),
        )


class NoOversight(problems.Problem):
    """The user may not see how the program itself works."""

    def __init__(self) -> None:
        super().__init__(
            N_("This page is not open to you"),
            N_("Only administrators see how the program itself works."),
        )


class NoImports(problems.Problem):
    """The user may not import."""

    def __init__(self) -> None:
        super().__init__(
            N_("Imports are not open to you"),
            N_("Only administrators may import files here."),
        )


class NoAccessLog(problems.Problem):
    """The user may not read the access log."""

    def __init__(self) -> None:
        super().__init__(
            N_("The access log is not open to you"),
            N_("Only auditors and administrators may see who looked at personal data."),
        )


class NothingKept(problems.Problem):
    """Nobody signs in, and the page is on another machine: nobody's views are there."""

    def __init__(self) -> None:
        super().__init__(
            N_("Views are not saved here"),
            N_("Nobody signs in: only this machine itself keeps views."),
        )
