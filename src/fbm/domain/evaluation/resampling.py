"""The bootstrap over players, drawn once and used for every measure.

Shapes: `b` resamples, `n` player seasons, `u` players.
Each measure is computed for rows of weights. The first row is the sample as it is, the others say how often each
player was drawn: a difference between two projections is then taken within a row, on the same players.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from fbm.domain.evaluation.intervals import Bootstrap, Difference
from fbm.domain.seasons import FloatArray, StrArray


@dataclass(frozen=True, slots=True)
class Draws:
    """How often each player was drawn.

    Attributes
    ----------
    places : mapping of player id to int
    counts : float64, shape (b + 1, u)
        The first row is one for everybody.
    """

    places: Mapping[str, int]
    counts: FloatArray

    def of(self, player_id: StrArray) -> FloatArray:
        """Weights of players, shape (b + 1, n)."""
        weights: FloatArray = self.counts[:, [self.places[player] for player in player_id.tolist()]]
        return weights


def draw(player_id: Iterable[str], bootstrap: Bootstrap) -> Draws:
    """Draw players with replacement.

    Parameters
    ----------
    player_id : iterable of str
        Of all seasons; somebody who played in several is drawn with all of them, and seasons are never mixed.
    bootstrap : Bootstrap

    References
    ----------
    Efron and Tibshirani, An Introduction to the Bootstrap, chapters 8 and 13 (clusters, percentile intervals).
    """
    ids = sorted(set(player_id))
    rng = np.random.default_rng(bootstrap.seed)
    shares = np.full(len(ids), 1 / max(len(ids), 1))
    drawn = rng.multinomial(len(ids), shares, size=bootstrap.resamples) if ids else np.zeros((bootstrap.resamples, 0))
    counts = np.concatenate([np.ones((1, len(ids))), drawn])
    return Draws({player: place for place, player in enumerate(ids)}, counts)


def interval(first: FloatArray, second: FloatArray, bootstrap: Bootstrap) -> Difference | None:
    """Difference of a measure, first minus second, with its percentile interval; None where it is not known.

    Parameters
    ----------
    first, second : float64, shape (b + 1,)
        The measure in the sample and in each resample. Resamples in which it cannot be computed are left out.
    bootstrap : Bootstrap
    """
    differences = first - second
    again = differences[1:][np.isfinite(differences[1:])]
    if not np.isfinite(differences[0]) or not len(again):
        return None
    tail = (1 - bootstrap.level) / 2
    lo, hi = np.quantile(again, (tail, 1 - tail))
    return Difference(float(differences[0]), float(lo), float(hi))
