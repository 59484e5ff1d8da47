"""Batting lines from careers: talent, park and league make shares, shares make counts, counts make runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray, IntArray
from fbm.domain.simulation.environment import Stints, centre
from fbm.domain.simulation.plate import Counts, draw_batting
from fbm.domain.simulation.pools import SETTLING, Pool
from fbm.domain.simulation.traits import share

CENTRED: Final = ("bb", "hbp", "so", "hr", "babip", "doubles", "triples", "sb", "success", "runs")

RUNS_IN: Final[Mapping[str, float]] = {
    "hr": 0.62, "singles": 0.22, "doubles": 0.38, "triples": 0.55, "bb": 0.02, "sf": 0.75, "outs": 0.03,
}  # fmt: skip
"""Runners that an event brings home, besides the batter; only their relation counts."""

BUNTS, MOST_BUNTS = 0.0204, 0.08
"""Sacrifice bunts for each out in play: of a batter of average power whose steals are even odds, and of anybody."""

BATTED_IN: Final = 0.953
"""Runs batted in for each run, major leagues 2010-2019."""


def batter_shares(pool: Pool, stints: Stints, targets: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Work out the true shares of each stint in a neutral park, the league's rates being what they are."""
    at = (stints.player, stints.season + SETTLING)
    shares = {
        name: share(centre(pool.trait(name)[at], stints.chances, stints.season, targets[name])) for name in CENTRED
    }
    power = pool.trait("hr")[at] - pool.trait("hr")[at].mean()
    shares["sh"] = np.minimum(BUNTS * np.exp(0.5 * pool.trait("sb")[at] - 0.8 * power), MOST_BUNTS)
    shares["drives"] = np.exp(pool.trait("drives")[at])
    return shares


def draw_lines(rng: np.random.Generator, stints: Stints, shares: Mapping[str, FloatArray], *, teams: int) -> Counts:
    """Draw the batting counts of each stint."""
    chances = np.maximum(np.round(stints.chances), 1).astype(np.int64)
    counts = draw_batting(rng, chances, shares)
    group = stints.season * teams + stints.team
    offence = _offence(counts, chances, group)
    on_base = counts["h"] - counts["hr"] + counts["bb"] + counts["hbp"]
    scoring = np.clip(shares["runs"] * offence, 0.02, 0.8)
    runs = counts["hr"] + rng.binomial(on_base, scoring)
    drives = shares["drives"] * offence * _runners(counts)
    wanted = np.bincount(stints.season, BATTED_IN * runs - counts["hr"])
    drives *= (wanted / np.bincount(stints.season, drives))[stints.season]
    games = np.minimum(np.ceil(chances / (2.0 + 2.2 * np.minimum(chances / 550, 1))), 162)
    return {**counts, "r": runs, "rbi": counts["hr"] + rng.poisson(drives), "g": games.astype(np.int64)}


def _offence(counts: Counts, chances: IntArray, group: IntArray) -> FloatArray:
    """How much better than the average a batter's team gets on base and moves up, near 1."""
    bases = counts["h"] + counts["doubles"] + 2 * counts["triples"] + 3 * counts["hr"]
    value = 0.5 * bases + counts["h"] + counts["bb"] + counts["hbp"]
    rate = np.bincount(group, value) / np.maximum(np.bincount(group, chances), 1)
    return np.asarray((rate / rate[rate > 0].mean())[group])


def _runners(counts: Counts) -> FloatArray:
    singles = counts["h"] - counts["doubles"] - counts["triples"] - counts["hr"]
    events = {**counts, "singles": singles, "outs": counts["ab"] - counts["h"] - counts["so"]}
    return np.asarray(sum(weight * events[name] for name, weight in RUNS_IN.items()) + 1e-9)
