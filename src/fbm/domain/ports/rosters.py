"""Rosters that a person brings."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from returns.result import Result

from fbm.domain.ports.season_tables import FileError

COLUMNS: Final = ("player_id", "mlbam_id", "fangraphs_id", "name", "team", "role", "share", "pa", "ip")
"""Columns of a roster."""

MLBAM: Final = "mlbam:"
FANGRAPHS: Final = "fangraphs:"
"""What stands before an id that is MLB's or FanGraphs' in `RosterLine.player`."""


class RosterLine(NamedTuple):
    """A line of a roster: who it says it is about, by an id or a name, and what it says of him (see `Spot`).

    An id that is not of the season tables has its maker in front: ``mlbam:665742``.
    `name` is what it calls him beside his id. Roles may be groups of positions too, see
    `fbm.domain.projection.roles`, and teams be spelled as others than Lahman
    do. It is flat, so that it can be written down with whatever else decides a projection.
    """

    file: str
    line: int
    player: str
    team: str | None = None
    role: str | None = None
    share: float | None = None
    pa: float | None = None
    outs: float | None = None
    name: str | None = None


class RosterText(NamedTuple):
    """The lines of a roster, and the names of the columns that mean nothing in one."""

    lines: tuple[RosterLine, ...]
    unread: tuple[str, ...] = ()


class RosterFile(Protocol):
    """Reads a roster."""

    def read(self) -> Result[RosterText, FileError]:
        """Read every line."""
        ...
