"""Where seasons come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.seasons import History


@dataclass(frozen=True, slots=True)
class MissingSeasons:
    """Seasons that were asked for and are not there."""

    missing: tuple[int, ...]
    available: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DamagedTable:
    """A stored table that cannot be read, and why."""

    table: str
    reason: str


CATALOG: Final = "catalog.json"
"""What a `DamagedTable` calls the catalog of all tables."""

SourceError: TypeAlias = MissingSeasons | DamagedTable


class SeasonSource(Protocol):
    """Reads season tables."""

    def seasons(self) -> Result[tuple[int, ...], SourceError]:
        """Seasons at hand, ascending; empty when nothing was imported."""
        ...

    def history(self, first: int, last: int) -> Result[History, SourceError]:
        """Read the seasons from `first` to `last`.

        Returns
        -------
        Result of History
            `MissingSeasons` when a season between the two is not at hand, `DamagedTable` when a file is.
        """
        ...

    def fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        """Digest (``sha256:<hex>``) of the tables of these seasons: the same data give the same digest."""
        ...
