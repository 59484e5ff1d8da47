"""How far back a stat remembers, and how many average chances it takes to outweigh a player's own.

Shapes: `n` rows of a panel, 5 seasons before with the latest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.panel import LAGS, Panel
from fbm.domain.projection.baseline.regression import fit_ridge
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
    weights = memory.decay ** np.arange(LAGS)
    league = panel.league[stat][:, 1:]
    known = np.isfinite(league)
    ratio = panel.counts[stat] / np.where(known, league, 1.0)
    if memory.park:
        ratio = ratio / panel.park**memory.park
    events = np.where(known, ratio, 0.0) @ weights
    chances = np.where(known, panel.chances, 0.0) @ weights
    return (events + memory.ballast) / (chances + memory.ballast), chances


def fit_memory(panel: Panel, stat: str, *, park: bool) -> Memory:
    """Fit decay, ballast and park of a stat to what happened, one after the other and twice over.

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
    rows = panel.take(_useful(panel, stat))
    if not len(rows):
        return Memory(park=0.0)
    best = Memory() if park else Memory(park=0.0)
    least = _error(rows, stat, best)
    for candidate in _candidates(park=park):
        tried = candidate(best)
        error = _error(rows, stat, tried)
        if error < least:
            best, least = tried, error
    return best


def _useful(panel: Panel, stat: str) -> np.ndarray:
    return (panel.happened["chances"] > 0) & np.isfinite(panel.league[stat][:, 0]) & np.isfinite(panel.happened[stat])


def _candidates(*, park: bool) -> Iterator:
    for _ in range(2):
        for ballast in BALLASTS:
            yield lambda memory, ballast=ballast: replace(memory, ballast=ballast)
        for decay in DECAYS:
            yield lambda memory, decay=decay: replace(memory, decay=decay)
        for power in PARKS if park else ():
            yield lambda memory, power=power: replace(memory, park=power)


def _error(panel: Panel, stat: str, memory: Memory) -> float:
    rate, chances = remembered(panel, stat, memory)
    age = panel.age - PEAK
    parked = rate * panel.around["park"] ** memory.park
    design = np.column_stack([parked, np.log1p(chances), age, age**2])
    weights = panel.happened["chances"]
    target = panel.happened[stat] / weights / panel.league[stat][:, 0]
    missed = target - fit_ridge(design, target[:, None], weights, 1e-3).predict(design)[:, 0]
    return float((weights * missed**2).sum() / weights.sum())
