"""A projection as people take it away: rows with names, which models made them, and from which data.

Shapes: `n` players. How a sheet is written to a file is an adapter's affair.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from fbm.domain.ages import ages_in
from fbm.domain.projection.batch import Origin
from fbm.domain.projection.finalise import Projection
from fbm.domain.seasons import FloatArray, IntArray, People

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = Mapping[str, Cell]
"""One player: column names to values, None where the data have no figure."""

PERSON_COLUMNS: Final = (
    "player_id", "mlbam_id", "fangraphs_id", "yahoo_id", "espn_id", "nfbc_id", "name", "age", "team", "position",
    "origin", "minors",
)  # fmt: skip
"""Who a player is and where his line comes from; these columns come first in every row."""

PLATFORM_IDS: Final = ("fangraphs_id", "yahoo_id", "espn_id", "nfbc_id")
"""Columns that only a crosswalk of ids can fill."""

MAJORS, MINORS, BOTH = "majors", "minors", "both"
"""Values of `origin`: the record that a line was made from. `minors` says at which levels, and how much at each."""

MLBAM: Final = "mlbam:"
"""Beginning of the ids of those whom only MLB's number is known of."""


@dataclass(frozen=True, slots=True)
class ModelUse:
    """Which version stood in a pipeline.

    Attributes
    ----------
    model_type : str
    name : str
        Versioned name.
    version : int
    player_type : str
    digest : str
        Of the artifact, ``sha256:<hex>``.
    """

    model_type: str
    name: str
    version: int
    player_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class ProjectionSheet:
    """Projections of a season with their provenance.

    Attributes
    ----------
    season : int
    pipeline : str
    models : tuple of ModelUse
        Versions that stood in the pipeline.
    data_fingerprint : str
        Digest of the season tables that were read.
    batters, pitchers : tuple of Row
        Best first.
    league : mapping or None
        By which league the players were valued, as plain data; None where they were not.
    """

    season: int
    pipeline: str
    models: tuple[ModelUse, ...]
    data_fingerprint: str
    batters: tuple[Row, ...] = ()
    pitchers: tuple[Row, ...] = ()
    league: Mapping[str, Any] | None = None


def provenance(sheet: ProjectionSheet) -> dict[str, Any]:
    """Tell what made a sheet, as plain data: season, pipeline, models, the fingerprint of the data, and any league."""
    facts = {
        "season": sheet.season,
        "pipeline": sheet.pipeline,
        "models": [asdict(model) for model in sheet.models],
        "data_fingerprint": sheet.data_fingerprint,
    }
    return facts if sheet.league is None else {**facts, "league": dict(sheet.league)}


def document(sheet: ProjectionSheet) -> dict[str, Any]:
    """Give a whole sheet as plain data: its provenance, then `batters` and `pitchers`."""
    return {
        **provenance(sheet),
        "batters": [dict(row) for row in sheet.batters],
        "pitchers": [dict(row) for row in sheet.pitchers],
    }


def rows_of(projection: Projection, people: People) -> tuple[Row, ...]:
    """Lay a projection out in rows.

    Parameters
    ----------
    projection : Projection
    people : People
        Names, and dates of birth for the ages; a player who is not among them goes without a name but for his origin's.

    Returns
    -------
    tuple of Row
        `PERSON_COLUMNS`, then the projection's. Batters who are worth the most times on base, weighted as in wOBA, come
        first, pitchers with the most innings; equals are ordered by id.
    """
    order = np.lexsort((projection.player_id, -_merit(projection)))
    columns = {**_persons(projection, people, order), **_figures(projection, order)}
    return tuple(dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))


def _merit(projection: Projection) -> FloatArray:
    merit = projection["ip"] if projection.player_type == "pitcher" else projection["woba"] * projection["pa"]
    return np.nan_to_num(merit)


def _persons(projection: Projection, people: People, order: IntArray) -> dict[str, list[Cell]]:
    origins = projection.origins
    names = {player: origin.name for player, origin in origins.items()}
    names |= dict(zip(people.player_id.tolist(), people.name.tolist(), strict=True))
    ids: list[str] = projection.player_id[order].tolist()
    nothing: list[Cell] = [None] * len(ids)
    cells: tuple[list[Cell], ...] = (
        [*ids],
        [int(player.removeprefix(MLBAM)) if player.startswith(MLBAM) else None for player in ids],
        *(nothing for _ in PLATFORM_IDS),
        [names.get(player) for player in ids],
        [None if math.isnan(age) else int(age) for age in _ages(projection, people)[order].tolist()],
        [team or None for team in projection.team[order].tolist()],
        [position.upper() or None for position in projection.position[order].tolist()],
        [_origin(origins.get(player)) for player in ids],
        [origins[player].minors if player in origins else None for player in ids],
    )
    return dict(zip(PERSON_COLUMNS, cells, strict=True))


def _ages(projection: Projection, people: People) -> FloatArray:
    """Ages of the season; of whom the people do not know, what the stages went by."""
    known = ages_in(projection.season, people, projection.player_id.tolist())
    return np.where(np.isfinite(known), known, projection.age)


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return MAJORS
    return BOTH if origin.in_majors else MINORS


def _figures(projection: Projection, order: IntArray) -> dict[str, list[Cell]]:
    return {
        name: [None if math.isnan(value) else value for value in column[order].tolist()]
        for name, column in projection.columns.items()
    }
