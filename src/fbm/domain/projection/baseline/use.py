"""How a pitcher is used: totals of games, starts, decisions, saves and holds.

One regression for everybody cannot help but give starters some saves, and the best of them most: it draws one line
through all. So those who start have a regression of their own of what belongs to relief, and for each role that is
brought to what those in it had in the mean.

Shapes: `n` rows of a panel, `p` columns, `t` totals, `r` roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.design import start_share
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.baseline.quality import QUALITY, STARTS, counted
from fbm.domain.projection.baseline.regression import Ridge, fit_ridge
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray, IntArray

USED: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": (),
    "pitcher": ("w", "l", "sv", "hld", "bs", "qs", "g", "gs"),
}
"""Stats that depend on how a player is used: their totals are projected, not their rates."""

ROLES: Final = (0.0, 0.1, 0.9)
"""Shares of games started from which on a pitcher relieves, does both, and starts."""

GAMES: Final = "g"
RELIEF: Final = ("sv", "hld", "bs")
"""Totals that come of relieving, in the order they are summed; so do the games that were not started."""

STARTS_ONLY: Final = len(ROLES) - 1
"""Place of those who start in `ROLES`."""

PENALTY: Final = 0.02
PENALTY_OF_STARTERS: Final = 0.5
"""For what starters have of relief, which little foretells: chosen on 2005 to 2014."""

FEWEST: Final = 200
"""Player seasons that a regression of totals needs."""

FEWEST_OF_STARTERS: Final = 1000
"""Player seasons that the regression of starters needs: of fewer it would learn their luck."""

FEWEST_OF_ROLE: Final = 100
"""Player seasons that tell what a role has in the mean."""


@dataclass(frozen=True, slots=True)
class UseFit:
    """A regression of totals in 162 games.

    Attributes
    ----------
    stats : tuple of str, length t
    ridge : Ridge
        t targets.
    starters : Ridge or None
        Of those who start alone, the stats of `levels` as targets; None where too few do.
    levels : mapping of stat to float64, shape (r,)
        What those in each of `ROLES` had of a stat in `RELIEF`, or of games not started, over what is said of it.
    """

    stats: tuple[str, ...]
    ridge: Ridge
    starters: Ridge | None
    levels: Mapping[str, FloatArray]

    def predict(self, design: FloatArray, share: FloatArray) -> dict[str, FloatArray]:
        """Predict totals, shape (n,) each, from a design (n, p) and shares of games started (n,)."""
        role = _role(share)
        found = self.said(design, role)
        for stat, level in self.levels.items():
            found[stat] = found[stat] * level[role]
        return _with_starts(found)

    def said(self, design: FloatArray, role: IntArray) -> dict[str, FloatArray]:
        """Tell what the regressions say, shape (n,) each: games without starts, and not yet brought to `levels`."""
        found = _relieved(dict(zip(self.stats, self.ridge.predict(design).T, strict=True)))
        if self.starters is not None:
            rows = role == STARTS_ONLY
            for stat, column in zip(self.levels, self.starters.predict(design[rows]).T, strict=True):
                found[stat][rows] = np.maximum(column, 0.0)
        return found


def fit_use(panel: Panel, design: FloatArray, rows: BoolArray) -> tuple[UseFit, ...]:
    """Fit the totals in `USED` but quality starts; stats that are known of the same rows go together.

    Parameters
    ----------
    panel : Panel
    design : float64, shape (n, p)
    rows : bool, shape (n,)
        Who is fitted on.
    """
    wanted = (stat for stat in USED[panel.player_type] if stat != QUALITY)
    known = {stat: rows & counted(panel, stat) for stat in wanted}
    if GAMES in known:
        # Games are told apart from starts, so that neither is fitted where the other is not known.
        known |= dict.fromkeys((GAMES, STARTS), known[GAMES] & known[STARTS])
    usable = {mask.tobytes(): mask for mask in known.values() if mask.sum() >= FEWEST}.values()
    return tuple(
        _fitted(panel, design, mask, tuple(stat for stat, other in known.items() if np.array_equal(other, mask)))
        for mask in usable
    )


def _fitted(panel: Panel, design: FloatArray, rows: BoolArray, stats: tuple[str, ...]) -> UseFit:
    happened = {stat: (panel.happened[stat] * panel.scale[:, 0])[rows] for stat in stats}
    ridge = fit_ridge(design[rows], np.column_stack(list(happened.values())), np.ones(int(rows.sum())), PENALTY)
    actual, role = _relieved(happened), _role(start_share(panel)[rows])
    relief = {stat: actual[stat] for stat in stats if stat in (*RELIEF, GAMES)}
    even = dict.fromkeys(relief, np.ones(len(ROLES)))
    fit = UseFit(stats, ridge, _of_starters(design[rows], relief, role == STARTS_ONLY), even)
    said = fit.said(design[rows], role)
    return replace(fit, levels={stat: _levels(said[stat], column, role) for stat, column in relief.items()})


def _of_starters(design: FloatArray, relief: Mapping[str, FloatArray], rows: BoolArray) -> Ridge | None:
    """Fit what those who start have of relief; None where there are too few of them or nothing to fit."""
    if rows.sum() < FEWEST_OF_STARTERS or not relief:
        return None
    targets = np.column_stack([column[rows] for column in relief.values()])
    return fit_ridge(design[rows], targets, np.ones(len(targets)), PENALTY_OF_STARTERS)


def _relieved(totals: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Take starts off games, and nothing below zero of what belongs to relief."""
    found = dict(totals)
    if GAMES in found:
        found[GAMES] = found[GAMES] - found[STARTS]
    return {stat: np.maximum(column, 0.0) if stat in (*RELIEF, GAMES) else column for stat, column in found.items()}


def _with_starts(totals: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    found = dict(totals)
    if GAMES in found:
        found[GAMES] = found[GAMES] + np.maximum(found[STARTS], 0.0)
    return found


def within_relief(totals: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Leave no more saves, holds and blown saves than games in relief: each needs one of its own."""
    told = [stat for stat in RELIEF if stat in totals]
    if GAMES not in totals or not told:
        return dict(totals)
    room = np.maximum(totals[GAMES] - np.maximum(totals[STARTS], 0.0), 0.0)
    claimed = np.sum([np.maximum(np.nan_to_num(totals[stat]), 0.0) for stat in told], axis=0)
    share = np.minimum(room / np.where(claimed > 0, claimed, 1.0), 1.0)
    return {**totals, **{stat: np.maximum(totals[stat], 0.0) * share for stat in told}}


def _levels(said: FloatArray, actual: FloatArray, role: IntArray) -> FloatArray:
    """Tell what each role had over what was said of it; 1 for a role that too few are in."""
    count = np.bincount(role, minlength=len(ROLES))
    expected, happened = (np.bincount(role, column, len(ROLES)) for column in (said, actual))
    enough = (count >= FEWEST_OF_ROLE) & (expected > 0)
    return np.where(enough, happened / np.where(enough, expected, 1.0), 1.0)


def _role(share: FloatArray) -> IntArray:
    """Tell the place of each pitcher's role in `ROLES`, shape (n,)."""
    return np.searchsorted(ROLES[1:], share, "right").astype(np.int64)
