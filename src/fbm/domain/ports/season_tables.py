"""Season tables with their write side, and the files seasons are imported from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.minors import Minors
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.seasons import History, Lines

LAHMAN: Final = "lahman"
SIMULATED: Final = "simulated"
MINOR_FILES: Final = "minors"
PLAYS: Final = "plays"
TRACKING: Final = "tracking"
MAJORS_API: Final = "mlbapi"
SOURCES: Final = (LAHMAN, SIMULATED, MINOR_FILES, PLAYS, TRACKING, MAJORS_API)


@dataclass(frozen=True, slots=True)
class MixedSources:
    """Seasons of one source were offered where seasons of others would stay: careers would make no sense."""

    held: Mapping[str, tuple[int, ...]]
    offered: str


A_DIRECTORY: Final = "it is a directory with no file that this command reads"
"""Reason for refusing a directory in the place of files that has none to offer."""


@dataclass(frozen=True, slots=True)
class HeldSeasons:
    """Seasons held of one source, which those of another do not replace unless told to."""

    seasons: tuple[int, ...]
    source: str
    offered: str


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file that an import needs is not there, or cannot be opened."""

    file: str
    directory: str


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A file has none of the column's names in its first line."""

    file: str
    column: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that is not what it claims: where, what stands there, and why it cannot be meant."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnevenSeasons:
    """A file that lacks what another has of some seasons.

    Attributes
    ----------
    file : str
    missing : tuple of int
        The seasons.
    against : str
        The file that has them.
    lines, whole : int
        How many lines are lacking, of how many; 0 where the seasons are not there at all.
    first : str
        The first line that is lacking, in words.
    """

    file: str
    missing: tuple[int, ...]
    against: str = "Batting.csv"
    lines: int = 0
    whole: int = 0
    first: str = ""


FileError: TypeAlias = MissingFile | MissingColumn | BadFile | UnevenSeasons
StoreError: TypeAlias = SourceError | MixedSources


@dataclass(frozen=True, slots=True)
class League:
    """Seasons to store, where they come from, and what stands beside them.

    Attributes
    ----------
    history : History
    source : str
    beside : mapping of table to Lines
        Tables of the same players.
    minors : Minors, optional
    people : Crosswalk, optional
        Everybody whom the source has an id for, also those of other seasons, with the ids that others give them.
    """

    history: History
    source: str
    beside: Mapping[str, Lines] = field(default_factory=dict)
    minors: Minors | None = None
    people: Crosswalk | None = None


class SeasonsRead(NamedTuple):
    """Seasons of files, and everybody whom the source has an id for."""

    history: History
    people: Crosswalk


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One table of one season as it is stored."""

    season: int
    source: str
    table: str
    rows: int
    size_bytes: int
    digest: str


class SeasonFiles(Protocol):
    """Reads the files of one source."""

    def seasons_and_people(self, progress: Progress) -> Result[SeasonsRead, FileError]:
        """Read every season there is, and everybody; nothing is changed."""
        ...


class SeasonTables(SeasonSource, Protocol):
    """Season tables that can be replaced."""

    def stored(self) -> Result[tuple[StoredTable, ...], SourceError]:
        """Every table of every season, ordered by season and table; those of the minor leagues come last."""
        ...

    def beside(self, table: str, first: int, last: int) -> Result[Lines, SourceError]:
        """Read a table that was stored beside the history, such as the truth of a simulated league."""
        ...

    def replace(self, league: League, progress: Progress, *, drop: Collection[str] = ()) -> Result[None, StoreError]:
        """Replace whole seasons at once; seasons the league does not have stay as they are.

        Parameters
        ----------
        league : League
        progress : Progress
            One step for each season written.
        drop : collection of str
            Sources whose seasons all go in the same step.

        Returns
        -------
        Result of None
            `MixedSources` when seasons of another source would stay, `DamagedTable` when what is held cannot
            be told; nothing is changed then.
        """
        ...
