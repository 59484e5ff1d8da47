"""Residual rates: what a pipeline got wrong, and how a prediction of it corrects a batch.

Shapes: `n` players of a batch, `m` of them with a line in the season projected.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from fbm.domain.projection.batch import Batch
from fbm.domain.seasons import FloatArray, IntArray, Lines, opportunities_of, singles


class ResidualTargets(NamedTuple):
    """What a pipeline got wrong about a season.

    Attributes
    ----------
    targets : mapping of stat to float64, shape (m,)
        Actual minus projected rate, events per opportunity; NaN where the source has no count.
    weights : float64, shape (m,)
        Actual opportunities, > 0.
    rows : int64, shape (m,)
        Positions of the players in the batch.
    """

    targets: Mapping[str, FloatArray]
    weights: FloatArray
    rows: IntArray


def residual_targets(batch: Batch, actual: Lines) -> ResidualTargets:
    """Compare a batch with what happened.

    Parameters
    ----------
    batch : Batch
        At the stage a model corrects.
    actual : Lines
        Season totals, one line for each player and season; lines of other seasons are passed over.
    """
    lines = actual.take(actual.season == batch.season)
    chances = opportunities_of(lines, batch.player_type)
    lines, chances = lines.take(chances > 0), chances[chances > 0]
    _, rows, places = np.intersect1d(batch.player_id, lines.player_id, assume_unique=True, return_indices=True)
    weights = chances[places]
    targets = {
        stat: count_of(lines, stat)[places] / weights - batch.rates[rows, column]
        for column, stat in enumerate(batch.stats)
    }
    return ResidualTargets(targets, weights, rows)


def apply_residuals(batch: Batch, residuals: Mapping[str, FloatArray]) -> Batch:
    """Add predicted residual rates to a batch's rates.

    Parameters
    ----------
    batch : Batch
    residuals : mapping of stat to float64, shape (n,)
        Events per opportunity. NaN corrects nothing.

    Returns
    -------
    Batch
        With rates >= 0, and none raised above the lower of 1 and twice itself plus the league's. Runs that a pitcher
        allows follow his earned runs where they are not corrected themselves.

    Raises
    ------
    ValueError
        If the batch has no such stat.
    """
    unknown = sorted(set(residuals) - set(batch.stats))
    if unknown:
        raise ValueError(f"the batch has no {', '.join(unknown)}")
    rates = batch.rates.copy()
    for stat, residual in residuals.items():
        column = batch.stats.index(stat)
        rates[:, column] = corrected_rates(rates[:, column], residual, float(batch.league[0, column]))
    if "er" in residuals and "r" not in residuals and "r" in batch.stats:
        earned, runs = batch.stats.index("er"), batch.stats.index("r")
        rates[:, runs] = _follows(rates[:, runs], batch.rates[:, earned], rates[:, earned])
    return batch.with_rates(rates)


def _follows(rate: FloatArray, before: FloatArray, after: FloatArray) -> FloatArray:
    """Change a rate, shape (n,), as much as another was changed that is a part of it."""
    return np.where(before > 0, rate * after / np.where(before > 0, before, 1.0), rate - before + after)


def corrected_rates(rate: FloatArray, residual: FloatArray, league_rate: FloatArray | float) -> FloatArray:
    """Correct projected rates, events per opportunity.

    Parameters
    ----------
    rate, residual : float64, shape (n,)
        A residual that is NaN corrects nothing.
    league_rate : float64, shape (n,), or float
        Of the latest season; NaN where the league has no figure.

    Returns
    -------
    float64, shape (n,)
        Rates >= 0, and none raised above the lower of 1 and twice itself plus the league's.
    """
    # A rate that was above the ceiling already stays where it is: only a correction is held back.
    ceiling = np.fmax(rate, np.fmin(2 * rate + np.nan_to_num(league_rate), 1.0))
    corrected: FloatArray = np.clip(rate + np.nan_to_num(residual), 0.0, ceiling)
    return corrected


def centred(target: FloatArray, weights: FloatArray, seasons: IntArray) -> FloatArray:
    """Take each season's weighted mean off a target, shape (n,).

    What all players of a season have in common is its run environment, which nobody knows before it: a model that
    saw it would learn to tell the seasons apart instead of the players.
    """
    _, season = np.unique(seasons, return_inverse=True)
    means = np.bincount(season, weights * target) / np.bincount(season, weights)
    residual: FloatArray = target - means[season]
    return residual


def blend_weight(residual: FloatArray, correction: FloatArray, weights: FloatArray) -> float:
    """Give the share of a correction that would have served best.

    Parameters
    ----------
    residual, correction : float64, shape (n,)
        What was missed and what a model would have added, each season's mean taken off; events per opportunity.
    weights : float64, shape (n,)
        Opportunities, > 0.

    Returns
    -------
    float
        In [0, 1]: it minimises the weighted squared error of ``residual - share * correction``. 0 where nothing was
        added.
    """
    spread = float(np.sum(weights * correction**2))
    share = float(np.sum(weights * correction * residual)) / spread if spread > 0 else 0.0
    return min(max(share, 0.0), 1.0)


def evident_share(residual: FloatArray, correction: FloatArray, weights: FloatArray, draw: IntArray) -> float:
    """Give the share of a correction that served best, drawn towards none by as much as that is uncertain.

    Parameters
    ----------
    residual, correction, weights
        As in `blend_weight`.
    draw : int64, shape (n,)
        Whose values they are: all of one player are taken as one draw.

    Returns
    -------
    float
        In [0, 1]. With ``s`` the best share and ``e`` its standard error, ``s (1 - e² / s²)``, and 0 where ``e > s``:
        the positive part of the shrinkage of James and Stein for a single mean.

    References
    ----------
    James, Stein, Estimation with quadratic loss (Berkeley Symposium, 1961). White, A heteroskedasticity-consistent
    covariance matrix estimator (Econometrica, 1980), with sums over draws.
    """
    spread = float(np.sum(weights * correction**2))
    if spread <= 0:
        return 0.0
    share = float(np.sum(weights * correction * residual)) / spread
    _, of = np.unique(draw, return_inverse=True)
    pulls = np.bincount(of, weights * correction * (residual - share * correction))
    error = float(np.sqrt(np.sum(pulls**2))) / spread
    return min(max(share - error**2 / share, 0.0), 1.0) if share > 0 else 0.0


def count_of(lines: Lines, stat: str) -> FloatArray:
    """Count of a stat, shape (n,); singles are the hits that are nothing else."""
    return singles(lines) if stat == "singles" and stat not in lines.counts else lines.counts[stat]
