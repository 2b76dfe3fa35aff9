"""Submissions of a form: each is carried out once, however often its button is clicked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import text
from dashboard.text import formats
from data import problems


@dataclass
class Submissions:
    """How many submissions of a form were carried out in this session, and the last one.

    It is changed in place: touching the session's state hands over to a second click that waits,
    in the middle of what the first one does.

    Attributes:
        done: how many were carried out.
        about: what the last one was about.
        result: what the last one gave; None where it was refused.
        problem: why the last one was refused; None where it was carried out.
        typed: what was typed and refused, to stand in the form again.
    """

    done: int = 0
    about: object = None
    result: Any = None
    problem: problems.Problem | None = None
    typed: Any = None

    def once(self, action: Callable[..., None], *args: Any) -> Callable[..., None]:
        """Return a callback of the form's buttons that runs an action for the first click only."""
        shown = self.done

        def callback(**named: Any) -> None:
            if shown == self.done:
                action(self, *args, **named)

        return callback

    def carry_out(self, action: Callable[[], Any], *, about: object, typed: Any = None) -> None:
        """Run an action, and keep what it gives, or the problem that is in its way."""
        self.about, self.result, self.problem, self.typed = about, None, None, typed
        try:
            self.result = action()
        except problems.Problem as problem:
            self.problem = problem
        else:
            self.done, self.typed = self.done + 1, None


def of(form: str) -> Submissions:
    """Return the submissions of a form in this session, by its key in the session's state."""
    kept: Submissions = st.session_state.setdefault(form, Submissions())
    return kept


def sentence(problem: problems.Problem, between: str = "  \n") -> str:
    """Return a problem as Markdown: its title in bold, and its sentence."""
    title, words = (formats.plain(part) for part in text.problem(problem))
    return f"**{title}**{between}{words}"
