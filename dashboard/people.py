"""Names of the people behind the accounts that logs, snapshots and imports know."""

import collections
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from dashboard import current_store
from dashboard.text import _, formats
from data import users
from data.problems import N_

# The account of what the dashboard does by the clock, and what it is called.
SYSTEM: Final = "bhxh-monitor (08:00)"
SYSTEM_NAME: Final = N_("System (automatic)")

# A command that ran for a user is known by both.
_FOR_USER: Final = re.compile(r"(?P<login>\S+) \((?P<account>.+)\)")


@dataclass(frozen=True)
class People:
    """Names by account; of two people of one name the account stands beside it."""

    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, account: object) -> str:
        """Return the name of a person, or the account where no name is known."""
        given = formats.words(account)
        if given == SYSTEM:
            return _(SYSTEM_NAME)
        if given in self.names:
            return self.names[given]
        found = _FOR_USER.fullmatch(given)
        if found and found["login"] in self.names:
            return f"{self.names[found['login']]} ({found['account']})"
        return given

    def named(self, rows: pd.DataFrame, column: str = "who") -> pd.DataFrame:
        """Return rows with names instead of accounts in a column."""
        return rows.assign(**{column: [self.name(each) for each in rows[column]]})


def read() -> People:
    """Return the names of all users of the store, those who may not sign in any more too.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    with current_store.current().recognising() as connection:
        known = users.names(connection)
    often = collections.Counter(known.values())
    return People(
        {login: name if often[name] == 1 else f"{name} ({login})" for login, name in known.items()}
    )
