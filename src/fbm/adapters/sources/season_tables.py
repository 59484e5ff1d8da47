"""Season tables as Parquet files under one catalog: a file for each season and table, named after what it holds.

An import writes its files first and replaces the catalog last, so a reader sees the old seasons or the new ones.
People stand with each season in which they played: nobody is known before a first game.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import polars as pl
from returns.result import Failure, Result, Success

from fbm.adapters.sources.catalog import Catalog, read_catalog
from fbm.adapters.sources.disk import locked
from fbm.adapters.sources.frames import DamagedTableError, frame_columns, frame_lines, read_checked
from fbm.adapters.sources.season_import import TABLES, replace_seasons
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import League, StoredTable, StoreError
from fbm.domain.ports.sources import DamagedTable, MissingSeasons, SourceError
from fbm.domain.seasons import History, Lines, People, Teams

T = TypeVar("T")

LOCK: Final = "catalog.lock"


class ParquetSeasonTables:
    """Season tables in a directory.

    Parameters
    ----------
    directory : Path
        Made by the first import; one that is not there holds nothing.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def seasons(self) -> Result[tuple[int, ...], SourceError]:
        """Seasons at hand, ascending."""
        return read_catalog(self._directory).map(lambda catalog: tuple(sorted(catalog.seasons))).alt(_as_source_error)

    def stored(self) -> Result[tuple[StoredTable, ...], SourceError]:
        """Every table of every season, ordered by season and table."""
        return read_catalog(self._directory).map(_stored).alt(_as_source_error)

    def fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        """Digest of the tables of some seasons, those beside the history left out."""
        return self._read(first, last, lambda catalog: _fingerprint(catalog, first, last))

    def history(self, first: int, last: int) -> Result[History, SourceError]:
        """Read the seasons from `first` to `last`; every file is held against its digest."""
        return self._read(first, last, lambda catalog: _history(self._directory, catalog, range(first, last + 1)))

    def beside(self, table: str, first: int, last: int) -> Result[Lines, SourceError]:
        """Read a table that stands beside the history; `DamagedTable` where a season has none."""
        seasons = range(first, last + 1)
        return self._read(first, last, lambda c: frame_lines(_table(self._directory, c, table, seasons)))

    def replace(self, league: League, progress: Progress, *, drop: Collection[str] = ()) -> Result[None, StoreError]:
        """Replace whole seasons at once; importers wait for each other, readers never do."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with locked(self._directory / LOCK):
            catalog = read_catalog(self._directory).alt(_as_store_error)
            return catalog.bind(lambda held: replace_seasons(self._directory, held, league, progress, drop))

    def _read(self, first: int, last: int, read: Callable[[Catalog], T]) -> Result[T, SourceError]:
        """Read what the catalog names; if an import takes a file away meanwhile, once more with imports held off."""
        with suppress(FileNotFoundError):
            return self._attempt(first, last, read)
        try:
            with locked(self._directory / LOCK, shared=True):
                return self._attempt(first, last, read)
        except FileNotFoundError as error:
            return Failure(DamagedTable(Path(error.filename).name, "is not there"))

    def _attempt(self, first: int, last: int, read: Callable[[Catalog], T]) -> Result[T, SourceError]:
        return read_catalog(self._directory).alt(_as_source_error).bind(lambda c: _checked(c, first, last, read))


def _checked(catalog: Catalog, first: int, last: int, read: Callable[[Catalog], T]) -> Result[T, SourceError]:
    missing = tuple(season for season in range(first, last + 1) if season not in catalog.seasons)
    if missing or first > last:
        return Failure(MissingSeasons(missing, tuple(sorted(catalog.seasons))))
    try:
        return Success(read(catalog))
    except DamagedTableError as damaged:
        return Failure(damaged.error)


def _history(directory: Path, catalog: Catalog, seasons: range) -> History:
    frames = {table: _table(directory, catalog, table, seasons) for table in TABLES}
    people = frames["people"].unique("player_id", keep="last").sort("player_id")
    return History(
        seasons=tuple(seasons),
        batting=frame_lines(frames["batting"]),
        pitching=frame_lines(frames["pitching"]),
        positions=frame_lines(frames["positions"]),
        people=frame_columns(people, People),
        teams=frame_columns(frames["teams"], Teams),
    )


def _table(directory: Path, catalog: Catalog, table: str, seasons: range) -> pl.DataFrame:
    frames = [_season_table(directory, catalog, table, season) for season in seasons]
    return pl.concat(frames, how="diagonal")


def _season_table(directory: Path, catalog: Catalog, table: str, season: int) -> pl.DataFrame:
    entry = catalog.seasons[season].tables.get(table)
    if entry is None:
        raise DamagedTableError(DamagedTable(f"{table} {season}", "the catalog does not name it"))
    return read_checked(directory / entry.file, entry.digest)


def _fingerprint(catalog: Catalog, first: int, last: int) -> str:
    lines = (f"{season} {table} {entry.digest}\n" for season, table, entry in catalog.entries() if table in TABLES)
    chosen = "".join(line for line in lines if first <= int(line[:4]) <= last)
    return f"sha256:{hashlib.sha256(chosen.encode()).hexdigest()}"


def _stored(catalog: Catalog) -> tuple[StoredTable, ...]:
    return tuple(
        StoredTable(season, catalog.seasons[season].source, table, entry.rows, entry.size, entry.digest)
        for season, table, entry in catalog.entries()
    )


def _as_source_error(error: DamagedTable) -> SourceError:
    return error


def _as_store_error(error: DamagedTable) -> StoreError:
    return error
