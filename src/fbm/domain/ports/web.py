"""Answers to a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeAlias

from returns.result import Result

HTML: Final = "text/html; charset=utf-8"
JSON: Final = "application/json"

FOUND: Final = 200
UNKNOWN: Final = 404
BROKEN: Final = 500


class Asked(NamedTuple):
    """What a browser asks for.

    Attributes
    ----------
    path : str
        ``/versions``.
    query : tuple of (name, value)
        In their order; a name may stand there several times.
    """

    path: str
    query: tuple[tuple[str, str], ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """Give the values of a name."""
        return tuple(value for found, value in self.query if found == name)


class Answer(NamedTuple):
    """What it gets: a status of HTTP, a media type, and text."""

    body: str
    status: int = FOUND
    kind: str = HTML


Answering: TypeAlias = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True)
class PortTaken:
    """Nothing can listen at a port."""

    port: int
    reason: str


class Serving(Protocol):
    """A server that listens."""

    @property
    def url(self) -> str:
        """Where: ``http://127.0.0.1:8711/``."""
        ...

    def run(self) -> None:
        """Answer until the process is told to end."""
        ...


class WebServer(Protocol):
    """Serves pages."""

    def listen(self, port: int, answering: Answering) -> Result[Serving, PortTaken]:
        """Listen at a port, 0 for any that is free."""
        ...
