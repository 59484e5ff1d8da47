"""Pitches as Parquet files under one catalog: a file for each season and source, named after what it holds.

As with season tables, an import writes its files first and replaces the catalog last, so a reader sees the old seasons
or the new ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from returns.result import Failure, Result, Success

from fbm.adapters.sources.catalog import (
    Catalog,
    SeasonEntry,
    TableEntry,
    broken_catalogs,
    read_catalog,
    renewed_catalog,
)
from fbm.adapters.sources.checking import damages, same_size
from fbm.adapters.sources.disk import locked, write_durably
from fbm.adapters.sources.frames import DamagedTableError
from fbm.adapters.sources.pitch_frames import pitch_bytes, read_pitches
from fbm.adapters.sources.season_import import clearing_away, commit
from fbm.domain.pitches.table import Pitches, merged
from fbm.domain.ports.pitches import (
    PITCH_SOURCES,
    PitchFileError,
    PitchSourceError,
    PitchStoreError,
    StoredPitches,
)
from fbm.domain.ports.season_tables import SIMULATED, MixedSources
from fbm.domain.ports.sources import DamagedTable, MissingSeasons

T = TypeVar("T")

LOCK: Final = "catalog.lock"
REAL: Final = "real"


class ParquetPitchTables:
    """Pitch tables in a directory.

    Parameters
    ----------
    directory : Path
        Made by the first import; one that is not there holds nothing.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def stored(self) -> Result[tuple[StoredPitches, ...], DamagedTable]:
        """Every season and source, in order."""
        return read_catalog(self._directory).map(_stored)

    def damages(self, *, thorough: bool) -> Result[tuple[DamagedTable, ...], DamagedTable]:
        """Tell which files are not what the catalog says: by their size, or all of what they hold when `thorough`."""
        check = _holds if thorough else same_size
        return read_catalog(self._directory).map(lambda held: damages(self._directory, held.all_entries(), check))

    def broken_catalogs(self) -> tuple[Path, ...]:
        """Catalogs that could not be read and stand beside the one that took their place."""
        return broken_catalogs(self._directory)

    def read(self, season: int) -> Result[Pitches, PitchSourceError]:
        """Read a season's pitches, every file held against its digest and every game taken once."""
        try:
            with suppress(FileNotFoundError):
                return self._attempt(season)
            with locked(self._directory / LOCK, shared=True):
                return self._attempt(season)
        except FileNotFoundError as error:
            return Failure(DamagedTable(Path(error.filename).name, "is not there"))
        except DamagedTableError as damaged:
            return Failure(damaged.error)

    def replace(
        self, source: str, seasons: Iterable[Result[Pitches, PitchFileError]], *, replace_all: bool = False
    ) -> Result[tuple[StoredPitches, ...], PitchStoreError]:
        """Replace seasons of a source at once; importers wait for each other, readers never do."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with locked(self._directory / LOCK), clearing_away(self._directory):
            read = renewed_catalog if replace_all else read_catalog
            held = read(self._directory).alt(_as_store_error)
            return held.bind(lambda catalog: self._replace(catalog, source, seasons, replace_all=replace_all))

    def _attempt(self, season: int) -> Result[Pitches, PitchSourceError]:
        catalog = read_catalog(self._directory).alt(_as_source_error)
        return catalog.bind(lambda held: _season(self._directory, held, season))

    def _replace(
        self,
        catalog: Catalog,
        source: str,
        seasons: Iterable[Result[Pitches, PitchFileError]],
        *,
        replace_all: bool,
    ) -> Result[tuple[StoredPitches, ...], PitchStoreError]:
        kept = _kept(catalog, source, replace_all=replace_all)
        if kept.sources().keys() - {_side(source)}:
            return Failure(MixedSources(kept.sources(), source))
        written: dict[int, TableEntry] = {}
        for season in seasons:
            match season:
                case Success(Pitches() as pitches):
                    written[int(pitches.season[0])] = _write(self._directory, source, pitches)
                case Failure(error):
                    return Failure(error)
        commit(self._directory, _with(kept, source, written))
        brought = _stored(Catalog(seasons={year: _entry(source, {source: entry}) for year, entry in written.items()}))
        return Success(brought)


def _holds(path: Path, entry: TableEntry) -> None:
    read_pitches(path, entry.digest)


def digest_of(stored: Iterable[StoredPitches]) -> str:
    """Digest (``sha256:<hex>``) of stored pitches: the same pitches give the same digest."""
    lines = "".join(f"{one.season} {one.source} {one.digest}\n" for one in stored)
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def _kept(catalog: Catalog, source: str, *, replace_all: bool) -> Catalog:
    """Tell what stays: a simulated league is a whole, so the one before it goes."""
    if replace_all:
        return Catalog()
    return catalog.without((SIMULATED,)) if source == SIMULATED else catalog


def _with(kept: Catalog, source: str, written: Mapping[int, TableEntry]) -> Catalog:
    seasons = dict(kept.seasons)
    for year, entry in written.items():
        before = seasons[year].tables if year in seasons else {}
        seasons[year] = _entry(source, {**before, source: entry})
    return Catalog(seasons=seasons)


def _entry(source: str, tables: Mapping[str, TableEntry]) -> SeasonEntry:
    return SeasonEntry(source=_side(source), tables=tables)


def _side(source: str) -> str:
    """Whether pitches are real or simulated: the two never stand beside each other."""
    return SIMULATED if source == SIMULATED else REAL


def _write(directory: Path, source: str, pitches: Pitches) -> TableEntry:
    digest, data = pitches.digest(), pitch_bytes(pitches)
    file = f"{source}-{pitches.season[0]}-{digest.removeprefix('sha256:')[:16]}.parquet"
    write_durably(directory / file, data)
    return TableEntry(file=file, digest=digest, rows=len(pitches), size=len(data))


def _season(directory: Path, catalog: Catalog, season: int) -> Result[Pitches, PitchSourceError]:
    if season not in catalog.seasons:
        return Failure(MissingSeasons((season,), tuple(sorted(catalog.seasons))))
    tables = catalog.seasons[season].tables
    chosen = [tables[source] for source in PITCH_SOURCES if source in tables]
    return Success(merged(read_pitches(directory / entry.file, entry.digest) for entry in chosen))


def _stored(catalog: Catalog) -> tuple[StoredPitches, ...]:
    return tuple(
        StoredPitches(season, source, entry.rows, entry.size, entry.digest)
        for season, source, entry in catalog.entries()
    )


def _as_source_error(error: DamagedTable) -> PitchSourceError:
    return error


def _as_store_error(error: DamagedTable) -> PitchStoreError:
    return error
