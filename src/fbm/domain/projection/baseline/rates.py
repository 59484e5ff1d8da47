"""Rates of the coming season, by ridge regression on all that is remembered.

Shapes: `n` rows of a panel, `t` stats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.design import Known, Setting, curved_design, rate_design
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.baseline.regression import Ridge, fit_ridge
from fbm.domain.seasons import BoolArray, FloatArray

CURVED: Final = frozenset({"singles", "doubles", "triples", "bb", "hbp"})
"""Stats of batters that the curved columns are read for: they make the times on base. Home runs, runs and steals are
told worse with these columns."""

PENALTY: Final = 1e-3


@dataclass(frozen=True, slots=True)
class RateFit:
    """Regressions of the rates of some stats.

    Attributes
    ----------
    stats : tuple of str, length t
    linear, curved : Ridge
        On `rate_design`, and on `rate_design` beside `curved_design`, each for all stats.
    is_curved : bool, shape (t,)
        Which stats are taken from `curved`.
    """

    stats: tuple[str, ...]
    linear: Ridge
    curved: Ridge
    is_curved: BoolArray

    def predict(self, known: Known, setting: Setting) -> FloatArray:
        """Predict multiples of the league's rates, shape (n, t)."""
        design = rate_design(known, setting)
        linear = self.linear.predict(design)
        if not self.is_curved.any():
            return linear
        return np.where(self.is_curved, self.curved.predict(_beside(design, known, setting)), linear)


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
    linear = fit_ridge(design[rows], targets, weights, PENALTY)
    is_curved = np.array([panel.player_type == "batter" and stat in CURVED for stat in stats])
    if not is_curved.any():
        return RateFit(stats, linear, linear, is_curved)
    return RateFit(
        stats, linear, fit_ridge(_beside(design, known, setting)[rows], targets, weights, PENALTY), is_curved
    )


def _targets(panel: Panel, stats: tuple[str, ...], rows: BoolArray) -> FloatArray:
    league = np.column_stack([panel.league[f"{stat}/volume"][rows, 0] for stat in stats])
    counts = np.column_stack([panel.happened[stat][rows] for stat in stats])
    targets: FloatArray = np.nan_to_num(counts / panel.happened["volume"][rows, None] / league, nan=1.0)
    return targets


def _beside(design: FloatArray, known: Known, setting: Setting) -> FloatArray:
    return np.column_stack([design, curved_design(known, setting)])
