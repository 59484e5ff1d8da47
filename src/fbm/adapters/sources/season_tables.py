"""Season tables as Parquet files under one catalog: a file for each season and table, named after what it holds.

An import writes its files first and replaces the catalog last, so a reader sees the old seasons or the new ones.
People stand with each season in which they played: nobody is known before a first game.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import polars as pl
from returns.result import Failure, Result, Success

from fbm.adapters.sources.catalog import Catalog, TableEntry, broken_catalogs, read_catalog, renewed_catalog
from fbm.adapters.sources.checking import damages, same_size
from fbm.adapters.sources.disk import locked
from fbm.adapters.sources.frames import (
    DamagedTableError,
    frame_columns,
    frame_crosswalk,
    frame_lines,
    frame_minors,
    frame_pitching,
    read_checked,
)
from fbm.adapters.sources.numbered import register_of
from fbm.adapters.sources.season_import import (
    MINOR_TABLES,
    TABLES,
    clearing_away,
    replace_crosswalk,
    replace_major_seasons,
    replace_minor_seasons,
    replace_relief_seasons,
    replace_seasons,
    replace_tracking_seasons,
)
from fbm.domain.crosswalk import Crosswalk
from fbm.domain.lahman_ids import NUMBERED, Identity
from fbm.domain.minors import MINOR_BATTING, MINOR_PITCHING, MinorLines, Minors, joined_lines
from fbm.domain.ports.majors import MajorStoreError
from fbm.domain.ports.minors import Unmatched
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import SOURCES, League, StoredTable, StoreError
from fbm.domain.ports.sources import DamagedTable, MissingSeasons, SourceError
from fbm.domain.projection.sheet import MLBAM
from fbm.domain.relief.lines import with_relief
from fbm.domain.seasons import History, Lines, People, Teams

T = TypeVar("T")
E = TypeVar("E")

LOCK: Final = "catalog.lock"


class ParquetSeasonTables:
    """Season tables in a directory.

    Parameters
    ----------
    directory : Path
        Made by the first import; one that is not there holds nothing.
    until : int, optional
        Last season to be read: later ones are as good as not there.
    """

    def __init__(self, directory: Path, *, until: int | None = None) -> None:
        self._directory = directory
        self._until = until

    def before(self, season: int) -> ParquetSeasonTables:
        """Give the tables as they were when a season began: nothing in them is of that season or later."""
        return ParquetSeasonTables(self._directory, until=season - 1)

    def seasons(self) -> Result[tuple[int, ...], SourceError]:
        """Seasons at hand, ascending."""
        return self._catalog().map(lambda catalog: tuple(sorted(catalog.seasons))).alt(_as_source_error)

    def stored(self) -> Result[tuple[StoredTable, ...], SourceError]:
        """Every table of every season, ordered by season and table; those of the minor leagues come last."""
        return self._catalog().map(_stored).alt(_as_source_error)

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

    def damages(self, *, thorough: bool) -> Result[tuple[DamagedTable, ...], SourceError]:
        """Tell which files are not what the catalog says: by their size, or all of what they hold when `thorough`."""
        check = _holds if thorough else same_size
        return (
            self._catalog()
            .map(lambda catalog: damages(self._directory, catalog.all_entries(), check))
            .alt(_as_source_error)
        )

    def broken_catalogs(self) -> tuple[Path, ...]:
        """Catalogs that could not be read and stand beside the one that took their place."""
        return broken_catalogs(self._directory)

    def replace(self, league: League, progress: Progress, *, drop: Collection[str] = ()) -> Result[None, StoreError]:
        """Replace whole seasons at once; importers wait for each other, readers never do."""
        return self._changed(lambda held: replace_seasons(self._directory, held, league, progress, drop), drop)

    def minors(self, first: int, last: int) -> Result[Minors, SourceError]:
        """Read the minor-league seasons from `first` to `last` that are at hand."""
        return self._caught(lambda catalog: _minors(self._directory, catalog, first, last))

    def minors_fingerprint(self, first: int, last: int) -> Result[str, SourceError]:
        """Digest of the tables of some minor-league seasons."""
        return self._caught(lambda catalog: _digest(catalog.minor_entries(), first, last))

    def names(self) -> Result[Mapping[str, str], SourceError]:
        """Read what everybody in the majors is called, by his id; nobody where no season is at hand."""
        return self._caught(lambda catalog: _names(self._directory, catalog))

    def crosswalk(self) -> Result[Crosswalk, SourceError]:
        """Read the crosswalk of ids; nobody is in it when none was imported."""
        return self._caught(lambda catalog: _crosswalk(self._directory, catalog))

    def crosswalk_of(self, players: Sequence[str]) -> Result[Crosswalk, SourceError]:
        """Read the part of the crosswalk that is about some players, by their ids in the season tables."""
        return self._caught(lambda catalog: _crosswalk(self._directory, catalog, players))

    def replace_minors(
        self, minors: Minors, progress: Progress, *, drop: Collection[str] = ()
    ) -> Result[None, StoreError]:
        """Replace whole minor-league seasons at once, batting and pitching each by itself."""
        return self._changed(lambda held: replace_minor_seasons(self._directory, held, minors, progress, drop), drop)

    def replace_relief(self, relief: Lines) -> Result[None, StoreError]:
        """Replace the relief of whole seasons at once."""
        return self._changed(lambda held: replace_relief_seasons(self._directory, held, relief))

    def replace_tracking(self, tables: Mapping[str, Lines]) -> Result[None, StoreError]:
        """Replace tracking tables of whole seasons at once."""
        return self._changed(lambda held: replace_tracking_seasons(self._directory, held, tables))

    def replace_crosswalk(self, crosswalk: Crosswalk) -> Result[None, StoreError]:
        """Replace the crosswalk of ids."""
        return self._changed(lambda held: replace_crosswalk(self._directory, held, crosswalk))

    def replace_majors(
        self, history: History, progress: Progress, *, over: bool = False, drop: Collection[str] = ()
    ) -> Result[tuple[Unmatched, ...], MajorStoreError]:
        """Replace whole seasons whose players go by MLB's numbers; they are named as Lahman's tables name them."""
        change = partial(
            replace_major_seasons, self._directory, majors=history, progress=progress, drop=drop, over=over
        )
        return self._changed(change, drop).map(lambda identities: _unknown(history, identities))

    def _changed(
        self, change: Callable[[Catalog], Result[T, E]], drop: Collection[str] = ()
    ) -> Result[T, E | DamagedTable]:
        """Change what the catalog says; who lets go of everything needs none that can be read."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with locked(self._directory / LOCK), clearing_away(self._directory):
            read = renewed_catalog if set(drop) >= set(SOURCES) else read_catalog
            held = read(self._directory)
            return held if isinstance(held, Failure) else _kept_whole(held.unwrap(), change)

    def _read(self, first: int, last: int, read: Callable[[Catalog], T]) -> Result[T, SourceError]:
        return self._steady(lambda catalog: _checked(catalog, first, last, read))

    def _caught(self, read: Callable[[Catalog], T]) -> Result[T, SourceError]:
        return self._steady(lambda catalog: _undamaged(catalog, read))

    def _steady(self, read: Callable[[Catalog], Result[T, SourceError]]) -> Result[T, SourceError]:
        """Read what the catalog names; if an import takes a file away meanwhile, once more with imports held off."""
        with suppress(FileNotFoundError):
            return self._attempt(read)
        try:
            with locked(self._directory / LOCK, shared=True):
                return self._attempt(read)
        except FileNotFoundError as error:
            return Failure(DamagedTable(Path(error.filename).name, "is not there"))

    def _attempt(self, read: Callable[[Catalog], Result[T, SourceError]]) -> Result[T, SourceError]:
        return self._catalog().alt(_as_source_error).bind(read)

    def _catalog(self) -> Result[Catalog, DamagedTable]:
        catalog = read_catalog(self._directory)
        until = self._until
        return catalog if until is None else catalog.map(lambda whole: whole.before(until + 1))


