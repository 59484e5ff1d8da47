"""Spreads: how much anybody may play, and how far counts may lie from what is projected, as past projections missed.

Shapes: `n` players, `m` player seasons of a sample, `d` draws.

Playing time is drawn from what happened to the players of the sample who were projected, and had played, about alike:
that keeps the share of those who never play as it is. Given playing time, a count is Poisson with a mean that itself is
uncertain (gamma), so that its variance is ``noise * mean + doubt * mean**2``; the mean is the projected rate times
playing time, and a factor for how much was played: who plays much plays better than was thought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.uncertainty.sample import Sample

DRAWS: Final = 250
"""Seasons drawn for each player: as many as players of the sample who are held to be like him."""

FEWEST: Final = 1000
"""Player seasons that a spread needs."""

FEWEST_OF_GROUP: Final = 150
"""Player seasons of either group of pitchers that the spread of a count needs."""

STARTER: Final = 0.5
"""Share of games started from which on a pitcher varies like a starter."""

TENTH: Final = 1.2816
"""Standard deviations of a bell beyond which a tenth lies."""

BELL: Final = 5.0
"""Expected count from which on counts look like a bell."""

WIDTHS: Final = (0.6, 1.2)
"""Least and most by which standard deviations are corrected."""

APART: Final = 3.0
"""By how much more than was said a stat may have happened; beyond that, projections are held to have known nothing."""

RECORD: Final = 1.1
"""The most that anybody may come to, as a multiple of the most that anybody in the sample did."""

STEPS: Final = 7
"""Points of the factor for how much was played."""

MOST: Final[Mapping[Playing, float]] = {"batter": 760.0, "pitcher": 780.0}
"""Opportunities that nobody has had more of in a season of today."""

STRETCH: Final = 1.5
"""By how much a like player's season may be scaled to the projection at hand, at most."""

UPWARD: Final = 0.5
"""Share of the difference between two projections that is added to a season which went beyond its own: few play more
than everyone else, however much is expected of them."""

LAST_SHARE: Final = 0.5
ROLE_SHARE: Final = 0.5
"""Weights of last season and of role beside the projection, when players are held to be alike."""


@dataclass(frozen=True, slots=True)
class CountSpread:
    """How a count varies about what is projected.

    Attributes
    ----------
    noise, doubt : float
        Of the variance ``noise * mean + doubt * mean**2``.
    volumes, factors : float64, shape (steps,)
        Factor on the mean by opportunities, ascending; in between by straight lines.
    most : float
        What nobody has more of.
    """

    noise: float
    doubt: float
    volumes: FloatArray
    factors: FloatArray
    most: float

    def mean(self, rate: FloatArray, volume: FloatArray) -> FloatArray:
        """Give the expected count, shape of `volume`, at a projected rate."""
        mean: FloatArray = rate * volume * np.interp(volume, self.volumes, self.factors)
        return mean

    def draw(self, mean: FloatArray, generator: np.random.Generator) -> FloatArray:
        """Draw a count for each mean."""
        extra = np.maximum((self.noise - 1.0) / np.maximum(mean, 1e-9) + self.doubt, 0.0)
        doubtful = (extra > 1e-9) & (mean > 0)
        shape = 1.0 / np.where(doubtful, extra, 1.0)
        uncertain = np.where(doubtful, generator.standard_gamma(shape) * extra * mean, mean)
        return np.minimum(generator.poisson(uncertain).astype(np.float64), self.most)


@dataclass(frozen=True, slots=True)
class Spread:
    """What a sample says of uncertainty.

    Attributes
    ----------
    sample : Sample
        At least `FEWEST` player seasons.
    counts : mapping of stat to tuple of CountSpread
        One for each of `groups`, of those stats of which the sample knows what happened.
    """

    sample: Sample
    counts: Mapping[str, tuple[CountSpread, ...]]

    def draw(self, stat: str, rate: FloatArray, volume: FloatArray, who: Sample, seed: int) -> FloatArray:
        """Draw counts, shape (n, d), for playing time of that shape; NaN for a stat of which nothing is known."""
        if stat not in self.counts or not np.isfinite(rate).all():
            return np.full(volume.shape, np.nan)
        generator = np.random.default_rng((seed, list(self.sample.counts).index(stat)))
        drawn = np.zeros(volume.shape)
        for spread, rows in zip(self.counts[stat], groups(who), strict=True):
            mean = spread.mean(np.maximum(rate[rows], 0.0)[:, None], volume[rows])
            drawn[rows] = spread.draw(mean, generator)
        return drawn


