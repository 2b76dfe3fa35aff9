"""The child: it does one piece of work on the store of the settings, and says how far it is."""

import json
import sys
from typing import IO, Final

from dashboard import clock
from dashboard.workers import child
from data import opening, problems, settings
from data.sample import filling
from data.sample import plan as plans

_PROBLEM_EXIT: Final = 2


def main(words: list[str]) -> None:
    """Do what the words say."""
    answers = child.begin()
    try:
        _work(words, answers)
    except problems.Problem as problem:
        _say(answers, {"problem": problem.as_json()})
        sys.exit(_PROBLEM_EXIT)


def _work(words: list[str], answers: IO[str]) -> None:
    opened = opening.open_store(settings.read())
    if words[0] == "fill":
        payments, days, seed = map(int, words[1:])
        plan = plans.make(payments, days, seed, clock.past())
        filling.fill(opened, plan, lambda more: _say(answers, {"payments": more}))


def _say(answers: IO[str], message: dict[str, object]) -> None:
    answers.write(f"{json.dumps(message)}\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
