"""What a projected line is worth in a league's categories, against those who are drafted.

Shapes: `n` players of one type, `c` categories.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray
from fbm.domain.valuation.league import LESS_IS_BETTER, RATE_WEIGHTS, SGP, League, Points, Rotisserie, terms

Columns: TypeAlias = Mapping[str, FloatArray]
Scorer: TypeAlias = Callable[[Columns, BoolArray], FloatArray]
"""Scores all players (n, c) against a pool (n,); more is better in every column."""


def scorer_of(league: League, player_type: str) -> Scorer:
    """Choose how a league scores one type of player."""
    scoring = league.scoring
    if isinstance(scoring, Points):
        weights = scoring.weights[player_type]
        return lambda columns, _: points(columns, weights)
    if scoring.method == SGP:
        spots = sum(league.slots(player_type).values()) // league.teams
        return lambda columns, pool: standings_gains(columns, pool, scoring, (player_type, spots))
    return lambda columns, pool: z_scores(columns, pool, scoring, player_type)


def points(columns: Columns, weights: Mapping[str, float]) -> FloatArray:
    """Add up events times their points.

    Returns
    -------
    float64, shape (n, c)
        One column for each stat of `weights`.
    """
    return np.stack([weight * _known(columns[stat]) for stat, weight in weights.items()], axis=1)


def z_scores(columns: Columns, pool: BoolArray, scoring: Rotisserie, player_type: str) -> FloatArray:
    """Measure contributions in standard deviations of the pool.

    Parameters
    ----------
    columns : mapping of column to float64, shape (n,)
    pool : bool, shape (n,)
        Those who are drafted.
    scoring : Rotisserie
    player_type : {"batter", "pitcher"}

    Returns
    -------
    float64, shape (n, c)
        ``(x - mean) / sd`` over the pool, the sign turned where less is better; 0 where the pool does not differ. A
        rate counts as ``(rate - pool's rate) * opportunities``: hits above what the average drafted bat would have
        had in as many at-bats.
    """
    scored = []
    for category in scoring.categories[player_type]:
        gains = _contribution(columns, pool, category)
        spread = float(gains[pool].std()) if pool.any() else 0.0
        # A pool of equals has a spread of rounding errors, which would make differences of nothing.
        level = spread > 1e-9 * (float(np.abs(gains[pool]).max(initial=0.0)) + 1e-300)
        scores = (gains - gains[pool].mean()) / spread if level else np.zeros_like(gains)
        scored.append(_sign(category, player_type) * scores)
    return _stacked(scored, len(pool))


def standings_gains(columns: Columns, pool: BoolArray, scoring: Rotisserie, spots: tuple[str, int]) -> FloatArray:
    """Measure contributions in points of the standings.

    Parameters
    ----------
    columns : mapping of column to float64, shape (n,)
    pool : bool, shape (n,)
        Those who are drafted.
    scoring : Rotisserie
        With a denominator for each category.
    spots : tuple of player type and int
        How many of the type a team plays.

    Returns
    -------
    float64, shape (n, c)
        Counts over the denominator. A rate is what it does to a team of otherwise average drafted players:
        ``((others' events + his) / (others' opportunities + his) - pool's rate) / denominator``.

    References
    ----------
    Art McGee, How to Value Players for Rotisserie Baseball (1997, 2007).
    """
    player_type, places = spots
    scored = []
    for category in scoring.categories[player_type]:
        gains = _contribution(columns, pool, category)
        if category in RATE_WEIGHTS:
            chances = _known(columns[RATE_WEIGHTS[category]])
            whole = (places - 1) * (float(chances[pool].mean()) if pool.any() else 0.0) + chances
            gains = np.where(whole > 0, gains / np.where(whole > 0, whole, 1.0), 0.0)
        scored.append(_sign(category, player_type) * gains / scoring.denominators[player_type][category])
    return _stacked(scored, len(pool))


def _contribution(columns: Columns, pool: BoolArray, category: str) -> FloatArray:
    """Events of a count; for a rate, events above what the pool's rate gives in as many opportunities."""
    if category not in RATE_WEIGHTS:
        return sum((sign * _known(columns[name]) for name, sign in terms(category)), np.zeros(len(pool)))
    values = _known(columns[category])
    chances = np.where(np.isfinite(columns[category]), _known(columns[RATE_WEIGHTS[category]]), 0.0)
    total = float(chances[pool].sum())
    rate = float((values * chances)[pool].sum()) / total if total > 0 else 0.0
    return (values - rate) * chances


def _known(values: FloatArray) -> FloatArray:
    return np.nan_to_num(values)


def _sign(category: str, player_type: str) -> float:
    return -1.0 if category in LESS_IS_BETTER[player_type] else 1.0


def _stacked(scored: list[FloatArray], n: int) -> FloatArray:
    return np.stack(scored, axis=1) if scored else np.zeros((n, 0))
