"""Weighted ridge regression of several targets on one design, as plain data.

Shapes: `n` rows, `p` columns, `t` targets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fbm.domain.seasons import FloatArray

_NONE = 1e-9


@dataclass(frozen=True, slots=True)
class Ridge:
    """A fitted regression: ``intercept + design @ coefficients``.

    Attributes
    ----------
    coefficients : float64, shape (p, t)
    intercept : float64, shape (t,)
    """

    coefficients: FloatArray
    intercept: FloatArray

    def predict(self, design: FloatArray) -> FloatArray:
        """Predict, shape (n, t)."""
        result: FloatArray = design @ self.coefficients + self.intercept
        return result


def fit_ridge(design: FloatArray, targets: FloatArray, weights: FloatArray, penalty: float) -> Ridge:
    """Fit a ridge regression on columns brought to a mean of 0 and a spread of 1.

    Parameters
    ----------
    design : float64, shape (n, p)
    targets : float64, shape (n, t)
    weights : float64, shape (n,)
        >= 0, not all zero.
    penalty : float
        Of the squared coefficients, as a share of the sum of weights.

    Returns
    -------
    Ridge
        A column that never changes has no part in it.
    """
    total = weights.sum()
    middle, goal = weights @ design / total, weights @ targets / total
    spread = np.sqrt(np.maximum(weights @ design**2 / total - middle**2, 0.0))
    useful = spread > _NONE * (1.0 + np.abs(middle))
    scaled = np.where(useful, (design - middle) / np.where(useful, spread, 1.0), 0.0)
    weighted = scaled * weights[:, None]
    normal = weighted.T @ scaled + penalty * total * np.eye(design.shape[1])
    slopes = np.linalg.solve(normal, weighted.T @ (targets - goal))
    coefficients = np.where(useful[:, None], slopes / np.where(useful, spread, 1.0)[:, None], 0.0)
    return Ridge(coefficients, goal - middle @ coefficients)


def squared_error(columns: FloatArray, target: FloatArray, weights: FloatArray) -> float:
    """Tell what a regression on a few columns leaves.

    Parameters
    ----------
    columns : float64, shape (p, n)
    target, weights : float64, shape (n,)

    Returns
    -------
    float
        Weighted mean squared error of the least-squares fit.
    """
    # Sums of products without the linear-algebra library: its threads cost more than so few columns take.
    everything = np.concatenate([np.ones((1, len(target))), columns, target[None, :]])
    products = np.einsum("pn,qn->pq", everything * weights, everything)
    normal, moments = products[:-1, :-1], products[:-1, -1]
    slopes = np.linalg.lstsq(normal, moments, rcond=None)[0]
    return float((products[-1, -1] - slopes @ moments) / weights.sum())
