"""Season-level tracking figures: how hard and where balls are hit, what is swung at, how fast players run and throw.

Shapes: `n` rows of a panel, `m` lines of a season table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray, History, IntArray, Lines, StrArray

FANGRAPHS_BATTING, FANGRAPHS_PITCHING, SAVANT_BATTING = "fangraphs_batting", "fangraphs_pitching", "savant_batting"

SEEN: Final = "seen"
"""Column of the plate appearances or batters faced that a line's figures rest on."""

FIGURES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        FANGRAPHS_BATTING: (
            "ev", "max_ev", "launch_angle", "barrels", "hard_hit", "chase", "o_contact", "z_contact", "swing_miss",
            "hr_fb", "ground", "line", "pull", "xwoba",
        ),
        FANGRAPHS_PITCHING: (
            "ev", "barrels", "hard_hit", "chase", "zone", "first_strike", "swing_miss", "csw", "ground", "hr_fb",
            "speed", "siera",
        ),
        SAVANT_BATTING: ("sprint_speed", "sweet_spot"),
    }
)  # fmt: skip
"""Figures by table. Shares are fractions, speeds miles per hour or feet per second, angles degrees."""

TABLES_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"batter": (FANGRAPHS_BATTING, SAVANT_BATTING), "pitcher": (FANGRAPHS_PITCHING,)}
)

TRACK: Final = "track "
"""Beginning of the names of tracking columns."""

SEASONS_BACK: Final = 3
MEMORY: Final = 0.6
"""Weight of a season over that of the season after it."""

BALLAST: Final = 200.0
"""Plate appearances or batters faced at which a player's figures are half believed."""

WIDEST: Final = 4.0
"""Standard deviations beyond which a figure counts no more."""

ENOUGH: Final = 50.0
"""Plate appearances or batters faced from which a line helps to tell what is usual in a season."""

USUAL_SEEN: Final = 200.0
"""What a line rests on that does not tell."""


def track_names(player_type: str) -> tuple[str, ...]:
    """Name the tracking columns of a type of player."""
    return tuple(TRACK + figure for table in TABLES_OF[player_type] for figure in FIGURES[table])


def tracked_columns(history: History, player_type: str, player_id: StrArray, season: IntArray) -> dict[str, FloatArray]:
    """Give each player's figures of the seasons before one.

    Parameters
    ----------
    history : History
    player_type : {"batter", "pitcher"}
    player_id : str, shape (n,)
    season : int64, shape (n,)
        Lines of these seasons and later ones are not read.

    Returns
    -------
    dict of str to float64, shape (n,)
        Standard deviations above what was usual in each season, later seasons weighing more, drawn towards 0 where
        little was seen; NaN for who was not tracked in any of the three seasons before.
    """
    columns = {name: np.full(len(season), np.nan) for name in track_names(player_type)}
    for table in TABLES_OF[player_type]:
        lines = history.tracking.get(table)
        if lines is not None and len(lines):
            columns |= _remembered(lines, FIGURES[table], rows_before(lines, player_id, season, SEASONS_BACK))
    return columns


def rows_before(lines: Lines, player_id: StrArray, season: IntArray, back: int) -> IntArray:
    """Find the row of each player's line in each of the seasons before one.

    Parameters
    ----------
    lines : Lines
        At most one line for each player and season.
    player_id : str, shape (n,)
    season : int64, shape (n,)
    back : int
        Seasons to look back, >= 1.

    Returns
    -------
    int64, shape (n, back)
        The season before comes first; -1 where there is no line.
    """
    rows = {key: row for row, key in enumerate(zip(lines.player_id.tolist(), lines.season.tolist(), strict=True))}
    places = np.full((len(season), back), -1)
    late = np.flatnonzero(season > lines.season.min())
    for ago in range(1, back + 1):
        keys = zip(player_id[late].tolist(), (season[late] - ago).tolist(), strict=True)
        places[late, ago - 1] = [rows.get(key, -1) for key in keys]
    return places


def _remembered(lines: Lines, figures: tuple[str, ...], places: IntArray) -> dict[str, FloatArray]:
    seen = np.append(_seen(lines), 0.0)[places] * MEMORY ** np.arange(SEASONS_BACK)
    found = {}
    for figure in (figure for figure in figures if figure in lines.counts):
        values = np.append(_standard(lines, figure), np.nan)[places]
        share = np.where(np.isfinite(values), seen, 0.0)
        weight = share.sum(axis=1)
        total = (share * np.nan_to_num(values)).sum(axis=1)
        found[TRACK + figure] = np.where(weight > 0, total / (weight + BALLAST), np.nan)
    return found


def _seen(lines: Lines) -> FloatArray:
    found = lines.counts.get(SEEN, np.full(len(lines), np.nan))
    return np.where(np.isfinite(found), found, USUAL_SEEN)


def _standard(lines: Lines, figure: str) -> FloatArray:
    """Measure in standard deviations above the season's mean, both weighted by what was seen; NaN where unknown."""
    values, seen = lines.counts[figure], _seen(lines)
    standard = np.full(len(values), np.nan)
    for season in np.unique(lines.season):
        rows = (lines.season == season) & np.isfinite(values)
        usual = rows & (seen >= ENOUGH)
        if usual.sum() < 2:
            continue
        mean = np.average(values[usual], weights=seen[usual])
        spread = np.sqrt(np.average((values[usual] - mean) ** 2, weights=seen[usual]))
        standard[rows] = (values[rows] - mean) / spread if spread > 0 else 0.0
    clipped: FloatArray = np.clip(standard, -WIDEST, WIDEST)
    return clipped
