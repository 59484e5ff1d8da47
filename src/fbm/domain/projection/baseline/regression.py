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


@dataclass(frozen=True, slots=True)
class SharedColumns:
    """Columns and a target that many regressions have in common; each adds a column of its own.

    Attributes
    ----------
    weighted : float64, shape (p + 2, n)
        Ones, the columns and the target, times the weights.
    weights : float64, shape (n,)
    products : float64, shape (p + 2, p + 2)
        Their weighted sums of products.
    """

    weighted: FloatArray
    weights: FloatArray
    products: FloatArray

    @classmethod
    def of(cls, columns: FloatArray, target: FloatArray, weights: FloatArray) -> SharedColumns:
        """Sum the products of columns (p, n) and a target (n,)."""
        everything = np.concatenate([np.ones((1, len(target))), columns, target[None, :]])
        weighted = everything * weights
        # Sums without the linear-algebra library: its threads cost more than so few columns take.
        return cls(weighted, weights, np.einsum("pn,qn->pq", weighted, everything))

    def squared_error(self, column: FloatArray) -> float:
        """Tell what a least-squares fit on all columns and one more, (n,), leaves: the weighted mean of squares."""
        with_others = np.einsum("pn,n->p", self.weighted, column)
        itself = np.einsum("n,n,n->", self.weights, column, column)
        normal = np.block([[self.products[:-1, :-1], with_others[:-1, None]], [with_others[None, :-1], itself]])
        moments = np.append(self.products[:-1, -1], with_others[-1])
        slopes = np.linalg.lstsq(normal, moments, rcond=None)[0]
        return float((self.products[-1, -1] - slopes @ moments) / self.weights.sum())
