"""Fitting the network of a blend: all targets at once, from where the baseline stands.

Shapes: `n` rows, `p` features, `t` targets. Everything random comes from one generator on the CPU.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from fbm.adapters.neural.device import one_thread
from fbm.domain.layers.network import Network, inputs_of
from fbm.domain.layers.spec import BlendSpec
from fbm.domain.layers.targets import Target
from fbm.domain.seasons import FloatArray

_WIDEST = 5.0
"""Units of a target beyond which a miss counts no more."""


def fit_layer_network(values: FloatArray, missed: Mapping[str, Target], spec: BlendSpec, seed: int) -> Network:
    """Fit a network.

    Parameters
    ----------
    values : float64, shape (n, p)
        Features; NaN where not known.
    missed : mapping of name to Target
        What the baseline missed of each target.
    spec : BlendSpec
    seed : int
    """
    weights = np.stack([target.weights for target in missed.values()], axis=1)
    misses = np.stack([target.values for target in missed.values()], axis=1)
    scale = np.sqrt((weights * misses**2).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-9))
    scale = np.where(scale > 0, scale, 1.0)
    rows = np.flatnonzero((weights > 0).any(axis=1))
    inputs = inputs_of(values[rows])
    parts = (inputs(values[rows]), np.clip(misses[rows] / scale, -_WIDEST, _WIDEST), weights[rows])
    with one_thread():
        data = tuple(torch.from_numpy(part.astype(np.float32)) for part in parts)
        restarts = [_fit(data, spec, seed + 1000 * number) for number in range(spec.restarts)]
    return Network(inputs, tuple(_arrays(net) for net in restarts), scale)


def _fit(data: Sequence[Tensor], spec: BlendSpec, seed: int) -> nn.Sequential:
    generator = torch.Generator().manual_seed(seed)
    inputs, misses, weights = data
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = _network(inputs.shape[1], misses.shape[1], spec)
        steps = max(len(inputs) // spec.batch, 1)
        optimizer = torch.optim.AdamW(net.parameters(), lr=spec.learning_rate / 2, weight_decay=spec.weight_decay)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, spec.learning_rate, total_steps=spec.epochs * steps + 1
        )
        for _ in range(spec.epochs):
            order = torch.randperm(len(inputs), generator=generator)
            for rows in torch.tensor_split(order, steps):
                optimizer.zero_grad()
                loss = (weights[rows] * (net(inputs[rows]) - misses[rows]) ** 2).mean()
                loss.backward()
                optimizer.step()
                schedule.step()
    return net.eval()


def _network(inputs: int, targets: int, spec: BlendSpec) -> nn.Sequential:
    last = nn.Linear(spec.narrow, targets)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    first, second = spec.dropout_wide, spec.dropout_narrow
    return nn.Sequential(
        nn.Linear(inputs, spec.wide),
        nn.GELU(approximate="tanh"),
        nn.Dropout(first),
        nn.Linear(spec.wide, spec.narrow),
        nn.GELU(approximate="tanh"),
        nn.Dropout(second),
        last,
    )


def _arrays(net: nn.Sequential) -> tuple[tuple[FloatArray, FloatArray], ...]:
    linear = [layer for layer in net if isinstance(layer, nn.Linear)]
    return tuple(
        (layer.weight.detach().numpy().astype(np.float64), layer.bias.detach().numpy().astype(np.float64))
        for layer in linear
    )
