from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from fbm.domain.features.choice import features_of
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.window import empty_batch
from fbm.domain.seasons import FloatArray
from tests.batches import batch_of

PLAYERS: tuple[Playing, ...] = ("batter", "pitcher")


def column(matrix: FeatureMatrix, name: str) -> FloatArray:
    picked: FloatArray = matrix.values[:, matrix.names.index(name)]
    return picked


def reordered(batch: Batch, order: list[int]) -> Batch:
    picked = {
        field.name: getattr(batch, field.name)[order]
        for field in fields(batch)
        if isinstance(getattr(batch, field.name), np.ndarray) and field.name != "league"
    }
    return replace(batch, **picked)


@pytest.mark.parametrize("player_type", PLAYERS)
def test_the_order_of_players_changes_nothing_but_the_order(player_type: Playing) -> None:
    batch = batch_of(player_type)
    order = np.random.default_rng(3).permutation(len(batch)).tolist()
    expected = features_of(batch).values[order]
    assert np.array_equal(features_of(reordered(batch, order)).values, expected, equal_nan=True)


@pytest.mark.parametrize("player_type", PLAYERS)
def test_projected_playing_time_is_not_read(player_type: Playing) -> None:
    batch = batch_of(player_type)
    later = replace(batch, volume=np.full(len(batch), 500.0))
    assert np.array_equal(features_of(batch).values, features_of(later).values, equal_nan=True)


@pytest.mark.parametrize("player_type", PLAYERS)
def test_opportunities_are_those_of_the_batch(player_type: Playing) -> None:
    batch = batch_of(player_type)
    matrix = features_of(batch)
    for ago in (1, 2, 3):
        assert np.array_equal(column(matrix, f"opportunities_{ago}"), batch.opportunities[:, ago - 1])
    assert (column(matrix, "weighted_opportunities") > 0).all()


def test_batters_weigh_seasons_by_5_4_3_and_pitchers_by_3_2_1() -> None:
    chances = np.tile([100.0, 10.0, 1.0], (60, 1))
    batters = features_of(replace(batch_of("batter"), opportunities=chances))
    pitchers = features_of(replace(batch_of("pitcher"), opportunities=chances))
    assert column(batters, "weighted_opportunities")[0] == 543
    assert column(pitchers, "weighted_opportunities")[0] == 321


def test_reliability_is_a_half_at_1200_weighted_plate_appearances() -> None:
    chances = np.tile([240.0, 0.0, 0.0], (60, 1))
    assert column(features_of(replace(batch_of(), opportunities=chances)), "reliability")[0] == pytest.approx(0.5)


def test_the_last_season_s_rate_stands_beside_its_distance_from_the_projection() -> None:
    batch = batch_of()
    matrix = features_of(batch)
    last = batch.counts[:, 0, 1] / batch.opportunities[:, 0]
    # The league strikes out in .2 of its plate appearances.
    assert np.allclose(column(matrix, "so_rate"), batch.rate("so") / 0.2)
    assert np.allclose(column(matrix, "so_last"), last / 0.2)
    assert np.allclose(column(matrix, "so_last_gap"), (last - batch.rate("so")) / 0.2)


def test_twice_the_strikeouts_in_all_the_league_are_the_same_features() -> None:
    batch = batch_of()
    doubled = replace(batch, counts=2 * batch.counts, rates=2 * batch.rates, league=2 * batch.league)
    assert np.allclose(features_of(batch).values, features_of(doubled).values, equal_nan=True)


def test_a_stat_that_the_league_does_not_count_is_missing_not_infinite() -> None:
    matrix = features_of(replace(batch_of(), league=np.tile([0.0, np.nan, 0.15], (3, 1))))
    assert np.isnan(column(matrix, "hr_rate")).all()
    assert np.isnan(column(matrix, "so_rate")).all()


def test_a_season_without_a_line_has_no_rates_and_is_not_counted_as_seen() -> None:
    chances = batch_of().opportunities.copy()
    chances[:, 0] = 0
    matrix = features_of(replace(batch_of(), opportunities=chances))
    assert np.isnan(column(matrix, "hr_last")).all()
    assert set(column(matrix, "seasons_seen")) == {1.0, 2.0}


def test_positions_go_from_the_easiest_to_the_hardest_and_pitchers_have_none() -> None:
    batch = replace(batch_of(n=3), position=np.array(["dh", "c", "p"]))
    assert np.array_equal(column(features_of(batch), "position"), [0.0, 8.0, np.nan], equal_nan=True)


def test_starter_share_counts_the_window() -> None:
    games, starts = np.tile([30.0, 10.0, 0.0], (60, 1)), np.tile([30.0, 0.0, 0.0], (60, 1))
    matrix = features_of(replace(batch_of("pitcher"), games=games, starts=starts))
    assert column(matrix, "starter_share")[0] == 0.75
    assert column(matrix, "starter_share_2")[0] == 0.0
    assert np.isnan(column(matrix, "starter_share_3")[0])


def test_quality_starts_are_read_by_no_model() -> None:
    """They came after the first models, whose features stay what they were."""
    batch = empty_batch(2014, "pitcher")
    assert "qs" in batch.stats
    assert "w_rate" in features_of(batch).names
    assert not [name for name in features_of(batch).names if name.startswith("qs")]
