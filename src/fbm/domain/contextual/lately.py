"""The league's rates lately: those of the days before each day, older ones counting less.

What a season is like shows within weeks - another ball, another strike zone - and the season before does not know it.

Shapes: g games of players, d days of play, t stats.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fbm.domain.contextual.games import Int64
from fbm.domain.contextual.pitches import Int32
from fbm.domain.seasons import FloatArray


@dataclass(frozen=True, slots=True)
class Lately:
    """Rates of all players before each day of play.

    Attributes
    ----------
    days : int32, shape (d,)
        yyyymmdd, ascending.
    before : float64, shape (d + 1, t)
        Events per opportunity of the days before; the last row knows all days, the first nothing and holds those of
        the first day.
    day : int64, shape (g,)
        Place among `days` of each game.
    """

    days: Int32
    before: FloatArray
    day: Int64


def league_lately(date: Int32, events: FloatArray, chances: FloatArray, half_life: int) -> Lately:
    """Add games up by day.

    Parameters
    ----------
    date : int32, shape (g,)
        yyyymmdd.
    events : float64, shape (g, t)
    chances : float64, shape (g,)
    half_life : int
        Days of play after which a day counts half, >= 1; days without games do not count.
    """
    days, day = np.unique(date, return_inverse=True)
    by_day = np.stack([np.bincount(day, column, len(days)) for column in events.T], axis=1)
    of_day = np.bincount(day, chances, len(days))
    kept = 0.5 ** (1 / half_life)
    before = np.empty((len(days) + 1, events.shape[1]))
    before[:1] = by_day[:1] / np.maximum(of_day[:1, None], 1.0)
    seen, among = np.zeros(events.shape[1]), 0.0
    for place in range(len(days)):
        seen, among = kept * seen + by_day[place], kept * among + of_day[place]
        before[place + 1] = seen / max(among, 1.0)
    return Lately(days, before, day.astype(np.int64))
