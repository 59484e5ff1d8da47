"""What tracking figures add to a blend: a regression of what it missed of seasons it had not seen.

Shapes: `n` rows, `f` figures. A player who was not tracked is corrected by nothing.
"""

from __future__ import annotations

import numpy as np

from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.residuals import centred
from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.tracking import TRACK

SEASON_ROWS = 100
"""Tracked regulars that a season needs to count as tracked."""


def tracking_part(matrix: FeatureMatrix) -> FloatArray:
    """Pick the tracking columns of features, shape (n, f)."""
    return matrix.values[:, [place for place, name in enumerate(matrix.names) if name.startswith(TRACK)]]


def tracked_seasons(figures: FloatArray, weights: FloatArray, seasons: IntArray) -> tuple[int, ...]:
    """Tell the seasons with enough tracked regulars to learn from."""
    rows = tracked(figures) & (weights > 0)
    found, count = np.unique(seasons[rows], return_counts=True)
    return tuple(int(season) for season, known in zip(found, count, strict=True) if known >= SEASON_ROWS)


def tracked(figures: FloatArray) -> BoolArray:
    """Tell who has any figure, shape (n,)."""
    return np.asarray(np.isfinite(figures).any(axis=1), dtype=np.bool_)


def fit_correction(
    figures: FloatArray, missed: FloatArray, weights: FloatArray, seasons: IntArray, pull: float
) -> FloatArray:
    """Fit a correction.

    Parameters
    ----------
    figures : float64, shape (n, f)
        In standard deviations; NaN where not known.
    missed : float64, shape (n,)
        Actual less said.
    weights : float64, shape (n,)
    seasons : int64, shape (n,)
        What all players of a season missed alike is not the figures' doing.
    pull : float
        Penalty of the squared coefficients, as a share of the sum of weights.

    Returns
    -------
    float64, shape (f,)
        For figures that are not known taken as 0.
    """
    rows = tracked(figures) & (weights > 0)
    values, goal = np.nan_to_num(figures[rows]), centred(missed[rows], weights[rows], seasons[rows])
    share = weights[rows] / weights[rows].sum()
    weighted = values * share[:, None]
    result: FloatArray = np.linalg.solve(weighted.T @ values + pull * np.eye(values.shape[1]), weighted.T @ goal)
    return result


def corrected(said: FloatArray, figures: FloatArray, correction: FloatArray) -> FloatArray:
    """Add a correction to what was said, shape (n,)."""
    changed: FloatArray = said + np.nan_to_num(figures) @ correction
    return changed
