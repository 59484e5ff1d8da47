"""Rates of the coming season, by ridge regression on all that is remembered.

Shapes: `n` rows of a panel, `t` stats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.design import Known, Setting, bent_design, rate_design
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.baseline.regression import Ridge, fit_ridge
from fbm.domain.seasons import BoolArray, FloatArray

BENT: Final = frozenset({"singles", "doubles", "triples", "bb", "hbp"})
"""Stats of batters that the bent columns are read for: they make the times on base, and do worse by themselves without
them; home runs, runs and steals do worse with them."""

PENALTY: Final = 1e-3


@dataclass(frozen=True, slots=True)
class RateFit:
    """Regressions of the rates of some stats.

    Attributes
    ----------
    stats : tuple of str, length t
    straight, bent : Ridge
        On `rate_design`, and on `rate_design` beside `bent_design`, each for all stats.
    bends : bool, shape (t,)
        Which stats are taken from `bent`.
    """

    stats: tuple[str, ...]
    straight: Ridge
    bent: Ridge
    bends: BoolArray

    def predict(self, known: Known, setting: Setting) -> FloatArray:
        """Predict multiples of the league's rates, shape (n, t)."""
        design = rate_design(known, setting)
        straight = self.straight.predict(design)
        if not self.bends.any():
            return straight
        return np.where(self.bends, self.bent.predict(_beside(design, known, setting)), straight)


def fit_rates(known: Known, stats: tuple[str, ...], heaviest: float) -> RateFit:
    """Fit rates to what happened.

    Parameters
    ----------
    known : Known
        Rows with outcomes.
    stats : tuple of str
    heaviest : float
        Opportunities above which an outcome weighs no more.
    """
    panel, setting = known.panel, Setting.actual(known.panel)
    volume = panel.happened["volume"]
    rows = volume > 0
    targets, weights = _targets(panel, stats, rows), np.minimum(volume[rows], heaviest)
    design = rate_design(known, setting)
    straight = fit_ridge(design[rows], targets, weights, PENALTY)
    bends = np.array([panel.player_type == "batter" and stat in BENT for stat in stats])
    if not bends.any():
        return RateFit(stats, straight, straight, bends)
    return RateFit(stats, straight, fit_ridge(_beside(design, known, setting)[rows], targets, weights, PENALTY), bends)


def _targets(panel: Panel, stats: tuple[str, ...], rows: BoolArray) -> FloatArray:
    league = np.column_stack([panel.league[f"{stat}/volume"][rows, 0] for stat in stats])
    counts = np.column_stack([panel.happened[stat][rows] for stat in stats])
    targets: FloatArray = np.nan_to_num(counts / panel.happened["volume"][rows, None] / league, nan=1.0)
    return targets


def _beside(design: FloatArray, known: Known, setting: Setting) -> FloatArray:
    return np.column_stack([design, bent_design(known, setting)])
