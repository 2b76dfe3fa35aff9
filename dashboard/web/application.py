"""What the application is made of: its routes, the first that fits first, and its middleware."""

from typing import Final

from starlette.middleware import Middleware

from dashboard.web import (
    downloads,
    fault_pages,
    health_routes,
    loading_page,
    local_only,
    measuring,
    security_headers,
    server,
    sign_in_gate,
    sign_in_routes,
    unknown_addresses,
    uploads,
)

_ROOMS: Final = (
    server, health_routes, loading_page, sign_in_routes, downloads, uploads, unknown_addresses,
)  # fmt: skip

ROUTES: Final = tuple(route for room in _ROOMS for route in room.ROUTES)

# The outermost first.
MIDDLEWARE: Final = (
    Middleware(fault_pages.FaultPages),
    Middleware(server.Refusal),
    Middleware(measuring.Measured),
    Middleware(security_headers.SecurityHeaders),
    Middleware(local_only.LocalOnly),
    Middleware(sign_in_gate.SignInGate),
)
