"""Quality starts: six innings or more with three earned runs or less.

Shapes: `a` turns on the mound, `s` sides: a team in the field in a game.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.relief.plays import Plays, Turns
from fbm.domain.relief.runners import EarnedRuns, earned_runs
from fbm.domain.seasons import BoolArray, FloatArray

SIX_INNINGS: Final = 18
"""Outs that a quality start takes."""

ALLOWED: Final = 3
"""Earned runs that it may cost."""


def quality_starts(plays: Plays, turns: Turns) -> FloatArray:
    """Tell which turns were quality starts.

    Parameters
    ----------
    plays : Plays
    turns : Turns
        Of these plays.

    Returns
    -------
    float64, shape (a,)
        1 for a quality start, else 0; NaN where the plays do not tell what became of the runners. Runs that runners
        of the starter score after he has left are his. All his outs count, also those after time at another position.

    References
    ----------
    Lowe, Philadelphia Inquirer, 1985.
    """
    if plays.fates is None:
        return np.full(len(turns), np.nan)
    good = _good(plays, turns, earned_runs(plays, plays.fates))
    mine: BoolArray = turns.starts & good[2 * turns.game + turns.home]
    return mine.astype(np.float64)


def _good(plays: Plays, turns: Turns, earned: EarnedRuns) -> BoolArray:
    """Whether each side, numbered by game and then away and home, had a quality start, shape (s,)."""
    names, games = np.unique(plays.game, return_inverse=True)
    side, size = 2 * games + 1 - plays.home_bats, 2 * len(names)
    starter = np.full(size, "", dtype=turns.pitcher.dtype)
    starter[(2 * turns.game + turns.home)[turns.starts]] = turns.pitcher[turns.starts]
    outs = np.bincount(side, plays.outs * (plays.pitcher == starter[side]), size)
    against = side[earned.play]
    allowed = np.bincount(against, earned.pitcher == starter[against], size)
    good: BoolArray = (outs >= SIX_INNINGS) & (allowed <= ALLOWED)
    return good
