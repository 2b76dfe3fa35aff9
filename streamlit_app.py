"""The dashboard as one ASGI application, for `bhxh-monitor run` and `streamlit run` alike."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.components import errors
from dashboard.web import (
    downloads,
    fault_pages,
    loading_page,
    local_only,
    security_headers,
    server,
    sign_in_gate,
    sign_in_routes,
    uploads,
)

# The script is in `dashboard`, away from `pages`: a folder of that name beside the script makes
# Streamlit run a page on its own when a link to it is the first thing that a server sees.
app = st.App(
    Path(__file__).resolve().parent / "dashboard" / "frame.py",
    routes=tuple(
        route
        for room in (server, loading_page, sign_in_routes, downloads, uploads)
        for route in room.ROUTES
    ),
    middleware=[
        Middleware(fault_pages.FaultPages),
        Middleware(server.Refusal),
        Middleware(security_headers.SecurityHeaders),
        Middleware(local_only.LocalOnly),
        Middleware(sign_in_gate.SignInGate),
    ],
    lifespan=server.lifespan,
    on_script_error=errors.catch,
)
