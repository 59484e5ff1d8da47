from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.network import BALLAST, PROJECTED, network_features
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.presets import run, stages_of
from fbm.domain.projection.window import empty_batch, open_batch
from fbm.domain.seasons import FloatArray
from tests.histories import small_history

PLAYERS: tuple[Playing, ...] = ("batter", "pitcher")


@cache
def aged(player_type: Playing, season: int = 2012) -> Batch:
    batch = open_batch(small_history(range(season - 5, season)), season, player_type)
    return run(batch, stages_of("marcel", player_type)[:3])


def column(matrix: FeatureMatrix, name: str) -> FloatArray:
    picked: FloatArray = matrix.values[:, matrix.names.index(name)]
    return picked


def reordered(batch: Batch, order: list[int]) -> Batch:
    columns = {
        field.name: getattr(batch, field.name)[order]
        for field in fields(batch)
        if isinstance(getattr(batch, field.name), np.ndarray) and field.name != "league"
    }
    return replace(batch, **columns)


@pytest.mark.parametrize("player_type", PLAYERS)
def test_the_order_of_players_changes_nothing_but_the_order(player_type: Playing) -> None:
    order = np.random.default_rng(3).permutation(len(aged(player_type))).tolist()
    expected = network_features(aged(player_type)).values[order]
    assert np.array_equal(network_features(reordered(aged(player_type), order)).values, expected)


@pytest.mark.parametrize("player_type", PLAYERS)
def test_projected_playing_time_is_not_read(player_type: Playing) -> None:
    batch = aged(player_type)
    later = replace(batch, volume=np.full(len(batch), 500.0))
    assert np.array_equal(network_features(batch).values, network_features(later).values)


@pytest.mark.parametrize("player_type", PLAYERS)
def test_every_input_is_a_number_where_everything_is_known(player_type: Playing) -> None:
    assert np.isfinite(network_features(aged(player_type)).values).all()


@pytest.mark.parametrize("player_type", PLAYERS)
def test_an_unknown_age_is_unknown_and_leaves_the_rest_alone(player_type: Playing) -> None:
    batch = aged(player_type)
    ageless = network_features(replace(batch, age=np.full(len(batch), np.nan)))
    unknown = {name for name in ageless.names if np.isnan(column(ageless, name)).any()}
    assert unknown == {"age", "age_squared", "young"}


@pytest.mark.parametrize("player_type", PLAYERS)
def test_a_batch_of_nobody_has_the_same_names(player_type: Playing) -> None:
    assert network_features(empty_batch(0, player_type)).schema == network_features(aged(player_type)).schema


@pytest.mark.parametrize("player_type", PLAYERS)
def test_what_the_pipeline_projected_is_there_as_it_is(player_type: Playing) -> None:
    matrix = network_features(aged(player_type))
    for stat in BALLAST[player_type]:
        assert np.array_equal(column(matrix, f"{stat}{PROJECTED}"), aged(player_type).rate(stat))


def test_a_season_that_was_not_played_says_nothing_about_rates() -> None:
    batch = aged("batter")
    gone = replace(batch, opportunities=batch.opportunities * [0, 1, 1], counts=batch.counts * [[[0], [1], [1]]])
    matrix = network_features(gone)
    assert not column(matrix, "hr_1").any()
    assert column(matrix, "hr_2").any()
    assert not column(matrix, "opportunities_1").any()


def test_rates_are_multiples_of_the_league_s() -> None:
    batch = aged("batter")
    richer = replace(
        batch, counts=2 * batch.counts, league=2 * batch.league, rates=2 * batch.rates
    )  # an era in which everything happens twice as often
    first, second = (network_features(one) for one in (batch, richer))
    for stat in ("hr", "so", "singles"):
        assert np.allclose(column(first, f"{stat}_level"), column(second, f"{stat}_level"), atol=0.05)


def test_few_opportunities_move_an_input_less_than_many() -> None:
    batch = aged("batter")
    place = batch.stats.index("hr")
    counts, chances = batch.counts.copy(), batch.opportunities.copy()
    chances[:2, 0] = (60.0, 600.0)
    counts[:2, 0, place] = 2 * batch.league[0, place] * chances[:2, 0]
    few, many = column(network_features(replace(batch, counts=counts, opportunities=chances)), "hr_1")[:2]
    assert 0 < few < many < np.log(2)


def test_the_short_season_counts_as_a_whole_one_of_playing_time() -> None:
    batch = aged("batter")
    short = network_features(replace(batch, season=2021))
    assert np.allclose(
        column(short, "opportunities_1") ** 2, column(network_features(batch), "opportunities_1") ** 2 * 2.7
    )
    assert np.array_equal(column(short, "opportunities_2"), column(network_features(batch), "opportunities_2"))


def test_positions_and_roles_stand_for_themselves() -> None:
    batters, pitchers = network_features(aged("batter")), network_features(aged("pitcher"))
    assert np.array_equal(column(batters, "at_c"), aged("batter").position == "c")
    assert np.array_equal(column(pitchers, "starter_share") >= 0.5, aged("pitcher").position == "SP")
