"""Debian's nginx with the configuration for several dashboards, on ports of this machine."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING, Final

from support import embedded_home
from support.browser import tls_proxy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FILE: Final = embedded_home.ROOT / "deploy" / "nginx" / "several.conf"
HEADER: Final = "X-Dashboard"
_SECONDS: Final = 15
# What the machine gives around the file, in a folder of the test.
_AROUND: Final = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/several.conf;
}}
"""


@contextlib.contextmanager
def before(
    ports: Sequence[int], port: int, name: str, folder: pathlib.Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Have nginx of a name listen on a port, before dashboards on two others."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    certificate = tls_proxy.certificate(name, folder)
    told = FILE.read_text(encoding="utf-8")
    for shipped, here in (
        ("127.0.0.1:8501", f"127.0.0.1:{ports[0]}"),
        ("127.0.0.1:8502", f"127.0.0.1:{ports[1]}"),
        ("listen 80", f"listen unix:{folder}/http.sock"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/nginx/tls/bhxh.crt", str(certificate)),
        ("/etc/nginx/tls/bhxh.key", str(certificate)),
        # So that a test knows who has answered.
        ("add_header Strict", f"add_header {HEADER} $upstream_addr;\n    add_header Strict"),
    ):
        assert told.count(shipped) == 1
        told = told.replace(shipped, here)
    told = told.replace("bhxh.example.vn", name)
    (folder / "several.conf").write_text(told, encoding="utf-8")
    whole = folder / "nginx.conf"
    whole.write_text(_AROUND.format(folder=folder), encoding="utf-8")
    command = [program, "-c", str(whole), "-p", str(folder), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t"], check=True, timeout=_SECONDS)
    process = subprocess.Popen(command)
    try:
        assert embedded_home.wait_until(lambda: _listens(port), _SECONDS)
        assert process.poll() is None
        yield process
    finally:
        process.terminate()
        process.wait(_SECONDS)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
