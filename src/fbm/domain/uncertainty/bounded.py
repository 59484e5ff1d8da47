"""How counts vary that have an end: nobody saves sixty games, starts forty or pitches in a hundred.

Saves, holds and starts depend on a role that is kept or lost, so that most who are projected in the middle come to next
to nothing or to a whole season of it: a beta-binomial count out of the most that anybody has, whose spread differs by
size. Shapes: `n` player seasons, `k` sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray
from fbm.domain.uncertainty.counts import BELL, FEWEST_OF_GROUP, TENTH, Levels, Seen

ROLES: Final = frozenset({"sv", "hld", "gs"})
"""Counts of a role: their spread is that of all misses, of the few who lose or win the role too."""

BOUNDED: Final = ROLES | {"g"}
"""Counts with an end. Games are spread so that four fifths of the misses lie inside, as other counts are."""

ALMOST_ALL: Final = 0.999
"""Share of player seasons that have no more than what counts as the most."""

SIZES: Final = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 6.0, 9.0, 13.0, 20.0, 28.0, 40.0, 60.0, 90.0)
"""Expected counts between which a spread is learned; sizes with fewer than `FEWEST_OF_GROUP` join the next."""

FEWEST_AT_THE_TOP: Final = 40
"""Player seasons that make a group of their own if no larger size is left to join."""

ALIKE: Final = (0.001, 0.95)
"""Least and most that the chances of a season are alike."""


@dataclass(frozen=True, slots=True)
class BoundedSpread:
    """How a count with an end varies about what is projected.

    Attributes
    ----------
    levels : Levels
    sizes : float64, shape (k,)
        Logarithms of expected counts, ascending.
    alike : float64, shape (k,)
        How much the chances of a player's season are alike, in (0, 1): the intraclass correlation.
    most : int
        Of how many chances counts are drawn.
    """

    levels: Levels
    sizes: FloatArray
    alike: FloatArray
    most: int

    def mean(self, rate: FloatArray, volume: FloatArray) -> FloatArray:
        """Give the expected count, shape of `volume`, at a projected rate."""
        return self.levels.mean(rate, volume)

    def draw(self, mean: FloatArray, lucks: Sequence[np.random.Generator]) -> FloatArray:
        """Draw a count for each mean, shape (n, d), each player by his own luck."""
        share = np.clip(mean / self.most, 1e-6, 0.999)
        size = 1.0 / np.interp(np.log(np.maximum(mean, 1e-3)), self.sizes, self.alike) - 1.0
        kept, lost = share * size, (1.0 - share) * size
        chances = (luck.beta(a, b) for luck, a, b in zip(lucks, kept, lost, strict=True))
        drawn = [luck.binomial(self.most, np.clip(one, 0.0, 1.0)) for luck, one in zip(lucks, chances, strict=True)]
        return np.stack(drawn).astype(np.float64)


def bounded_spread(seen: Seen, *, role: bool) -> BoundedSpread:
    """Learn how a count with an end varies.

    Parameters
    ----------
    seen : Seen
        At least `FEWEST_OF_GROUP` player seasons.
    role : bool
        Whether the spread is that of all misses, or the one that holds four fifths of them.
    """
    most = max(int(np.ceil(np.quantile(seen.happened, ALMOST_ALL))), 2)
    expected = seen.mean()
    mean, count = np.minimum(expected, 0.98 * most), np.minimum(seen.happened, most)
    told = [(mean[rows], count[rows]) for rows in _by_size(expected)]
    alike = [_alike(_ratio(few, happened, most, role=role), most) for few, happened in told]
    sizes = np.log([max(float(few.mean()), 1e-3) for few, _ in told])
    return BoundedSpread(seen.levels, sizes, np.array(alike), most)


def _by_size(mean: FloatArray) -> Iterator[BoolArray]:
    """Group player seasons by what was expected; who is left at the top makes a smaller group."""
    part = np.searchsorted(SIZES, mean, "right")
    group = np.zeros(len(mean), dtype=np.bool_)
    for size in range(1, len(SIZES) + 1):
        group = group | (part == size)
        if group.sum() >= FEWEST_OF_GROUP:
            yield group
            group = np.zeros(len(mean), dtype=np.bool_)
    if group.sum() >= FEWEST_AT_THE_TOP:
        yield group


def _ratio(mean: FloatArray, count: FloatArray, most: int, *, role: bool) -> float:
    """Variance as a multiple of a binomial's."""
    binomial = np.maximum(mean * (1.0 - mean / most), 1e-9)
    if role or mean.mean() < BELL:
        return float(((count - mean) ** 2).mean() / binomial.mean())
    return float(np.quantile(np.abs(count - mean) / np.sqrt(binomial), 0.8) / TENTH) ** 2


def _alike(ratio: float, most: int) -> float:
    return float(np.clip((ratio - 1.0) / (most - 1), *ALIKE))
