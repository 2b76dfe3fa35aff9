"""How tests ask an ASGI application as a browser would, without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support import loops

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message


def ask(
    app: ASGIApp,
    path: str,
    *,
    kind: str = "http",
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> list[Message]:
    """Return what is answered to a request of a browser; `kind` is http or websocket."""
    sent: list[Message] = []

    async def receive() -> Any:
        return {"type": f"{kind}.{'connect' if kind == 'websocket' else 'request'}"}

    async def send(message: Message) -> None:
        sent.append(message)

    address, _, query = path.partition("?")
    given = {"host": "127.0.0.1:8501", "accept": "text/html", **(headers or {})}
    scope = {
        "type": kind, "path": address, "raw_path": address.encode(), "root_path": "",
        "query_string": query.encode(), "method": method, "http_version": "1.1",
        "scheme": "ws" if kind == "websocket" else "http",
        "server": ("127.0.0.1", 8501), "client": ("127.0.0.1", 50000),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
    }  # fmt: skip
    loops.run(app(scope, receive, send))  # type: ignore[arg-type]
    return sent


def status(answer: list[Message]) -> int | None:
    """Return the status of an answer by http; None for a websocket that was closed."""
    return answer[0].get("status")


def header(answer: list[Message], name: str) -> str | None:
    """Return a header of an answer."""
    found = [value for each, value in answer[0]["headers"] if each == name.encode()]
    return found[0].decode() if found else None
