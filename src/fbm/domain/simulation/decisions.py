"""Who is credited with a game: wins and losses, saves, holds and games finished."""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray
from fbm.domain.simulation.environment import Stints
from fbm.domain.simulation.pitcher_careers import RELIEF
from fbm.domain.simulation.plate import Counts

DECIDED: Final = 0.71
"""Share of starts that end in a win or a loss for the starter."""
DECIDED_IN_RELIEF: Final = 0.093
"""Share of games in relief that do for the reliever."""
OWN: Final = 0.7
"""How much of what the other side scores is a pitcher's own doing."""
PYTHAGORAS: Final = 1.83
"""Exponent of James's winning percentage from runs."""
SAVES: Final = 41.4
"""Of an average team in a season."""
KEEPS_THE_JOB: Final = 0.75
"""Share of closers who close all season."""


def draw_decisions(rng: np.random.Generator, stints: Stints, counts: Counts, support: FloatArray) -> Counts:
    """Draw wins and losses: from his own runs for the larger part, and from what his team's bats bring.

    Parameters
    ----------
    rng : Generator
    stints : Stints
    counts : mapping of str to int64, shape (m,)
    support : float64, shape (t, teams)
        Runs that the team's batters score in a game.

    Returns
    -------
    mapping of str to int64, shape (m,)
        `w` and `l`.
    """
    own = 27 * counts["r"] / np.maximum(counts["outs"], 1)
    league = 27 * counts["r"].sum() / counts["outs"].sum()
    allowed = OWN * np.minimum(own, 3 * league) + (1 - OWN) * league
    scored = league * support[stints.season, stints.team] / support.mean()
    chance = scored**PYTHAGORAS / (scored**PYTHAGORAS + allowed**PYTHAGORAS)
    relieved = counts["g"] - counts["gs"]
    decided = rng.binomial(counts["gs"], DECIDED) + rng.binomial(relieved, DECIDED_IN_RELIEF)
    wins = rng.binomial(decided, chance)
    return {"w": wins, "l": decided - wins}


def draw_late_innings(rng: np.random.Generator, stints: Stints, counts: Counts, support: FloatArray) -> Counts:
    """Draw what comes of relieving: `sv`, `hld`, `bs` and `gf`; parameters as in `draw_decisions`."""
    rank = stints.role - RELIEF
    relieved = counts["g"] - counts["gs"]
    sv = np.minimum(rng.poisson(_expected_saves(rng, stints, counts["outs"], support)), relieved)
    holding = np.select([rank == 0, (rank > 0) & (rank < 5), rank >= 5], [0.01, 0.09, 0.03], 0.0)
    hld = np.minimum(rng.poisson(holding * counts["outs"]), relieved - sv)
    bs = np.minimum(rng.poisson(0.12 * sv + 0.08 * hld), relieved - sv - hld)
    gf = sv + rng.binomial(relieved - sv, np.where(rank == 0, 0.6, 0.2))
    return {"sv": sv, "hld": hld, "bs": bs, "gf": gf}


def _expected_saves(rng: np.random.Generator, stints: Stints, outs: IntArray, support: FloatArray) -> FloatArray:
    """Share out each team's saves: the closer has most of them, unless he loses the job."""
    rank, teams = stints.role - RELIEF, support.shape[1]
    closing = np.where(rng.random(len(rank)) < KEEPS_THE_JOB, 1.0, rng.uniform(0.1, 0.6, len(rank)))
    claim = outs * np.select([rank == 0, rank == 1, rank == 2, rank > 2], [closing, 0.1, 0.06, 0.015], 0.0)
    group = stints.season * teams + stints.team
    claimed = np.maximum(np.bincount(group, claim, support.size), 1e-9)
    saves = SAVES * np.sqrt(support / support.mean()).ravel()
    return np.asarray(saves[group] * claim / claimed[group])
