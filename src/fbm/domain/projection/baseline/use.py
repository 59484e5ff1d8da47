"""How a pitcher is used: totals of games, starts, decisions, saves and holds, for each role by a regression of its own.

One regression for everybody gives starters saves, since it cannot help but draw one line through all.

Shapes: `n` rows of a panel, `p` columns, `t` totals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.design import start_share
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.baseline.quality import QUALITY, counted
from fbm.domain.projection.baseline.regression import Ridge, fit_ridge
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray

USED: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": (),
    "pitcher": ("w", "l", "sv", "hld", "bs", "qs", "g", "gs"),
}
"""Stats that depend on how a player is used: their totals are projected, not their rates."""

ROLES: Final = ((-1.0, 0.1), (0.1, 0.9), (0.9, 2.0))
"""Shares of games started of those who relieve, do both, and start: from, and below."""

PENALTY: Final = 0.02
FEWEST: Final = 200
"""Player seasons that a regression of totals needs."""


@dataclass(frozen=True, slots=True)
class UseFit:
    """Regressions of the same totals, in 162 games.

    Attributes
    ----------
    stats : tuple of str, length t
    ridges : tuple of Ridge
        One for each of `ROLES`.
    """

    stats: tuple[str, ...]
    ridges: tuple[Ridge, ...]

    def predict(self, design: FloatArray, share: FloatArray) -> dict[str, FloatArray]:
        """Predict totals, shape (n,) each, from a design (n, p) and shares of games started (n,)."""
        found = np.zeros((len(design), len(self.stats)))
        for ridge, rows in zip(self.ridges, _roles(share), strict=True):
            found[rows] = ridge.predict(design[rows])
        return dict(zip(self.stats, found.T, strict=True))


def fit_use(panel: Panel, design: FloatArray, rows: BoolArray) -> tuple[UseFit, ...]:
    """Fit the totals in `USED` but quality starts; stats that are known of the same rows go together.

    Parameters
    ----------
    panel : Panel
    design : float64, shape (n, p)
    rows : bool, shape (n,)
        Who is fitted on. A role with too few of them gets the regression of all.
    """
    wanted = (stat for stat in USED[panel.player_type] if stat != QUALITY)
    known = {stat: rows & counted(panel, stat) for stat in wanted}
    usable = {mask.tobytes(): mask for mask in known.values() if mask.sum() >= FEWEST}.values()
    return tuple(
        _fitted(panel, design, mask, tuple(stat for stat, other in known.items() if np.array_equal(other, mask)))
        for mask in usable
    )


def _fitted(panel: Panel, design: FloatArray, rows: BoolArray, stats: tuple[str, ...]) -> UseFit:
    targets = np.column_stack([panel.happened[stat] for stat in stats]) * panel.scale[:, :1]
    parts = [rows & role for role in _roles(start_share(panel))]
    chosen = [part if part.sum() >= FEWEST else rows for part in parts]
    return UseFit(
        stats, tuple(fit_ridge(design[part], targets[part], np.ones(int(part.sum())), PENALTY) for part in chosen)
    )


def _roles(share: FloatArray) -> list[BoolArray]:
    return [np.asarray((share >= low) & (share < high)) for low, high in ROLES]
