"""Rosters that a person brings."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from returns.result import Result

from fbm.domain.ports.season_tables import FileError
from fbm.domain.projection.rosters import Spot


class RosterLine(NamedTuple):
    """A line of a roster: who it says it is about, by an id or a name, and where he stands."""

    file: str
    line: int
    player: str
    spot: Spot


class RosterFile(Protocol):
    """Reads a roster."""

    def read(self) -> Result[tuple[RosterLine, ...], FileError]:
        """Read every line; `Spot.player_id` is what the file has, empty where it has names only."""
        ...
