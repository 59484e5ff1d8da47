"""Pitching lines from careers: how many are faced, what comes of it, and how many score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray
from fbm.domain.simulation.decisions import draw_decisions, draw_late_innings
from fbm.domain.simulation.environment import Stints, centre
from fbm.domain.simulation.pitcher_careers import RELIEF, ROTATION
from fbm.domain.simulation.plate import Counts, draw_outcomes
from fbm.domain.simulation.pools import SETTLING, Pool
from fbm.domain.simulation.traits import share

CENTRED: Final = ("hbp", "bb", "so", "hr", "babip")

IN_RELIEF: Final[Mapping[str, float]] = {"so": 0.28, "bb": 0.08, "hr": -0.17, "babip": -0.05}
"""Log-odds that a pitcher gains in short outings."""

OUTS_A_START: Final = 17.4
LONGEST: Final = 1.22
"""Starts of the most enduring, relative to the average."""
OUTS_BETWEEN: Final = 4
"""Outs of a starter's game in relief between starts."""
QUALITY: Final = (-0.10, 0.37, -0.14)
"""Log-odds that a start of 17 outs at an earned run average of 4 is a quality start, and what they gain with an out and
with a run more (starters of 2017 to 2022; with it, r of the quality starts of a season is .95)."""
RUNS_FACTOR: Final = 0.925
"""Runs for each that BaseRuns expects, home runs apart: pitchers bear down with runners on."""
RUNS_NOISE: Final = 0.55
"""Variance of these runs for each one expected."""
EARNED: Final = 0.92


def pitcher_shares(pool: Pool, stints: Stints, targets: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Work out the true shares of each stint in a neutral park, in the role that he has."""
    at = (stints.player, stints.season + SETTLING)
    relief = stints.role >= RELIEF
    weight = _expected_outs(pool, stints)
    return {
        name: share(
            centre(pool.trait(name)[at] + relief * IN_RELIEF.get(name, 0.0), weight, stints.season, targets[name])
        )
        for name in CENTRED
    }


def draw_lines(
    rng: np.random.Generator, pool: Pool, stints: Stints, shares: Mapping[str, FloatArray], *, support: FloatArray
) -> Counts:
    """Draw the pitching counts of each stint.

    Parameters
    ----------
    rng : Generator
    pool : Pool
    stints : Stints
    shares : mapping
        In the team's park.
    support : float64, shape (t, teams)
        Runs that the team's batters score in a game.

    Returns
    -------
    mapping of str to int64, shape (m,)
    """
    relief = stints.role >= RELIEF
    starts = np.where(relief, 0, np.maximum(np.round(stints.chances), 1)).astype(np.int64)
    spare = np.where(~relief & (stints.role >= ROTATION), rng.poisson(5, len(stints)), 0)
    faced = batters_faced(_expected_outs(pool, stints) + OUTS_BETWEEN * spare, shares)
    drawn = draw_outcomes(rng, faced, shares)
    counts = runs_allowed(rng, faced, drawn)
    games = starts + spare + np.where(relief, np.maximum(np.round(counts["outs"] / 3.05), 1), 0).astype(np.int64)
    counts |= {"g": games, "gs": starts, "bf": faced, **_small(rng, starts, faced, drawn)}
    counts |= draw_decisions(rng, stints, counts, support)
    return counts | draw_late_innings(rng, stints, counts, support)


def draw_quality_starts(rng: np.random.Generator, counts: Counts) -> Counts:
    """Draw `qs` from starts, the outs that each took, and earned runs."""
    outs, starts = counts["outs"], counts["gs"]
    length = (outs - OUTS_BETWEEN * (counts["g"] - starts)) / np.maximum(starts, 1)
    average = 27 * counts["er"] / np.maximum(outs, 1)
    base, an_out, a_run = QUALITY
    return {"qs": rng.binomial(starts, share(base + an_out * (length - 17) + a_run * (average - 4)))}


def _expected_outs(pool: Pool, stints: Stints) -> FloatArray:
    endurance = pool.trait("endurance")[stints.player, stints.season + SETTLING]
    starting = stints.chances * OUTS_A_START * np.minimum(np.exp(0.5 * endurance), LONGEST)
    return np.where(stints.role >= RELIEF, stints.chances, starting)


def batters_faced(outs: FloatArray, shares: Mapping[str, FloatArray]) -> IntArray:
    """Work out how many must be faced for so many outs."""
    contact = 1 - shares["hbp"] - shares["bb"] - shares["so"]
    hits = contact * (shares["hr"] + (1 - shares["hr"]) * shares["babip"])
    on_base = shares["hbp"] + shares["bb"] + hits
    return np.maximum(np.round(outs / (1 - 0.9 * on_base)), 3).astype(np.int64)


def runs_allowed(rng: np.random.Generator, faced: IntArray, drawn: Counts) -> Counts:
    """Draw outs, hits, runs and earned runs: BaseRuns (Smyth) is the expectation, the order of events is chance."""
    hits = drawn["hits"] + drawn["hr"]
    on_base = hits + drawn["bb"] + drawn["hbp"]
    outs = faced - on_base + rng.binomial(on_base, 0.1)
    bases = 1.31 * drawn["hits"] + 4 * drawn["hr"]
    advance = 1.02 * (1.4 * bases - 0.6 * hits - 3 * drawn["hr"] + 0.1 * (drawn["bb"] + drawn["hbp"]))
    scored = (on_base - drawn["hr"]) * advance / np.maximum(advance + faced - on_base, 1)
    others = np.round(rng.normal(RUNS_FACTOR * scored, np.sqrt(RUNS_NOISE * scored)))
    runs = drawn["hr"] + np.maximum(others, 0).astype(np.int64)
    kept = {name: drawn[name] for name in ("hr", "bb", "so", "hbp")}
    return {"outs": outs, "h": hits, "r": runs, "er": rng.binomial(runs, EARNED), **kept}


def _small(rng: np.random.Generator, starts: IntArray, faced: IntArray, drawn: Counts) -> Counts:
    complete = rng.binomial(starts, 0.018)
    return {
        "cg": complete,
        "sho": rng.binomial(complete, 0.4),
        "ibb": rng.binomial(drawn["bb"], 0.06),
        "wp": rng.poisson(0.009 * faced),
        "bk": rng.poisson(0.0008 * faced),
    }
