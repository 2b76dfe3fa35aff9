"""The dashboard on the stores of the tests, and the way to a page."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, Final, Protocol
from unittest import mock

import pytest
from plotly import graph_objects
from streamlit import util
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_cache
from streamlit.testing import v1
from streamlit.testing.v1 import app_test, local_script_runner
from support import desks, imports
from support.screens import figures, overview, signed_in, snapshots

from dashboard import clock, current_store, screens
from dashboard.components import charts
from data import opening, settings
from data import store as stores

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from support import databases


FRAME: Final = screens.FIRST.script.parents[1] / "dashboard" / "frame.py"
SECONDS: Final = 30
TODAY: Final = "2026-08-22"
# What a page draws once somebody opens it, by the keys of `dashboard.components.fragments.opened`.
OPENED: Final = (
    "days_in_figures", "office_days_in_figures", "ageing_in_figures", "pace_in_figures",
    "groups_in_figures", "curve_in_figures", "waiting_in_figures", "speeds_in_figures",
    "channels_in_figures", "recording_weeks_in_figures", "unusual_in_figures",
)  # fmt: skip


class Show(Protocol):
    """Runs the page of form 01-XN under an address and returns what it shows."""

    def __call__(self, **address: str) -> v1.AppTest: ...


class Visit(Protocol):
    """Runs any page under an address and returns what it shows."""

    def __call__(self, page: str, /, **address: str) -> v1.AppTest: ...


@pytest.fixture(scope="session", autouse=True)
def packages_are_read_once() -> Iterator[None]:
    """Look for components among the installed packages once, not for every page that is opened."""
    found = functools.cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session", autouse=True)
def pages_are_opened_cheaply() -> Iterator[None]:
    """Take away what AppTest spends on each page beside running it, a quarter of the time."""
    compiled = script_cache.ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", _wait)
        patch.setattr(app_test, "MagicMock", _runtime)
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: compiled)
        yield


def _wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
    """Wait for the thread of a page, instead of looking for its end a thousand times a second."""
    thread = runner._script_thread
    assert thread is not None
    thread.join(timeout)
    if thread.is_alive():
        runner.request_stop()
        pytest.fail(f"the page did not end within {timeout} s")


def _runtime(**given: Any) -> mock.Mock:
    """Return a server without sessions; a `MagicMock` makes a class of each part of it."""
    made = mock.Mock(**given)
    made.get_client.return_value = None
    return made


@pytest.fixture(autouse=True)
def no_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the pages away from what lies in the home of whoever runs the tests."""
    monkeypatch.setenv("BHXH_HOME", str(tmp_path_factory.getbasetemp() / "no_home"))


