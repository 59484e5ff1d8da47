"""Who is projected, where he plays, and what the league does: the parts of a window that need all players at once.

Shapes: `m` season lines, `k` stats, 3 seasons of the window with the latest first.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.models.marcel import Weights
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import BoolArray, FloatArray, History, IntArray, Lines, StrArray, season_totals
from fbm.domain.stats import POSITIONS

PITCHER: Final = POSITIONS[0]
STARTER: Final = "SP"
RELIEVER: Final = "RP"
STARTER_SHARE: Final = 0.5
"""Share of games started from which a pitcher is called a starter."""

_PLACES: Final = range(WINDOW)


def main_positions(history: History, lines: Lines) -> StrArray:
    """Position at which a player was seen most in the season of each line.

    Parameters
    ----------
    history : History
        Holds the games by position.
    lines : Lines
        Season totals.

    Returns
    -------
    str, shape (m,)
        One of `fbm.domain.stats.POSITIONS`; ties go to the earlier one. A player without a game in the field is a
        pitcher if he has a pitching line that season, a designated hitter if not.
    """
    played = _most_games(history.positions)
    pitched = set(_keys(history.pitching))
    found = [played.get(key) or (PITCHER if key in pitched else "dh") for key in _keys(lines)]
    return np.array(found, dtype=np.str_)


def _most_games(positions: Lines) -> dict[tuple[str, int], str]:
    totals = season_totals(positions)
    games = np.stack([np.nan_to_num(totals.counts[name]) for name in POSITIONS], axis=1)
    places = games.argmax(axis=1)
    keys = _keys(totals)
    return {keys[row]: POSITIONS[places[row]] for row in np.flatnonzero(games.any(axis=1))}


def _keys(lines: Lines) -> list[tuple[str, int]]:
    return list(zip(lines.player_id.tolist(), lines.season.tolist(), strict=True))


def projected_players(player_type: Playing, lines: Lines, positions: StrArray, opportunities: FloatArray) -> StrArray:
    """Players that a projection covers: who does the job, not who was once asked to help out.

    Parameters
    ----------
    player_type : {"batter", "pitcher"}
    lines : Lines
        Season totals of the window, batting or pitching.
    positions : str, shape (m,)
        Main position in the season of each line.
    opportunities : float64, shape (m,)
        Plate appearances or outs.

    Returns
    -------
    str, shape (n,)
        Ascending. Batters came to the plate in a season in which they were no pitchers. Pitchers pitched mainly in one
        season of the window, or started a game: that keeps two-way players and leaves out those who mopped up.
    """
    if player_type == "batter":
        return np.unique(lines.player_id[(positions != PITCHER) & (opportunities > 0)])
    return np.unique(lines.player_id[(positions == PITCHER) | (lines.counts["gs"] > 0)])


def roles(games: FloatArray, starts: FloatArray) -> StrArray:
    """Name pitchers ``SP`` or ``RP`` by their share of starts in the window.

    Parameters
    ----------
    games, starts : float64, shape (n, 3)

    Returns
    -------
    str, shape (n,)
    """
    return np.where(start_share(games, starts, (1.0, 1.0, 1.0)) >= STARTER_SHARE, STARTER, RELIEVER)


def start_share(games: FloatArray, starts: FloatArray, weights: Weights) -> FloatArray:
    """Share of a pitcher's games in the window that he started.

    Parameters
    ----------
    games, starts : float64, shape (n, 3)
    weights : tuple of float, length 3
        Season weights, latest first.

    Returns
    -------
    float64, shape (n,)
        In [0, 1]; 0 without a game.
    """
    played = games @ np.asarray(weights)
    return np.where(played > 0, starts @ np.asarray(weights) / np.where(played > 0, played, 1.0), 0.0)


def league_rates(ago: IntArray, counts: FloatArray, opportunities: FloatArray, pool: BoolArray) -> FloatArray:
    """Events per opportunity of all players of a pool together, season by season.

    Parameters
    ----------
    ago : int64, shape (m,)
        Place of each line's season in the window, 0 for the latest.
    counts : float64, shape (m, k)
    opportunities : float64, shape (m,)
    pool : bool, shape (m,)
        Lines that count.

    Returns
    -------
    float64, shape (3, k)
        NaN where nothing is known. Lines without a figure are left out above and below the line of the fraction.
    """
    return np.stack([_pooled(counts[pool & (ago == place)], opportunities[pool & (ago == place)]) for place in _PLACES])


def _pooled(counts: FloatArray, opportunities: FloatArray) -> FloatArray:
    known = np.isfinite(counts)
    chances = (known * opportunities[:, None]).sum(axis=0)
    events = np.where(known, counts, 0.0).sum(axis=0)
    return np.where(chances > 0, events / np.where(chances > 0, chances, 1.0), np.nan)
