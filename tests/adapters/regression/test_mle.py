from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from fbm.adapters.regression.mle import Equivalencies, combined
from fbm.adapters.regression.mle_trainer import INFORMATION, MLETrainer
from fbm.app.promotions import Promotions, Told, gather_promotions
from fbm.domain.evaluation.metrics import rmse
from fbm.domain.features.matrix import from_columns
from fbm.domain.models.mle import BATTER_EQUIVALENCIES, PITCHER_EQUIVALENCIES, MLESpec
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Playing
from tests.fakes_progress import RecordingProgress, Silent
from tests.minor_leagues import league

AT = Corrects("marcel", "playing_time")
SPECS: dict[Playing, MLESpec] = {"batter": BATTER_EQUIVALENCIES, "pitcher": PITCHER_EQUIVALENCIES}


@pytest.fixture(scope="module")
def batters() -> Promotions:
    told = Told(league().history, league().minors)
    return gather_promotions(told, range(2011, 2021), "batter", AT, Silent())


@pytest.fixture(scope="module")
def model(batters: Promotions) -> Equivalencies:
    return MLETrainer(BATTER_EQUIVALENCIES).fit(batters.take(batters.learning.seasons < 2019).learning, 0, Silent())


def test_predictions_survive_the_way_through_plain_data(model: Equivalencies, batters: Promotions) -> None:
    again = Equivalencies.from_params(json.loads(json.dumps(model.get_params())))
    matrix = batters.learning.matrix
    for stat, rates in model.predict(matrix).items():
        assert np.array_equal(again.predict(matrix)[stat], rates)
    assert np.array_equal(again.volumes(matrix), model.volumes(matrix))
    assert again.get_params() == model.get_params()


def test_the_same_data_give_the_same_model(batters: Promotions) -> None:
    first, second = (MLETrainer(BATTER_EQUIVALENCIES).fit(batters.learning, seed, Silent()) for seed in (1, 2))
    assert first.get_params() == second.get_params()


def _without(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(params: dict[str, Any]) -> None:
        for key in path[:-1]:
            params = params[key]
        del params[path[-1]]

    return change


def _with(value: object, *path: str) -> Callable[[dict[str, Any]], None]:
    def change(params: dict[str, Any]) -> None:
        for key in path[:-1]:
            params = params[key]
        params[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_without("format"), "format is missing"),
        (_with("equivalencies/9", "format"), "format is 'equivalencies/9'"),
        (_with("catcher", "player_type"), "player_type"),
        (_with("sha256:0", "feature_schema"), "feature_schema"),
        (_without("coefficients", "hr"), "hr is missing"),
        (_with([1.0, 2.0], "coefficients", "hr"), "hr has 2 coefficients"),
        (_with([float("nan")] * 24, "coefficients", "hr"), "coefficients.hr is no list of finite numbers"),
        (_with("abc", "volume"), "volume"),
        (_with(0.0, "fitted", "information", "so"), "fitted.information.so is 0.0, not a number above 0"),
        (_with(["age"], "scaling", "names"), "different lengths"),
        (_with(-1.0, "hyperparameters", "ridge"), "ridge is -1.0, not above 0"),
        (_with(1.0, "hyperparameters", "trees"), "'trees', which is no setting"),
    ],
)
def test_params_that_lack_something_are_refused_by_name(
    model: Equivalencies, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    params = json.loads(json.dumps(model.get_params()))
    change(params)
    with pytest.raises(ValueError, match=message):
        Equivalencies.from_params(params)


def test_other_features_are_refused(model: Equivalencies) -> None:
    with pytest.raises(ValueError, match="the features are"):
        model.predict(from_columns({"age": np.array([25.0])}))


def test_the_record_in_the_majors_weighs_as_much_as_it_knows() -> None:
    own, record = np.array([0.0, 200.0, 800.0, 100.0]), np.array([np.nan, 2.0, 2.0, np.nan])
    weighed = combined(np.ones(4), own, record, 200.0)
    assert weighed.tolist() == [1.0, 1.5, 1.8, 1.0]


def test_playing_time_is_between_none_and_a_full_season(model: Equivalencies, batters: Promotions) -> None:
    volumes = model.volumes(batters.learning.matrix)
    assert (volumes > 0).all()
    assert (volumes < BATTER_EQUIVALENCIES.most).all()


def test_playing_time_adds_up_to_what_was_played(model: Equivalencies, batters: Promotions) -> None:
    held_out = batters.take(batters.learning.seasons >= 2019).learning
    assert model.volumes(held_out.matrix).sum() == pytest.approx(held_out.weights.sum(), rel=0.25)


def test_information_is_one_of_the_weights_tried(model: Equivalencies) -> None:
    assert set(model.fitted.information.values()) <= set(INFORMATION)


def test_importances_are_shares(model: Equivalencies) -> None:
    for shares in model.importances().values():
        assert sum(shares.values()) == pytest.approx(1.0)
        assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert next(iter(model.importances()["so"])) == "minors_so"


@pytest.mark.parametrize("player_type", ["batter", "pitcher"])
def test_the_translation_is_nearer_than_the_league_on_seasons_it_has_not_seen(player_type: Playing) -> None:
    told = Told(league().history, league().minors)
    promotions = gather_promotions(told, range(2011, 2021), player_type, AT, Silent())
    seasons = promotions.learning.seasons
    model = MLETrainer(SPECS[player_type]).fit(promotions.take(seasons < 2018).learning, 0, Silent())
    test = promotions.judged(seasons >= 2018)
    rates, weights = test.corrected(model.predict(test.learning.matrix)), test.learning.weights
    # Home runs off pitchers are mostly luck: three seasons of a small league cannot tell.
    for stat in ("hr", "so", "bb") if player_type == "batter" else ("so", "bb"):
        actual = test.actual()[stat]
        assert rmse(actual, rates[stat], weights) < rmse(actual, test.projected[stat], weights), stat


def test_a_stat_without_a_single_outcome_is_an_error(batters: Promotions) -> None:
    nobody = batters.take(batters.learning.weights == 0).learning
    with pytest.raises(ValueError, match="no known target for hr"):
        MLETrainer(BATTER_EQUIVALENCIES).fit(nobody, 0, Silent())


def test_progress_counts_the_stats(batters: Promotions) -> None:
    progress = RecordingProgress()
    MLETrainer(MLESpec(("hr", "so"))).fit(batters.learning, 0, progress)
    assert progress.steps == [("fitting equivalencies", 2)]
    assert (progress.done, progress.finished) == (2, 1)
