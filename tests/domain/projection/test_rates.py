from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.projection.rates import weighted_rates
from tests.domain.projection.small import batch_with, one

BATTER = weighted_rates((5.0, 4.0, 3.0), 1200.0)
PITCHER = weighted_rates((3.0, 2.0, 1.0), 804.0)
LEAGUE = (0.03, 0.02, 0.01)


def test_a_regular() -> None:
    batch = batch_with("hr", counts=[[30, 20, 10]], opportunities=[[600, 600, 600]], league=LEAGUE)
    # Events 5 x 30 + 4 x 20 + 3 x 10 = 260, chances 12 x 600 = 7200.
    # League (5 x .03 + 4 x .02 + 3 x .01) / 12 = .26 / 12, of which 1200 PA are 26.
    assert one(BATTER(batch)) == pytest.approx((260 + 26) / 8400)


def test_a_part_timer_is_compared_with_the_seasons_he_played() -> None:
    batch = batch_with("hr", counts=[[3, 0, 9]], opportunities=[[60, 0, 300]], league=LEAGUE)
    # Events 15 + 27 = 42, chances 5 x 60 + 3 x 300 = 1200; league (300 x .03 + 900 x .01) / 1200 = .015.
    assert one(BATTER(batch)) == pytest.approx((42 + 1200 * 0.015) / 2400)


def test_a_player_of_one_season() -> None:
    batch = batch_with("hr", counts=[[10, 0, 0]], opportunities=[[240, 0, 0]], league=LEAGUE)
    # Half his own 10 / 240 and half the league's .03, as 5 x 240 = 1200.
    assert one(BATTER(batch)) == pytest.approx((10 / 240 + 0.03) / 2)


def test_a_pitcher() -> None:
    league = (0.2, 0.2, 0.2)
    batch = batch_with(
        "so", counts=[[200, 150, 100]], opportunities=[[600, 500, 400]], league=league, player_type="pitcher"
    )
    # Events 600 + 300 + 100 = 1000, chances 1800 + 1000 + 400 = 3200, league 804 x .2 = 160.8.
    assert one(PITCHER(batch)) == pytest.approx(1160.8 / 4004)


def test_nobody_ever_seen_is_average() -> None:
    batch = batch_with("hr", counts=[[0, 0, 0]], opportunities=[[0, 0, 0]], league=LEAGUE)
    assert one(BATTER(batch)) == pytest.approx(0.26 / 12)


def test_each_stat_may_have_its_own_ballast() -> None:
    batch = batch_with("hr", counts=[[10, 0, 0]], opportunities=[[100, 0, 0]], league=LEAGUE)
    assert one(weighted_rates((5.0, 4.0, 3.0), {"hr": 500.0})(batch)) == pytest.approx((0.1 + 0.03) / 2)


def test_league_seasons_of_which_nothing_is_known_do_not_count() -> None:
    batch = batch_with("hr", counts=[[0, 0, 0]], opportunities=[[0, 0, 0]], league=(0.03, np.nan, np.nan))
    assert one(BATTER(batch)) == pytest.approx(0.03)


def test_saves_are_regressed_to_none() -> None:
    batch = batch_with("sv", counts=[[40, 0, 0]], opportunities=[[200, 0, 0]], player_type="pitcher")
    # 3 x 40 = 120 saves in 600 weighted outs and 402 more without one.
    assert one(weighted_rates((3.0, 2.0, 1.0), 804.0, to_none={"sv": 402.0})(batch)) == pytest.approx(120 / 1002)


def test_a_pitcher_may_be_compared_with_the_leagues_he_was_in() -> None:
    batch = batch_with("so", counts=[[0, 0, 0]], opportunities=[[100, 0, 300]], player_type="pitcher")
    batch = replace(batch, own_league=np.array([[[0.3], [0.9], [0.2]]]))
    # (3 x 100 x .3 + 1 x 300 x .2) / 600 = .25 against the majors' .1; nothing but 804 outs of it in 1404.
    own = weighted_rates((3.0, 2.0, 1.0), 804.0, own_league=True)
    assert one(own(batch)) == pytest.approx(804 * 0.25 / 1404)
    assert one(PITCHER(batch)) == pytest.approx(804 * 0.1 / 1404)


def test_an_unknown_figure_stays_unknown() -> None:
    batch = batch_with("hld", counts=[[np.nan, 0, 0]], opportunities=[[100, 0, 0]], league=(np.nan, np.nan, np.nan))
    assert np.isnan(one(PITCHER(batch)))
