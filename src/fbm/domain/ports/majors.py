"""Major-league seasons from MLB's Stats API: what its answers tell, and where it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.majors import Mismatch
from fbm.domain.ports.minors import Unmatched
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import FileError, HeldSeasons, SeasonTables, StoreError
from fbm.domain.seasons import History


@dataclass(frozen=True, slots=True)
class UnfinishedSeason:
    """A season of which games are still to be played."""

    season: int
    played: int
    to_play: int


@dataclass(frozen=True, slots=True)
class LackingPlayers:
    """Players who have a line in a season, and of whom no answer tells their clubs."""

    season: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LackingAnswer:
    """An answer that a season cannot be made without, and which is not among the files."""

    season: int | None
    what: str


MajorFileError: TypeAlias = FileError | UnfinishedSeason | LackingPlayers | LackingAnswer
MajorStoreError: TypeAlias = StoreError | HeldSeasons


class MajorImport(NamedTuple):
    """Seasons of the major leagues as the answers tell them.

    Attributes
    ----------
    history : History
        Players go by MLB's numbers: ``mlbam:660271``.
    mismatches : tuple of Mismatch
        Figures of which two answers tell different things.
    parks : mapping of season to tuple of int
        Seasons whose games its park factors are made of.
    """

    history: History
    mismatches: tuple[Mismatch, ...]
    parks: Mapping[int, tuple[int, ...]]


class MajorSeasonFiles(Protocol):
    """Reads saved answers of the Stats API."""

    def players(self, progress: Progress) -> Result[Mapping[int, tuple[int, ...]], MajorFileError]:
        """Tell who has a line in each season, by MLB's number; a season that is not over is a failure."""
        ...

    def read(self, progress: Progress) -> Result[MajorImport, MajorFileError]:
        """Read every season there is; nothing is changed."""
        ...


class MajorTables(SeasonTables, Protocol):
    """Season tables that take seasons whose players go by MLB's numbers."""

    def replace_majors(
        self, history: History, progress: Progress, *, over: bool = False, drop: Collection[str] = ()
    ) -> Result[tuple[Unmatched, ...], MajorStoreError]:
        """Replace whole seasons at once, players named as Lahman's tables name them.

        Parameters
        ----------
        history : History
            Players go by MLB's numbers.
        progress : Progress
            One step for each season written.
        over : bool
            Replace seasons of Lahman's too.
        drop : collection of str
            Sources whose seasons all go in the same step.

        Returns
        -------
        Result of tuple of Unmatched
            Players whom nobody knows; they keep MLB's numbers until somebody does. `HeldSeasons` for seasons of
            Lahman's and no `over`, `MixedSources` beside a simulated league; nothing is changed then.
        """
        ...
