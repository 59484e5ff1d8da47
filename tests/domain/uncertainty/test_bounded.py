from __future__ import annotations

import numpy as np
import pytest

from fbm.domain.seasons import FloatArray
from fbm.domain.uncertainty.bounded import BoundedSpread, bounded_spread
from fbm.domain.uncertainty.counts import Levels, Seen, count_spread

FLAT = Levels(np.array([0.0, 1000.0]), np.ones(2))


def closers(n: int, seed: int) -> Seen:
    """Relievers who keep or lose a role that is worth some forty saves."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(0.3, 1.7, n)
    saves = np.where(rng.uniform(size=n) < chance, rng.binomial(50, 0.75, n), rng.binomial(4, 0.2, n))
    volume = np.full(n, 180.0)
    expected = chance * 37.5 + (1 - chance) * 0.8
    return Seen(expected / volume, volume, saves.astype(np.float64), FLAT)


def drawn(spread: BoundedSpread, mean: float, n: int = 20_000) -> FloatArray:
    return spread.draw(np.full((1, n), mean), [np.random.default_rng(3)]).ravel()


def test_nobody_has_more_than_almost_anybody_had() -> None:
    seen = closers(4000, 1)
    spread = bounded_spread(seen, role=True)
    assert spread.most <= seen.happened.max()
    assert drawn(spread, 45.0).max() <= spread.most


def test_draws_have_the_mean_that_was_projected() -> None:
    spread = bounded_spread(closers(4000, 1), role=True)
    for mean in (0.5, 5.0, 20.0, 35.0):
        assert drawn(spread, mean).mean() == pytest.approx(mean, rel=0.06)


def test_a_role_kept_or_lost_leaves_most_near_either_end() -> None:
    spread = bounded_spread(closers(4000, 1), role=True)
    saves = drawn(spread, 15.0)
    assert (saves < 5).mean() > 0.3
    assert (saves > 30).mean() > 0.15


def test_the_tails_of_those_in_a_role_are_nearer_to_what_happens_than_without_an_end() -> None:
    past, coming = closers(6000, 1), closers(6000, 2)
    sure = coming.mean() > 25
    bounded, endless = bounded_spread(past, role=True), count_spread(past)
    means = np.repeat(coming.mean()[sure][:, None], 200, axis=1)
    lucks = [np.random.default_rng((4, row)) for row in range(len(means))]
    upper = [np.quantile(one.draw(means, lucks), 0.9, axis=1) for one in (bounded, endless)]
    beyond = [float((coming.happened[sure] > top).mean()) for top in upper]
    assert abs(beyond[0] - 0.1) < abs(beyond[1] - 0.1)
    assert upper[0].mean() < upper[1].mean()


def test_the_few_who_lose_a_role_count_for_its_spread_and_for_no_other() -> None:
    rng = np.random.default_rng(5)
    kept = rng.binomial(50, 0.4, 3000)
    counts = np.where(np.arange(3000) % 20 == 0, 0, kept).astype(np.float64)
    seen = Seen(np.full(3000, 0.1), np.full(3000, 200.0), counts, FLAT)
    every, most = (drawn(bounded_spread(seen, role=role), 20.0).std() for role in (True, False))
    assert every > 1.3 * most


def test_too_few_at_the_top_join_nobody() -> None:
    seen = closers(4000, 1)
    order = np.argsort(seen.mean())[:3900]
    spread = bounded_spread(Seen(seen.rate[order], seen.volume[order], seen.happened[order], FLAT), role=True)
    assert len(spread.sizes) == len(spread.alike) > 1
    assert np.all(np.diff(spread.sizes) > 0)
