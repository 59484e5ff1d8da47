"""Who plays where: candidates in the order of what clubs think of them, dealt out to teams rank by rank.

What clubs think is not what is true: it follows true worth with a lag and an error.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray, IntArray, Rows
from fbm.domain.simulation.pools import Pool
from fbm.domain.simulation.traits import share

NEVER: Final = 10**6
"""Index of a season that never comes."""
LOYAL: Final = 0.88
"""Share of players who want to stay where they are."""
TRADED: Final = 0.07
"""Share of seats that change hands during a season."""
ERROR: Final = 0.45
"""Of what clubs see of a season's worth; worth has a spread of about one."""
LEARNED: Final = 0.45
"""How far an opinion moves towards what was seen."""
LAST_AGE: Final = 38.5
"""Age at which half of the players stop, whatever they are worth."""


@dataclass(frozen=True, slots=True)
class Seats:
    """A place on a team for a season, one entry each: m seats.

    Attributes
    ----------
    player, season, team : int64, shape (m,)
        Indexes into the pool, its seasons and the teams.
    second_team : int64, shape (m,)
        The team he is traded to during the season; -1 for most.
    role : int64, shape (m,)
        Batters: position; pitchers: rank, starters from 0, relievers from `RELIEF`.
    chances : float64, shape (m,)
        Batters: plate appearances; pitchers: starts or, in relief, outs.
    """

    player: IntArray
    season: IntArray
    team: IntArray
    second_team: IntArray
    role: IntArray
    chances: FloatArray

    def __len__(self) -> int:
        return len(self.player)

    def take(self, rows: Rows) -> Seats:
        """Pick seats by mask or position."""
        return Seats(*(getattr(self, field.name)[rows] for field in fields(self)))


def join(seats: list[Seats]) -> Seats:
    """Put lists of seats together."""
    return Seats(*(np.concatenate([getattr(part, field.name) for part in seats]) for field in fields(Seats)))


class Careers(NamedTuple):
    """Seats of all seasons, and when careers turn and end.

    Attributes
    ----------
    seats : Seats
    left : int64, shape (n,)
        Index of the last season, the settling included, in which a player could be picked; a large number for those
        still there.
    relief : int64, shape (n,)
        Index of the first season, the settling included, in which a pitcher relieves; a large number for who starts.
    """

    seats: Seats
    left: IntArray
    relief: IntArray


class Standing:
    """What clubs think of the candidates, who has which team, and who is gone. Changes season by season.

    Parameters
    ----------
    pool : Pool
    worth : float64, shape (n, t)
        True worth, in units of its spread.
    """

    def __init__(self, pool: Pool, worth: FloatArray) -> None:
        self._pool, self._worth = pool, worth
        self.opinion: FloatArray = np.zeros(len(pool))
        self.team: IntArray = np.full(len(pool), -1)
        self.gone: BoolArray = np.zeros(len(pool), dtype=np.bool_)
        self.left: IntArray = np.full(len(pool), NEVER)

    def candidates(self, season: int) -> IntArray:
        """Those who can be picked."""
        return np.flatnonzero((self._pool.entry <= season) & ~self.gone)

    def look(self, rng: np.random.Generator, season: int) -> None:
        """Let clubs learn of the season's worth, part of the way and with an error."""
        seen = self._worth[:, season] + ERROR * rng.standard_normal(len(self._pool))
        new = self._pool.entry == season
        self.opinion = np.where(new, seen, self.opinion + LEARNED * (seen - self.opinion))

    def move(self, seats: Seats) -> None:
        """Remember the team with which each ended the season."""
        self.team[seats.player] = np.where(seats.second_team >= 0, seats.second_team, seats.team)

    def retire(self, rng: np.random.Generator, season: int, seated: IntArray) -> None:
        """Let some go: the old, and those whom nobody wanted."""
        age = self._pool.age[:, season]
        unwanted = np.ones(len(age), dtype=np.bool_)
        unwanted[seated] = False
        old = share((age - LAST_AGE) / 1.2)
        tired = np.where(unwanted, np.clip((age - 26) * 0.08, 0.02, 0.7), 0.015)
        leaving = rng.random(len(age)) < np.maximum(old, tired)
        going = leaving & (self._pool.entry <= season) & ~self.gone
        self.left[going] = season
        self.gone = self.gone | going


@dataclass(frozen=True, slots=True)
class Draft:
    """One season's dealing out of candidates to teams.

    Attributes
    ----------
    rng : Generator
    pool : Pool
    standing : Standing
    season, teams : int
    rating : float64, shape (n,)
        What counts this season.
    """

    rng: np.random.Generator
    pool: Pool
    standing: Standing
    season: int
    teams: int
    rating: FloatArray

    def ranked(self, among: BoolArray) -> IntArray:
        """Candidates among some, best first."""
        players = self.standing.candidates(self.season)
        players = players[among[players]]
        return players[np.argsort(-self.rating[players])]

    def deal(self, players: IntArray) -> IntArray:
        """Give each team one of the players, best first: most keep their team, the others take what is free."""
        loyal = self.rng.random(len(players)) < LOYAL
        return deal(self.rng, np.where(loyal, self.standing.team[players], -1), self.teams)

    def health(self, players: IntArray) -> FloatArray:
        """Share of the season that players are fit: most of it, or cut short."""
        hurt = self.rng.random(len(players)) < share(self.pool.trait("fragility")[players, self.season])
        return np.where(hurt, self.rng.uniform(0.12, 0.92, len(hurt)), self.rng.uniform(0.93, 1.0, len(hurt)))

    def seats(self, players: IntArray, team: IntArray, role: IntArray, chances: FloatArray) -> Seats:
        """Seat players, some of whom are traded during the season."""
        other = (team + self.rng.integers(1, self.teams, len(team))) % self.teams
        second = np.where(self.rng.random(len(team)) < TRADED, other, -1)
        return Seats(players, np.full(len(players), self.season), team, second, role, chances)


def deal(rng: np.random.Generator, wish: IntArray, teams: int) -> IntArray:
    """Give each team to one player.

    Parameters
    ----------
    rng : Generator
    wish : int64, shape (m,), m <= teams
        The team that each wants, best player first; -1 for any.
    teams : int

    Returns
    -------
    int64, shape (m,)
        No team twice; of those who want the same, the first has it.
    """
    _, first = np.unique(wish, return_index=True)
    granted = np.zeros(len(wish), dtype=np.bool_)
    granted[first] = True
    granted &= wish >= 0
    free = rng.permutation(np.setdiff1d(np.arange(teams), wish[granted]))
    dealt = wish.copy()
    dealt[~granted] = free[: int((~granted).sum())]
    return dealt
