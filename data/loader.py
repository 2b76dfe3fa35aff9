"""Whether this process has a login that imports: the one place that knows where it comes from.

In an embedded store it is the home's own, on a server that of BHXH_LOADER_URL; a small installation
has one login for all.
"""

from data import engine, migrate, problems, settings
from data import store as stores
from data.problems import N_


class Missing(problems.Problem):
    """There is no login that imports."""

    def __init__(self) -> None:
        super().__init__(
            N_("Files cannot be imported here"),
            N_(
                "The dashboard has no database login that imports: set {variable} to it where the "
                "dashboard runs, or import with the command (docs/import.md)."
            ),
            variable=engine.VARIABLES[engine.Role.LOADER],
        )


def is_there(opened: stores.Store, known: settings.Settings) -> bool:
    """Return whether a process with these settings can import into the store."""
    if known.store_url is None or known.loader_url is not None:
        return True
    return migrate.may_take(opened.engine, [engine.Role.LOADER])


def require(opened: stores.Store, known: settings.Settings) -> None:
    """Require a login that imports.

    Raises:
        Missing: there is none.
    """
    if not is_there(opened, known):
        raise Missing
