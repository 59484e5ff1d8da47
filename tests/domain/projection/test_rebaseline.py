from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.batch import Batch
from fbm.domain.projection.rates import weighted_rates
from fbm.domain.projection.rebaseline import rebaselined
from fbm.domain.projection.window import BATTER_STATS
from tests.domain.projection.small import batch_with, one

WEIGHTS = (5.0, 4.0, 3.0)


def player(league: tuple[float, float, float], rate: float, stat: str = "hr") -> Batch:
    return batch_with(stat, counts=[[0, 0, 0]], opportunities=[[300, 0, 500]], league=league, rate=rate)


def test_a_player_moves_from_the_league_he_was_seen_in_to_the_last() -> None:
    # His league: (5 x 300 x .06 + 3 x 500 x .02) / 3000 = .04, so that .02 becomes .02 x .06 / .04.
    assert one(rebaselined(WEIGHTS)(player((0.06, 0.9, 0.02), 0.02))) == pytest.approx(0.03)


def test_who_was_average_all_along_is_average_in_the_last_season() -> None:
    league = (0.06, 0.05, 0.02)
    batch = batch_with("hr", counts=[[18, 0, 10]], opportunities=[[300, 0, 500]], league=league)
    assert one(rebaselined(WEIGHTS)(weighted_rates(WEIGHTS, 1200.0)(batch))) == pytest.approx(0.06)


@pytest.mark.parametrize("league", [(np.nan, 0.1, 0.1), (np.nan, np.nan, np.nan), (0.0, 0.0, 0.0)])
def test_what_the_league_does_not_tell_leaves_the_rate_alone(league: tuple[float, float, float]) -> None:
    assert one(rebaselined(WEIGHTS)(player(league, 0.02))) == 0.02


def test_some_stats_can_be_left_as_they_are() -> None:
    assert one(rebaselined(WEIGHTS, leave=("sv",))(player((0.06, 0.9, 0.02), 0.02, "sv"))) == 0.02


def test_a_player_may_be_moved_to_the_league_he_was_last_in() -> None:
    batch = replace(player((0.1, 0.1, 0.1), 0.02), own_league=np.full((1, 3, 1), 0.04), last_league=np.array([[0.06]]))
    assert one(rebaselined(WEIGHTS, own_league=True)(batch)) == pytest.approx(0.03)
    assert one(rebaselined(WEIGHTS)(batch)) == pytest.approx(0.02)


def hitter() -> Batch:
    n = len(BATTER_STATS)
    batch = player((0.1, 0.1, 0.1), 0.02)
    league = np.full((3, n), 0.04)
    league[0, BATTER_STATS.index("hr")] = 0.08
    counts = np.zeros((1, 3, n))
    return replace(batch, stats=BATTER_STATS, league=league, rates=np.full((1, n), 0.04), counts=counts)


def test_hits_as_one_make_singles_what_the_other_kinds_leave() -> None:
    seen = replace(hitter(), opportunities=np.array([[0.0, 300.0, 0.0]]))
    # Home runs double to .08; hits go from .16 to .20 with the league, so singles stay .20 - .04 - .04 - .08 = .04.
    assert rebaselined(WEIGHTS, hits_as_one=True)(seen).rate("singles")[0] == pytest.approx(0.04)
    uneven = seen.with_rates(np.where(np.array(BATTER_STATS) == "hr", 0.02, 0.04)[None, :])
    # Now .14 hits become .14 x .20 / .16 = .175; singles .175 - .04 - .04 - .04 = .055, by themselves .04.
    assert rebaselined(WEIGHTS, hits_as_one=True)(uneven).rate("singles")[0] == pytest.approx(0.055)
    assert rebaselined(WEIGHTS)(uneven).rate("singles")[0] == pytest.approx(0.04)
