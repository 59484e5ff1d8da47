"""Pitch tables, the files they are imported from, and arrays prepared of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.contextual.games import Perspective, PlayerGames
from fbm.domain.contextual.pitches import PitchArrays, Vocabularies
from fbm.domain.pitches.table import Pitches
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import SIMULATED, FileError, MixedSources
from fbm.domain.ports.sources import DamagedTable, MissingSeasons

STATCAST: Final = "statcast"
RETROSHEET: Final = "retrosheet"
PITCH_SOURCES: Final = (STATCAST, RETROSHEET, SIMULATED)
"""Those that tell most first: of a game that two of them have, the first one's pitches are read."""


@dataclass(frozen=True, slots=True)
class OtherTable:
    """A file of the right maker with something other than pitches in it, such as ``plays``."""

    file: str
    holds: str


@dataclass(frozen=True, slots=True)
class TwiceThrown:
    """The same pitch stands in two places of the files."""

    file: str
    row: int
    first_file: str
    first_row: int
    pitch: str


@dataclass(frozen=True, slots=True)
class NoPitches:
    """Files without a pitch in them."""

    files: tuple[str, ...]


PitchFileError: TypeAlias = FileError | OtherTable | TwiceThrown | NoPitches
PitchStoreError: TypeAlias = PitchFileError | MixedSources | DamagedTable
PitchSourceError: TypeAlias = MissingSeasons | DamagedTable


@dataclass(frozen=True, slots=True)
class StoredPitches:
    """Pitches of one season and source as they are stored."""

    season: int
    source: str
    pitches: int
    size_bytes: int
    digest: str


class PitchFiles(Protocol):
    """Reads the files of one source."""

    @property
    def source(self) -> str:
        """One of `PITCH_SOURCES`."""
        ...

    def seasons(self, progress: Progress) -> Iterator[Result[Pitches, PitchFileError]]:
        """Read season by season; the first failure is the last that is given."""
        ...


class PitchTables(Protocol):
    """Pitches by season and source."""

    def stored(self) -> Result[tuple[StoredPitches, ...], DamagedTable]:
        """Every season and source, in order."""
        ...

    def read(self, season: int) -> Result[Pitches, PitchSourceError]:
        """Read a season's pitches, those of its sources together, every game once."""
        ...

    def replace(
        self, source: str, seasons: Iterable[Result[Pitches, PitchFileError]], *, replace_all: bool = False
    ) -> Result[tuple[StoredPitches, ...], PitchStoreError]:
        """Replace the seasons of a source at once; its other seasons, and those of other sources, stay as they are.

        Parameters
        ----------
        source : str
        seasons : iterable of Result of Pitches
            Taken one by one; with the first failure everything stays as it was.
        replace_all : bool
            Let go of whatever was held before.

        Returns
        -------
        Result of tuple of StoredPitches
            What was brought. `MixedSources` when real pitches would stand beside simulated ones.
        """
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """Arrays of pitches as they are kept.

    Attributes
    ----------
    arrays : PitchArrays
        Mapped into memory, read-only.
    games : mapping of perspective to PlayerGames
        Sequences: every batter's and every pitcher's games, mapped as well.
    vocabularies : Vocabularies
    fingerprint : str
        ``sha256:<hex>`` of the pitch tables and of how arrays are made of them.
    place : str
        Folder of the files.
    size_bytes : int
    """

    arrays: PitchArrays
    games: Mapping[Perspective, PlayerGames]
    vocabularies: Vocabularies
    fingerprint: str
    place: str
    size_bytes: int


class PreparedPitches(Protocol):
    """Arrays of pitches, prepared once and kept under the fingerprint of what they were made of."""

    def find(self, fingerprint: str) -> Prepared | None:
        """Open what was prepared; None where there is nothing whole."""
        ...

    def keep(
        self,
        fingerprint: str,
        vocabularies: Vocabularies,
        seasons: Iterable[Result[PitchArrays, PitchSourceError]],
    ) -> Result[Prepared, PitchSourceError]:
        """Keep the arrays of seasons, one after the other; what is half done never looks finished.

        Parameters
        ----------
        fingerprint : str
        vocabularies : Vocabularies
        seasons : iterable of Result of PitchArrays
            Taken one by one; each counts its games from 0. With the first failure nothing is kept.
        """
        ...
