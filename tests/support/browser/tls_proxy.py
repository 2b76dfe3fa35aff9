"""A proxy for tests that ends https, as one before the dashboard does, and changes nothing."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ssl
import threading
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

_AT_ONCE: Final = 65536
_SECONDS: Final = 10
_DAY: Final = dt.timedelta(days=1)


@contextlib.contextmanager
def before(port: int, name: str, folder: pathlib.Path) -> Iterator[int]:
    """Have a proxy of a name stand before a port of this machine; give its own port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(name, folder))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    passing: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        passing.add(task)
        task.add_done_callback(passing.discard)
        # A browser that goes, or the end of the proxy, is no fault.
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await _serve(port, reader, writer)

    async def close() -> None:
        server.close()
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing)

    begun = asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    server = asyncio.run_coroutine_threadsafe(begun, loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(close(), loop).result(_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _serve(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes from either side until both have ended, or the proxy has."""
    from_it, to_it = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.gather(_pass(reader, to_it), _pass(from_it, writer))
    finally:
        for each in (to_it, writer):
            each.transport.abort()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while some := await reader.read(_AT_ONCE):
            writer.write(some)
            await writer.drain()
    writer.close()


def certificate(name: str, folder: pathlib.Path) -> pathlib.Path:
    """Write a key and a certificate that nobody has vouched for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "proxy.pem"
    pem = serialization.Encoding.PEM
    shape = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(pem, shape, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return file
