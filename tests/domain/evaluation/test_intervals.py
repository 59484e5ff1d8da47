from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.evaluation.intervals import Bootstrap, Pair, rmse_difference


def drawn(seed: int, *, first: float, second: float, n: int = 200) -> Pair:
    """Players whose two projections err independently, with these standard deviations."""
    rng = np.random.default_rng(seed)
    return Pair(np.zeros(n), rng.normal(0, first, n), rng.normal(0, second, n), rng.uniform(100, 600, n))


def test_the_difference_is_first_minus_second() -> None:
    pair = Pair(np.zeros(2), np.array([3.0, 3.0]), np.array([5.0, 5.0]), np.ones(2))
    found = rmse_difference(pair, Bootstrap())
    assert (found.delta, found.lo, found.hi) == pytest.approx((-2.0, -2.0, -2.0))


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    pair = drawn(1, first=1.0, second=1.2)
    assert rmse_difference(pair, Bootstrap(seed=4)) == rmse_difference(pair, Bootstrap(seed=4))
    assert rmse_difference(pair, Bootstrap(seed=4)) != rmse_difference(pair, Bootstrap(seed=5))


def test_a_90_percent_interval_covers_the_true_difference_about_nine_times_in_ten() -> None:
    bootstrap = Bootstrap(resamples=200, level=0.9)
    found = [rmse_difference(drawn(seed, first=1.0, second=1.2), bootstrap) for seed in range(100)]
    covered = np.mean([interval.lo <= -0.2 <= interval.hi for interval in found])
    # 100 trials at .9 have a standard deviation of .03; three of them to either side.
    assert 0.81 <= covered <= 0.99


def test_a_higher_level_is_wider() -> None:
    pair = drawn(2, first=1.0, second=1.0)
    narrow, wide = (rmse_difference(pair, Bootstrap(level=level)) for level in (0.5, 0.95))
    assert wide.lo < narrow.lo < narrow.hi < wide.hi


def test_projections_that_err_alike_are_told_apart_more_surely() -> None:
    apart = drawn(3, first=1.0, second=1.0)
    alike = replace(apart, second=apart.first * 1.1)
    loose, tight = rmse_difference(apart, Bootstrap()), rmse_difference(alike, Bootstrap())
    assert tight.hi - tight.lo < (loose.hi - loose.lo) / 4


def test_rows_of_one_player_are_drawn_together() -> None:
    apart = drawn(6, first=1.0, second=1.3)
    actual, first, second, weights = (
        np.tile(part, 3) for part in (apart.actual, apart.first, apart.second, apart.weights)
    )
    thrice = Pair(actual, first, second, weights)
    names = np.tile(np.array([f"p{row:03}" for row in range(200)]), 3)
    once, together = (
        rmse_difference(pair, Bootstrap(resamples=4000)) for pair in (apart, replace(thrice, players=names))
    )
    # The same seasons told three times are no more evidence; as players of their own they would seem to be.
    assert together.hi - together.lo == pytest.approx(once.hi - once.lo, rel=0.05)
    as_others = rmse_difference(thrice, Bootstrap(resamples=4000))
    assert as_others.hi - as_others.lo < (once.hi - once.lo) * 0.7
