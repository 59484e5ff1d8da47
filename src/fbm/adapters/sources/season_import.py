"""The write side of season tables: files first, the catalog last, then what nobody names any more goes."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from returns.result import Failure, Result, Success

from fbm.adapters.sources.catalog import Catalog, SeasonEntry, broken_catalogs, read_catalog, write_catalog
from fbm.adapters.sources.disk import UNFINISHED, sync_directory
from fbm.adapters.sources.frames import (
    crosswalk_frame,
    lines_frame,
    minors_frame,
    people_frame,
    pitching_frame,
    teams_frame,
)
from fbm.adapters.sources.numbered import named_anew
from fbm.adapters.sources.tables import write_table
from fbm.domain.crosswalk import Crosswalk
from fbm.domain.lahman_ids import Identity
from fbm.domain.minors import Minors
from fbm.domain.ports.majors import MajorStoreError
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import (
    LAHMAN,
    MAJORS_API,
    MINOR_FILES,
    PLAYS,
    SIMULATED,
    TRACKING,
    HeldSeasons,
    League,
    MixedSources,
    StoreError,
)
from fbm.domain.seasons import History, Lines, People

TABLES: Final = ("batting", "pitching", "positions", "people", "teams")
"""The tables every season has; others stand beside them."""

RELIEF_TABLE: Final = "relief"

MINOR_TABLES: Final = ("minors_batting", "minors_pitching")

OURS: Final = re.compile(rf"[a-z_]+-(?:\d{{4}}-)?[0-9a-f]{{16}}\.parquet|\..*{re.escape(UNFINISHED)}")


def replace_seasons(
    directory: Path, catalog: Catalog, league: League, progress: Progress, drop: Collection[str]
) -> Result[None, StoreError]:
    """Replace the seasons of a league; the caller holds the lock that the catalog was read under.

    Returns
    -------
    Result of None
        `MixedSources` when seasons of another source would stay.
    """
    kept = catalog.without(drop)
    foreign = strangers(kept, league.source)
    if foreign:
        return Failure(MixedSources(foreign, league.source))
    commit(directory, named_anew(directory, _with_seasons(directory, kept, league, progress)).catalog)
    return Success(None)


def replace_major_seasons(
    directory: Path, catalog: Catalog, majors: History, progress: Progress, drop: Collection[str], *, over: bool
) -> Result[Mapping[str, Identity], MajorStoreError]:
    """Replace seasons whose players go by MLB's numbers; the caller holds the lock.

    Returns
    -------
    Result of mapping of number to Identity
        What the players of all such seasons are called. `MixedSources` when a simulated league is held, `HeldSeasons`
        for seasons of Lahman's and no `over`.
    """
    kept = catalog.without(drop)
    foreign = strangers(kept, MAJORS_API)
    if foreign:
        return Failure(MixedSources(foreign, MAJORS_API))
    lahman = tuple(s for s in majors.seasons if s in kept.seasons and kept.seasons[s].source == LAHMAN)
    if lahman and not over:
        return Failure(HeldSeasons(lahman, LAHMAN, MAJORS_API))
    numbered = named_anew(directory, _with_seasons(directory, kept, League(majors, MAJORS_API), progress))
    commit(directory, numbered.catalog)
    return Success(numbered.identities)


def replace_crosswalk(directory: Path, catalog: Catalog, crosswalk: Crosswalk) -> Result[None, StoreError]:
    """Replace the crosswalk of ids, and name players anew who go by MLB's numbers; the caller holds the lock."""
    entry = write_table(directory, "ids", crosswalk_frame(crosswalk))
    commit(directory, named_anew(directory, catalog.model_copy(update={"ids": entry})).catalog)
    return Success(None)


def _with_seasons(directory: Path, kept: Catalog, league: League, progress: Progress) -> Catalog:
    written = _write_seasons(directory, league, progress)
    minors = {} if league.minors is None else _write_minors(directory, league.minors, league.source, progress)
    people = league.people
    listed = {} if people is None else {"people": write_table(directory, "known", crosswalk_frame(people))}
    seasons = {"seasons": {**kept.seasons, **written}, "minors": {**kept.minors, **minors}}
    return kept.model_copy(update={**seasons, **listed})


def strangers(kept: Catalog, source: str) -> Mapping[str, tuple[int, ...]]:
    """Seasons held that those of a source cannot stand beside: real ones do not join simulated ones."""
    simulated = source == SIMULATED
    return {name: seasons for name, seasons in kept.sources().items() if (name == SIMULATED) != simulated}


def commit(directory: Path, catalog: Catalog) -> None:
    """Make a catalog the one that counts, once its files are there for good, and remove what it does not name."""
    sync_directory(directory)
    write_catalog(directory, catalog)
    _remove_strays(directory, keep=catalog.files())


def replace_minor_seasons(
    directory: Path, catalog: Catalog, minors: Minors, progress: Progress, drop: Collection[str]
) -> Result[None, StoreError]:
    """Replace minor-league seasons, batting and pitching each by itself; the caller holds the lock.

    Returns
    -------
    Result of None
        `MixedSources` when seasons of a simulated league would stay.
    """
    kept = catalog.without(drop)
    foreign = strangers(kept, MINOR_FILES)
    if foreign:
        return Failure(MixedSources(foreign, MINOR_FILES))
    written = _write_minors(directory, minors, MINOR_FILES, progress)
    seasons = {season: _beside(kept.minors.get(season), entry) for season, entry in written.items()}
    commit(directory, kept.model_copy(update={"minors": {**kept.minors, **seasons}}))
    return Success(None)


