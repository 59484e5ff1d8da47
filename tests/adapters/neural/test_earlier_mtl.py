"""Networks that the earlier system wrote, against what it predicted with them itself."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from fbm.adapters.neural.earlier_mtl import EarlierNetwork, is_earlier

ROOT = Path(__file__).parents[2] / "fixtures" / "legacy_models"


@cache
def expected() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((ROOT / "expected.json").read_text())
    return {path: facts for path, facts in found.items() if facts.get("model_type") == "mtl"}


def params_of(path: str) -> dict[str, Any]:
    loaded: dict[str, Any] = torch.load(ROOT / path, weights_only=True)
    return loaded


def small(**changes: Any) -> dict[str, Any]:
    """Params of a network of two features, one hidden unit and one stat, that gives twice the first plus the second."""
    ones = {name: np.ones(shape, dtype=np.float32) for name, shape in SHAPES.items()}
    state = ones | {"trunk.0.weight": np.array([[2.0, 1.0]], dtype=np.float32)}
    zero = {name: np.zeros(SHAPES[name], dtype=np.float32) for name in SHAPES if name.endswith("bias")}
    config = {"shared_layers": (1,), "head_hidden_size": 1, "dropout_rates": (), "use_batch_norm": False}
    params = {"state_dict": state | zero, "config": config, "n_features": 2, "feature_names": ["x", "y"]}
    return params | {"training_years": [2021]} | changes


SHAPES = {
    "trunk.0.weight": (1, 2), "trunk.0.bias": (1,), "heads.h.0.weight": (1, 1), "heads.h.0.bias": (1,),
    "heads.h.2.weight": (1, 1), "heads.h.2.bias": (1,), "log_vars.h": (1,),
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(expected()))
def test_it_predicts_what_the_earlier_system_did(path: str) -> None:
    facts = expected()[path]
    network = EarlierNetwork.from_params(params_of(path), facts["player_type"])
    found = network.predict_rows(np.array(facts["probe_rows"]))
    assert list(network.stats) == facts["stats"]
    for stat, column in found.items():
        wanted = [row[stat] for row in facts["predictions"]]
        assert np.abs(column - wanted).max() <= 1e-5


def test_arrays_do_as_well_as_tensors() -> None:
    path = sorted(expected())[0]
    params = params_of(path)
    arrays = params | {"state_dict": {name: tensor.numpy() for name, tensor in params["state_dict"].items()}}
    rows = np.array(expected()[path]["probe_rows"])
    first, second = (EarlierNetwork(one).predict_rows(rows) for one in (params, arrays))
    assert all(np.array_equal(first[stat], second[stat]) for stat in first)


def test_a_small_network_does_its_sums() -> None:
    assert EarlierNetwork(small()).predict_rows(np.array([[1.0, 0.5], [3.0, 0.0]]))["h"].tolist() == [2.5, 6.0]


def test_batch_norm_and_dropout_shift_the_names_as_they_did() -> None:
    state = small()["state_dict"]
    norm = {f"trunk.1.{name}": np.ones(1, dtype=np.float32) for name in ("weight", "bias", "running_var")}
    norm |= {"trunk.1.running_mean": np.zeros(1, dtype=np.float32), "trunk.1.num_batches_tracked": np.array(7)}
    config = small()["config"] | {"use_batch_norm": True, "dropout_rates": (0.3,)}
    network = EarlierNetwork(small(config=config, state_dict=state | norm))
    # (2.5 - 0) / sqrt(1 + 1e-5) + 1
    assert network.predict_rows(np.array([[1.0, 0.5]]))["h"][0] == pytest.approx(3.5, abs=1e-4)


def test_params_come_back_as_they_went_in() -> None:
    params = small()
    assert EarlierNetwork(params).get_params() == params
    assert is_earlier(params)
    assert not is_earlier({"network": {}})


def test_networks_of_the_other_player_type_are_refused() -> None:
    heads = {name.replace("heads.h.", f"heads.{stat}."): value for stat in ("h", "er") for name, value in HEADS.items()}
    pitchers = small(state_dict=TRUNK | heads)
    assert EarlierNetwork.from_params(pitchers, "pitcher").stats == ("h", "er")
    with pytest.raises(ValueError, match="params of pitchers"):
        EarlierNetwork.from_params(pitchers, "batter")


TRUNK = {name: value for name, value in small()["state_dict"].items() if name.startswith("trunk.")}
HEADS = {name: value for name, value in small()["state_dict"].items() if name.startswith("heads.")}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"state_dict": None}, "state_dict is NoneType"),
        ({"state_dict": {}}, "state_dict has no heads"),
        ({"state_dict": HEADS}, "trunk.0.weight"),
        ({"state_dict": TRUNK | HEADS | {"trunk.0.bias": [1.0]}}, "state_dict.trunk.0.bias is list"),
        ({"state_dict": TRUNK | HEADS | {"trunk.0.bias": np.ones(1)}}, "state_dict.trunk.0.bias is of torch.float64"),
        ({"n_features": 3}, "n_features is 3"),
        ({"config": small()["config"] | {"shared_layers": [10**12]}}, "does not fit the config"),
        ({"config": small()["config"] | {"shared_layers": []}}, "config.shared_layers"),
        ({"config": {}}, "config.shared_layers is missing"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        EarlierNetwork(small(**changes))
