"""Playing time says what happened."""

from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.projection.baseline.volumes import FAR, fit_volume, rising


def test_falling_means_are_pooled_by_weight_and_rising_ones_left() -> None:
    assert rising(np.array([1.0, 2.0, 3.0]), np.ones(3)).tolist() == [1, 2, 3]
    assert rising(np.array([1.0, 4.0, 2.0, 5.0]), np.array([1.0, 1.0, 3.0, 1.0])).tolist() == [1, 2.5, 2.5, 5]
    assert rising(np.array([3.0, 2.0, 1.0]), np.ones(3)).tolist() == [2, 2, 2]


def test_what_levels_off_is_not_carried_on_in_a_straight_line() -> None:
    """Playing time rises with what was played before, but nobody plays more than there are games."""
    rng = np.random.default_rng(1)
    before = rng.uniform(0.0, 700.0, 4000)
    played = np.minimum(before * 1.1, 550.0) + rng.normal(0.0, 30.0, 4000)
    fit = fit_volume(before[:, None], played)
    asked = np.array([[600.0], [690.0]])
    assert fit.ridge.predict(asked)[1, 0] > 620
    assert fit.predict(asked) == pytest.approx([550, 550], abs=10)
    assert fit.predict(before[:, None]).mean() == pytest.approx(played.mean(), abs=1)


def test_who_is_said_to_play_more_is_said_so_still() -> None:
    rng = np.random.default_rng(2)
    before = rng.uniform(0.0, 700.0, 1000)
    fit = fit_volume(before[:, None], np.maximum(before + rng.normal(0.0, 200.0, 1000), 0.0))
    said = fit.predict(np.linspace(-FAR, FAR, 500)[:, None])
    assert (np.diff(said) >= 0).all()


def test_players_who_are_all_alike_play_as_much_as_they_did() -> None:
    fit = fit_volume(np.ones((10, 1)), np.arange(10.0))
    assert fit.predict(np.ones((1, 1))) == pytest.approx([4.5])
