from __future__ import annotations

import copy
import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from fbm.adapters.boosting.gb_residual import GBResidualTrainer, ResidualModelSet
from fbm.domain.evaluation.metrics import rmse
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.models.specs import GBResidualSpec
from fbm.domain.ports.training import Trainer, TrainingSet
from tests.batches import CORRECTS, age_effect, batch_of, learnable
from tests.fakes_progress import RecordingProgress, Silent

SPEC = GBResidualSpec(("hr", "so"), n_estimators=80, learning_rate=0.1)
TRAINER: Trainer = GBResidualTrainer(SPEC)


@cache
def league() -> TrainingSet:
    return learnable(range(2008, 2014))


@cache
def fitted() -> ResidualModelSet:
    return GBResidualTrainer(SPEC).fit(league(), 11, Silent())


def params() -> dict[str, Any]:
    return copy.deepcopy(fitted().get_params())


def test_a_signal_is_learned_beyond_the_seasons_it_was_learned_from() -> None:
    later = learnable(range(2014, 2016))
    batches = [batch_of(season=season, n=120) for season in range(2014, 2016)]
    truth = np.concatenate([age_effect(batch) for batch in batches])
    found = fitted().predict(later.matrix)["so"]
    # The age effect is 20 per 1000 opportunities to either side; at least two thirds of it are recovered.
    assert rmse(truth, found, later.weights) < rmse(truth, np.zeros(len(truth)), later.weights) / 3


def test_noise_alone_is_hardly_corrected() -> None:
    rng = np.random.default_rng(5)
    noise = {stat: rng.normal(0, 0.02, len(league())) for stat in SPEC.stats}
    model = GBResidualTrainer(GBResidualSpec(SPEC.stats)).fit(replace(league(), targets=noise), 0, Silent())
    assert model.predict(learnable(range(2014, 2016)).matrix)["so"].std() < 0.02 / 3


def test_the_same_data_and_seed_give_identical_params() -> None:
    again = GBResidualTrainer(SPEC).fit(learnable(range(2008, 2014)), 11, Silent())
    assert again.get_params() == fitted().get_params()
    assert GBResidualTrainer(SPEC).fit(league(), 12, Silent()).get_params() != fitted().get_params()


def test_params_come_back_from_json_and_predict_to_the_bit() -> None:
    again = ResidualModelSet.from_params(json.loads(json.dumps(params())))
    assert again.get_params() == params()
    for stat, rates in again.predict(league().matrix).items():
        assert np.array_equal(rates, fitted().predict(league().matrix)[stat])


def test_params_say_what_the_models_are_for() -> None:
    found = params()
    assert found["corrects"] == {"pipeline": CORRECTS.pipeline, "stage": CORRECTS.stage}
    assert (found["player_type"], found["stats"]) == ("batter", ["hr", "so"])
    assert found["feature_schema"] == league().matrix.schema


def test_no_prediction_goes_beyond_those_of_the_training_rows() -> None:
    narrow = params() | {"bounds": {"hr": [-0.001, 0.001], "so": [0.0, 0.0]}}
    found = ResidualModelSet.from_params(narrow).predict(league().matrix)
    assert np.abs(found["hr"]).max() == 0.001
    assert not found["so"].any()


def test_shrinking_scales_every_prediction() -> None:
    half = GBResidualTrainer(replace(SPEC, shrink=0.5)).fit(league(), 11, Silent())
    whole = fitted().predict(league().matrix)["so"]
    assert np.allclose(half.predict(league().matrix)["so"], whole / 2, rtol=1e-12)


def test_weights_matter() -> None:
    heavy_youth = np.where(league().matrix.values[:, league().matrix.names.index("age")] > 30, 1.0, 1000.0)
    model = GBResidualTrainer(SPEC).fit(replace(league(), weights=heavy_youth), 11, Silent())
    assert model.get_params()["texts"] != fitted().get_params()["texts"]


def test_unknown_targets_are_left_out_of_the_fit() -> None:
    known = np.arange(len(league())) % 3 > 0
    holed = {stat: np.where(known, column, np.nan) for stat, column in league().targets.items()}
    with_holes = GBResidualTrainer(SPEC).fit(replace(league(), targets=holed), 11, Silent())
    without = GBResidualTrainer(SPEC).fit(league().take(known), 11, Silent())
    assert with_holes.get_params()["texts"] == without.get_params()["texts"]


def test_importances_tell_what_the_signal_hangs_on() -> None:
    shares = fitted().importances()["so"]
    assert sum(shares.values()) == pytest.approx(1.0)
    assert next(iter(shares)) in {"age", "age_squared"}


def test_progress_advances_by_stat() -> None:
    progress = RecordingProgress()
    GBResidualTrainer(SPEC).fit(league(), 11, progress)
    assert (progress.steps[0][1], progress.done, progress.finished) == (2, 2, 1)


@pytest.mark.parametrize("targets", [{}, {"hr": np.full(720, np.nan)}])
def test_a_stat_without_targets_is_refused_by_name(targets: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="hr"):
        TRAINER.fit(replace(league(), targets=targets), 11, Silent())


def test_other_features_are_refused() -> None:
    other = FeatureMatrix(league().matrix.values, tuple(reversed(league().matrix.names)))
    with pytest.raises(ValueError, match="trained on"):
        fitted().predict(other)


@pytest.mark.parametrize("key", sorted(fitted().get_params()))
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(ValueError, match=key):
        ResidualModelSet.from_params({name: value for name, value in params().items() if name != key})


@pytest.mark.parametrize("key", sorted(fitted().get_params()))
@pytest.mark.parametrize("wrong", [7, None, []])
def test_a_value_of_the_wrong_type_is_named(key: str, wrong: Any) -> None:
    with pytest.raises(ValueError, match=key):
        ResidualModelSet.from_params(params() | {key: wrong})


@pytest.mark.parametrize(
    ("key", "wrong", "named"),
    [
        ("player_type", "umpire", "umpire"),
        ("corrects", {"pipeline": "marcel"}, "stage"),
        ("feature_schema", "sha256:0", "feature_schema"),
        ("bounds", {"hr": [1.0], "so": [0.0, 1.0]}, "bounds.hr"),
        ("bounds", {"hr": [1.0, float("nan")], "so": [0.0, 1.0]}, "bounds.hr"),
        ("bounds", {"hr": [1.0, 0.0], "so": [0.0, 1.0]}, "bounds.hr"),
        ("texts", {"hr": "tree", "so": "tree"}, "hr"),
        ("texts", {"hr": "tree"}, "so"),
        ("hyperparameters", {}, "n_estimators"),
        ("stats", ["hr", 3], "stats"),
    ],
)
def test_what_is_wrong_inside_is_named(key: str, wrong: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        ResidualModelSet.from_params(params() | {key: wrong})


@pytest.mark.parametrize(("name", "wrong"), [("n_estimators", 2.5), ("shrink", True), ("colour", 1)])
def test_a_setting_that_cannot_be_is_named(name: str, wrong: Any) -> None:
    settings = params()["hyperparameters"] | {name: wrong}
    with pytest.raises(ValueError, match=name):
        ResidualModelSet.from_params(params() | {"hyperparameters": settings})
