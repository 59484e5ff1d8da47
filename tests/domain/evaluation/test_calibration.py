from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from fbm.domain.evaluation.calibration import Placed, calibration_of, placed
from fbm.domain.evaluation.forecasts import Quantiles
from fbm.domain.seasons import FloatArray

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
N = 20_000
THREE = (0.1, 0.5, 0.9)


def counts(mean: float, seed: int = 1) -> FloatArray:
    return np.random.default_rng(seed).poisson(mean, N).astype(float)


def poisson_quantiles(mean: float, levels: tuple[float, ...]) -> FloatArray:
    """Whole counts: the smallest that is not exceeded with at least each probability."""
    found = np.quantile(np.random.default_rng(99).poisson(mean, 200_000), levels, method="inverted_cdf")
    return np.tile(found, (N, 1)).astype(float)


def normal_quantiles(spread: float, levels: tuple[float, ...]) -> FloatArray:
    return np.tile([30 + spread * NormalDist().inv_cdf(level) for level in levels], (N, 1))


def tails(found: Placed) -> tuple[float, float]:
    told = calibration_of({2019: [found]})
    return told["pit_below_10"], told["pit_above_90"]


@pytest.mark.parametrize("levels", [LEVELS, THREE])
@pytest.mark.parametrize("mean", [6.0, 20.0])
def test_counts_that_are_as_uncertain_as_projected_fall_evenly(mean: float, levels: tuple[float, ...]) -> None:
    low, high = tails(placed(counts(mean), poisson_quantiles(mean, levels), levels, 1.0, seed=2))
    assert low == pytest.approx(0.1, abs=0.02)
    assert high == pytest.approx(0.1, abs=0.02)


def test_projections_that_are_too_sure_leave_too_much_in_both_tails() -> None:
    actual = np.random.default_rng(1).normal(30, 10, N)
    low, high = tails(placed(actual, normal_quantiles(5.0, LEVELS), LEVELS, 0.0, seed=2))
    assert min(low, high) > 0.2


def test_projections_that_are_too_timid_leave_too_little() -> None:
    actual = np.random.default_rng(1).normal(30, 10, N)
    low, high = tails(placed(actual, normal_quantiles(20.0, LEVELS), LEVELS, 0.0, seed=2))
    assert max(low, high) < 0.05


def test_a_rate_that_is_as_uncertain_as_projected_is_even_in_every_bin() -> None:
    actual = np.random.default_rng(1).normal(30, 10, N)
    told = calibration_of({2019: [placed(actual, normal_quantiles(10.0, LEVELS), LEVELS, 0.0, seed=2)]})
    # Straight lines between quantiles stand for a curve.
    assert told["histogram"] == pytest.approx([0.1] * 10, abs=0.02)
    assert told["below"] == pytest.approx({f"p{round(100 * level):02d}": level for level in LEVELS}, abs=0.01)


def test_a_third_who_are_expected_not_to_play_leave_the_tails_as_they_are() -> None:
    rng = np.random.default_rng(1)
    actual, again = (np.where(rng.random(n) < 0.35, 0.0, rng.poisson(80, n)) for n in (N, 200_000))
    levels = tuple(level / 100 for level in range(5, 100, 5))
    grid = np.tile(np.quantile(again, levels, method="inverted_cdf"), (N, 1))
    low, high = tails(placed(actual, grid, levels, 1.0, seed=2))
    assert low == pytest.approx(0.1, abs=0.02)
    assert high == pytest.approx(0.1, abs=0.02)


def test_rare_counts_are_spread_over_the_probability_of_their_value() -> None:
    """Without drawing, all who have none would stand at one point and no projection could be even."""
    actual = counts(0.7)
    told = calibration_of({2019: [placed(actual, poisson_quantiles(0.7, LEVELS), LEVELS, 1.0, seed=2)]})
    assert max(told["histogram"]) < 0.2


def in_the_lower_tail(share: float) -> Placed:
    pit = np.where(np.arange(100) < 100 * share, 0.05, 0.5)
    return Placed(pit, {0.1: (pit < 0.1).astype(float)}, np.full(100, 10.0))


def test_the_error_of_a_tail_is_that_of_the_mean_of_seasons() -> None:
    told = calibration_of(
        {2017: [in_the_lower_tail(0.05)], 2018: [in_the_lower_tail(0.1)], 2019: [in_the_lower_tail(0.15)]}
    )
    assert told["pit_below_10"] == pytest.approx(0.1)
    # Standard deviation of .05, .1 and .15, over the root of three.
    assert told["pit_below_10_error"] == pytest.approx(0.05 / 3**0.5)
    assert told["pit_above_90_error"] == 0


def test_more_seeds_of_a_season_do_not_make_a_tail_surer() -> None:
    once = calibration_of({2018: [in_the_lower_tail(0.1)], 2019: [in_the_lower_tail(0.2)]})
    thrice = calibration_of({2018: [in_the_lower_tail(0.1)] * 3, 2019: [in_the_lower_tail(0.2)] * 3})
    assert thrice["pit_below_10_error"] == pytest.approx(once["pit_below_10_error"])


def test_one_season_tells_nothing_of_the_error_of_a_tail() -> None:
    assert np.isnan(calibration_of({2019: [in_the_lower_tail(0.1)]})["pit_below_10_error"])


def test_the_same_seed_draws_the_same() -> None:
    first, again, other = (
        placed(counts(3.0), poisson_quantiles(3.0, LEVELS), LEVELS, 1.0, seed=seed).pit for seed in (2, 2, 3)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_an_actual_figure_on_a_quantile_is_half_below_it() -> None:
    found = placed(np.array([4.0]), np.array([[2.0, 4.0, 6.0]]), THREE, 1.0, seed=1)
    assert {level: float(below[0]) for level, below in found.below.items()} == {0.1: 0.0, 0.5: 0.5, 0.9: 1.0}


def test_levels_must_ascend_between_0_and_1() -> None:
    for levels in ((0.5, 0.1), (0.0, 0.5), (0.5, 0.5)):
        with pytest.raises(ValueError, match="do not ascend"):
            Quantiles(levels, np.zeros((0, len(levels))))
