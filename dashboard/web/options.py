"""The Streamlit options: one table, because most of them are about safety.

`bhxh-monitor run` passes the table to Streamlit, which then reads no file. `streamlit run` reads
`.streamlit/config.toml`, which says the same; a test holds the two equal, and `check` refuses to
start under anything else.
"""

from typing import Final

from streamlit import config

from dashboard.auth import exposure, sign_in
from dashboard.components import theme
from dashboard.mail import channels
from data import problems
from data.problems import N_

PORT: Final = 8501
HOST: Final = "127.0.0.1"

# Without the file every option differs: a line has room for some.
_NAMED: Final = 6

_ALLOWED: Final = "server.allowedHosts"

# What must be in force however the dashboard is started.
BINDING: Final[dict[str, object]] = {
    # There is nothing to edit in a running dashboard, and a watcher follows every file.
    "server.fileWatcherType": "none",
    # A page of another site that resolves to this machine is not let in.
    _ALLOWED: list(exposure.HOSTS),
    "server.maxUploadSize": 20,
    "server.maxMessageSize": 50,
    "server.enableStaticServing": False,
    "server.showEmailPrompt": False,
    # No proxy says who somebody is, and nothing but a browser drives a page (see also `guard`).
    "server.trustedUserHeaders": {},
    "server.enableAgentApi": False,
    # A traceback would show values.
    "client.showErrorDetails": "none",
    # Nor is an error sent to search engines and chat services.
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    # No other site may embed the dashboard and steer it.
    "client.allowedOrigins": [],
    # Its file has local times in UTC, which moves the day, and lets formulas through.
    "client.disableDataExport": True,
    # Six clicks while a query runs would be six queries.
    "runner.fastReruns": False,
    # After every run of any session Streamlit would walk through all that every session holds
    # (docs/benchmarks.md); Python's own collector does it now and then.
    "runner.postScriptGC": False,
    # No page shows a value by merely naming it, so no page is to be searched for such lines.
    "runner.magicEnabled": False,
    "browser.gatherUsageStats": False,
    # Its words are English; the address is printed once the dashboard is ready.
    "logger.hideWelcomeMessage": True,
} | theme.OPTIONS


def table(host: str = HOST, port: int | None = None, *, headless: bool = True) -> dict[str, object]:
    """Return every option for a start on this host and port.

    Without a port, the first free one from `PORT` on is taken.

    Raises:
        problems.Problem: the host can be reached from other machines, nobody signs in, and the
            store is not known to be a sample.
    """
    exposure.require_host(host)
    free: dict[str, object] = {"server.address": host, "server.headless": headless}
    if port is not None:
        free["server.port"] = port
    return free | _binding(host)


def check() -> None:
    """Refuse to start when the options in force are not those of the table.

    Raises:
        problems.Problem: the sentence names the options that differ, or says what is wrong with
            the sign-in, or why other machines may not open the dashboard.
    """
    sign_in.check()
    channels.check()
    host = str(config.get_option("server.address") or "0.0.0.0")  # noqa: S104 - Streamlit's meaning of none
    differing = sorted(name for name, wanted in _binding(host).items() if _differs(name, wanted))
    if differing:
        more = ["…"] if len(differing) > _NAMED else []
        raise problems.Problem(
            N_("The dashboard does not start with these options"),
            N_(
                "Start it with “bhxh-monitor run”, or with “streamlit run” in the folder "
                "of streamlit_app.py and without STREAMLIT_ variables; these differ: {names}."
            ),
            names=", ".join(differing[:_NAMED] + more),
        )
    exposure.require_host(host)


def hosts() -> list[str]:
    """Return the names that the dashboard answers to: this machine's, and its public one."""
    public = sign_in.public_host()
    return list(exposure.HOSTS) + ([public] if public and public not in exposure.HOSTS else [])


def _differs(name: str, wanted: object) -> bool:
    """Return whether an option in force is another one than is wanted."""
    in_force = config.get_option(name)
    # The file cannot know the public address. Without a sign-in nobody needs it.
    is_narrower = name == _ALLOWED and in_force == BINDING[_ALLOWED] and not sign_in.is_configured()
    return in_force != wanted and not is_narrower


def _binding(host: str) -> dict[str, object]:
    """Return what must be in force on a host: its public name is answered, too.

    A sample that other machines may open has as many names as there are ways to it; `exposure`
    looks at the names.
    """
    if not sign_in.is_configured() and not exposure.is_loopback(host):
        return BINDING | {_ALLOWED: ["*"]}
    return BINDING | {_ALLOWED: hosts()}
