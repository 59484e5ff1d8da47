"""What a network learns from, as tensors, and how far a prediction lies from it.

Shapes: `e` restarts, `n` player seasons, `p` inputs, `t` stats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import torch
from torch import Tensor

from fbm.domain.models.mtl import Likelihood


@dataclass(frozen=True, slots=True)
class Counts:
    """Player seasons to learn from.

    Attributes
    ----------
    inputs : float32, shape (n, p)
        Standardised.
    events, expected : float32, shape (n, t)
        What happened, and what the projection led to expect in the season's run environment, > 0.
    known : float32, shape (n, t)
        1 where there is a count, else 0.
    chances : float32, shape (n, 1)
        Opportunities, > 0.
    """

    inputs: Tensor
    events: Tensor
    expected: Tensor
    known: Tensor
    chances: Tensor

    def __len__(self) -> int:
        return len(self.inputs)

    def take(self, rows: Tensor) -> Counts:
        """Pick player seasons by position; positions of shape (e, m) give tensors of shape (e, m, .)."""
        picked = (self.inputs, self.events, self.expected, self.known, self.chances)
        return Counts(*(tensor[rows] for tensor in picked))

    def to(self, device: str) -> Counts:
        """Move to a device."""
        moved = (self.inputs, self.events, self.expected, self.known, self.chances)
        return Counts(*(tensor.to(device) for tensor in moved))


Deviance = Callable[[Tensor, Counts], Tensor]
"""Twice the log-likelihood that a prediction lacks, by player season and stat; shapes (..., n, t)."""


def poisson(log_factor: Tensor, counts: Counts) -> Tensor:
    """Deviance of counts that are Poisson about ``expected * exp(log_factor)``."""
    perfect = torch.xlogy(counts.events, counts.events / counts.expected) - counts.events
    lacking = perfect + counts.expected * torch.exp(log_factor) - counts.events * log_factor
    return 2 * lacking * counts.known


def squared(log_factor: Tensor, counts: Counts) -> Tensor:
    """Squared error of raw rates, weighted by opportunities and measured by the variance of an average count."""
    rates, projected = counts.events / counts.chances, counts.expected * torch.exp(log_factor) / counts.chances
    average = _total(counts.expected) / _total(counts.chances)
    return counts.chances * (rates - projected) ** 2 / average * counts.known


def _total(values: Tensor) -> Tensor:
    return values.flatten(0, -2).sum(dim=0)


DEVIANCES: Final[Mapping[Likelihood, Deviance]] = MappingProxyType({"poisson": poisson, "squared": squared})
"""How far off, by the name of the likelihood."""


def objective(deviance: Tensor, known: Tensor, log_dispersion: Tensor) -> Tensor:
    """Judge the stats together, each by its own learned dispersion.

    Parameters
    ----------
    deviance, known : float32, shape (e, n, t)
    log_dispersion : float32, shape (e, t)

    Returns
    -------
    float32, shape (e, t)
        Mean of ``deviance / (2 dispersion) + log(dispersion) / 2``: a stat whose counts scatter widely weighs less.

    References
    ----------
    Efron, Double exponential families (JASA, 1986), for counts; Kendall, Gal and Cipolla, Multi-task learning using
    uncertainty to weigh losses (CVPR 2018), for networks.
    """
    means: Tensor = deviance.sum(dim=1) / known.sum(dim=1).clamp(min=1.0)
    return 0.5 * (means * torch.exp(-log_dispersion) + log_dispersion)
