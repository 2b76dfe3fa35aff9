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
    from collections.abc import AsyncIterator

    from bench import addresses

_DONE: Final = ForwardMsg_pb2.ForwardMsg.FINISHED_SUCCESSFULLY
_SECONDS: Final = 60


class Session:
    """One tab of a browser."""

    def __init__(self, connection: client.ClientConnection) -> None:
        self._connection = connection
        self.errors = 0

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
            self.errors += _is_error(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished == _DONE:
                return


@contextlib.asynccontextmanager
async def session(port: int) -> AsyncIterator[Session]:
    """Give a new session, which ends afterwards."""
    async with client.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=websocket.Origin(f"http://127.0.0.1:{port}"),
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
    if opened.errors:
        raise RuntimeError(f"{address.link} shows an error")
    return seconds


def _is_error(message: ForwardMsg_pb2.ForwardMsg) -> bool:
    if message.WhichOneof("type") != "delta":
        return False
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    return kind == "exception" or (
        kind == "alert" and element.alert.format == Alert_pb2.Alert.ERROR
    )
