"""Season tables in memory and files that are only values."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from returns.result import Failure, Result, Success

from fbm.domain.crosswalk import nobody
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import FileError, League, MixedSources, SeasonsRead, StoredTable, StoreError
from fbm.domain.ports.sources import MissingSeasons, SourceError
from fbm.domain.seasons import History, Lines


class FakeFiles:
    """Gives what it was made with."""

    def __init__(self, outcome: Result[History, FileError]) -> None:
        self._outcome = outcome

    def seasons_and_people(self, progress: Progress) -> Result[SeasonsRead, FileError]:
        progress.start("reading", 1)
        progress.finish()
        return self._outcome.map(lambda history: SeasonsRead(history, nobody()))


class MemorySeasonTables:
    """Keeps the leagues themselves, cut into seasons."""

    def __init__(self) -> None:
        self._held: dict[int, League] = {}

    def seasons(self) -> Result[tuple[int, ...], SourceError]:
        return Success(tuple(sorted(self._held)))

    def stored(self) -> Result[tuple[StoredTable, ...], SourceError]:
        return Success(
            tuple(table for season, league in sorted(self._held.items()) for table in _stored(season, league))
        )

    def fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        return self._checked(first, last).map(
            lambda _: f"sha256:{hashlib.sha256(repr((first, last)).encode()).hexdigest()}"
        )

    def history(self, first: int, last: int) -> Result[History, SourceError]:
        return self._checked(first, last).map(lambda _: self._held[first].history.between(first, last))

    def beside(self, table: str, first: int, last: int) -> Result[Lines, SourceError]:
        return self._checked(first, last).map(lambda _: self._held[first].beside[table])

    def replace(self, league: League, progress: Progress, *, drop: Collection[str] = ()) -> Result[None, StoreError]:
        staying = {season: held for season, held in self._held.items() if held.source not in drop}
        foreign = {held.source for held in staying.values()} - {league.source}
        if foreign:
            names = {name: tuple(s for s, held in staying.items() if held.source == name) for name in foreign}
            return Failure(MixedSources(names, league.source))
        self._held = staying | dict.fromkeys(league.history.seasons, league)
        return Success(None)

    def _checked(self, first: int, last: int) -> Result[None, SourceError]:
        missing = tuple(season for season in range(first, last + 1) if season not in self._held)
        return Failure(MissingSeasons(missing, tuple(sorted(self._held)))) if missing else Success(None)


def _stored(season: int, league: League) -> list[StoredTable]:
    history = league.history.between(season, season)
    rows = {"batting": len(history.batting), "pitching": len(history.pitching), **dict.fromkeys(league.beside, 0)}
    return [StoredTable(season, league.source, table, n, 10 * n, "sha256:0") for table, n in sorted(rows.items())]
