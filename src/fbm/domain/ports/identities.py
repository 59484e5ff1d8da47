"""Where the ids come from that other makers and fantasy platforms give players."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from returns.result import Result

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.ports.sources import SourceError


class IdentitySource(Protocol):
    """Reads a crosswalk of ids, or what it says of some players."""

    def crosswalk_of(self, players: Sequence[str]) -> Result[Crosswalk, SourceError]:
        """Read the part about some players, by their ids in the season tables; nobody where none was imported."""
        ...
