"""The dashboard as one ASGI application, for `bhxh-monitor run` and `streamlit run` alike."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.components import errors
from dashboard.web import application, server

# The script is in `dashboard`, away from `pages`: a folder of that name beside the script makes
# Streamlit run a page on its own when a link to it is the first thing that a server sees.
app = st.App(
    Path(__file__).resolve().parent / "dashboard" / "frame.py",
    routes=application.ROUTES,
    middleware=application.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=errors.catch,
)
