"""The server for browsers on this machine, asked over real sockets."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from fbm.adapters.web.server import HEADERS, Listening, LocalServer, is_ours
from fbm.domain.ports.web import JSON, UNKNOWN, Answer, Asked, PortTaken


def echo(asked: Asked) -> Answer:
    if asked.path == "/unknown":
        return Answer("not here", UNKNOWN, JSON)
    return Answer(f"{asked.path} {list(asked.query)} é")


@pytest.fixture
def listening() -> Iterator[Listening]:
    server = LocalServer().listen(0, echo).unwrap()
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.stop()
    thread.join(10)
    assert not thread.is_alive()


def port_of(listening: Listening) -> int:
    return urlsplit(listening.url).port or 0


def ask(
    listening: Listening, path: str, *, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(listening), timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


def test_what_is_asked_reaches_the_answer_and_comes_back_whole(listening: Listening) -> None:
    status, headers, text = ask(listening, "/a%20b?ref=x%2F1&ref=y")
    assert (status, text) == (200, "/a b [('ref', 'x/1'), ('ref', 'y')] é")
    assert int(headers["Content-Length"]) == len(text.encode())
    assert all(headers[name] == value for name, value in HEADERS)
    status, headers, text = ask(listening, "/unknown")
    assert (status, headers["Content-Type"], text) == (404, JSON, "not here")


def test_pages_of_others_may_neither_frame_nor_embed_what_is_served(listening: Listening) -> None:
    _, headers, _ = ask(listening, "/")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_head_is_answered_without_a_body(listening: Listening) -> None:
    status, headers, text = ask(listening, "/", method="HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 0


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example:{port}", "localhost", "", "127.0.0.1:1"])
def test_a_name_that_was_made_to_point_here_is_refused(listening: Listening, name: str) -> None:
    status, _, text = ask(listening, "/secret", Host=name.format(port=port_of(listening)))
    assert status == 421
    assert "/secret" not in text


def test_this_machine_may_be_called_localhost(listening: Listening) -> None:
    assert ask(listening, "/", Host=f"localhost:{port_of(listening)}")[0] == 200


def test_a_browser_names_no_port_where_it_is_the_usual_one() -> None:
    for name in ("localhost", "LOCALHOST", "127.0.0.1", "localhost:80", "127.0.0.1:80"):
        assert is_ours(name, 80), name
    for name in ("", ":80", "evil.example", "evil.example:80", "localhost:8711", "localhost:"):
        assert not is_ours(name, 80), name
    assert not is_ours("localhost", 8711)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading_is_offered(listening: Listening, method: str) -> None:
    assert ask(listening, "/", method=method)[0] == 501


@pytest.mark.parametrize("path", ["//evil.example/x", "//[", "/%00", "/?%", "/%ff", "/" + "a" * 5000])
def test_odd_paths_are_paths(listening: Listening, path: str) -> None:
    assert ask(listening, path)[0] == 200


def test_a_browser_that_says_nothing_or_goes_away_does_not_hold_up_the_others(
    listening: Listening, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", port_of(listening))) as silent:
        silent.sendall(b"GET / HT")
        for _ in range(20):
            gone = socket.create_connection(("127.0.0.1", port_of(listening)))
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            gone.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port_of(listening)}\r\n\r\n".encode())
            gone.close()
        assert ask(listening, "/")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


def test_only_this_machine_is_listened_to(listening: Listening) -> None:
    assert urlsplit(listening.url).hostname == "127.0.0.1"
    others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with pytest.raises(OSError):  # noqa: PT011 - refused or unreachable
            socket.create_connection((str(address), port_of(listening)), timeout=2)


def test_a_port_that_is_taken_or_none_is_a_failure(listening: Listening) -> None:
    taken = LocalServer().listen(port_of(listening), echo).failure()
    assert isinstance(taken, PortTaken)
    assert taken.port == port_of(listening)
    assert isinstance(LocalServer().listen(99_999, echo).failure(), PortTaken)