@pytest.fixture(autouse=True)
def charts_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Plotly refuse what it does not know, in every chart that a page draws."""
    monkeypatch.setattr(charts, "Drawn", graph_objects.Figure)


@pytest.fixture
def visit() -> Visit:
    """Run a page with all that can be opened open."""

    def run(page: str, /, **address: str) -> v1.AppTest:
        opened = v1.AppTest.from_file(str(FRAME), default_timeout=SECONDS)
        opened.query_params.update(address)
        for key in OPENED:
            opened.session_state[key] = True
        # A page is known by its address after a first run only, which would run another page.
        opened._page_hash = util.calc_hash(screens.at(page).address)
        return opened.run()

    return run


@pytest.fixture
def show(visit: Visit) -> Show:
    return functools.partial(visit, "form-01-xn")


@pytest.fixture
def reader(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> figures.Reader:
    """Give what opens pages, notes what they show, and follows where it leads."""
    opened = figures.Reader(visit)
    opened.note(monkeypatch)
    return opened


@pytest.fixture(scope="session")
def open_again() -> Iterator[Callable[..., stores.Store]]:
    """Give what opens the store of settings, or gives the one of the test before if it is the same.

    It mostly is, and a connection that has answered before takes half the time for a page.
    """
    kept: dict[object, stores.Store] = {}
    really = opening.open_store

    def open_store(chosen: settings.Settings, *, reads_copies: bool = False) -> stores.Store:
        logins = (chosen.store_url, chosen.loader_url, chosen.owner_url, reads_copies)
        if logins not in kept:
            for opened in kept.values():
                opened.close()
            kept.clear()
            kept[logins] = really(chosen, reads_copies=reads_copies)
        return kept[logins]

    yield open_store
    for opened in kept.values():
        opened.close()


@pytest.fixture
def use_store(
    made: databases.Databases,
    open_again: Callable[..., stores.Store],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], None]:
    """Give the function that has the dashboard show the database of a name."""
    monkeypatch.setenv("BHXH_TODAY", TODAY)
    monkeypatch.setattr(current_store, "_holder", current_store._Holder())
    monkeypatch.setattr(opening, "open_store", open_again)

    def use(name: str) -> None:
        url = made.url(name).render_as_string(hide_password=False)
        monkeypatch.setenv("BHXH_STORE_URL", url)

    return use


@pytest.fixture
def example_shown(use_store: Callable[[str], None], example_name: str) -> None:
    """Have the dashboard show the worked example."""
    use_store(example_name)


@pytest.fixture
def nothing_shown(use_store: Callable[[str], None], empty_name: str) -> None:
    """Have the dashboard show an empty store."""
    use_store(empty_name)


@pytest.fixture(scope="session")
def masters_name(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a database with masters alone, a pattern for others."""
    with made.fresh() as name:
        with desks.opened(made, name, tmp_path_factory.mktemp("masters")) as opened:
            opened.masters()
        yield name


@pytest.fixture
def desk(
    made: databases.Databases,
    masters_name: str,
    use_store: Callable[[str], None],
    tmp_path: pathlib.Path,
) -> Iterator[desks.Desk]:
    """Have the dashboard show a store of its own, in which files can be handed in."""
    with made.fresh(masters_name) as name, desks.opened(made, name, tmp_path) as opened:
        use_store(name)
        yield opened
        current_store.close()


@pytest.fixture
def well(desk: desks.Desk) -> desks.Desk:
    """Have all be well on Friday, as it was on the Thursday of the week before."""
    overview.all_well(desk)
    return desk


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give the function that sets the clock."""

    def set_clock(moment: str) -> None:
        now = dt.datetime.fromisoformat(moment).replace(tzinfo=clock.HANOI)
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_clock


@pytest.fixture
def september(example_shown: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Have the dashboard show the worked example on 4 September, with money overdue."""
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")


@pytest.fixture(scope="session")
def merged_name(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with the worked example, whose second office the first one has succeeded."""
    with desks.fresh(made, tmp_path_factory.mktemp("merged")) as opened:
        opened.take(imports.EXAMPLE / "import")
        soc_son = {
            "office_code": "00110", "office_name": "BHXH huyện Sóc Sơn", "parent_code": "00100",
            "valid_from": "2020-01-01", "valid_to": "2026-08-31", "successor_code": "00101",
        }  # fmt: skip
        assert opened.hand_in(offices=[soc_son]).rejected == 0
        yield opened.name()


@pytest.fixture
def merged(
    use_store: Callable[[str], None], merged_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have the dashboard show the worked example on 4 September, after two offices have merged."""
    use_store(merged_name)
    monkeypatch.setenv("BHXH_TODAY", "2026-09-04")


@pytest.fixture
def frozen(desk: desks.Desk) -> desks.Desk:
    """Have a form of the store be snapshot 1."""
    snapshots.freeze(desk)
    return desk


@pytest.fixture
def changed(frozen: desks.Desk) -> desks.Desk:
    """Have the store say something else than its snapshot."""
    snapshots.change(frozen)
    return frozen


@pytest.fixture
def sign(
    use_store: Callable[[str], None], staffed_name: str, monkeypatch: pytest.MonkeyPatch
) -> signed_in.SignIn:
    """Give the function that has somebody sign in."""
    use_store(staffed_name)
    return signed_in.signing(monkeypatch)
