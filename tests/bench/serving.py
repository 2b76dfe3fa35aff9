"""The dashboard as `bhxh-monitor run --headless` starts it, with one thing made different.

python -m bench.serving VARIANT PORT
"""

from __future__ import annotations

import collections
import gc
import itertools
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import streamlit as st
from streamlit.runtime import scriptrunner

from dashboard import access, cli
from dashboard.web import options, server

_ask: Final = access.ask

# How many questions each session has asked, and what was answered to the first who asked them.
_asked: Final = collections.defaultdict[str, Iterator[int]](itertools.count)
_answers: Final[dict[tuple[str, str, int], Any]] = {}


def asking(question: Callable[..., Any]) -> Any:
    """Ask the store, and nothing that is kept: each session is the first one of a morning."""
    session = _session()
    if not next(_asked[session.session_id]):
        st.cache_data.clear()
    return _ask(question)


def replaying(question: Callable[..., Any]) -> Any:
    """Give the first session's answers to all others: pages of the same elements, from constants.

    A session runs one page once.
    """
    session = _session()
    number = next(_asked[session.session_id])
    key = (session.page_script_hash, session.query_string, number)
    if key not in _answers:
        _answers[key] = _ask(question)
    return _answers[key]


def _session() -> Any:
    session = scriptrunner.get_script_run_ctx()
    if session is None:
        raise RuntimeError("A question outside a page")
    return session


def _collected(*, frozen: bool) -> None:
    """Leave to Streamlit its collection after each run, of all objects or of the later ones."""
    options.BINDING["runner.postScriptGC"] = True
    if frozen:
        warm_up = server._warm_up

        def and_freeze() -> None:
            warm_up()
            gc.collect()
            gc.freeze()

        server._warm_up = and_freeze


def main() -> None:
    """Start a variant on a port."""
    variant, port = sys.argv[1:]
    if variant in {"asking", "replaying"}:
        access.ask = {"asking": asking, "replaying": replaying}[variant]
    elif variant in {"collected", "frozen"}:
        _collected(frozen=variant == "frozen")
    elif variant != "product":
        raise SystemExit(f"no variant {variant}")
    sys.argv[1:] = ["run", "--headless", "--port", port]
    cli.main()


if __name__ == "__main__":
    main()
