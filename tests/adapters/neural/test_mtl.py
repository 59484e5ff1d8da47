from __future__ import annotations

import copy
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch

from fbm.adapters.neural.mtl import LARGEST, MultiTaskBatterModel, MultiTaskModel, MultiTaskPitcherModel
from fbm.adapters.neural.mtl_trainer import MTLTrainer
from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.network import PROJECTED
from tests.fakes_progress import Silent
from tests.networks import CORRECTS, QUICK, QUICK_PITCHERS, column, league, learnable


@cache
def fitted() -> MultiTaskModel:
    return MTLTrainer(QUICK).fit(learnable(), 3, Silent())


def params() -> dict[str, Any]:
    return copy.deepcopy(fitted().get_params())


def changed(name: str, value: object) -> dict[str, Any]:
    """Params with one entry replaced, named by its path."""
    whole = params()
    *path, last = name.split("/")
    inner = whole
    for key in path:
        inner = inner[key]
    inner[last] = value
    return whole


def test_params_come_back_from_a_file_and_predict_to_the_bit() -> None:
    joblib = JoblibSerializer()
    again = MultiTaskBatterModel.from_params(joblib.loads(joblib.dumps(params()).unwrap()).unwrap())
    assert joblib.dumps(again.get_params()) == joblib.dumps(params())
    for stat, rates in again.predict(league().matrix).items():
        assert np.array_equal(rates, fitted().predict(league().matrix)[stat])


def test_tensors_do_as_well_as_arrays() -> None:
    tensors = {name: torch.from_numpy(array) for name, array in params()["network"].items()}
    scaler = {name: torch.from_numpy(array) for name, array in params()["scaler"].items()}
    again = MultiTaskBatterModel.from_params(params() | {"network": tensors, "scaler": scaler})
    assert np.array_equal(again.predict(league().matrix)["hr"], fitted().predict(league().matrix)["hr"])


def test_params_say_what_the_network_is_for() -> None:
    found = params()
    assert (found["player_type"], found["stats"]) == ("batter", list(QUICK.stats))
    assert found["corrects"] == {"pipeline": CORRECTS.pipeline, "stage": CORRECTS.stage}
    assert found["feature_schema"] == league().matrix.schema
    assert found["hyperparameters"]["epochs"] == QUICK.epochs
    assert set(found["fitted"]["blend"]) == set(QUICK.stats)


def test_the_projected_rates_are_no_inputs() -> None:
    inputs = [name for name in league().matrix.names if not name.endswith(PROJECTED)]
    assert params()["network"]["wide.weight"].shape == (QUICK.restarts, len(inputs), QUICK.trunk_wide)


def test_without_weights_at_the_end_the_projection_comes_out() -> None:
    network = params()["network"]
    silent = network | {name: np.zeros_like(network[name]) for name in ("out", "direct.weight", "direct.bias")}
    found = MultiTaskBatterModel.from_params(params() | {"network": silent}).predict(league().matrix)
    assert all(not added.any() for added in found.values())


def test_a_factor_has_a_largest_size() -> None:
    network = params()["network"]
    loud = network | {"direct.bias": np.full_like(network["direct.bias"], 50.0)}
    found = MultiTaskBatterModel.from_params(params() | {"network": loud}).predict(league().matrix)
    assert np.allclose(found["so"], column(league(), f"so{PROJECTED}") * np.expm1(LARGEST))


def test_a_player_is_predicted_the_same_alone_and_among_others() -> None:
    together = fitted().predict(league().matrix)["so"]
    alone = [fitted().predict(league().matrix.take(np.array([row])))["so"][0] for row in range(5)]
    assert np.allclose(alone, together[:5], rtol=1e-5)


def test_nobody_is_predicted_nothing() -> None:
    assert fitted().predict(league().matrix.take(np.array([], dtype=np.int64)))["so"].shape == (0,)


def test_a_player_of_whom_an_input_is_not_known_gets_no_number() -> None:
    values = league().matrix.values[:4].copy()
    values[2, league().matrix.names.index("age")] = np.nan
    found = fitted().predict(FeatureMatrix(values, league().matrix.names))
    assert np.isnan(found["hr"]).tolist() == [False, False, True, False]


def test_other_features_are_refused() -> None:
    names = ("x", *league().matrix.names[1:])
    with pytest.raises(ValueError, match="trained on"):
        fitted().predict(FeatureMatrix(league().matrix.values, names))


def test_importances_are_shares_and_tell_what_the_signal_hangs_on() -> None:
    shares = fitted().importances()["so"]
    assert sum(shares.values()) == pytest.approx(1.0)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert {"age", "young"} & set(list(shares)[:3])


def test_a_batter_s_params_are_refused_by_the_pitchers_class() -> None:
    with pytest.raises(ValueError, match="player_type is 'batter': these are the params of batters, not of pitchers"):
        MultiTaskPitcherModel.from_params(params())


def test_a_pitcher_s_params_are_refused_by_the_batters_class() -> None:
    pitchers = MTLTrainer(QUICK_PITCHERS).fit(league("pitcher"), 1, Silent()).get_params()
    assert MultiTaskPitcherModel.from_params(pitchers).stats == QUICK_PITCHERS.stats
    with pytest.raises(ValueError, match="params of pitchers, not of batters"):
        MultiTaskBatterModel.from_params(pitchers)


@pytest.mark.parametrize("key", ["player_type", "corrects", "stats", "feature_names", "fitted", "scaler", "network"])
def test_a_missing_key_is_named(key: str) -> None:
    lacking = {name: value for name, value in params().items() if name != key}
    with pytest.raises(ValueError, match=f"{key} is missing"):
        MultiTaskBatterModel.from_params(lacking)


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("player_type", "shared", "player_type is 'shared'"),
        ("feature_schema", "sha256:0", "feature_schema is sha256:0"),
        ("hyperparameters/trunk_wide", 7, "network.wide.weight is torch.float32 of shape"),
        ("hyperparameters/trunk_wide", 10**12, "network.wide.weight"),
        ("hyperparameters/likelihood", "normal", "likelihood is 'normal'"),
        ("hyperparameters/epochs", 2.5, "hyperparameters.epochs"),
        ("hyperparameters/rounds", 3, "'rounds', which is no setting"),
        ("fitted/epochs", "many", "fitted.epochs is str"),
        ("fitted/blend", {"hr": 0.5}, "fitted.blend.so is missing"),
        ("fitted/blend", {"hr": 0.5, "so": 1.5, "singles": 0.5}, "fitted.blend.so is 1.5"),
        ("scaler/mean", np.zeros(3), "scaler.mean is float64 of shape"),
        ("scaler/scale", np.zeros(len(params()["scaler"]["scale"])), "scaler.scale is not above 0"),
        ("network/out", np.full_like(params()["network"]["out"], np.nan), "network.out holds what is no finite number"),
        ("network/out", [1.0], "network.out is list"),
        ("network/more", np.zeros(1), "network.more is no part"),
    ],
)
def test_what_is_wrong_is_named(name: str, value: object, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        MultiTaskBatterModel.from_params(changed(name, value))
