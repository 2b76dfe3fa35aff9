"""The browser's part of a conversation with the server, without a browser."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final
from urllib import parse

from streamlit import util
from streamlit.proto import Alert_pb2, BackMsg_pb2, ClientState_pb2, ForwardMsg_pb2
from websockets import typing as websocket
from websockets.asyncio import client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bench import addresses

_DONE: Final = ForwardMsg_pb2.ForwardMsg.FINISHED_SUCCESSFULLY
_SECONDS: Final = 60


class Session:
    """One tab of a browser."""

    def __init__(self, connection: client.ClientConnection) -> None:
        self._connection = connection
        # What the errors of its pages say.
        self.said: list[str] = []

    async def show(self, address: addresses.Address, *, first: bool = False) -> float:
        """Open a page; return the seconds until the server has sent its last element.

        The first page is asked for by its name, as its hash is not known yet.
        """
        asked = ClientState_pb2.ClientState(query_string=parse.urlencode(address.query))
        asked.context_info.timezone = "Asia/Ho_Chi_Minh"
        asked.context_info.url = f"http://127.0.0.1{address.link}"
        asked.page_name = address.page if first else ""
        asked.page_script_hash = "" if first else util.calc_hash(address.page)
        begun = time.perf_counter()
        message = BackMsg_pb2.BackMsg(rerun_script=asked)
        await self._connection.send(message.SerializeToString())
        await self._finished()
        return time.perf_counter() - begun

    async def _finished(self) -> None:
        while True:
            received = await self._connection.recv()
            if isinstance(received, str):
                continue
            message = ForwardMsg_pb2.ForwardMsg.FromString(received)
            self.said += _errors(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished == _DONE:
                return


@contextlib.asynccontextmanager
async def session(
    port: int, origin: str = "", headers: Mapping[str, str] | None = None
) -> AsyncIterator[Session]:
    """Give a new session, which ends afterwards; its pages are the server's own, unless told."""
    async with client.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=websocket.Origin(origin or f"http://127.0.0.1:{port}"),
        additional_headers=headers,
        subprotocols=[websocket.Subprotocol("streamlit")],
        open_timeout=_SECONDS, ping_timeout=_SECONDS, max_size=None,
    ) as connection:  # fmt: skip
        yield Session(connection)


async def open_once(port: int, address: addresses.Address) -> float:
    """Return the seconds of the first page of a new session.

    Raises:
        RuntimeError: the page shows an error.
    """
    async with session(port) as opened:
        seconds = await opened.show(address, first=True)
    if opened.said:
        raise RuntimeError(f"{address.link} shows an error")
    return seconds


def _errors(message: ForwardMsg_pb2.ForwardMsg) -> list[str]:
    """Return what an element says if it is an error."""
    if message.WhichOneof("type") != "delta":
        return []
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        return [f"{element.exception.type}: {element.exception.message}"]
    if kind == "alert" and element.alert.format == Alert_pb2.Alert.ERROR:
        return [element.alert.body]
    return []
