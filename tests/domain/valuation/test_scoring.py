from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fbm.domain.valuation.league import Rotisserie
from fbm.domain.valuation.scoring import points, scorer_of, standings_gains, z_scores
from tests.domain.valuation.leagues import CATEGORIES, batters_of, league_of, pitchers_of

COLUMNS = {
    "ab": np.array([500.0, 250.0, 400.0]),
    "avg": np.array([0.300, 0.300, 0.240]),
    "hr": np.array([30.0, 10.0, 20.0]),
}
POOL = np.array([True, True, True])


def test_counts_are_measured_in_standard_deviations_of_the_pool() -> None:
    scores = z_scores(COLUMNS, POOL, Rotisserie({"batter": ("hr",)}), "batter")[:, 0]
    assert scores == pytest.approx(np.array([1.0, -1.0, 0.0]) * np.sqrt(1.5))


def test_a_rate_counts_by_opportunity_against_the_pools_rate() -> None:
    # The pool hits (150 + 75 + 96) / 1150; hits above that, by hand.
    above = np.array([150.0, 75.0, 96.0]) - 321 / 1150 * COLUMNS["ab"]
    scores = z_scores(COLUMNS, POOL, Rotisserie({"batter": ("avg",)}), "batter")[:, 0]
    assert scores == pytest.approx(above / above.std())
    assert scores[0] == pytest.approx(2 * scores[1])


def test_a_sum_counts_as_a_column_of_its_sums_would() -> None:
    rng = np.random.default_rng(1)
    columns = {name: rng.poisson(20.0, 8).astype(np.float64) for name in ("sv", "hld", "bs")}
    columns["net"] = columns["sv"] + columns["hld"] - columns["bs"]
    pool = np.arange(8) < 5
    whole, sums = (
        z_scores(columns, pool, Rotisserie({"pitcher": (name,)}), "pitcher") for name in ("net", "sv+hld-bs")
    )
    assert sums == pytest.approx(whole)


def test_less_is_better_where_it_is() -> None:
    columns = {"ip": np.array([100.0, 100.0]), "era": np.array([3.0, 5.0])}
    scores = z_scores(columns, np.array([True, True]), Rotisserie({"pitcher": ("era",)}), "pitcher")
    assert scores[:, 0] == pytest.approx([1.0, -1.0])


def test_a_category_in_which_the_pool_does_not_differ_counts_nothing() -> None:
    columns = {"hr": np.array([7.0, 7.0, 20.0])}
    pool = np.array([True, True, False])
    assert z_scores(columns, pool, Rotisserie({"batter": ("hr",)}), "batter").tolist() == [[0.0], [0.0], [0.0]]


@pytest.mark.parametrize("category", CATEGORIES["batter"])
@pytest.mark.parametrize("scale", [0.001, 3.0, 1024.0])
def test_scaling_a_category_does_not_change_z_values(category: str, scale: float) -> None:
    pool = batters_of(1)
    scorer, drafted = scorer_of(league_of(), "batter"), np.arange(len(pool)) < 12
    scaled = replace(pool, columns={**pool.columns, category: pool.columns[category] * scale})
    assert scorer(scaled.columns, drafted) == pytest.approx(scorer(pool.columns, drafted))


def test_a_point_in_the_standings_costs_the_denominator() -> None:
    scoring = Rotisserie({"batter": ("hr",)}, "sgp", {"batter": {"hr": 10.0}})
    assert standings_gains(COLUMNS, POOL, scoring, ("batter", 3))[:, 0] == pytest.approx([3.0, 1.0, 2.0])


def test_a_rate_gains_what_it_does_to_an_average_team() -> None:
    scoring = Rotisserie({"batter": ("avg",)}, "sgp", {"batter": {"avg": 0.002}})
    pool_rate, others = 321 / 1150, 2 * 1150 / 3
    team = (others * pool_rate + 150) / (others + 500)
    gains = standings_gains(COLUMNS, POOL, scoring, ("batter", 3))[:, 0]
    assert gains[0] == pytest.approx((team - pool_rate) / 0.002)


def test_points_are_events_times_their_weights() -> None:
    assert points(COLUMNS, {"hr": 4.0, "ab": -0.1}).sum(axis=1) == pytest.approx([70.0, 15.0, 40.0])


def test_a_missing_figure_counts_nothing() -> None:
    pool = pitchers_of(1)
    era = np.where(np.arange(len(pool)) == 3, np.nan, pool.columns["era"])
    scores = scorer_of(league_of(), "pitcher")({**pool.columns, "era": era}, np.ones(len(pool), dtype=np.bool_))
    assert np.isfinite(scores).all()