def replace_relief_seasons(directory: Path, catalog: Catalog, relief: Lines) -> Result[None, StoreError]:
    """Replace the relief of whole seasons; the caller holds the lock.

    Returns
    -------
    Result of None
        `MixedSources` when a simulated league is held.
    """
    foreign = strangers(catalog, PLAYS)
    if foreign:
        return Failure(MixedSources(foreign, PLAYS))
    written = {
        season: write_table(directory, f"{RELIEF_TABLE}-{season}", lines_frame(relief.take(relief.season == season)))
        for season in np.unique(relief.season).tolist()
    }
    entries = {season: SeasonEntry(source=PLAYS, tables={RELIEF_TABLE: entry}) for season, entry in written.items()}
    commit(directory, catalog.model_copy(update={"relief": {**catalog.relief, **entries}}))
    return Success(None)


def replace_tracking_seasons(
    directory: Path, catalog: Catalog, tables: Mapping[str, Lines]
) -> Result[None, StoreError]:
    """Replace tracking tables of whole seasons, each by itself; the caller holds the lock.

    Returns
    -------
    Result of None
        `MixedSources` when a simulated league is held.
    """
    foreign = strangers(catalog, TRACKING)
    if foreign:
        return Failure(MixedSources(foreign, TRACKING))
    entries = dict(catalog.tracking)
    for table, lines in tables.items():
        for season in np.unique(lines.season).tolist():
            frame = lines_frame(lines.take(lines.season == season))
            written = {table: write_table(directory, f"{table}-{season}", frame)}
            entries[season] = _beside(entries.get(season), SeasonEntry(source=TRACKING, tables=written))
    commit(directory, catalog.model_copy(update={"tracking": entries}))
    return Success(None)


def _beside(held: SeasonEntry | None, entry: SeasonEntry) -> SeasonEntry:
    return entry if held is None else entry.model_copy(update={"tables": {**held.tables, **entry.tables}})


def _write_minors(directory: Path, minors: Minors, source: str, progress: Progress) -> Mapping[int, SeasonEntry]:
    progress.start("writing", len(minors.seasons))
    entries: dict[int, SeasonEntry] = {}
    for season in minors.seasons:
        played = minors.between(season, season)
        lines = zip(MINOR_TABLES, (played.batting, played.pitching), strict=True)
        frames = {name: minors_frame(part) for name, part in lines if len(part)}
        tables = {name: write_table(directory, f"{name}-{season}", frame) for name, frame in frames.items()}
        entries[season] = SeasonEntry(source=source, tables=tables)
        progress.advance()
    progress.finish()
    return entries


def _write_seasons(directory: Path, league: League, progress: Progress) -> Mapping[int, SeasonEntry]:
    progress.start("writing", len(league.history.seasons))
    entries: dict[int, SeasonEntry] = {}
    for season, frames in _frames(league):
        tables = {table: write_table(directory, f"{table}-{season}", frame) for table, frame in frames.items()}
        entries[season] = SeasonEntry(source=league.source, tables=tables)
        progress.advance()
    progress.finish()
    return entries


def _frames(league: League) -> Iterator[tuple[int, Mapping[str, pl.DataFrame]]]:
    """Season by season, the frame of each table."""
    at = {player: index for index, player in enumerate(league.history.people.player_id.tolist())}
    for season in league.history.seasons:
        history = league.history.between(season, season)
        beside = {name: lines.take(lines.season == season) for name, lines in league.beside.items()}
        yield (
            season,
            {
                "batting": lines_frame(history.batting),
                "pitching": pitching_frame(history.pitching),
                "positions": lines_frame(history.positions),
                "people": people_frame(_players(history, at)),
                "teams": teams_frame(history.teams),
                **{name: lines_frame(lines) for name, lines in beside.items()},
            },
        )


def _players(history: History, at: Mapping[str, int]) -> People:
    """Those of a season's people who played in it."""
    lines = (history.batting, history.pitching, history.positions)
    played = np.unique(np.concatenate([line.player_id for line in lines]))
    return history.people.take(np.array([at[player] for player in played.tolist() if player in at], dtype=np.int64))


@contextmanager
def clearing_away(directory: Path) -> Generator[None]:
    """Remove what a change has written when the disk ends it; the caller holds the lock."""
    try:
        yield
    except OSError:
        # Read again: the change may have come as far as the catalog.
        read_catalog(directory).map(lambda counts: _remove_strays(directory, keep=counts.files()))
        raise


def _remove_strays(directory: Path, *, keep: Collection[str]) -> None:
    """Remove the files of old seasons and of importers that were killed; whatever else is there is not ours."""
    if broken_catalogs(directory):
        return
    for path in directory.iterdir():
        if path.name not in keep and OURS.fullmatch(path.name):
            path.unlink(missing_ok=True)
