"""The clock and the machine, as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Surroundings(NamedTuple):
    """What a training run stood on.

    Attributes
    ----------
    fbm_version, python_version : str
    libraries : mapping of str to str
        Version of each library the model depends on.
    git_commit : str or None
        Commit of the code, where it runs from a checkout.
    """

    fbm_version: str
    python_version: str
    libraries: Mapping[str, str]
    git_commit: str | None = None


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Tell the present moment, in UTC and aware of it."""
        ...

    def elapsed_s(self) -> float:
        """Seconds on a clock that never runs backwards; only differences mean anything."""
        ...

    def pause(self, seconds: float) -> None:
        """Let time pass, for one who waits for somebody else."""
        ...


class Processes(Protocol):
    """Tells processes apart, across machines and restarts."""

    def me(self) -> str:
        """Name this process so that no other one, anywhere and ever, has the name."""
        ...

    def is_gone(self, name: str) -> bool:
        """Tell whether a process has ended; False where that cannot be known, as for one on another machine."""
        ...


class Environment(Protocol):
    """Tells what the process runs on."""

    def surroundings(self) -> Surroundings:
        """Versions of fbm, Python and the libraries, and the commit if any."""
        ...
