from __future__ import annotations

import numpy as np
import pytest

from fbm.adapters.regression.penalised import BINOMIAL, POISSON, Family, Regression, fitted
from fbm.domain.seasons import FloatArray

TRUE = np.array([0.1, 0.5, -0.3])


def rows(n: int = 4000, *, seed: int = 0) -> FloatArray:
    return np.column_stack([np.ones(n), np.random.default_rng(seed).standard_normal((n, 2))])


def counts(design: FloatArray, weights: FloatArray) -> FloatArray:
    return np.asarray(np.random.default_rng(1).poisson(weights * np.exp(design @ TRUE)) / weights, dtype=np.float64)


def test_counts_give_back_the_coefficients_behind_them() -> None:
    design, weights = rows(), np.full(4000, 20.0)
    found = fitted(Regression(design, counts(design, weights), weights, 1e-6), POISSON)
    assert found == pytest.approx(TRUE, abs=0.01)


def test_shares_give_back_the_coefficients_behind_them() -> None:
    design, weights = rows(), np.full(4000, 100.0)
    shares = np.random.default_rng(1).binomial(100, BINOMIAL.mean(design @ TRUE)) / 100
    assert fitted(Regression(design, shares, weights, 1e-6), BINOMIAL) == pytest.approx(TRUE, abs=0.02)


def test_a_heavy_row_counts_as_that_many_light_ones() -> None:
    design = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    target = np.array([1.0, 2.0, 4.0])
    heavy = fitted(Regression(design, target, np.array([1.0, 3.0, 1.0]), 0.1), POISSON)
    again = fitted(
        Regression(np.vstack([design, design[[1, 1]]]), np.append(target, [2.0, 2.0]), np.ones(5), 0.1), POISSON
    )
    assert heavy == pytest.approx(again)


def test_a_strong_ridge_leaves_the_mean_alone() -> None:
    design, weights = rows(), np.full(4000, 20.0)
    target = counts(design, weights)
    found = fitted(Regression(design, target, weights, 1e9), POISSON)
    assert found[1:] == pytest.approx([0, 0], abs=1e-3)
    assert np.exp(found[0]) == pytest.approx(target.mean(), rel=1e-3)


@pytest.mark.parametrize("family", [POISSON, BINOMIAL])
def test_targets_of_nothing_at_all_do_not_run_away(family: Family) -> None:
    design = rows(50)
    found = fitted(Regression(design, np.zeros(50), np.ones(50), 1.0), family)
    assert np.isfinite(found).all()
    assert (family.mean(design @ found) < 0.01).all()


def test_a_feature_that_never_varies_is_no_trouble() -> None:
    design = np.column_stack([rows(100), np.zeros(100)])
    found = fitted(Regression(design, np.ones(100), np.ones(100), 0.0), POISSON)
    assert np.isfinite(found).all()


def test_what_is_found_cannot_be_bettered_nearby() -> None:
    design, weights = rows(300), np.full(300, 5.0)
    regression = Regression(design, counts(design, weights), weights, 50.0)
    found = fitted(regression, POISSON)

    def worth(at: FloatArray) -> float:
        likelihood = POISSON.likelihood(regression.target, design @ at)
        return float(weights @ likelihood - 25.0 * (at[1:] ** 2).sum())

    for step in np.random.default_rng(2).normal(0, 1e-3, (20, 3)):
        assert worth(found + step) < worth(found)
