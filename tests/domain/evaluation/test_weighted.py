from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.evaluation.metrics import correlation, mae, rmse
from fbm.domain.evaluation.weighted import errors

RNG = np.random.default_rng(7)
ACTUAL = RNG.normal(20, 5, 40)
PROJECTED = ACTUAL + RNG.normal(1, 3, 40)


def test_a_row_of_ones_gives_the_plain_measures() -> None:
    found, once = errors(ACTUAL, PROJECTED, np.ones((1, 40))), np.ones(40)
    assert found.rmse[0] == pytest.approx(rmse(ACTUAL, PROJECTED, once))
    assert found.mae[0] == pytest.approx(mae(ACTUAL, PROJECTED, once))
    assert found.r[0] == pytest.approx(correlation(ACTUAL, PROJECTED, once))


def test_each_row_weighs_for_itself_and_chances_multiply() -> None:
    weights, chances = RNG.integers(0, 4, (3, 40)).astype(float), RNG.uniform(100, 600, 40)
    found = errors(ACTUAL, PROJECTED, weights, chances)
    for row, weight in enumerate(weights * chances):
        assert found.rmse[row] == pytest.approx(rmse(ACTUAL, PROJECTED, weight))
        assert found.r[row] == pytest.approx(correlation(ACTUAL, PROJECTED, weight))


def test_a_small_spread_around_a_large_number_is_not_lost() -> None:
    found = errors(1e6 + ACTUAL, 1e6 + PROJECTED, np.ones((1, 40)))
    assert found.r[0] == pytest.approx(correlation(ACTUAL, PROJECTED, np.ones(40)))


@pytest.mark.parametrize("constant", [0.0, 0.1, 162.0, 1e9])
def test_a_constant_correlates_with_nothing(constant: float) -> None:
    assert errors(ACTUAL, np.full(40, constant), np.ones((1, 40))).r[0] == 0.0


def test_nobody_has_no_error() -> None:
    found = errors(np.zeros(0), np.zeros(0), np.ones((1, 0)))
    assert np.isnan([found.rmse[0], found.mae[0], found.r[0]]).all()
