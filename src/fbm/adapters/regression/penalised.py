"""Penalised regressions for counts and for shares, by Newton's method.

Shapes: `n` rows, `p` features.

References
----------
McCullagh and Nelder, Generalized Linear Models, chapters 4 and 6; le Cessie and van Houwelingen, "Ridge Estimators in
Logistic Regression", Applied Statistics 41 (1992).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.seasons import FloatArray

STEPS: Final = 60
ENOUGH: Final = 1e-9
"""Most Newton steps, and the change of a coefficient that ends them."""

FARTHEST: Final = 6.0
"""Largest log of a multiple, either way."""


class Family(NamedTuple):
    """What a linear predictor means, each as a function of it, shape (n,).

    Attributes
    ----------
    mean : function
        What is expected.
    curve : function
        How fast the mean moves with the predictor.
    likelihood : function of (target, predictor)
        Log likelihood of each row, up to a constant.
    """

    mean: Callable[[FloatArray], FloatArray]
    curve: Callable[[FloatArray], FloatArray]
    likelihood: Callable[[FloatArray, FloatArray], FloatArray]


class Regression(NamedTuple):
    """Rows to fit.

    Attributes
    ----------
    design : float64, shape (n, p + 1)
        The first column is ones.
    target : float64, shape (n,)
    weights : float64, shape (n,)
        > 0.
    ridge : float
        Pull of the coefficients but the first towards zero, in the unit of the weights.
    """

    design: FloatArray
    target: FloatArray
    weights: FloatArray
    ridge: float


def _multiple(predictor: FloatArray) -> FloatArray:
    return np.asarray(np.exp(np.clip(predictor, -FARTHEST, FARTHEST)), dtype=np.float64)


def _share(predictor: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(predictor, -30.0, 30.0))), dtype=np.float64)


def _share_likelihood(target: FloatArray, predictor: FloatArray) -> FloatArray:
    logs: FloatArray = target * predictor - np.logaddexp(0.0, predictor)
    return logs


def _count_likelihood(target: FloatArray, predictor: FloatArray) -> FloatArray:
    near = np.clip(predictor, -FARTHEST, FARTHEST)
    logs: FloatArray = target * near - np.exp(near)
    return logs


POISSON: Final = Family(_multiple, _multiple, _count_likelihood)
"""Counts: the predictor is the log of a multiple of the average."""

BINOMIAL: Final = Family(_share, lambda predictor: _share(predictor) * (1 - _share(predictor)), _share_likelihood)
"""Shares between 0 and 1: the predictor is their log-odds."""


def fitted(regression: Regression, family: Family) -> FloatArray:
    """Find the coefficients of largest penalised likelihood, shape (p + 1,); a step that makes it worse is halved."""
    penalty = np.full(regression.design.shape[1], regression.ridge)
    penalty[0] = 0.0
    coefficients: FloatArray = np.zeros(len(penalty))
    worth = _worth(regression, family, coefficients, penalty)
    for _ in range(STEPS):
        step = _newton_step(regression, family, coefficients, penalty)
        while (new := _worth(regression, family, coefficients + step, penalty)) < worth and np.abs(step).max() > ENOUGH:
            step = step / 2
        coefficients, worth = coefficients + step, new
        if np.abs(step).max() < ENOUGH:
            break
    return coefficients


def _newton_step(regression: Regression, family: Family, coefficients: FloatArray, penalty: FloatArray) -> FloatArray:
    design, weights = regression.design, regression.weights
    predictor = design @ coefficients
    slope = design.T @ (weights * (regression.target - family.mean(predictor))) - penalty * coefficients
    bend = (design * (weights * family.curve(predictor))[:, None]).T @ design
    # A little on the diagonal: without a ridge, features that never vary have no curvature of their own.
    step = np.linalg.solve(bend + np.diag(penalty + 1e-9), slope)
    return np.asarray(step, dtype=np.float64)


def _worth(regression: Regression, family: Family, coefficients: FloatArray, penalty: FloatArray) -> float:
    """Penalised log likelihood, up to a constant."""
    likelihood = family.likelihood(regression.target, regression.design @ coefficients)
    return float(regression.weights @ likelihood - 0.5 * np.sum(penalty * coefficients**2))
