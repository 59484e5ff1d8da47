"""Rosters that a person brings."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from returns.result import Result

from fbm.domain.ports.season_tables import FileError
from fbm.domain.projection.rosters import Spot


class RosterLine(NamedTuple):
    """A line of a roster: who it says it is about, by an id or a name, and what it says of him (see `Spot`).

    It is flat, so that it can be written down with whatever else decides a projection.
    """

    file: str
    line: int
    player: str
    team: str | None = None
    role: str | None = None
    share: float | None = None
    pa: float | None = None
    outs: float | None = None

    def spot(self, player_id: str) -> Spot:
        """Give the place of the player whom it is about."""
        return Spot(player_id, self.team, self.role, self.share, self.pa, self.outs)


class RosterFile(Protocol):
    """Reads a roster."""

    def read(self) -> Result[tuple[RosterLine, ...], FileError]:
        """Read every line."""
        ...
