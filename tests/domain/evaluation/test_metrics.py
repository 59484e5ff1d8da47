from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.evaluation.metrics import correlation, mae, rmse

ACTUAL, PROJECTED = np.array([10.0, 20.0]), np.array([13.0, 16.0])
EVEN, UNEVEN = np.array([1.0, 1.0]), np.array([3.0, 1.0])


def test_rmse_by_hand() -> None:
    # (9 + 16) / 2 = 12.5; (3 x 9 + 16) / 4 = 10.75
    assert rmse(ACTUAL, PROJECTED, EVEN) == pytest.approx(12.5**0.5)
    assert rmse(ACTUAL, PROJECTED, UNEVEN) == pytest.approx(10.75**0.5)


def test_mae_by_hand() -> None:
    # (3 + 4) / 2; (3 x 3 + 4) / 4
    assert (mae(ACTUAL, PROJECTED, EVEN), mae(ACTUAL, PROJECTED, UNEVEN)) == (3.5, 3.25)


def test_correlation_by_hand() -> None:
    # Means 2 and 2; products 1, 0, 0, so 1/3 over spreads sqrt(2/3) and sqrt(2/3).
    assert correlation(np.array([1.0, 2, 3]), np.array([1.0, 3, 2]), np.ones(3)) == pytest.approx(0.5)


def test_a_weight_counts_like_so_many_equal_players() -> None:
    rng = np.random.default_rng(1)
    first, second, weights = rng.normal(size=9), rng.normal(size=9), rng.integers(1, 5, 9)
    repeated = (np.repeat(first, weights), np.repeat(second, weights), np.ones(weights.sum()))
    for measure in (rmse, mae, correlation):
        assert measure(first, second, weights.astype(float)) == pytest.approx(measure(*repeated))


def test_a_constant_correlates_with_nothing() -> None:
    assert correlation(np.ones(2), PROJECTED, EVEN) == 0.0


def test_a_constant_whose_mean_is_rounded_correlates_with_nothing() -> None:
    rng = np.random.default_rng(0)
    weights, constant = rng.uniform(1, 600, size=(20, 9)), np.full(9, 0.1 / 3)
    assert any((constant - np.average(constant, weights=row)).any() for row in weights)
    for row in weights:
        assert correlation(rng.normal(size=9), constant, row) == 0.0
