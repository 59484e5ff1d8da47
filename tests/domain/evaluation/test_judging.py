from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from fbm.domain.evaluation.forecasts import Forecast, Quantiles
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court, judge
from fbm.domain.evaluation.matching import Match, Population, match
from fbm.domain.evaluation.metrics import correlation, rmse
from fbm.domain.evaluation.outcomes import Outcomes
from fbm.domain.evaluation.strata import AGES, strata_of
from tests.domain.evaluation.matches import drawn_season, forecast, guess, outcomes

COURT = Court("rough", Population(min_pa=200), Bootstrap(resamples=200))
SEASONS = {season: drawn_season(season, season=season) for season in (2018, 2019)}


def matched(actual: Outcomes, **forecasts: Sequence[Forecast]) -> Match:
    return match(actual, forecasts, COURT.population)


def verdict_on(noise: Mapping[str, float]) -> dict[str, Any]:
    matches = [
        matched(actual, **{name: [guess(actual, share, place)] for place, (name, share) in enumerate(noise.items())})
        for actual in SEASONS.values()
    ]
    return judge(matches, COURT)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return verdict_on({"rough": 2.0, "fine": 0.3})


def test_the_keys_are_those_of_the_contract(found: dict[str, Any]) -> None:
    assert found["seasons"] == [2018, 2019]
    assert set(found["pipelines"]["fine"]["batter"]["hr"]) == {"rmse", "mae", "r", "n"}
    assert set(found["pipelines"]["fine"]["batter"]["rank"]) == {"rho", "top20", "n"}
    difference = found["differences"]["fine"]["batter"]["hr"]["rmse"]
    assert set(difference) == {"delta", "lo", "hi", "level", "n", "resamples"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_measures_are_means_over_seasons_and_players_add_up(found: dict[str, Any]) -> None:
    seasons = []
    for actual in SEASONS.values():
        rows = actual.columns["pa"] >= 200
        said = guess(actual, 0.3, 1).columns["hr"][rows]
        pair = (actual.columns["hr"][rows], said, np.ones(rows.sum()))
        seasons.append((rmse(*pair), correlation(*pair), rows.sum()))
    errors, correlations, players = zip(*seasons, strict=True)
    level = found["pipelines"]["fine"]["batter"]["hr"]
    assert (level["rmse"], level["r"]) == pytest.approx((np.mean(errors), np.mean(correlations)), abs=1e-6)
    assert level["n"] == sum(players)
    assert found["by_season"]["2018"]["fine"]["batter"]["hr"]["n"] == players[0]


def test_differences_are_to_the_baseline_alone_and_point_the_right_way(found: dict[str, Any]) -> None:
    assert set(found["differences"]) == {"fine"}
    difference = found["differences"]["fine"]["batter"]["hr"]
    assert difference["rmse"]["hi"] < 0 < difference["r"]["lo"]
    fine, rough = (found["pipelines"][name]["batter"]["hr"]["rmse"] for name in ("fine", "rough"))
    assert difference["rmse"]["delta"] == pytest.approx(fine - rough, abs=1e-5)


def test_a_pipeline_that_is_the_baseline_in_other_words_differs_by_nothing() -> None:
    actual = SEASONS[2019]
    told = judge([matched(actual, rough=[guess(actual, 1.0, 5)], same=[guess(actual, 1.0, 5)])], COURT)
    assert told["differences"]["same"]["batter"]["hr"]["r"] | {"n": 0} == {
        "delta": 0.0, "lo": 0.0, "hi": 0.0, "level": 0.95, "n": 0, "resamples": 200,
    }  # fmt: skip


def test_every_pipeline_is_judged_on_the_same_players_and_who_is_missing_is_told() -> None:
    """Mistake: each engine on players of its own, survivors only."""
    actual = SEASONS[2019]
    few = guess(actual, 0.3, 1, keep=np.arange(len(actual)) % 2 == 0)
    told = judge([matched(actual, rough=[guess(actual, 2.0, 0)], few=[few])], COURT)
    assert (
        len({told["pipelines"][name]["batter"][stat]["n"] for name in ("rough", "few") for stat in ("hr", "pa")}) == 1
    )
    season = told["population"]["batter"]["2019"]
    assert season["judged"] == told["pipelines"]["few"]["batter"]["hr"]["n"] < season["population"]
    assert season["not_projected"] == {"rough": 0, "few": season["population"] - season["judged"]}


def test_no_age_falls_between_two_groups() -> None:
    """Mistake: players of 26 and 32 were in no bucket."""
    actual = outcomes({f"age{age}": {"pa": 500.0} for age in range(18, 46)},
                      ages={f"age{age}": float(age) for age in range(18, 46)})  # fmt: skip
    everybody = matched(actual, rough=[forecast({player: {"pa": 1.0} for player in actual.player_id.tolist()})])
    for kind in ("age", "playing_time"):
        groups = [stratum.rows for stratum in strata_of(everybody) if stratum.kind == kind]
        assert (np.sum(groups, axis=0) == 1).all()
    assert len(AGES) == 5


def test_several_seasons_are_all_judged() -> None:
    """Mistake: with several years the comparison silently used the last one."""
    both = verdict_on({"rough": 2.0, "fine": 0.3})["differences"]["fine"]["batter"]["hr"]["rmse"]["n"]
    assert both == sum((actual.columns["pa"] >= 200).sum() for actual in SEASONS.values())


def test_rates_of_everybody_put_the_unprojected_at_the_average() -> None:
    actual = outcomes({"a": {"pa": 100, "hr": 10}, "b": {"pa": 100, "hr": 0}, "c": {"pa": 200, "hr": 10}})
    said = forecast({"a": {"pa": 500, "hr": 50.0}, "b": {"pa": 500, "hr": 0.0}})
    told = judge([matched(actual, rough=[said])], COURT)
    # The league hit 20 in 400, so the three deviate by .05, -.05 and 0. The two projected ones deviate by the same
    # from their own mean, and the third, of whom nothing was said, stands at the average, where he was.
    assert told["rates"]["rough"]["batter"]["everybody"]["hr"]["rmse"] == pytest.approx(0.0, abs=1e-9)
    assert told["rates"]["rough"]["batter"]["everybody"]["hr"]["n"] == 3


def test_a_league_that_hit_more_than_anybody_could_know_costs_no_rate() -> None:
    actual, said = SEASONS[2019], guess(SEASONS[2019], 0.0, 1)
    more = Forecast(2019, "batter", said.player_id, {**said.columns, "woba": said.columns["woba"] + 0.02}, {})
    told = judge([matched(actual, rough=[said], more=[more])], COURT)["rates"]
    assert told["more"]["batter"]["everybody"]["woba"] == told["rough"]["batter"]["everybody"]["woba"]


def test_playing_time_counts_those_who_never_played() -> None:
    actual = outcomes({"a": {"pa": 600}, "b": {"pa": 300}})
    said = forecast({"a": {"pa": 500.0}, "b": {"pa": 300.0}, "d": {"pa": 400.0}})
    told = judge([matched(actual, rough=[said])], COURT)["playing_time"]["rough"]["batter"]
    assert told["population"]["mae"] == pytest.approx(50.0)
    assert told["everybody"] == pytest.approx(
        {"rmse": (170000 / 3) ** 0.5, "mae": 500 / 3, "bias": 100.0, "n": 3, "r": told["everybody"]["r"]}, abs=1e-5
    )


def test_seeds_are_averaged() -> None:
    actual = SEASONS[2019]
    seeds = [guess(actual, 1.0, seed) for seed in (1, 2)]
    apart = [judge([matched(actual, rough=[one])], COURT)["pipelines"]["rough"]["batter"]["hr"]["r"] for one in seeds]
    told = judge([matched(actual, rough=seeds)], COURT)["pipelines"]["rough"]["batter"]["hr"]
    assert told["r"] == pytest.approx(np.mean(apart), abs=2e-6)
    assert told["n"] == (actual.columns["pa"] >= 200).sum()


def test_a_stat_is_judged_where_everybody_s_figure_is_known() -> None:
    actual = outcomes({"a": {"pa": 600, "hr": 30, "hld": np.nan}, "b": {"pa": 300, "hr": 3, "hld": 2.0}})
    said = forecast({"a": {"hr": 20.0, "hld": 1.0}, "b": {"hr": 2.0, "hld": 1.0}})
    assert "hld" not in judge([matched(actual, rough=[said])], COURT)["pipelines"]["rough"]["batter"]


def test_calibration_is_over_everybody_projected() -> None:
    actual = outcomes({"a": {"pa": 600, "hr": 30}})
    grid = Quantiles((0.1, 0.5, 0.9), np.array([[10.0, 20.0, 40.0], [1.0, 5.0, 12.0]]))
    said = forecast({"a": {"hr": 22.0}, "d": {"hr": 6.0}}, quantiles={"hr": grid})
    told = judge([matched(actual, rough=[said])], COURT)["calibration"]["rough"]["batter"]["hr"]
    assert told["n"] == 2
    assert told["below"] == {"p10": 0.5, "p50": 0.5, "p90": 1.0}
    assert told["median_projection"] == 12.5


def test_a_mode_of_playing_time_is_held_against_the_same_mode_of_the_baseline() -> None:
    told = verdict_on({"rough": 2.0, "rough@regular": 1.0, "fine": 0.3, "fine@regular": 0.2})
    assert told["counterparts"] == {
        "rough": "rough", "rough@regular": "rough@regular", "fine": "rough", "fine@regular": "rough@regular",
    }  # fmt: skip
    assert set(told["differences"]) == {"fine", "fine@regular"}
    delta = told["differences"]["fine@regular"]["batter"]["hr"]["rmse"]["delta"]
    levels = [told["pipelines"][name]["batter"]["hr"]["rmse"] for name in ("fine@regular", "rough@regular")]
    assert delta == pytest.approx(levels[0] - levels[1], abs=1e-5)


def test_further_baselines_are_told_apart() -> None:
    noise = {"rough": 2.0, "middling": 1.0, "fine": 0.3}
    matches = [
        matched(actual, **{name: [guess(actual, share, place)] for place, (name, share) in enumerate(noise.items())})
        for actual in SEASONS.values()
    ]
    told = judge(matches, Court("rough", COURT.population, COURT.bootstrap, also=("middling",)))
    assert set(told["also_against"]["middling"]) == {"rough", "fine"}
    assert told["also_against"]["middling"]["rough"]["batter"]["hr"]["r"]["hi"] < 0


def test_a_stat_whose_quantiles_nobody_has_is_left_out_of_the_calibration() -> None:
    actual = outcomes({"a": {"pa": 600, "hr": 30}})
    grid = Quantiles((0.1, 0.5, 0.9), np.full((1, 3), np.nan))
    said = forecast({"a": {"hr": 22.0}}, quantiles={"hr": grid})
    assert judge([matched(actual, rough=[said])], COURT)["calibration"] == {}
