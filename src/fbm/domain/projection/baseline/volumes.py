"""Playing time: a regression on all that is known, bent so that it says what happened.

A straight line says too little of those in the middle and too much of those at the ends: of who played every day it
expects more than there are games. So what it says is mapped, in straight pieces that never fall, to what those of whom
it said as much have played in the mean.

Shapes: `n` rows of a panel, `p` columns, `q` pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.regression import Ridge, fit_ridge
from fbm.domain.seasons import FloatArray

PENALTY: Final = 1e-3

PIECES: Final = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
"""Shares of the player seasons between which a piece lies: shorter ones at the ends, where the line is off most."""

STEEPEST: Final = 1.0
"""Slope beyond the last piece, at most."""

FAR: Final = 1000.0


@dataclass(frozen=True, slots=True)
class VolumeFit:
    """Opportunities in 162 games.

    Attributes
    ----------
    ridge : Ridge
        One target.
    said, played : float64, shape (q,)
        What the regression says, ascending, and what was played in the mean; in between by straight lines.
    """

    ridge: Ridge
    said: FloatArray
    played: FloatArray

    def predict(self, design: FloatArray) -> FloatArray:
        """Predict, shape (n,)."""
        bent: FloatArray = np.interp(self.ridge.predict(design)[:, 0], self.said, self.played)
        return bent


def fit_volume(design: FloatArray, played: FloatArray) -> VolumeFit:
    """Fit playing time.

    Parameters
    ----------
    design : float64, shape (n, p)
    played : float64, shape (n,)
        Opportunities in 162 games.
    """
    ridge = fit_ridge(design, played[:, None], np.ones(len(played)), PENALTY)
    said = ridge.predict(design)[:, 0]
    part = np.searchsorted(np.quantile(said, PIECES[1:-1]), said, "right")
    count = np.bincount(part)
    there = count > 0
    middle, mean = (np.bincount(part, column)[there] / count[there] for column in (said, played))
    return VolumeFit(ridge, *_beyond(middle, rising(mean, count[there].astype(np.float64))))


def rising(means: FloatArray, weights: FloatArray) -> FloatArray:
    """Bring means into rising order, shape (q,): those that fall are pooled (the pool-adjacent-violators algorithm).

    References
    ----------
    Barlow, Bartholomew, Bremner and Brunk, *Statistical Inference under Order Restrictions*, 1972.
    """
    pools: list[tuple[float, float, int]] = []
    for mean, weight in zip(means.tolist(), weights.tolist(), strict=True):
        pool = (mean, weight, 1)
        while pools and pools[-1][0] >= pool[0]:
            before = pools.pop()
            total = before[1] + pool[1]
            pool = ((before[0] * before[1] + pool[0] * pool[1]) / total, total, before[2] + pool[2])
        pools.append(pool)
    return np.concatenate([np.full(size, mean) for mean, _, size in pools])


def _beyond(said: FloatArray, played: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Go on behind the last piece as steeply as it is, and level before the first."""
    if len(said) < 2:
        return said, played
    slope = min((played[-1] - played[-2]) / (said[-1] - said[-2]), STEEPEST)
    return np.append(said, said[-1] + FAR), np.append(played, played[-1] + FAR * slope)
