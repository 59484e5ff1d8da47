"""A server for browsers on this machine: it listens on the loopback interface alone, and reads only.

Another site's page must not reach it either: a name that was made to point here (DNS rebinding) stands in the Host
header and is refused, pages may be neither framed nor embedded, and nothing that can be asked for changes anything.
"""

from __future__ import annotations

import sys
from functools import partial
from http import HTTPStatus
from http.client import HTTP_PORT
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from returns.result import Failure, Result, Success

from fbm.domain.ports.web import Answer, Answering, Asked, PortTaken

LOOPBACK: Final = "127.0.0.1"
NAMES: Final = (LOOPBACK, "localhost")
"""What a browser here may call this machine."""

PATIENCE: Final = 30.0
"""Seconds that a connection may say nothing; browsers open some that they never use."""

HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
     "frame-ancestors 'none'; base-uri 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)  # fmt: skip


class LocalServer:
    """Serves pages to this machine."""

    def listen(self, port: int, answering: Answering) -> Result[Listening, PortTaken]:
        """Listen at a port, 0 for any that is free; `PortTaken` where that cannot be."""
        try:
            return Success(Listening(port, answering))
        except (OSError, OverflowError) as error:
            return Failure(PortTaken(port, getattr(error, "strerror", None) or str(error)))


class Listening:
    """A server that listens."""

    def __init__(self, port: int, answering: Answering) -> None:
        # Plots share settings of the process, so pages are made one after the other.
        turn = Lock()

        def answer(asked: Asked) -> Answer:
            with turn:
                return answering(asked)

        self._server = _Server((LOOPBACK, port), partial(_Handler, answer))

    @property
    def url(self) -> str:
        """Address to type into a browser."""
        return f"http://{LOOPBACK}:{self._server.server_port}/"

    def run(self) -> None:
        """Answer until the process is told to end."""
        with self._server:
            self._server.serve_forever()

    def stop(self) -> None:
        """End `run` in another thread."""
        self._server.shutdown()


def is_ours(host: str, port: int) -> bool:
    """Tell whether a Host header names this machine and a port; browsers leave that of HTTP out."""
    own = {f"{name}:{port}" for name in NAMES}
    return host.lower() in (own.union(NAMES) if port == HTTP_PORT else own)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away; of anything else, what the library says."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE
    server_version = "fbm"
    sys_version = ""

    def __init__(self, answer: Answering, *connection: Any) -> None:
        self._answer = answer
        super().__init__(*connection)

    def do_GET(self) -> None:
        if not self._is_meant():
            return self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        # A path such as //there is one of ours, not another host.
        url = urlsplit(f"/{self.path.lstrip('/')}")
        return self._send(self._answer(Asked(unquote(url.path), tuple(parse_qsl(url.query)))))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _is_meant(self) -> bool:
        """Tell whether the browser was sent here by this machine's own name."""
        return is_ours(self.headers.get("Host", ""), self.connection.getsockname()[1])

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in (("Content-Type", answer.kind), ("Content-Length", str(len(body))), *HEADERS):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing of every page."""