def fit_spread(sample: Sample) -> Spread | None:
    """Learn a spread; None from fewer than `FEWEST` player seasons."""
    if len(sample) < FEWEST:
        return None
    parts = [sample.take(rows) for rows in groups(sample)]
    known = {stat: [_known(part, stat) for part in parts] for stat in sample.counts}
    counts = {
        stat: tuple(_count_spread(part, stat) for part in parts)
        for stat, rows in known.items()
        if min(row.sum() for row in rows) >= FEWEST_OF_GROUP and _was_projected(sample, stat)
    }
    return Spread(sample, counts)


def groups(sample: Sample) -> tuple[BoolArray, ...]:
    """Tell who is held to vary alike, shape (n,) each: pitchers who last started, and the others; batters all."""
    if sample.player_type == "batter":
        return (np.ones(len(sample), dtype=np.bool_),)
    started = np.asarray(sample.role >= STARTER, dtype=np.bool_)
    return started, ~started


def _was_projected(sample: Sample, stat: str) -> bool:
    """Tell whether the sample's projections meant a stat at all: before its first seasons they say next to none.

    Holds are counted from some season on; what was said before cannot tell how far projections miss.
    """
    rows = _known(sample, stat)
    said = float((np.maximum(sample.rates[stat][rows], 0.0) * sample.volume[rows]).sum())
    happened = float(sample.counts[stat][rows].sum())
    return happened <= APART * said


def _known(sample: Sample, stat: str) -> BoolArray:
    known = np.isfinite(sample.counts[stat]) & np.isfinite(sample.rates[stat]) & (sample.volume > 0)
    return np.asarray(known, dtype=np.bool_)


def draw_volumes(spread: Spread, asked: Sample) -> FloatArray:
    """Draw playing time, shape (n, d): seasons of like players, scaled to what is projected."""
    sample = spread.sample
    like = _like(sample, asked)
    said, played = sample.said[like], sample.volume[like]
    ratio = np.clip(asked.said[:, None] / np.maximum(said, 1.0), 1 / STRETCH, STRETCH)
    moved = np.minimum(played, said) * ratio + np.maximum(played - said, 0.0)
    beyond = played + UPWARD * (asked.said[:, None] - said)
    drawn = np.where((played > said) & (ratio > 1), np.minimum(moved, beyond), moved)
    most = np.maximum(played, MOST[sample.player_type])
    result: FloatArray = np.rint(np.clip(drawn, 0.0, most))
    return result


def _like(sample: Sample, asked: Sample) -> IntArray:
    """Rows of the players who are most alike, shape (n, d)."""
    far = np.abs(_rank(sample.said, asked.said)[:, None] - _rank(sample.said, sample.said)[None, :])
    far += LAST_SHARE * np.abs(_rank(sample.last, asked.last)[:, None] - _rank(sample.last, sample.last)[None, :])
    far += ROLE_SHARE * np.abs(asked.role[:, None] - sample.role[None, :])
    chosen = np.argpartition(far, DRAWS - 1, axis=1)[:, :DRAWS]
    return np.asarray(np.sort(chosen, axis=1), dtype=np.int64)


def _rank(within: FloatArray, values: FloatArray) -> FloatArray:
    """Share of a column below each value, ties in the middle."""
    ordered = np.sort(within)
    low, high = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    share: FloatArray = (low + high) / (2.0 * len(within))
    return share


def _count_spread(sample: Sample, stat: str) -> CountSpread:
    rows = _known(sample, stat)
    volume, count, rate = sample.volume[rows], sample.counts[stat][rows], np.maximum(sample.rates[stat][rows], 0.0)
    volumes, factors = _factors(volume, count, rate * volume)
    mean = rate * volume * np.interp(volume, volumes, factors)
    noise, doubt = _variance(mean, count)
    share = _width(mean, count, noise * mean + doubt * mean**2)
    return CountSpread(noise * share, doubt * share, volumes, factors, RECORD * float(count.max()))


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


def _factors(volume: FloatArray, count: FloatArray, expected: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How much more happened than was expected, by how much was played."""
    edges = np.quantile(volume, np.linspace(0, 1, STEPS + 1))
    part = np.clip(np.searchsorted(edges, volume, "right") - 1, 0, STEPS - 1)
    events, chances = np.bincount(part, count, STEPS), np.bincount(part, expected, STEPS)
    size = np.maximum(np.bincount(part, minlength=STEPS), 1)
    usual = max(float(chances.sum()), 1e-9) / max(len(count), 1)
    factors = (events + usual) / (chances + usual)
    middles = np.bincount(part, volume, STEPS) / size
    return np.maximum.accumulate(middles), factors


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
