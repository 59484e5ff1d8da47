"""The training loop: passes over player seasons in random order, judged after each pass on a season held out.

Shapes: `e` restarts, `n` player seasons, `m` held-out ones, `t` stats. Everything random comes from one generator on
the CPU, so that the same data and seed give the same network.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from fbm.adapters.neural.counts import DEVIANCES, Counts, objective
from fbm.adapters.neural.mtl_net import Dropout, MultiTaskNetwork, Sizes
from fbm.domain.models.mtl import MTLSpec

DIRECT_SHARE = 0.5
"""Share of the learning rate at which the direct path learns."""

DECAY = 0.98
"""Share of the average over a network's steps that the next one leaves of it."""

_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass.

    Attributes
    ----------
    number : int
        From 1.
    training, held_out : float
        Mean objective of the stats; NaN where nothing is held out.
    predicted : float32, shape (m, t)
        For the held-out player seasons.
    """

    number: int
    training: float
    held_out: float
    predicted: Tensor


@dataclass(frozen=True, slots=True)
class Run:
    """How a network is fitted.

    Attributes
    ----------
    spec : MTLSpec
    seed : int
    epochs : int
    device : str
    """

    spec: MTLSpec
    seed: int
    epochs: int
    device: str


def fit_network(
    counts: Counts, held_out: Counts, run: Run, watch: Callable[[Epoch], None]
) -> tuple[MultiTaskNetwork, tuple[Epoch, ...]]:
    """Fit a network.

    Parameters
    ----------
    counts : Counts
        n >= 1.
    held_out : Counts
        Only looked at; may be empty.
    run : Run
    watch : function of Epoch
        Told of each pass.

    Returns
    -------
    MultiTaskNetwork, tuple of Epoch
        The network after the last pass, on the CPU.
    """
    generator = torch.Generator().manual_seed(run.seed)
    network = _new_network(counts, run.spec, generator).to(run.device)
    fitter = _Fitter(network, run.spec, generator)
    counts, held_out = counts.to(run.device), held_out.to(run.device)
    epochs = []
    for number in range(1, run.epochs + 1):
        training = fitter.go_through(counts)
        epochs.append(Epoch(number, training, *_judged(fitter.average, held_out, run.spec)))
        watch(epochs[-1])
    return fitter.average.cpu().eval(), tuple(epochs)


def sizes_of(spec: MTLSpec, inputs: int) -> Sizes:
    """Tell how large a network of these settings is."""
    return Sizes(spec.restarts, inputs, len(spec.stats), spec.trunk_wide, spec.trunk_narrow, spec.head)


def _new_network(counts: Counts, spec: MTLSpec, generator: torch.Generator) -> MultiTaskNetwork:
    network = MultiTaskNetwork(sizes_of(spec, counts.inputs.shape[1]))
    network.draw(generator)
    # Dispersions start where the projection alone stands.
    start = DEVIANCES[spec.likelihood](torch.zeros_like(counts.events), counts).sum(dim=0)
    with torch.no_grad():
        network.log_dispersion.copy_(torch.log(start / counts.known.sum(dim=0).clamp(min=1.0) + _TINY))
    return network


class _Fitter:
    """A network on its way, with what each step needs."""

    def __init__(self, network: MultiTaskNetwork, spec: MTLSpec, generator: torch.Generator) -> None:
        self._network = network
        # torch gives this call no types.
        self._average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(DECAY))  # type: ignore[no-untyped-call]
        self._spec = spec
        self._generator = generator
        self._deviance = DEVIANCES[spec.likelihood]
        self._dropout = Dropout(spec.dropout, generator) if spec.dropout else None
        self._optimizer = _optimizer(network, spec)

    @property
    def average(self) -> MultiTaskNetwork:
        """The network averaged over its last steps, which is steadier than where the last one led."""
        return cast("MultiTaskNetwork", self._average.module)

    def go_through(self, counts: Counts) -> float:
        """Take every player season once, each restart in an order of its own; gives the mean objective on the way."""
        steps = -(-len(counts) // self._spec.batch)
        order = torch.stack(
            [torch.randperm(len(counts), generator=self._generator) for _ in range(self._spec.restarts)]
        )
        # Parts as even as can be: a last one of a single row would pull as hard as a full one.
        parts = torch.tensor_split(order.to(counts.inputs.device), steps, dim=1)
        return sum(self._step(counts.take(rows)) for rows in parts) / steps

    def _step(self, part: Counts) -> float:
        self._optimizer.zero_grad()
        deviance = self._deviance(self._network(part.inputs, self._dropout), part)
        losses = objective(deviance, part.known, self._network.log_dispersion)
        losses.sum().backward()  # type: ignore[no-untyped-call]  # torch gives it no types
        self._optimizer.step()
        self._average.update_parameters(self._network)
        return float(losses.detach().mean())


def _optimizer(network: MultiTaskNetwork, spec: MTLSpec) -> torch.optim.Optimizer:
    pulled = {"params": network.hidden_weights(), "weight_decay": spec.weight_decay}
    direct = {
        "params": [network.direct.weight],
        "weight_decay": spec.weight_decay,
        "lr": DIRECT_SHARE * spec.learning_rate,
    }
    free = {"params": network.free_parameters(), "weight_decay": 0.0}
    return torch.optim.AdamW([pulled, direct, free], lr=spec.learning_rate)


def _judged(network: MultiTaskNetwork, held_out: Counts, spec: MTLSpec) -> tuple[float, Tensor]:
    """Judge the mean of the restarts on what was held out; gives the objective and the predictions."""
    with torch.no_grad():
        predicted = network.mean(held_out.inputs)
        if not len(held_out):
            return math.nan, predicted.cpu()
        deviance = DEVIANCES[spec.likelihood](predicted, held_out)
        dispersion = network.log_dispersion.mean(dim=0, keepdim=True)
        return float(objective(deviance[None], held_out.known[None], dispersion).mean()), predicted.cpu()
