"""Forms 01-XN of the sample: what is recorded on a day, and when each office sends the form."""

from typing import Final

import numpy as np
import pandas as pd

from data.sample import offices
from data.sample import plan as plans
from data.sample.moments import DAY, HOUR, MINUTE, NEVER, Flag, Share, Whole, scattered

_FORM: Final = ["office", "org", "day"]
_FIRST, _DUE = 5 * HOUR + 30 * MINUTE, 8 * HOUR
# The shares of an office's days that are sent too late, or not at all.
_CAREFUL: Final = (0.004, 0.002)
_CARELESS: Final = (0.3, 0.12)
_LOST, _WRONG, _TWICE = 0.0015, 0.004, 0.006
# Of forms that are sent twice.
_FIRST_WRONG, _STILL_WRONG = 0.5, 0.1


class Dispatches:
    """Sends the forms of one day after another."""

    def __init__(self, plan: plans.Plan) -> None:
        self._plan = plan
        self._waiting: list[pd.DataFrame] = []
        self.careless = int(scattered(plan.seed, 30)[0] * offices.OPEN)

    def expect(self, visits: pd.DataFrame, paid: pd.DataFrame) -> None:
        """Add visits to the forms of the days on which they are recorded."""
        recorded = visits["recorded"].to_numpy()
        visit = paid["visit"].to_numpy()
        counts = paid["voided"].to_numpy() // DAY > (recorded // DAY)[visit]
        amount = np.bincount(visit, np.where(counts, paid["amount"], 0), len(visits))
        noted = visits[["office", "org"]].assign(
            day=recorded // DAY, amount=amount.astype(np.int64)
        )
        self._waiting.append(noted[(recorded != NEVER) & (amount > 0)])

    def until(self, day: int) -> pd.DataFrame:
        """Return the sendings of the forms of the days up to and including one."""
        waiting = pd.concat(self._waiting, ignore_index=True)
        due = waiting["day"].to_numpy() <= day
        self._waiting = [waiting[~due]]
        forms = waiting[due].groupby(_FORM, sort=True)["amount"].agg(["size", "sum"]).reset_index()
        forms.columns = pd.Index([*_FORM, "codes", "amount"])
        sent = pd.concat([self._first(forms), self._second(forms)], ignore_index=True)
        return sent[sent["sent"] <= self._plan.until_moment]

    def _first(self, forms: pd.DataFrame) -> pd.DataFrame:
        wrong = (self._draw(forms, 31) < _WRONG) | (
            self._repeats(forms) & (self._draw(forms, 32) < _FIRST_WRONG)
        )
        return self._sent(forms, self._moments(forms), wrong)[self._are_sent(forms)]

    def _second(self, forms: pd.DataFrame) -> pd.DataFrame:
        later = self._moments(forms) + HOUR + (self._draw(forms, 33) * 5 * HOUR).astype(np.int64)
        sent = self._sent(forms, later, self._draw(forms, 34) < _STILL_WRONG)
        return sent[self._repeats(forms) & self._are_sent(forms)]

    def _sent(self, forms: pd.DataFrame, moments: Whole, wrong: Flag) -> pd.DataFrame:
        """Return forms as sent: a wrong one misses a code, or, where it has one only, money."""
        codes, amount = forms["codes"].to_numpy(), forms["amount"].to_numpy()
        return forms.assign(
            sent=moments,
            codes=np.where(wrong & (codes > 1), codes - 1, codes),
            amount=np.where(wrong, amount - amount // (codes + 1), amount),
        )

    def _moments(self, forms: pd.DataFrame) -> Whole:
        """Return when forms are sent: at an office's hour before 08:00, or too late that day."""
        office, day = forms["office"].to_numpy(), forms["day"].to_numpy()
        usual = scattered(self._plan.seed, office, 35) * 0.8
        at = usual + 0.2 * scattered(self._plan.seed, office, day, 36)
        early = _FIRST + at * (_DUE - 5 * MINUTE - _FIRST) + self._draw(forms, 37) * 2 * MINUTE
        late = (
            _DUE + MINUTE + self._share(forms, 38) * 3 * HOUR + self._draw(forms, 39) * 2 * MINUTE
        )
        is_late = self._share(forms, 40) < self._odds(forms, 0)
        return (day + 1) * DAY + np.where(is_late, late, early).astype(np.int64)

    def _are_sent(self, forms: pd.DataFrame) -> Flag:
        forgotten = self._share(forms, 41) < self._odds(forms, 1)
        return ~forgotten & (self._draw(forms, 42) >= _LOST)

    def _repeats(self, forms: pd.DataFrame) -> Flag:
        return self._draw(forms, 43) < _TWICE

    def _odds(self, forms: pd.DataFrame, which: int) -> Share:
        careless = forms["office"].to_numpy() == self.careless
        return np.where(careless, _CARELESS[which], _CAREFUL[which])

    def _draw(self, forms: pd.DataFrame, what: int) -> Share:
        """Return a number from 0 to 1 for each form."""
        keys = (forms[name].to_numpy() for name in _FORM)
        return scattered(self._plan.seed, *keys, what)

    def _share(self, forms: pd.DataFrame, what: int) -> Share:
        """Return a number from 0 to 1 that all forms of an office and day share."""
        keys = (forms[name].to_numpy() for name in _FORM if name != "org")
        return scattered(self._plan.seed, *keys, what)
