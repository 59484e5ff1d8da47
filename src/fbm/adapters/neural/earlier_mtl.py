"""Multi-task networks of the earlier system, rebuilt from their weights.

They read raw figures of the season before, tracking data among them, which no pipeline here computes: they answer for
rows that are given to them, and stand in a registry to be looked at and compared.

Shapes: `n` rows, `p` features.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import torch
from torch import nn

from fbm.domain.features.identity import entry, names_of
from fbm.domain.seasons import FloatArray

_ONLY: Final = MappingProxyType({"batter": frozenset({"singles", "sb"}), "pitcher": frozenset({"h", "er"})})
"""Stats that only networks of one type of player have; the params do not name the type."""

_ELEMENTS: Final = (torch.float32, torch.int64)
"""Weights, and the count of batches that batch norm keeps."""


def is_earlier(params: Mapping[str, object]) -> bool:
    """Tell whether params are those of an earlier network."""
    return "state_dict" in params


class EarlierNetwork:
    """A network of the earlier system: a trunk, and two layers for each stat.

    Parameters
    ----------
    params : mapping
        `state_dict` (tensors or arrays by name), `config` (`shared_layers`, `head_hidden_size`, `dropout_rates`,
        `use_batch_norm`), `n_features`, `feature_names`, `stats` (left out: those of the heads, in their order), and
        whatever else is to be kept.

    Raises
    ------
    ValueError
        If a key is missing or holds something else than it should, or if the tensors are not those of the config. The
        message names the key.
    """

    def __init__(self, params: Mapping[str, Any]) -> None:
        state = entry(params, "state_dict", Mapping)
        self.feature_names = names_of(params, "feature_names")
        self.stats = _stats(params, state)
        if entry(params, "n_features", int) != len(self.feature_names):
            raise ValueError(f"n_features is {params['n_features']}, feature_names has {len(self.feature_names)}")
        self._layers = _layers(entry(params, "config", Mapping), len(self.feature_names), self.stats)
        _load(self._layers, state)
        self._params = dict(params)

    def predict_rows(self, rows: FloatArray) -> dict[str, FloatArray]:
        """Predict rates.

        Parameters
        ----------
        rows : float64, shape (n, p)
            In the order of `feature_names`, raw.

        Returns
        -------
        dict of stat to float64, shape (n,)
            Events per plate appearance, or per out for pitchers.
        """
        with torch.no_grad():
            shared = self._layers["trunk"](torch.from_numpy(np.asarray(rows, dtype=np.float32)))
            heads = {stat: self._layers.get_submodule(f"heads.{stat}") for stat in self.stats}
            return {stat: head(shared)[:, 0].numpy().astype(np.float64) for stat, head in heads.items()}

    def get_params(self) -> dict[str, Any]:
        """Return the params it was built from."""
        return dict(self._params)

    @classmethod
    def from_params(cls, params: Mapping[str, Any], player_type: str) -> EarlierNetwork:
        """Build the network of a type of player; besides what the constructor raises, `ValueError` for the other's."""
        network = cls(params)
        other = next(name for name in _ONLY if name != player_type)
        if _ONLY[other] <= set(network.stats):
            raise ValueError(f"stats are {', '.join(network.stats)}: these are the params of {other}s")
        return network


def _stats(params: Mapping[str, Any], state: Mapping[str, Any]) -> tuple[str, ...]:
    if "stats" in params:
        return names_of(params, "stats")
    heads = dict.fromkeys(name.split(".")[1] for name in state if name.startswith("heads."))
    if not heads:
        raise ValueError("state_dict has no heads")
    return tuple(heads)


def _layers(config: Mapping[str, Any], features: int, stats: tuple[str, ...]) -> nn.ModuleDict:
    shared = _sizes(config)
    rates = entry(config, "dropout_rates", (list, tuple), within="config")
    hidden = entry(config, "head_hidden_size", int, within="config")
    # Without memory of its own: a config of unknown origin may ask for more than there is.
    with torch.device("meta"):
        trunk = _trunk((features, *shared), len(rates), entry(config, "use_batch_norm", bool, within="config"))
        heads = {stat: nn.Sequential(nn.Linear(shared[-1], hidden), nn.ReLU(), nn.Linear(hidden, 1)) for stat in stats}
    return nn.ModuleDict({"trunk": trunk, "heads": nn.ModuleDict(heads)}).eval()


def _sizes(config: Mapping[str, Any]) -> tuple[int, ...]:
    values = entry(config, "shared_layers", (list, tuple), within="config")
    if not values or not all(isinstance(value, int) and value > 0 for value in values):
        raise ValueError(f"config.shared_layers is {values!r}, not a list of sizes")
    return tuple(values)


def _trunk(sizes: tuple[int, ...], dropouts: int, batch_norm: bool) -> nn.Sequential:
    layers: list[nn.Module] = []
    for place, (before, width) in enumerate(pairwise(sizes)):
        layers.append(nn.Linear(before, width))
        layers.extend([nn.BatchNorm1d(width)] if batch_norm else [])
        # A layer with a rate has a place for dropout, which does nothing here, but the names of the tensors count it.
        layers.extend([nn.ReLU(), nn.Identity()] if place < dropouts else [nn.ReLU()])
    return nn.Sequential(*layers)


def _load(layers: nn.ModuleDict, state: Mapping[str, Any]) -> None:
    """Fill in the weights; the learned variances of the losses have no part in predicting."""
    tensors = {name: _tensor(name, value) for name, value in state.items() if not name.startswith("log_vars.")}
    try:
        layers.load_state_dict(tensors, assign=True)
    except RuntimeError as error:
        raise ValueError(f"state_dict does not fit the config: {error}") from error


def _tensor(name: str, value: object) -> torch.Tensor:
    if not isinstance(value, (np.ndarray, torch.Tensor)):
        raise ValueError(f"state_dict.{name} is {type(value).__name__}, which it cannot be")
    tensor = torch.as_tensor(value).detach().cpu()
    if tensor.dtype not in _ELEMENTS:
        raise ValueError(f"state_dict.{name} is of {tensor.dtype}, which it cannot be")
    return tensor