def _holds(path: Path, entry: TableEntry) -> None:
    read_checked(path, entry.digest)


def _checked(catalog: Catalog, first: int, last: int, read: Callable[[Catalog], T]) -> Result[T, SourceError]:
    missing = tuple(season for season in range(first, last + 1) if season not in catalog.seasons)
    if missing or first > last:
        return Failure(MissingSeasons(missing, tuple(sorted(catalog.seasons))))
    return _undamaged(catalog, read)


def _undamaged(catalog: Catalog, read: Callable[[Catalog], T]) -> Result[T, SourceError]:
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
        pitching=_relieved(directory, catalog, frame_pitching(frames["pitching"]), seasons),
        positions=frame_lines(frames["positions"]),
        people=frame_columns(people, People),
        teams=frame_columns(frames["teams"], Teams),
        tracking=_tracking(directory, catalog, seasons),
    )


def _tracking(directory: Path, catalog: Catalog, seasons: range) -> Mapping[str, Lines]:
    """Tracking figures by table; a season without any is left out."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for season, table, entry in catalog.tracking_entries():
        if season in seasons:
            frames.setdefault(table, []).append(read_checked(directory / entry.file, entry.digest))
    return {table: frame_lines(pl.concat(found, how="diagonal")) for table, found in frames.items()}


def _relieved(directory: Path, catalog: Catalog, pitching: Lines, seasons: range) -> Lines:
    """Put what was scored from plays into pitching lines."""
    for season, _, entry in catalog.relief_entries():
        if season in seasons:
            pitching = with_relief(pitching, frame_lines(read_checked(directory / entry.file, entry.digest)))
    return pitching


def _table(directory: Path, catalog: Catalog, table: str, seasons: Iterable[int]) -> pl.DataFrame:
    frames = [_season_table(directory, catalog, table, season) for season in seasons]
    return pl.concat(frames, how="diagonal")


def _season_table(directory: Path, catalog: Catalog, table: str, season: int) -> pl.DataFrame:
    entry = catalog.seasons[season].tables.get(table)
    if entry is None:
        raise DamagedTableError(DamagedTable(f"{table} {season}", "the catalog does not name it"))
    return read_checked(directory / entry.file, entry.digest)


def _minors(directory: Path, catalog: Catalog, first: int, last: int) -> Minors:
    found: dict[str, list[MinorLines]] = {table: [] for table in MINOR_TABLES}
    for season, table, entry in catalog.minor_entries():
        if first <= season <= last:
            found[table].append(frame_minors(read_checked(directory / entry.file, entry.digest)))
    batting, pitching = (found[table] for table in MINOR_TABLES)
    return Minors(joined_lines(batting, MINOR_BATTING), joined_lines(pitching, MINOR_PITCHING))


def _names(directory: Path, catalog: Catalog) -> Mapping[str, str]:
    if not catalog.seasons:
        return {}
    people = _table(directory, catalog, "people", sorted(catalog.seasons))
    return dict(people.select("player_id", "name").iter_rows())


def _crosswalk(directory: Path, catalog: Catalog, players: Sequence[str] | None = None) -> Crosswalk:
    entry = catalog.ids
    if entry is None or players is None:
        return register_of(directory, catalog)
    return frame_crosswalk(read_checked(directory / entry.file, entry.digest).filter(_about(players)))


def _about(players: Sequence[str]) -> pl.Expr:
    numbers = [player.removeprefix(MLBAM) for player in players if player.startswith(MLBAM)]
    return pl.col("player_id").is_in(list(players)) | pl.col("mlbam").is_in(numbers)


def _kept_whole(held: Catalog, change: Callable[[Catalog], Result[T, E]]) -> Result[T, E | DamagedTable]:
    try:
        return change(held)
    except DamagedTableError as damaged:
        return Failure(damaged.error)


def _unknown(history: History, identities: Mapping[str, Identity]) -> tuple[Unmatched, ...]:
    """Players of some seasons whom nobody knows, with the number of their lines."""
    lines = Counter(history.batting.player_id.tolist())
    people = zip(history.people.player_id.tolist(), history.people.name.tolist(), strict=True)
    return tuple(
        Unmatched(player, name, lines[player])
        for player, name in people
        if identities[player.removeprefix(MLBAM)].rank == NUMBERED
    )


def _fingerprint(catalog: Catalog, first: int, last: int) -> str:
    majors = (entry for entry in catalog.entries() if entry[1] in TABLES)
    return _digest((*majors, *catalog.relief_entries(), *catalog.tracking_entries()), first, last)


def _digest(entries: Iterable[tuple[int, str, TableEntry]], first: int, last: int) -> str:
    lines = (f"{season} {table} {entry.digest}\n" for season, table, entry in entries if first <= season <= last)
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def _stored(catalog: Catalog) -> tuple[StoredTable, ...]:
    sections = (
        (catalog.seasons, catalog.entries()),
        (catalog.relief, catalog.relief_entries()),
        (catalog.tracking, catalog.tracking_entries()),
        (catalog.minors, catalog.minor_entries()),
    )
    return tuple(
        StoredTable(season, held[season].source, table, entry.rows, entry.size, entry.digest)
        for held, entries in sections
        for season, table, entry in entries
    )


def _as_source_error(error: DamagedTable) -> SourceError:
    return error


def _as_store_error(error: DamagedTable) -> StoreError:
    return error
