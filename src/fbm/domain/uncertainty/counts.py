"""How a count varies about what is projected, given playing time: Poisson with a mean that itself is uncertain.

Shapes: `n` player seasons, `d` draws of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.seasons import FloatArray

FEWEST_OF_GROUP: Final = 150
"""Player seasons of either group of pitchers that the spread of a count needs."""

TENTH: Final = 1.2816
"""Standard deviations of a bell beyond which a tenth lies."""

BELL: Final = 5.0
"""Expected count from which on counts look like a bell."""

WIDTHS: Final = (0.6, 1.2)
"""Least and most by which standard deviations are corrected."""

RECORD: Final = 1.1
"""The most that anybody may come to, as a multiple of the most that anybody in the sample did."""

STEPS: Final = 7
"""Points of the factor for how much was played."""


class Levels(NamedTuple):
    """Factor on the mean by opportunities: who plays much plays better than was thought.

    Attributes
    ----------
    volumes, factors : float64, shape (steps,)
        Opportunities ascending; in between by straight lines.
    """

    volumes: FloatArray
    factors: FloatArray

    def mean(self, rate: FloatArray, volume: FloatArray) -> FloatArray:
        """Give the expected count, shape of `volume`, at a projected rate."""
        mean: FloatArray = rate * volume * np.interp(volume, self.volumes, self.factors)
        return mean


class Seen(NamedTuple):
    """What was projected and what happened, with the levels learned from both.

    Attributes
    ----------
    rate, volume, happened : float64, shape (n,)
        Projected rate, actual opportunities (> 0) and actual count.
    levels : Levels
    """

    rate: FloatArray
    volume: FloatArray
    happened: FloatArray
    levels: Levels

    def mean(self) -> FloatArray:
        """Give the expected counts, shape (n,)."""
        return self.levels.mean(self.rate, self.volume)


@dataclass(frozen=True, slots=True)
class CountSpread:
    """How a count varies about what is projected.

    Attributes
    ----------
    noise, doubt : float
        Of the variance ``noise * mean + doubt * mean**2``.
    levels : Levels
    most : float
        What nobody has more of.
    """

    noise: float
    doubt: float
    levels: Levels
    most: float

    def mean(self, rate: FloatArray, volume: FloatArray) -> FloatArray:
        """Give the expected count, shape of `volume`, at a projected rate."""
        return self.levels.mean(rate, volume)

    def draw(self, mean: FloatArray, lucks: Sequence[np.random.Generator]) -> FloatArray:
        """Draw a count for each mean, shape (n, d), each player by his own luck."""
        extra = np.maximum((self.noise - 1.0) / np.maximum(mean, 1e-9) + self.doubt, 0.0)
        doubtful = (extra > 1e-9) & (mean > 0)
        shape = 1.0 / np.where(doubtful, extra, 1.0)
        talent = np.stack([luck.standard_gamma(row) for luck, row in zip(lucks, shape, strict=True)])
        uncertain = np.where(doubtful, talent * extra * mean, mean)
        drawn = np.stack([luck.poisson(row) for luck, row in zip(lucks, uncertain, strict=True)])
        return np.minimum(drawn.astype(np.float64), self.most)


def count_spread(seen: Seen) -> CountSpread:
    """Learn how a count varies."""
    mean, count = seen.mean(), seen.happened
    noise, doubt = _variance(mean, count)
    share = _width(mean, count, noise * mean + doubt * mean**2)
    return CountSpread(noise * share, doubt * share, seen.levels, RECORD * float(count.max()))


def _width(mean: FloatArray, count: FloatArray, variance: FloatArray) -> float:
    """Tell by what share of a variance four fifths of the counts lie between the tails that a tenth each lies beyond.

    A few players in odd roles make a variance larger than it is for all others. Counts too small for a bell are left
    out.
    """
    large = (mean >= BELL) & (variance > 0)
    if large.sum() < FEWEST_OF_GROUP:
        return 1.0
    distance = np.quantile(np.abs(count - mean)[large] / np.sqrt(variance[large]), 0.8) / TENTH
    return float(np.clip(distance, *WIDTHS)) ** 2


def levels_of(volume: FloatArray, count: FloatArray, expected: FloatArray) -> Levels:
    """Learn how much more happened than was expected, by how much was played."""
    edges = np.quantile(volume, np.linspace(0, 1, STEPS + 1))
    part = np.clip(np.searchsorted(edges, volume, "right") - 1, 0, STEPS - 1)
    events, chances = np.bincount(part, count, STEPS), np.bincount(part, expected, STEPS)
    size = np.maximum(np.bincount(part, minlength=STEPS), 1)
    usual = max(float(chances.sum()), 1e-9) / max(len(count), 1)
    factors = (events + usual) / (chances + usual)
    middles = np.bincount(part, volume, STEPS) / size
    return Levels(np.maximum.accumulate(middles), factors)


def _variance(mean: FloatArray, count: FloatArray) -> tuple[float, float]:
    """Fit the variance by weighted least squares, neither part below zero."""
    missed = (count - mean) ** 2
    weights = 1.0 / np.maximum(mean + 0.05 * mean**2, 0.05) ** 2
    design = np.column_stack([mean, mean**2])
    normal = (design * weights[:, None]).T @ design
    noise, doubt = np.linalg.solve(normal + 1e-9 * np.eye(2), (design * weights[:, None]).T @ missed)
    if doubt < 0:
        return float((weights * mean * missed).sum() / (weights * mean**2).sum()), 0.0
    if noise < 0:
        return 0.0, float((weights * mean**2 * missed).sum() / (weights * mean**4).sum())
    return float(noise), float(doubt)
