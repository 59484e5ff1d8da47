"""Seasons whose players go by MLB's numbers, named as Lahman's tables name them.

A table of people of such a season keeps the numbers in a column of its own. Whenever more is known of who is who - ids
were imported, or a later release of Lahman's - the season's tables are written again under the ids of now, in the same
step: a career is one, whichever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from fbm.adapters.sources.catalog import Catalog, SeasonEntry, TableEntry
from fbm.adapters.sources.frames import (
    frame_columns,
    frame_crosswalk,
    frame_lines,
    frame_pitching,
    lines_frame,
    people_frame,
    pitching_frame,
    read_checked,
)
from fbm.adapters.sources.tables import write_table
from fbm.domain.crosswalk import Crosswalk, nobody
from fbm.domain.lahman_ids import Identity, lahman_ids, listed_people
from fbm.domain.ports.season_tables import LAHMAN, MAJORS_API
from fbm.domain.projection.sheet import MLBAM
from fbm.domain.seasons import People, StrArray

NUMBERS: Final = "mlbam"
"""Column of people that only these seasons have."""


class Numbered(NamedTuple):
    """A catalog whose seasons go by the ids of now, and what those are by MLB's number."""

    catalog: Catalog
    identities: Mapping[str, Identity]


def named_anew(directory: Path, catalog: Catalog) -> Numbered:
    """Name the players of seasons by number as everything that a catalog holds tells.

    Raises
    ------
    DamagedTableError
        For a table that cannot be read.
    """
    frames = {
        season: _frame(directory, entry.tables["people"])
        for season, entry in catalog.seasons.items()
        if entry.source == MAJORS_API
    }
    if not frames:
        return Numbered(catalog, {})
    everybody = pl.concat([_with_numbers(frames[season]) for season in sorted(frames)], how="diagonal")
    people = everybody.unique(NUMBERS, keep="last").sort(NUMBERS)
    numbers = _words(people[NUMBERS])
    found = lahman_ids(
        frame_columns(people, People), numbers, register_of(directory, catalog), _lahman(directory, catalog)
    )
    identities = dict(zip(numbers.tolist(), found, strict=True))
    seasons = {
        season: _renamed(directory, season, catalog.seasons[season], frames[season], identities) for season in frames
    }
    return Numbered(catalog.model_copy(update={"seasons": {**catalog.seasons, **seasons}}), identities)


def register_of(directory: Path, catalog: Catalog) -> Crosswalk:
    """Read the crosswalk; nobody is in it when none was imported."""
    return nobody() if catalog.ids is None else frame_crosswalk(_frame(directory, catalog.ids))


def _lahman(directory: Path, catalog: Catalog) -> Crosswalk:
    """Everybody whom Lahman has: by its own list, or by its seasons where an earlier version imported them."""
    if catalog.people is not None:
        return frame_crosswalk(_frame(directory, catalog.people))
    seasons = sorted((season, entry) for season, entry in catalog.seasons.items() if entry.source == LAHMAN)
    if not seasons:
        return nobody()
    frames = [_frame(directory, entry.tables["people"]) for _, entry in seasons]
    people = pl.concat(frames, how="diagonal").unique("player_id", keep="last").sort("player_id")
    return listed_people(frame_columns(people, People))


def _renamed(
    directory: Path, season: int, entry: SeasonEntry, people: pl.DataFrame, identities: Mapping[str, Identity]
) -> SeasonEntry:
    """Write a season's tables under the ids of now, where they are others than those held."""
    numbered = _with_numbers(people)
    old, numbers = _words(numbered["player_id"]), _words(numbered[NUMBERS])
    names = {was: identities[number].player_id for was, number in zip(old.tolist(), numbers.tolist(), strict=True)}
    if NUMBERS in people.columns and all(was == now for was, now in names.items()):
        return entry
    told = replace(frame_columns(people, People), player_id=_named(old, names))
    by_name = pl.DataFrame({"player_id": told.player_id.tolist(), NUMBERS: numbers.tolist()})
    tables = {
        "people": people_frame(told).join(by_name, on="player_id", how="left", maintain_order="left"),
        **_lines(directory, entry, names),
    }
    written = {table: write_table(directory, f"{table}-{season}", frame) for table, frame in tables.items()}
    return entry.model_copy(update={"tables": {**entry.tables, **written}})


def _lines(directory: Path, entry: SeasonEntry, names: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    batting, positions = (frame_lines(_frame(directory, entry.tables[name])) for name in ("batting", "positions"))
    pitching = frame_pitching(_frame(directory, entry.tables["pitching"]))
    return {
        "batting": lines_frame(replace(batting, player_id=_named(batting.player_id, names))),
        "pitching": pitching_frame(replace(pitching, player_id=_named(pitching.player_id, names))),
        "positions": lines_frame(replace(positions, player_id=_named(positions.player_id, names))),
    }


def _with_numbers(people: pl.DataFrame) -> pl.DataFrame:
    """Add the numbers to a table that was written just now, whose ids they are."""
    if NUMBERS in people.columns:
        return people
    return people.with_columns(pl.col("player_id").str.strip_prefix(MLBAM).alias(NUMBERS))


def _frame(directory: Path, entry: TableEntry) -> pl.DataFrame:
    return read_checked(directory / entry.file, entry.digest)


def _named(ids: StrArray, names: Mapping[str, str]) -> StrArray:
    return np.array([names.get(one, one) for one in ids.tolist()], dtype=np.str_)


def _words(values: Iterable[str]) -> StrArray:
    return np.array(list(values), dtype=np.str_)
