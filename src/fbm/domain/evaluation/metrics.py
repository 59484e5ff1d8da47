"""Weighted measures of error and agreement.

Shapes: `n` players. Weights are >= 0 and not all zero; callers leave unknown values out.
"""

from __future__ import annotations

import numpy as np

from fbm.domain.seasons import FloatArray


def rmse(actual: FloatArray, projected: FloatArray, weights: FloatArray) -> float:
    """Root of the weighted mean squared error, in the unit of the values."""
    return float(np.sqrt(np.average((projected - actual) ** 2, weights=weights)))


def mae(actual: FloatArray, projected: FloatArray, weights: FloatArray) -> float:
    """Weighted mean absolute error, in the unit of the values."""
    return float(np.average(np.abs(projected - actual), weights=weights))


def correlation(actual: FloatArray, projected: FloatArray, weights: FloatArray) -> float:
    """Weighted Pearson correlation, in [-1, 1]; 0 where either side is constant."""
    if _constant(actual) or _constant(projected):
        return 0.0
    first = actual - np.average(actual, weights=weights)
    second = projected - np.average(projected, weights=weights)
    spread = np.sqrt(np.average(first**2, weights=weights) * np.average(second**2, weights=weights))
    return float(np.average(first * second, weights=weights) / spread) if spread > 0 else 0.0


def _constant(values: FloatArray) -> bool:
    """Whether nothing but rounding tells the values apart; their mean is off by as much."""
    return bool(np.ptp(values) <= 1e-12 * np.abs(values).max())
