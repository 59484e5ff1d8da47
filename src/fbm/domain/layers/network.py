"""A small network over all targets, and how it is run: plain matrices, so that projecting needs no learning library.

Shapes: `n` rows, `p` features, `q` inputs (features and marks of what is not known), `t` targets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray

WIDEST: Final = 5.0
"""Standard deviations beyond which an input counts no more."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """How features become inputs.

    Attributes
    ----------
    mean, scale : float64, shape (p,)
    marked : int64
        Columns of which it is an input whether they are known.
    """

    mean: FloatArray
    scale: FloatArray
    marked: IntArray

    def __call__(self, values: FloatArray) -> FloatArray:
        """Standardise, shape (n, q); what is not known becomes the mean."""
        standard = np.clip((values - self.mean) / self.scale, -WIDEST, WIDEST)
        return np.hstack([np.nan_to_num(standard), np.isnan(values[:, self.marked])])


def inputs_of(values: FloatArray) -> Inputs:
    """Learn how features become inputs."""
    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, values, 0.0)
    mean = filled.sum(axis=0) / count
    spread = np.sqrt(np.where(known, (values - mean) ** 2, 0.0).sum(axis=0) / count)
    gaps = ~known
    _, first = np.unique(gaps, axis=1, return_index=True)
    marked = np.sort(first[gaps[:, first].any(axis=0)]).astype(np.int64)
    return Inputs(mean, np.where(spread > 1e-9, spread, 1.0), marked)


@dataclass(frozen=True, slots=True)
class Network:
    """Layers of each restart, the last one linear; the restarts' mean is the prediction.

    Attributes
    ----------
    inputs : Inputs
    layers : tuple of tuple of (weight, bias)
        For each restart, float64, shapes (out, in) and (out,).
    scale : float64, shape (t,)
        Unit of each target.
    """

    inputs: Inputs
    layers: tuple[tuple[tuple[FloatArray, FloatArray], ...], ...]
    scale: FloatArray

    def predict(self, values: FloatArray) -> FloatArray:
        """Predict, shape (n, t), from features of shape (n, p)."""
        start = self.inputs(values)
        total: FloatArray = np.mean([_run(layers, start) for layers in self.layers], axis=0) * self.scale
        return total


def _run(layers: tuple[tuple[FloatArray, FloatArray], ...], values: FloatArray) -> FloatArray:
    for weight, bias in layers[:-1]:
        values = gelu(values @ weight.T + bias)
    weight, bias = layers[-1]
    result: FloatArray = values @ weight.T + bias
    return result


def gelu(values: FloatArray) -> FloatArray:
    """Gaussian error linear unit, in its tanh form."""
    inner = math.sqrt(2 / math.pi) * (values + 0.044715 * values**3)
    result: FloatArray = 0.5 * values * (1.0 + np.tanh(inner))
    return result


def network_params(network: Network) -> dict[str, Any]:
    """Return a network as plain data."""
    inputs = network.inputs
    return {
        "mean": inputs.mean,
        "scale": inputs.scale,
        "marked": inputs.marked,
        "unit": network.scale,
        "layers": [[[weight, bias] for weight, bias in layers] for layers in network.layers],
    }


def network_from(params: Mapping[str, Any], *, features: int, targets: int) -> Network:
    """Build a network from what `network_params` gave.

    Raises
    ------
    ValueError
        If something is missing, or does not fit the numbers of features and targets.
    """
    try:
        inputs = Inputs(*(np.asarray(params[name]) for name in ("mean", "scale", "marked")))
        layers = tuple(
            tuple((np.asarray(weight, dtype=np.float64), np.asarray(bias, dtype=np.float64)) for weight, bias in one)
            for one in params["layers"]
        )
        network = Network(inputs, layers, np.asarray(params["unit"], dtype=np.float64))
        said = network.predict(np.zeros((1, features)))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ValueError(f"network: {error}") from error
    if said.shape != (1, targets) or not np.isfinite(said).all():
        raise ValueError(f"network gives {said.shape[-1]} numbers, not {targets}, or none that are finite")
    return network
