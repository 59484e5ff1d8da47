"""The minor leagues of a simulated league: its candidates on their way, and those who come after its last season."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.minors import Minors
from fbm.domain.seasons import IntArray, People, StrArray
from fbm.domain.simulation.batter_careers import FIELD, suit_positions
from fbm.domain.simulation.minor_careers import LADDER
from fbm.domain.simulation.minor_lines import Circuit, minor_batting, minor_pitching
from fbm.domain.simulation.pools import Pool, draw_newcomers, draw_young, joined_pools
from fbm.domain.simulation.seating import NEVER, Careers
from fbm.domain.simulation.sides import BATTERS_A_YEAR, PITCHERS_A_YEAR, STARTERS, Side
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.simulation.traits import CORRELATIONS, PITCHER_CORRELATIONS

YEARS: Final = len(LADDER) - 1
"""Years before his first chance in which a man plays in the minors."""


class _Group(NamedTuple):
    """Candidates of one kind with their careers, their names and what they play."""

    pool: Pool
    careers: Careers
    people: People
    position: StrArray


def play_minors(rng: np.random.Generator, spec: LeagueSpec, sides: Sequence[Side], people: Sequence[People]) -> Minors:
    """Play all seasons of the minor leagues.

    Parameters
    ----------
    rng : Generator
        Its own, so that the majors are what they would be without minors.
    spec : LeagueSpec
    sides : sequence of Side
        Batters, then pitchers.
    people : sequence of People
        Who is in the pool of each side.
    """
    batters, pitchers = _batters(sides[0], people[0]), _pitchers(sides[1], people[1])
    young = [_young_batters(rng, spec, batters), _young_pitchers(rng, spec, pitchers)]
    births = np.concatenate([group.pool.birth_year for group in young])
    newcomers = draw_newcomers(rng, _both(batters.people, pitchers.people), births)
    split = len(young[0].pool)
    young[0] = young[0]._replace(people=newcomers.take(np.arange(split)))
    young[1] = young[1]._replace(people=newcomers.take(np.arange(split, len(births))))
    return Minors(
        batting=minor_batting(rng, _circuit(spec, sides[0], batters, young[0])),
        pitching=minor_pitching(rng, _circuit(spec, sides[1], pitchers, young[1])),
    )


def _batters(side: Side, people: People) -> _Group:
    return _Group(side.pool, side.careers, people, np.array(FIELD)[_positions(len(side.pool))])


def _pitchers(side: Side, people: People) -> _Group:
    return _Group(side.pool, side.careers, people, np.full(len(side.pool), "p"))


def _young_batters(rng: np.random.Generator, spec: LeagueSpec, others: _Group) -> _Group:
    pool = draw_young(rng, others.pool, CORRELATIONS, yearly=round(BATTERS_A_YEAR * spec.teams), years=YEARS)
    suit_positions(pool, _positions(len(pool)))
    never = np.full(len(pool), NEVER)
    return _Group(pool, _unseated(others.careers, never), others.people, np.array(FIELD)[_positions(len(pool))])


def _young_pitchers(rng: np.random.Generator, spec: LeagueSpec, others: _Group) -> _Group:
    yearly = round(PITCHERS_A_YEAR * spec.teams)
    pool = draw_young(rng, others.pool, PITCHER_CORRELATIONS, yearly=yearly, years=YEARS)
    relief = np.where(rng.random(len(pool)) < STARTERS, NEVER, 0)
    return _Group(pool, _unseated(others.careers, relief), others.people, np.full(len(pool), "p"))


def _positions(n: int) -> IntArray:
    return np.arange(n) % len(FIELD)


def _unseated(others: Careers, relief: IntArray) -> Careers:
    """Careers of men who have not had a seat yet."""
    return Careers(others.seats.take(np.zeros(0, dtype=np.int64)), np.full(len(relief), NEVER), relief)


def _circuit(spec: LeagueSpec, side: Side, group: _Group, young: _Group) -> Circuit:
    careers = Careers(
        seats=group.careers.seats,
        left=np.concatenate([group.careers.left, young.careers.left]),
        relief=np.concatenate([group.careers.relief, young.careers.relief]),
    )
    return Circuit(
        spec=spec,
        side=replace(side, pool=joined_pools(group.pool, young.pool), careers=careers),
        people=_both(group.people, young.people),
        position=np.concatenate([group.position, young.position]),
    )


def _both(first: People, second: People) -> People:
    return People(*(np.concatenate([getattr(first, f.name), getattr(second, f.name)]) for f in fields(People)))
