"""A server on the loopback that serves small files and misbehaves on purpose."""

from __future__ import annotations

import gzip
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

CSV = b"key_mlbam,name_first,name_last\n1,Ann,Able\n2,Bob,Best\n"
JSON = b'{"stats": []}'


class Handler(BaseHTTPRequestHandler):
    """Answers by the name of the path."""

    @property
    def counting(self) -> Server:
        assert isinstance(self.server, Server)
        return self.server

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.counting.asked[path] += 1
        made = self.counting.pages(self.path)
        if made is not None:
            self.answer(*made)
        else:
            getattr(self, path.strip("/").split("/")[0], self.fine)(self.counting.asked[path])

    def fine(self, _: int) -> None:
        self.answer(200, JSON if self.path.endswith(".json") else CSV)

    def busy(self, times: int) -> None:
        if times <= 2:
            self.answer(429, b"later", {"Retry-After": "0"})
        else:
            self.fine(times)

    def vague(self, times: int) -> None:
        self.answer(429, b"later", {"Retry-After": "soon"}) if times <= 2 else self.fine(times)

    def broken(self, times: int) -> None:
        self.answer(500, b"oh") if times <= 2 else self.fine(times)

    def down(self, _: int) -> None:
        self.answer(503, b"no")

    def missing(self, _: int) -> None:
        self.answer(404, b"<html>no such thing</html>")

    def page(self, _: int) -> None:
        self.answer(200, b"<!DOCTYPE html><html><body>Please log in</body></html>")

    def garbage(self, _: int) -> None:
        self.answer(200, b'{"stats": [')

    def cut(self, times: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(CSV)))
        self.end_headers()
        self.wfile.write(CSV if times > self.counting.cuts else CSV[:20])
        self.close_connection = True

    def packed(self, _: int) -> None:
        self.answer(200, gzip.compress(CSV), {"Content-Encoding": "gzip"})

    def twice(self, _: int) -> None:
        self.answer(200, gzip.compress(CSV) + gzip.compress(CSV), {"Content-Encoding": "gzip"})

    def torn(self, _: int) -> None:
        self.answer(200, gzip.compress(CSV * 100)[:-30], {"Content-Encoding": "gzip"})

    def unpackable(self, _: int) -> None:
        self.answer(200, CSV, {"Content-Encoding": "gzip"})

    def bomb(self, _: int) -> None:
        self.answer(200, gzip.compress(b"1,2,3\n" * 1_000_000), {"Content-Encoding": "gzip"})

    def chunks(self, _: int) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n" + CSV[:16] + b"\r\n")
        self.close_connection = True

    def slow(self, _: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        time.sleep(2)

    def endless(self, _: int) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"1,2,3\n" * 10_000)

    def tomorrow(self, _: int) -> None:
        self.answer(429, b"later", {"Retry-After": "86400"})

    def trickle(self, _: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"1")
            time.sleep(0.05)

    def away(self, _: int) -> None:
        self.answer(302, b"", {"Location": "ftp://127.0.0.1/a.csv"})

    def circle(self, _: int) -> None:
        self.answer(302, b"", {"Location": self.path})

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # the other side had enough, which is what some tests are about

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


class Server(ThreadingHTTPServer):
    """Counts what it was asked for; breaks a ``cut`` answer off so many times."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.cuts = 1
        self.pages: Callable[[str], tuple[int, bytes] | None] = lambda _: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving() -> Generator[Server]:
    server = Server()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
