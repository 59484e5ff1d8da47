"""Quality starts as a share of the starts projected: few seasons have plays, so few columns are fitted.

Shapes: `n` rows of a panel.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.models.marcel import PITCHER_WEIGHTS
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.baseline.regression import Ridge, fit_ridge
from fbm.domain.projection.batch import WINDOW
from fbm.domain.seasons import BoolArray, FloatArray

QUALITY: Final = "qs"
STARTS: Final = "gs"

PENALTY: Final = 0.02

USUAL: Final = 16.0
LENGTH_BALLAST: Final = 10.0
"""Outs of a usual start, and the weighted starts of that length in whose company each record is seen."""

SHARE_BALLAST: Final = 46.0
"""The same for shares: Marcel's 804 weighted outs, in starts of 17.4."""

RELIEF: Final = 3.0
"""Outs of a game in relief."""


def fit_quality(panel: Panel, starts: FloatArray, rows: BoolArray) -> Ridge:
    """Fit quality starts in 162 games.

    Parameters
    ----------
    panel : Panel
    starts : float64, shape (n,)
        Projected, in 162 games.
    rows : bool, shape (n,)
        Who is fitted on.
    """
    target = (panel.happened[QUALITY] * panel.scale[:, 0])[rows, None]
    return fit_ridge(_design(panel, starts)[rows], target, np.ones(len(target)), PENALTY)


def quality_of(ridge: Ridge, panel: Panel, starts: FloatArray) -> FloatArray:
    """Give quality starts, shape (n,): none or more, and no more than starts."""
    result: FloatArray = np.clip(ridge.predict(_design(panel, starts))[:, 0], 0.0, np.maximum(starts, 0.0))
    return result


def counted(panel: Panel, stat: str = QUALITY) -> BoolArray:
    """Rows of seasons in which somebody's figure of a stat is known: of others nothing is, of who sat out either."""
    known = np.isfinite(panel.happened[stat])
    seasons = np.unique(panel.season[known & (panel.happened["volume"] > 0)])
    result: BoolArray = known & np.isin(panel.season, seasons)
    return result


def _design(panel: Panel, starts: FloatArray) -> FloatArray:
    """Columns: starts, and starts times what tells how many will be good ones: their length and the share so far."""
    positive = np.maximum(starts, 0.0)
    return np.column_stack([positive, positive * _length(panel), positive * _surplus(panel)])


def _length(panel: Panel) -> FloatArray:
    """Outs of his starts in the window beyond the usual, pulled to it."""
    weights = np.array(PITCHER_WEIGHTS)
    games, starts = (panel.counts[stat][:, :WINDOW] for stat in ("g", STARTS))
    outs = np.where(starts > 0, panel.volume[:, :WINDOW] - RELIEF * (games - starts), 0.0)
    beyond = (np.maximum(outs, 0.0) - USUAL * starts) @ weights
    result: FloatArray = beyond / (starts @ weights + LENGTH_BALLAST)
    return result


def _surplus(panel: Panel) -> FloatArray:
    """Share of good starts beyond the league's in the seasons of the window that were counted, pulled to none."""
    weights = np.array(PITCHER_WEIGHTS)
    league = panel.league[f"{QUALITY}/volume"][:, 1 : WINDOW + 1] / panel.league[f"{STARTS}/volume"][:, 1 : WINDOW + 1]
    known = np.isfinite(league)
    starts = np.where(known, panel.counts[STARTS][:, :WINDOW], 0.0)
    beyond = np.where(known, panel.counts[QUALITY][:, :WINDOW] - starts * np.where(known, league, 0.0), 0.0)
    result: FloatArray = (beyond @ weights) / (starts @ weights + SHARE_BALLAST)
    return result
