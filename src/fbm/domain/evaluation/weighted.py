"""Measures of error for many rows of weights at once.

Shapes: `b` rows of weights, `n` players. What cannot be computed, such as a correlation of one player, is NaN.
"""

from __future__ import annotations

import numpy as np

from fbm.domain.seasons import FloatArray


def rmse_rows(actual: FloatArray, projected: FloatArray, weights: FloatArray) -> FloatArray:
    """Root of the weighted mean squared error, shape (b,).

    Parameters
    ----------
    actual, projected : float64, shape (n,)
    weights : float64, shape (b, n)
        >= 0.
    """
    return np.sqrt(_mean((projected - actual) ** 2, weights))


def mae_rows(actual: FloatArray, projected: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted mean absolute error, shape (b,)."""
    return _mean(np.abs(projected - actual), weights)


def correlation_rows(actual: FloatArray, projected: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted Pearson correlation, shape (b,), in [-1, 1]; 0 where either side is constant."""
    first, second = _centred(actual), _centred(projected)
    mean_first, mean_second = _mean(first, weights), _mean(second, weights)
    shared = _mean(first * second, weights) - mean_first * mean_second
    spread = _mean(first**2, weights) - mean_first**2, _mean(second**2, weights) - mean_second**2
    # What is left of a constant after centring is rounding.
    tiny = 1e-12 * (np.mean(first**2) * np.mean(second**2) if len(first) else 0.0)
    product = np.maximum(spread[0], 0.0) * np.maximum(spread[1], 0.0)
    known = product > tiny
    r: FloatArray = np.where(known, shared / np.sqrt(np.where(known, product, 1.0)), 0.0)
    return np.where(np.isfinite(shared), r, np.nan)


def _centred(column: FloatArray) -> FloatArray:
    """Take the mean off first: the squares below would swallow small differences of large numbers."""
    centred: FloatArray = column - column.mean() if len(column) else column
    return centred


def _mean(column: FloatArray, weights: FloatArray) -> FloatArray:
    total = weights.sum(axis=1)
    mean: FloatArray = np.where(total > 0, weights @ column / np.where(total > 0, total, 1.0), np.nan)
    return mean
