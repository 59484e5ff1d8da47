"""Pitchers' careers: rotations, closers, the rest of the bullpen, and starters who become relievers."""

from __future__ import annotations

from typing import Final

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray, IntArray
from fbm.domain.simulation.pools import Pool
from fbm.domain.simulation.seating import NEVER, Careers, Draft, Seats, Standing, join
from fbm.domain.simulation.traits import share

ROTATION: Final = 5
FILLERS: Final = 8
LAST: Final = ROTATION + FILLERS - 1
FILLING: Final = 30.0
"""Starts that a man from behind the rotation can make in a season."""
RELIEF: Final = 100
"""Role of a closer; the relievers behind him count on from there."""
RELIEVERS: Final = 15

STARTS: Final = 162.0
RELIEF_OUTS: Final = 1470.0
"""Of a team, in a season."""
FULL_STARTS: Final = (34.0, 34.0, 33.5, 31.0, 27.0)
"""Of starters who are fit all season, the best first."""
FULL_RELIEF: Final = (200.0, 230.0, 228.0, 222.0, 212.0, 185.0, 165.0)
"""Outs of relievers who are fit all season, closer first."""

TENURE: Final = (0.0, 0.7, 0.5)
"""What a place in a rotation, and a closer's job, add to a rating the year after."""


def pitcher_worth(pool: Pool) -> FloatArray:
    """Weigh what a pitcher truly is, and what clubs see in him besides; standard deviations, shape (n, t)."""
    so, bb, hr = (share(pool.trait(name)) for name in ("so", "bb", "hr"))
    runs = 13 * hr * (1 - so - bb) + 3 * bb - 2 * so + 1.2 * share(pool.trait("babip"))
    return np.asarray(-(runs - 0.56) / 0.15 + 2.4 * pool.trait("favour"))


def seat_pitchers(rng: np.random.Generator, pool: Pool, starter: BoolArray, *, seasons: int, teams: int) -> Careers:
    """Play through all seasons and say who started and relieved how often.

    Parameters
    ----------
    rng : Generator
    pool : Pool
    starter : bool, shape (n,)
        Who comes as a starter.
    seasons, teams : int

    Returns
    -------
    Careers
        Chances are starts where the role is below `RELIEF`, outs elsewhere.
    """
    standing = Standing(pool, pitcher_worth(pool))
    starts = starter.copy()
    relief = np.where(starter, NEVER, 0)
    tenure = np.zeros(len(pool), dtype=np.int64)
    seats = []
    for season in range(seasons):
        standing.look(rng, season)
        rating = standing.opinion + 0.1 * rng.standard_normal(len(pool)) + np.array(TENURE)[tenure]
        draft = Draft(rng, pool, standing, season, teams, rating)
        starting, relieving = _rotations(draft, starts), _bullpens(draft, ~starts)
        picked = join([starting, relieving])
        standing.move(picked)
        tenure = _tenure(len(pool), picked)
        starts &= ~_to_relief(rng, pool.age[:, season], starting)
        relief = np.where(starts, relief, np.minimum(relief, season + 1))
        seats.append(picked)
        standing.retire(rng, season, picked.player)
    return Careers(join(seats), standing.left, relief)


def _rotations(draft: Draft, starter: BoolArray) -> Seats:
    """Deal out the starts of a season: five men in turn, and those behind them what is left."""
    ranked, left = draft.ranked(starter), np.full(draft.teams, STARTS)
    seats = []
    for rank in range(ROTATION + FILLERS):
        players = ranked[rank * draft.teams : (rank + 1) * draft.teams]
        team, fit = draft.deal(players), draft.health(players)
        filling = left[team] * draft.rng.uniform(0.35, 0.95, len(fit))
        wanted = FULL_STARTS[rank] if rank < ROTATION else np.minimum(filling, FILLING) if rank < LAST else FILLING
        taken = np.minimum(np.round(wanted * fit), left[team])
        left[team] -= taken
        seats.append(draft.seats(players, team, np.full(len(players), rank), taken))
    dealt = join(seats)
    return dealt.take(dealt.chances >= 1)


def _bullpens(draft: Draft, reliever: BoolArray) -> Seats:
    """Deal out the relief innings of a season, closers first."""
    ranked, left = draft.ranked(reliever), np.full(draft.teams, RELIEF_OUTS)
    seats = []
    for rank in range(RELIEVERS):
        players = ranked[rank * draft.teams : (rank + 1) * draft.teams]
        team, fit = draft.deal(players), draft.health(players)
        full = rank < len(FULL_RELIEF)
        wanted = FULL_RELIEF[rank] * fit if full else left[team] * draft.rng.uniform(0.1, 0.5, len(fit))
        taken = np.minimum(wanted * draft.rng.uniform(0.85, 1.1, len(fit)), left[team])
        left[team] -= taken
        seats.append(draft.seats(players, team, np.full(len(players), RELIEF + rank), taken))
    dealt = join(seats)
    return dealt.take(dealt.chances >= 1)


def _tenure(n: int, picked: Seats) -> IntArray:
    """1 for those who held a place in a rotation, 2 for closers."""
    tenure = np.zeros(n, dtype=np.int64)
    tenure[picked.player[picked.role < ROTATION]] = 1
    tenure[picked.player[(picked.role == RELIEF) & (picked.chances > 90)]] = 2
    return tenure


def _to_relief(rng: np.random.Generator, age: FloatArray, starting: Seats) -> BoolArray:
    """Say who would move to the bullpen: those without a place in a rotation, the older the sooner."""
    settled = np.zeros(len(age), dtype=np.bool_)
    settled[starting.player[starting.role < ROTATION]] = True
    return ~settled & (rng.random(len(age)) < np.clip((age - 22) * 0.08, 0.0, 0.5))
