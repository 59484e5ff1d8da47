from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.resampling import draw, interval

PLAYERS = [f"player{number:02d}" for number in range(50)]


def test_the_first_row_is_the_sample_itself_and_every_other_has_as_many_draws() -> None:
    counts = draw(PLAYERS, Bootstrap(resamples=20)).counts
    assert (counts[0] == 1).all()
    assert (counts.sum(axis=1) == 50).all()
    assert counts.shape == (21, 50)


def test_who_plays_in_two_seasons_is_drawn_with_both() -> None:
    draws = draw([*PLAYERS, *PLAYERS], Bootstrap(resamples=5))
    one, other = draws.of(np.array(["player03"])), draws.of(np.array(["player07", "player03"]))
    assert np.array_equal(one[:, 0], other[:, 1])


def test_the_draws_depend_on_the_seed_and_the_players_and_not_on_their_order() -> None:
    bootstrap = Bootstrap(seed=3, resamples=4)
    assert np.array_equal(draw(PLAYERS, bootstrap).counts, draw(PLAYERS[::-1], bootstrap).counts)
    assert not np.array_equal(draw(PLAYERS, bootstrap).counts, draw(PLAYERS, Bootstrap(seed=4, resamples=4)).counts)


def test_a_difference_is_first_minus_second_with_the_quantiles_of_the_resamples() -> None:
    second = np.zeros(101)
    first = np.concatenate([[0.4], np.linspace(0, 1, 100)])
    found = interval(first, second, Bootstrap(resamples=100, level=0.9))
    assert found is not None
    assert (found.delta, found.lo, found.hi) == pytest.approx((0.4, 0.05, 0.95))


def test_what_cannot_be_measured_has_no_interval() -> None:
    assert interval(np.array([np.nan, 1.0]), np.zeros(2), Bootstrap(resamples=1)) is None


def test_a_90_percent_interval_covers_the_truth_about_nine_times_in_ten() -> None:
    covered = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        miss = rng.normal(0.3, 1, 200)
        weights = draw([str(number) for number in range(200)], Bootstrap(seed=seed, resamples=200)).counts
        means = weights @ miss / weights.sum(axis=1)
        found = interval(means, np.zeros(len(means)), Bootstrap(level=0.9))
        covered += found is not None and found.lo <= 0.3 <= found.hi
    # 100 trials at .9 have a standard deviation of .03; three of them to either side.
    assert 81 <= covered <= 99
