"""Minor-league seasons and the crosswalk of ids: where they are read from, and where they are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

from returns.result import Result

from fbm.domain.crosswalk import Crosswalk
from fbm.domain.minors import Minors
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import FileError, StoreError
from fbm.domain.ports.sources import SourceError


class Unmatched(NamedTuple):
    """A player of a file whom neither the file nor the crosswalk knows, and how many lines he has."""

    player_id: str
    name: str
    lines: int


class MinorImport(NamedTuple):
    """Lines of files, and those players among them of whom nobody knows who they are; their lines are kept too."""

    minors: Minors
    unmatched: tuple[Unmatched, ...]


class MinorsSource(Protocol):
    """Reads minor-league seasons."""

    def minors(self, first: int, last: int) -> Result[Minors, SourceError]:
        """Read the seasons from `first` to `last` that are at hand; there may be none, as in 2020."""
        ...

    def minors_fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        """Digest (``sha256:<hex>``) of the tables of these seasons."""
        ...


class CrosswalkSource(Protocol):
    """Reads the crosswalk of ids."""

    def crosswalk(self) -> Result[Crosswalk, SourceError]:
        """Read it; nobody is in it when none was imported."""
        ...


class MinorTables(MinorsSource, CrosswalkSource, Protocol):
    """Minor-league tables and a crosswalk that can be replaced."""

    def names(self) -> Result[Mapping[str, str], SourceError]:
        """Read what everybody in the majors is called, by his id; nobody where no season is at hand."""
        ...

    def replace_minors(
        self, minors: Minors, progress: Progress, *, drop: Collection[str] = ()
    ) -> Result[None, StoreError]:
        """Replace whole minor-league seasons at once; others stay as they are.

        Parameters
        ----------
        minors : Minors
            Read from files.
        progress : Progress
            One step for each season written.
        drop : collection of str
            Sources whose seasons all go in the same step, those of the majors too.

        Returns
        -------
        Result of None
            `MixedSources` when seasons of a simulated league would stay; nothing is changed then.
        """
        ...

    def replace_crosswalk(self, crosswalk: Crosswalk) -> Result[None, StoreError]:
        """Replace the crosswalk."""
        ...


class MinorSeasonFiles(Protocol):
    """Reads files with minor-league seasons."""

    def read(self, crosswalk: Crosswalk, progress: Progress) -> Result[MinorImport, FileError]:
        """Read every season there is; nothing is changed."""
        ...


class CrosswalkFiles(Protocol):
    """Reads files with ids."""

    def read(self, progress: Progress, held: Crosswalk | None = None) -> Result[Crosswalk, FileError]:
        """Read everybody there is and join them with those held; nothing is changed."""
        ...
