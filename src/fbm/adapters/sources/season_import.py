"""The write side of season tables: files first, the catalog last, then what nobody names any more goes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from returns.result import Failure, Result, Success

from fbm.adapters.sources.catalog import Catalog, SeasonEntry, TableEntry, write_catalog
from fbm.adapters.sources.disk import UNFINISHED, sync_directory, write_durably
from fbm.adapters.sources.frames import frame_bytes, frame_digest, lines_frame, people_frame, teams_frame
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.season_tables import League, MixedSources, StoreError
from fbm.domain.seasons import History, People

TABLES: Final = ("batting", "pitching", "positions", "people", "teams")
"""The tables every season has; others stand beside them."""

OURS: Final = re.compile(rf"[a-z_]+-\d{{4}}-[0-9a-f]{{16}}\.parquet|\..*{re.escape(UNFINISHED)}")


def replace_seasons(
    directory: Path, catalog: Catalog, league: League, progress: Progress, drop: Collection[str]
) -> Result[None, StoreError]:
    """Replace the seasons of a league; the caller holds the lock that the catalog was read under.

    Returns
    -------
    Result of None
        `MixedSources` when seasons of another source would stay.
    """
    held = {season: entry for season, entry in catalog.seasons.items() if entry.source not in drop}
    kept = Catalog(seasons=held)
    if set(kept.sources()) - {league.source}:
        return Failure(MixedSources(kept.sources(), league.source))
    written = _write_seasons(directory, league, progress)
    sync_directory(directory)
    write_catalog(directory, Catalog(seasons={**held, **written}))
    _remove_strays(directory, keep=Catalog(seasons={**held, **written}).files())
    return Success(None)


def _write_seasons(directory: Path, league: League, progress: Progress) -> Mapping[int, SeasonEntry]:
    progress.start("writing", len(league.history.seasons))
    entries: dict[int, SeasonEntry] = {}
    for season, frames in _frames(league):
        tables = {table: _write(directory, f"{table}-{season}", frame) for table, frame in frames.items()}
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
                "pitching": lines_frame(history.pitching),
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


def _write(directory: Path, name: str, frame: pl.DataFrame) -> TableEntry:
    """Write a frame under the name of what it holds; a file that is there already is written over, which mends it."""
    digest, data = frame_digest(frame), frame_bytes(frame)
    file = f"{name}-{digest.removeprefix('sha256:')[:16]}.parquet"
    write_durably(directory / file, data)
    return TableEntry(file=file, digest=digest, rows=len(frame), size=len(data))


def _remove_strays(directory: Path, *, keep: Collection[str]) -> None:
    """Remove the files of old seasons and of importers that were killed; whatever else is there is not ours."""
    for path in directory.iterdir():
        if path.name not in keep and OURS.fullmatch(path.name):
            path.unlink(missing_ok=True)
