"""What players did in a season, laid out as projections are.

Shapes: `n` players.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fbm.domain.ages import ages_in
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.finalise import derived_columns
from fbm.domain.projection.population import PITCHER, main_positions, roles
from fbm.domain.projection.window import STATS
from fbm.domain.seasons import BoolArray, FloatArray, History, Lines, StrArray, opportunities_of, season_totals, singles


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everybody of one type who played in a season.

    Attributes
    ----------
    season : int
    player_type : {"batter", "pitcher"}
    player_id : str, shape (n,)
        Ascending.
    role : str, shape (n,)
        Main position of the season; ``SP`` or ``RP`` for pitchers.
    age : float64, shape (n,)
        As `fbm.domain.ages` has it; NaN where unknown.
    columns : mapping of column name to float64, shape (n,)
        As in a projection; a rate over nothing and a count without a figure are NaN.
    """

    season: int
    player_type: Playing
    player_id: StrArray
    role: StrArray
    age: FloatArray
    columns: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.player_id)


def outcomes_of(history: History, season: int, player_type: Playing) -> Outcomes:
    """Gather what happened in a season.

    Parameters
    ----------
    history : History
        Holds the season.
    season : int
    player_type : {"batter", "pitcher"}
        Batters came to the plate and were no pitchers in the main, pitchers pitched in the main or started a game:
        as projections choose whom they cover.
    """
    known = history.between(season, season)
    lines = season_totals(known.batting if player_type == "batter" else known.pitching)
    position = main_positions(known, lines)
    chosen = _chosen(lines, position, player_type)
    lines, position = lines.take(chosen), position[chosen]
    order = np.argsort(lines.player_id)
    return _laid_out(known, lines.take(order), position[order], season, player_type)


def _chosen(lines: Lines, position: StrArray, player_type: Playing) -> BoolArray:
    if player_type == "batter":
        batted: BoolArray = (position != PITCHER) & (opportunities_of(lines, player_type) > 0)
        return batted
    pitched: BoolArray = (position == PITCHER) | (lines.counts["gs"] > 0)
    return pitched


def _laid_out(known: History, lines: Lines, position: StrArray, season: int, player_type: Playing) -> Outcomes:
    counts = dict(lines.counts)
    if player_type == "batter":
        counts["singles"] = singles(lines)
    else:
        position = roles(counts["g"][:, None].repeat(3, axis=1), counts["gs"][:, None].repeat(3, axis=1))
    missing = np.full(len(lines), np.nan)
    volume = opportunities_of(lines, player_type)
    columns = derived_columns({stat: counts.get(stat, missing) for stat in STATS[player_type]}, volume, player_type)
    ages = ages_in(season, known.people, lines.player_id.tolist())
    return Outcomes(season, player_type, lines.player_id, np.char.upper(position), ages, columns)
