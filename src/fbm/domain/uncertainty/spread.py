"""Spreads: how much anybody may play, and how far counts may lie from what is projected, as past projections missed.

Shapes: `n` players, `m` player seasons of a sample, `d` draws.

Playing time is drawn from what happened to the players of the sample who were projected, and had played, about alike:
that keeps the share of those who never play as it is. Given playing time, a count is Poisson with a mean that itself is
uncertain (gamma), so that its variance is ``noise * mean + doubt * mean**2``; the mean is the projected rate times
playing time, and a factor for how much was played: who plays much plays better than was thought. Counts with an end
(saves, holds, starts, games) are beta-binomial instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np

from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.uncertainty.bounded import BOUNDED, ROLES, BoundedSpread, bounded_spread
from fbm.domain.uncertainty.counts import FEWEST_OF_GROUP, CountSpread, Seen, count_spread, levels_of
from fbm.domain.uncertainty.sample import Sample

DRAWS: Final = 250
"""Seasons drawn for each player: as many as players of the sample who are held to be like him."""

FEWEST: Final = 1000
"""Player seasons that a spread needs."""

STARTER: Final = 0.5
"""Share of games started from which on a pitcher varies like a starter."""

APART: Final = 3.0
"""By how much more than was said a stat may have happened; beyond that, projections are held to have known nothing."""

MOST: Final[Mapping[Playing, float]] = {"batter": 760.0, "pitcher": 780.0}
"""Opportunities that nobody has had more of in a season of today."""

STRETCH: Final = 1.5
"""By how much a like player's season may be scaled to the projection at hand, at most."""

UPWARD: Final = 0.5
"""Share of the difference between two projections that is added to a season which went beyond its own: few play more
than everyone else, however much is expected of them."""

NEAR: Final = 9
"""Decimals in which two players may be as far from a third: the last ones differ between machines."""

LAST_SHARE: Final = 0.5
ROLE_SHARE: Final = 0.5
"""Weights of last season and of role beside the projection, when players are held to be alike."""


class Luck(NamedTuple):
    """Where chance comes from: a stream for each player and stat, so that nobody else's numbers move his.

    Attributes
    ----------
    seed : int
    players : sequence of int, length n
        A number for each player, the same wherever he is drawn.
    """

    seed: int
    players: Sequence[int]

    def of(self, stat: str, rows: IntArray) -> list[np.random.Generator]:
        """Open the streams of some players for a stat."""
        name = crc32(stat.encode())
        return [np.random.default_rng((self.seed, name, self.players[row])) for row in rows.tolist()]


@dataclass(frozen=True, slots=True)
class Spread:
    """What a sample says of uncertainty.

    Attributes
    ----------
    sample : Sample
        At least `FEWEST` player seasons.
    counts : mapping of stat to tuple of CountSpread or BoundedSpread
        One for each of `groups`, of those stats of which the sample knows what happened.
    """

    sample: Sample
    counts: Mapping[str, tuple[CountSpread | BoundedSpread, ...]]

    def draw(self, stat: str, rate: FloatArray, volume: FloatArray, who: Sample, luck: Luck) -> FloatArray:
        """Draw counts, shape (n, d), for playing time of that shape; NaN for a stat of which nothing is known."""
        if stat not in self.counts or not np.isfinite(rate).all():
            return np.full(volume.shape, np.nan)
        drawn = np.zeros(volume.shape)
        for spread, rows in zip(self.counts[stat], groups(who), strict=True):
            if rows.any():
                mean = spread.mean(np.maximum(rate[rows], 0.0)[:, None], volume[rows])
                drawn[rows] = spread.draw(mean, luck.of(stat, np.flatnonzero(rows)))
        return drawn


def fit_spread(sample: Sample) -> Spread | None:
    """Learn a spread; None from fewer than `FEWEST` player seasons."""
    if len(sample) < FEWEST:
        return None
    parts = [sample.take(rows) for rows in groups(sample)]
    known = {stat: [_known(part, stat) for part in parts] for stat in sample.counts}
    counts = {
        stat: tuple(_learned(part, stat) for part in parts)
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


def _learned(sample: Sample, stat: str) -> CountSpread | BoundedSpread:
    rows = _known(sample, stat)
    volume, count, rate = sample.volume[rows], sample.counts[stat][rows], np.maximum(sample.rates[stat][rows], 0.0)
    seen = Seen(rate, volume, count, levels_of(volume, count, rate * volume))
    return bounded_spread(seen, role=stat in ROLES) if stat in BOUNDED else count_spread(seen)


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
    return _nearest(np.asarray(np.round(far, NEAR), dtype=np.float64), DRAWS)


def _nearest(far: FloatArray, count: int) -> IntArray:
    """Rows of the smallest distances, shape (n, count); of equal ones those that stand first, on every machine."""
    limit = np.partition(far, count - 1, axis=1)[:, [count - 1]]
    nearer, level = far < limit, far == limit
    room = count - nearer.sum(axis=1, keepdims=True)
    chosen = nearer | (level & (np.cumsum(level, axis=1) <= room))
    return np.nonzero(chosen)[1].reshape(len(far), count)


def _rank(within: FloatArray, values: FloatArray) -> FloatArray:
    """Share of a column below each value, ties in the middle."""
    ordered = np.sort(within)
    low, high = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    share: FloatArray = (low + high) / (2.0 * len(within))
    return share
