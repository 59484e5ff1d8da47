"""How sure a difference between two projections is: the paired bootstrap over players.

Shapes: `n` players, `b` resamples. Players are drawn with both projections of them, so that what makes a player hard to
project for both does not widen the interval.

References
----------
Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13 (percentile intervals).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fbm.domain.evaluation.metrics import rmse
from fbm.domain.seasons import FloatArray, StrArray


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference with its interval.

    Attributes
    ----------
    delta : float
        First minus second; below zero the first one is better.
    lo, hi : float
        Ends of the interval.
    """

    delta: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How an interval is drawn.

    Attributes
    ----------
    seed : int
    resamples : int
        >= 1.
    level : float
        Share of resamples inside of the interval, in (0, 1).
    """

    seed: int = 0
    resamples: int = 1000
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Pair:
    """Two projections of the same players.

    Attributes
    ----------
    actual, first, second : float64, shape (n,)
    weights : float64, shape (n,)
        > 0.
    players : str, shape (n,), or None
        Whose rows these are, where a player may have several: all of his are drawn together.
    """

    actual: FloatArray
    first: FloatArray
    second: FloatArray
    weights: FloatArray
    players: StrArray | None = None


def rmse_difference(pair: Pair, bootstrap: Bootstrap) -> Difference:
    """Weighted RMSE of the first projection minus that of the second, in the unit of the values."""
    delta = rmse(pair.actual, pair.first, pair.weights) - rmse(pair.actual, pair.second, pair.weights)
    tail = (1 - bootstrap.level) / 2
    lo, hi = np.quantile(_resampled(pair, bootstrap), (tail, 1 - tail))
    return Difference(delta, float(lo), float(hi))


def _resampled(pair: Pair, bootstrap: Bootstrap) -> FloatArray:
    rng = np.random.default_rng(bootstrap.seed)
    squares = np.column_stack(((pair.first - pair.actual) ** 2, (pair.second - pair.actual) ** 2))
    terms = _by_player(np.column_stack((pair.weights[:, None] * squares, pair.weights)), pair.players)
    players = len(terms)
    draws = (rng.multinomial(players, np.full(players, 1 / players)) for _ in range(bootstrap.resamples))
    sums = np.stack([draw @ terms for draw in draws])
    errors = np.sqrt(sums[:, :2] / sums[:, 2:])
    differences: FloatArray = errors[:, 0] - errors[:, 1]
    return differences


def _by_player(terms: FloatArray, players: StrArray | None) -> FloatArray:
    """Add up the rows of each player."""
    if players is None:
        return terms
    known, rows = np.unique(players, return_inverse=True)
    sums: FloatArray = np.zeros((len(known), terms.shape[1]))
    np.add.at(sums, rows, terms)
    return sums
