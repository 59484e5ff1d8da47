"""Measures of error for many rows of weights at once.

Shapes: `b` rows of weights, `n` players. What cannot be computed, such as a mean over nobody, is NaN.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from fbm.domain.seasons import FloatArray

_ROUNDING: Final = 1e-12
"""What may be left of a constant's variance, as a share of its mean square, after its mean is taken off."""


class Errors(NamedTuple):
    """How far two columns are apart, in each row of weights.

    Attributes
    ----------
    rmse, mae : float64, shape (b,)
        Root of the weighted mean squared error, and weighted mean absolute error.
    r : float64, shape (b,)
        Weighted Pearson correlation, in [-1, 1]; 0 where either side is constant.
    """

    rmse: FloatArray
    mae: FloatArray
    r: FloatArray


def errors(actual: FloatArray, projected: FloatArray, weights: FloatArray, chances: FloatArray | None = None) -> Errors:
    """Measure errors.

    Parameters
    ----------
    actual, projected : float64, shape (n,)
    weights : float64, shape (b, n)
        How often each player counts, >= 0.
    chances : float64, shape (n,), optional
        Opportunities by which each player counts, >= 0; left out: all alike.
    """
    once = np.ones(len(actual)) if chances is None else chances
    first, second = _centred(actual, once), _centred(projected, once)
    miss = projected - actual
    terms = (np.ones(len(actual)), miss**2, np.abs(miss), first, second, first * second, first**2, second**2)
    # One pass over the weights serves all measures: they are much larger than everything else.
    sums = weights @ (once[:, None] * np.stack(terms, axis=1))
    total = sums[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(total[:, None] > 0, sums / total[:, None], np.nan)
    _, squares, distances, *moments = means.T
    return Errors(np.sqrt(squares), distances, _correlation(*moments))


def _correlation(
    first: FloatArray, second: FloatArray, product: FloatArray, first_square: FloatArray, second_square: FloatArray
) -> FloatArray:
    """Correlation from first and second moments, shape (b,)."""
    spread = np.maximum(first_square - first**2, 0.0), np.maximum(second_square - second**2, 0.0)
    varies = (spread[0] > _ROUNDING * first_square) & (spread[1] > _ROUNDING * second_square)
    deviation = np.sqrt(np.where(varies, spread[0] * spread[1], 1.0))
    r: FloatArray = np.where(varies, (product - first * second) / deviation, 0.0)
    return np.where(np.isfinite(product), r, np.nan)


def _centred(column: FloatArray, chances: FloatArray) -> FloatArray:
    """Take the mean off first: squares of large numbers would swallow small differences."""
    total = chances.sum()
    centred: FloatArray = column - (column @ chances / total if total > 0 else 0.0)
    return np.where(np.abs(centred) > _ROUNDING * np.abs(column), centred, 0.0)
