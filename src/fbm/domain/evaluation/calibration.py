"""Whether projections are as sure as they say: where actual figures fall among the projected quantiles.

Shapes: `n` players, `q` levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fbm.domain.evaluation.forecasts import Quantiles
from fbm.domain.evaluation.matching import RATES, Match, season_share
from fbm.domain.seasons import FloatArray

BINS: Final = 10
TAIL: Final = 0.1
STEPS: Final[Mapping[str, float]] = {"ip": 1 / 3}
"""Smallest step of a count: a third of an inning, else one."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where actual figures fell.

    Attributes
    ----------
    pit : float64, shape (n,)
        Probability integral transform, in [0, 1]; even where a projection is as sure as it says.
    below : mapping of level to float64, shape (n,)
        Whether the actual figure was below that quantile; half where it was equal.
    median : float64, shape (n,)
        Projected medians.
    """

    pit: FloatArray
    below: Mapping[float, FloatArray]
    median: FloatArray


def placed(actual: FloatArray, quantiles: FloatArray, levels: Sequence[float], step: float, seed: int) -> Placed:
    """Find where actual figures fall.

    Parameters
    ----------
    actual : float64, shape (n,)
    quantiles : float64, shape (n, q)
    levels : sequence of float, length q
    step : float
        Smallest step of a count, 0 for a rate. A count stands for everything nearer to it than half a step; where in
        that stretch of probability it falls is drawn evenly.
    seed : int

    References
    ----------
    Czado, Gneiting and Held, Predictive model assessment for count data, Biometrics 65 (2009); Brockwell, Universal
    residuals, Statistics and Probability Letters 77 (2007).
    """
    low = _probability(actual - step / 2, quantiles, np.asarray(levels), step)
    high = _probability(actual + step / 2, quantiles, np.asarray(levels), step)
    pit = low + (high - low) * np.random.default_rng(seed).random(len(actual))
    below = {
        level: np.where(actual == column, 0.5, (actual < column).astype(np.float64))
        for level, column in zip(levels, quantiles.T, strict=True)
    }
    middle = int(np.abs(np.asarray(levels) - 0.5).argmin())
    return Placed(pit, below, quantiles[:, middle])


def _probability(value: FloatArray, quantiles: FloatArray, levels: FloatArray, step: float) -> FloatArray:
    """Probability of staying at or below a value, shape (n,): straight lines between the quantiles.

    Beyond the outermost quantiles it goes on as steeply as the mean slope on that side of the median; no count is
    below half a step under zero.
    """
    reach = np.maximum(quantiles[:, -1] - quantiles[:, 0], 1e-12)
    head = quantiles[:, 0] - reach * levels[0] / (levels[-1] - levels[0])
    floor = np.minimum(np.maximum(head, -step / 2), quantiles[:, 0]) if step else head
    roof = quantiles[:, -1] + reach * (1 - levels[-1]) / (levels[-1] - levels[0])
    knots = np.concatenate([floor[:, None], quantiles, roof[:, None]], axis=1)
    ladder = np.concatenate([[0.0], levels, [1.0]])
    return _along(value, knots, ladder)


def _along(value: FloatArray, knots: FloatArray, ladder: FloatArray) -> FloatArray:
    """Highest probability that straight lines through the knots give to each value, shape (n,)."""
    below = (knots <= value[:, None]).sum(axis=1)
    right = np.clip(below, 1, len(ladder) - 1)
    rows = np.arange(len(value))
    start, width = knots[rows, right - 1], knots[rows, right] - knots[rows, right - 1]
    share = np.clip(np.where(width > 0, (value - start) / np.where(width > 0, width, 1.0), 1.0), 0.0, 1.0)
    between = ladder[right - 1] + share * (ladder[right] - ladder[right - 1])
    found: FloatArray = np.where(below == 0, 0.0, np.where(below == len(ladder), 1.0, between))
    return found


def placements(match: Match, quantiles: Mapping[str, Quantiles], seed: int) -> dict[str, Placed]:
    """Find where the figures of a season fall, stat by stat; of rates, for those who played.

    Everybody projected counts, played or not. A season cut short is left out: how much a player's luck would have
    evened out in the rest of it is not what its quantiles say.
    """
    if season_share(match.season) != 1:
        return {}
    found: dict[str, Placed] = {}
    for stat, grid in quantiles.items():
        if stat in match.actual:
            rows = np.isfinite(grid.values).all(axis=1) & np.isfinite(match.actual[stat])
            if not rows.any():
                continue
            step = 0.0 if stat in RATES else STEPS.get(stat, 1.0)
            found[stat] = placed(match.actual[stat][rows], grid.values[rows], grid.levels, step, seed + match.season)
    return found


def calibration_of(seasons: Mapping[int, Sequence[Placed]]) -> dict[str, Any]:
    """Sum up where figures fell.

    Parameters
    ----------
    seasons : mapping of season to sequence of Placed
        One for each seed.

    Returns
    -------
    dict
        ``{"n", "median_projection", "below": {"p10": share}, "pit_below_10", "pit_above_90", "pit_below_10_error",
        "pit_above_90_error", "histogram": shares of ten bins}``. The errors are standard errors of the two tails from
        how they differ between seasons, which all players of a season share; NaN for one season.
    """
    everything = [one for several in seasons.values() for one in several]
    pits = [np.concatenate([one.pit for one in several]) for several in seasons.values()]
    pit = np.concatenate(pits)
    levels = [level for level in everything[0].below if all(level in one.below for one in everything)]
    below = {level: np.concatenate([one.below[level] for one in everything]).mean() for level in levels}
    return {
        "n": len(pit),
        "median_projection": float(np.median(np.concatenate([one.median for one in everything]))),
        "below": {f"p{round(100 * level):02d}": float(share) for level, share in below.items()},
        "pit_below_10": float((pit < TAIL).mean()),
        "pit_above_90": float((pit > 1 - TAIL).mean()),
        "pit_below_10_error": _error([float((one < TAIL).mean()) for one in pits]),
        "pit_above_90_error": _error([float((one > 1 - TAIL).mean()) for one in pits]),
        "histogram": (np.histogram(pit, bins=BINS, range=(0, 1))[0] / max(len(pit), 1)).tolist(),
    }


def _error(shares: Sequence[float]) -> float:
    """Give the standard error of the mean of the seasons' shares."""
    return float(np.std(shares, ddof=1)) / len(shares) ** 0.5 if len(shares) > 1 else float("nan")
