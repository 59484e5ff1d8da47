"""The two sides of the game played through: careers first, then the counts of every stint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.seasons import FloatArray
from fbm.domain.simulation import batting_lines, pitching_lines
from fbm.domain.simulation.batter_careers import FIELD, seat_batters, suit_positions
from fbm.domain.simulation.environment import Stints, in_parks, split_trades, targets
from fbm.domain.simulation.parks import Parks, has_dh
from fbm.domain.simulation.pitcher_careers import seat_pitchers
from fbm.domain.simulation.plate import Counts, Shares, draw_batting
from fbm.domain.simulation.pools import SETTLING, Pool, draw_pool
from fbm.domain.simulation.seating import Careers
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.simulation.traits import BATTER, CORRELATIONS, PITCHER, PITCHER_CORRELATIONS

BATTERS_A_YEAR: Final = 5.4
PITCHERS_A_YEAR: Final = 7.5
"""Candidates who come up in a year, for each team."""
STARTERS: Final = 0.7
"""Share of pitchers who come up as starters."""

PITCHERS_AT_BAT: Final = {
    "hbp": 0.004, "bb": 0.032, "so": 0.385, "hr": 0.009, "babip": 0.225, "doubles": 0.17, "triples": 0.01,
    "sb": 0.004, "success": 0.7, "sh": 0.24,
}  # fmt: skip
"""Shares as in `fbm.domain.simulation.plate`: pitchers of the National League, 2010-2019."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What both sides play in: the parks, and how the league moves in log-odds by trait."""

    parks: Parks
    drift: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Side:
    """Batters or pitchers: who they are, their stints, their true shares in a neutral park, and what came of it."""

    pool: Pool
    careers: Careers
    stints: Stints
    shares: Shares
    counts: Counts


def play_batters(rng: np.random.Generator, spec: LeagueSpec, setting: Setting) -> Side:
    """Play the batters' side of all seasons."""
    pool = draw_pool(rng, BATTER, CORRELATIONS, seasons=spec.seasons, yearly=round(BATTERS_A_YEAR * spec.teams))
    position = np.arange(len(pool)) % len(FIELD)
    suit_positions(pool, position)
    careers = seat_batters(rng, pool, position, has_dh=has_dh(_all_seasons(spec), spec.teams))
    stints = split_trades(rng, careers.seats)
    shares = batting_lines.batter_shares(pool, stints, targets(BATTER, setting.drift))
    counts = batting_lines.draw_lines(rng, stints, in_parks(shares, setting.parks, stints), teams=spec.teams)
    return Side(pool, careers, stints, shares, counts)


def play_pitchers(rng: np.random.Generator, spec: LeagueSpec, setting: Setting, *, support: FloatArray) -> Side:
    """Play the pitchers' side of all seasons; `support` is runs a game of their teams' batters, shape (t, teams)."""
    pool = draw_pool(
        rng, PITCHER, PITCHER_CORRELATIONS, seasons=spec.seasons, yearly=round(PITCHERS_A_YEAR * spec.teams)
    )
    starter = rng.random(len(pool)) < STARTERS
    careers = seat_pitchers(rng, pool, starter, seasons=len(_all_seasons(spec)), teams=spec.teams)
    stints = split_trades(rng, careers.seats)
    shares = pitching_lines.pitcher_shares(pool, stints, targets(PITCHER, setting.drift))
    counts = pitching_lines.draw_lines(rng, pool, stints, in_parks(shares, setting.parks, stints), support=support)
    return Side(pool, careers, stints, shares, counts)


def runs_a_game(batters: Side, spec: LeagueSpec) -> FloatArray:
    """Count the runs that each team's batters score in a game, shape (t, teams)."""
    shape = (len(spec.seasons), spec.teams)
    group = np.ravel_multi_index((batters.stints.season, batters.stints.team), shape)
    total = np.bincount(group, batters.counts["r"], shape[0] * shape[1])
    return np.asarray(total.reshape(shape) / 162)


def pitchers_at_bat(rng: np.random.Generator, pitchers: Side, spec: LeagueSpec) -> Counts:
    """Draw the batting counts of pitchers: few where a designated hitter bats for them."""
    stints, pitched = pitchers.stints, pitchers.counts
    relieved = has_dh(spec.seasons, spec.teams)[stints.season, stints.team]
    starts, relief = pitched["gs"], pitched["g"] - pitched["gs"]
    chances = rng.poisson(np.where(relieved, 0.12 * starts, 2.1 * starts + 0.05 * relief))
    shares = {name: np.full(len(chances), value) for name, value in PITCHERS_AT_BAT.items()}
    counts = draw_batting(rng, chances, shares)
    on_base = counts["h"] - counts["hr"] + counts["bb"] + counts["hbp"]
    runs = counts["hr"] + rng.binomial(on_base, 0.24)
    driven_in = counts["hr"] + rng.poisson(0.3 * counts["h"])
    return {**counts, "g": pitched["g"], "r": runs, "rbi": driven_in}


def _all_seasons(spec: LeagueSpec) -> Sequence[int]:
    """All that are played, the settling before them."""
    return range(spec.first_season - SETTLING, spec.last_season + 1)
