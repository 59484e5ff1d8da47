"""How several voices become one: weights that are not negative, pulled towards equal ones.

Shapes: `n` rows, `k` voices.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from fbm.domain.seasons import FloatArray


def voice_weights(voices: FloatArray, actual: FloatArray, weights: FloatArray, pull: float) -> FloatArray:
    """Fit the weights of a blend.

    Parameters
    ----------
    voices : float64, shape (n, k)
        What each voice said of rows it had not seen.
    actual, weights : float64, shape (n,)
        What happened, and how much each row counts.
    pull : float
        How strongly weights are drawn to 1 / k: as many rows of average spread as this share of `n`.

    Returns
    -------
    float64, shape (k,)
        Not negative. They minimise the weighted squared error with the pull; equal weights where there is no row.
    """
    k = voices.shape[1]
    if not len(actual) or not weights.sum() > 0:
        return np.full(k, 1.0 / k)
    share = weights / weights.sum()
    middle = share @ actual
    spread = float(share @ (actual - middle) ** 2) or 1.0
    normal = (voices * share[:, None]).T @ voices + pull * spread * np.eye(k)
    goal = (voices * share[:, None]).T @ actual + pull * spread / k
    return _not_negative(normal, goal)


def _not_negative(normal: FloatArray, goal: FloatArray) -> FloatArray:
    """Solve the quadratic problem over every set of voices that may speak; few voices, so all sets are tried."""
    k = len(goal)
    best, least = np.zeros(k), 0.0
    for size in range(1, k + 1):
        for chosen in combinations(range(k), size):
            rows = list(chosen)
            part = np.linalg.solve(normal[np.ix_(rows, rows)], goal[rows])
            value = -0.5 * float(goal[rows] @ part)
            if (part >= 0).all() and value < least:
                best, least = np.zeros(k), value
                best[rows] = part
    return best
