"""Files with plays, and where the relief that is scored from them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.ports.minors import CrosswalkSource
from fbm.domain.ports.pitches import PitchFileError
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import StoreError
from fbm.domain.relief.plays import Plays
from fbm.domain.seasons import Lines


@dataclass(frozen=True, slots=True)
class NoPlays:
    """Files without a play in them."""

    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NobodyKnown:
    """No pitcher of the plays is in the crosswalk."""

    pitchers: int


PlayFileError: TypeAlias = PitchFileError | NoPlays


class SeasonPlays(NamedTuple):
    """Plays of a season; pitchers stand by Retrosheet's ids."""

    season: int
    plays: Plays


class PlayFiles(Protocol):
    """Reads files with plays."""

    def seasons(self, progress: Progress) -> Iterator[Result[SeasonPlays, PlayFileError]]:
        """Read season by season; the first failure is the last that is given."""
        ...


class ReliefTables(CrosswalkSource, Protocol):
    """Keeps relief beside the seasons, and the crosswalk."""

    def replace_relief(self, relief: Lines) -> Result[None, StoreError]:
        """Replace the relief of whole seasons at once; that of others stays.

        Returns
        -------
        Result of None
            `MixedSources` when a simulated league is held; nothing is changed then.
        """
        ...
