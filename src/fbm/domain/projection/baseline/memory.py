"""How far back a stat remembers, and how many average chances it takes to outweigh a player's own.

Shapes: `n` rows of a panel, 5 seasons before with the latest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.panel import LAGS, Panel
from fbm.domain.projection.baseline.regression import SharedColumns
from fbm.domain.seasons import FloatArray

DECAYS: Final = (0.4, 0.5, 0.65, 0.8)
BALLASTS: Final = (25.0, 50.0, 100.0, 200.0, 400.0, 800.0, 1500.0)
PARKS: Final = (0.0, 0.5, 1.0)
PEAK: Final = 28.0


@dataclass(frozen=True, slots=True)
class Memory:
    """What a past is worth for one stat.

    Attributes
    ----------
    decay : float
        Weight of a season over that of the season after it.
    ballast : float
        Average chances that a player's own are joined with: his weight is chances / (chances + ballast).
    park : float
        Power of the park factor that is taken out of the past: 0 leaves it in, 1 takes all of it.
    """

    decay: float = 0.65
    ballast: float = 200.0
    park: float = 0.5


def remembered(panel: Panel, stat: str, memory: Memory) -> tuple[FloatArray, FloatArray]:
    """Give a stat's rate as a multiple of the league's, regressed to 1, and the chances it rests on.

    Returns
    -------
    tuple of float64, shape (n,)
        ``(sum d^k x_k / (league_k park_k^e) + R) / (sum d^k chances_k + R)``, and the sum of chances. A season in
        which nothing is known of the league does not count.
    """
    return _blended(*_ratios(panel, stat), panel.park, memory)


def _ratios(panel: Panel, stat: str) -> tuple[FloatArray, FloatArray]:
    """Events in multiples of the league's rate, and chances, (n, 5) each; none where the league is unknown."""
    league = panel.league[stat][:, 1:]
    known = np.isfinite(league)
    return np.where(known, panel.counts[stat] / np.where(known, league, 1.0), 0.0), np.where(known, panel.chances, 0.0)


def _blended(ratio: FloatArray, chances: FloatArray, park: FloatArray, memory: Memory) -> tuple[FloatArray, FloatArray]:
    events, rests = _sums(ratio, chances, park, memory)
    return (events + memory.ballast) / (rests + memory.ballast), rests


def _sums(ratio: FloatArray, chances: FloatArray, park: FloatArray, memory: Memory) -> tuple[FloatArray, FloatArray]:
    weights = memory.decay ** np.arange(LAGS)
    events = (ratio / park**memory.park if memory.park else ratio) @ weights
    return events, chances @ weights


def fit_memory(panel: Panel, stat: str, *, park: bool) -> Memory:
    """Fit ballast, decay and park of a stat to what happened, one after the other, and the ballast once more.

    Parameters
    ----------
    panel : Panel
        Rows with outcomes.
    stat : str
    park : bool
        Whether parks can matter for it.

    Returns
    -------
    Memory
        Of the values tried, those with the least squared error, each outcome weighted by its chances, after a
        regression on the remembered rate, its chances and age.
    """
    rows = _past(panel, stat)
    best = Memory() if park else Memory(park=0.0)
    if not len(rows.weights):
        return best
    for name, values in (
        ("ballast", BALLASTS),
        ("decay", DECAYS),
        ("park", PARKS if park else ()),
        ("ballast", BALLASTS),
    ):
        tried = [best, *(replace(best, **{name: value}) for value in values)]
        errors = _errors(rows, tried)
        best = tried[int(np.argmin(errors))]
    return best


@dataclass(frozen=True, slots=True)
class _Past:
    """One stat of the rows whose outcome is known: what `remembered` reads, and the outcome."""

    ratio: FloatArray
    chances: FloatArray
    park: FloatArray
    coming_park: FloatArray
    age: FloatArray
    target: FloatArray
    weights: FloatArray


def _past(panel: Panel, stat: str) -> _Past:
    happened, league = panel.happened[stat], panel.league[stat]
    weights = panel.happened["chances"]
    rows = (weights > 0) & np.isfinite(league[:, 0]) & np.isfinite(happened)
    ratio, chances = _ratios(panel, stat)
    return _Past(
        ratio=ratio[rows],
        chances=chances[rows],
        park=panel.park[rows],
        coming_park=panel.around["park"][rows],
        age=panel.age[rows] - PEAK,
        target=happened[rows] / weights[rows] / league[rows, 0],
        weights=weights[rows],
    )


def _errors(past: _Past, tried: Sequence[Memory]) -> list[float]:
    """Weighted squared error of each memory; those that differ in ballast alone share most of the work."""
    shared: dict[tuple[float, float], _Blend] = {}
    errors = []
    for memory in tried:
        key = (memory.decay, memory.park)
        if key not in shared:
            shared[key] = _Blend.of(past, memory)
        errors.append(shared[key].error(memory.ballast))
    return errors


@dataclass(frozen=True, slots=True)
class _Blend:
    """Seasons blended by decay and park: events, chances and the park to come, (n,), and what else is seen."""

    events: FloatArray
    chances: FloatArray
    coming: FloatArray | float
    rest: SharedColumns

    @classmethod
    def of(cls, past: _Past, memory: Memory) -> _Blend:
        events, chances = _sums(past.ratio, past.chances, past.park, memory)
        seen = np.stack([np.log1p(chances), past.age, past.age**2])
        coming = past.coming_park**memory.park if memory.park else 1.0
        return cls(events, chances, coming, SharedColumns.of(seen, past.target, past.weights))

    def error(self, ballast: float) -> float:
        rate = (self.events + ballast) / (self.chances + ballast) * self.coming
        return self.rest.squared_error(rate)
