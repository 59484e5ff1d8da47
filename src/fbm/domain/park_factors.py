"""Park factors from the scores of a season's games, as Total Baseball makes them.

Shapes: `g` games. A factor of 100 is an average park; half of the games at home already stand in it.

References
----------
Thorn and Palmer, Total Baseball, "Park Factor"; Baseball-Reference, "Park Adjustments": games between leagues left out,
the current season and the last. Runs are per game here, with Total Baseball's correction for the ninth innings that
winners at home do not bat in, as a schedule has no outs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.seasons import BoolArray, FloatArray, IntArray, StrArray

NEUTRAL: Final = 100.0

HALF_INNINGS: Final = 18.5
"""Half-innings of a game, from which those not played by winners at home go off (Total Baseball)."""

ROUNDS: Final = 10
"""Times that batting and pitching correct each other; three are enough for a tenth of a point."""

AT_HOME: Final = 0.75
"""Share of its home games that a club plays in its main park in a season that tells of it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Final scores of a season's games.

    Attributes
    ----------
    season : int
    home, away : str, shape (g,)
        Clubs.
    home_runs, away_runs : float64, shape (g,)
    venue : int64, shape (g,)
        Number of the park, 0 where unknown.
    """

    season: int
    home: StrArray
    away: StrArray
    home_runs: FloatArray
    away_runs: FloatArray
    venue: IntArray

    def __len__(self) -> int:
        return len(self.home)

    def take(self, rows: BoolArray) -> Scores:
        """Pick games by mask."""
        return Scores(
            self.season,
            self.home[rows],
            self.away[rows],
            self.home_runs[rows],
            self.away_runs[rows],
            self.venue[rows],
        )

    def games(self) -> dict[str, int]:
        """Count each club's games."""
        return dict(Counter((*self.home.tolist(), *self.away.tolist())))


class Factors(NamedTuple):
    """A club's park: for batting, for pitching, and out of how many games."""

    batting: float
    pitching: float
    games: int


class _Side(NamedTuple):
    """A club's games at home or away: how many, runs scored and allowed in one, and shares won and lost."""

    games: int
    scored: float
    allowed: float
    won: float
    lost: float


def park_factors(seasons: Sequence[tuple[Scores, Mapping[str, str]]]) -> dict[str, Factors]:
    """Give the clubs' park factors over seasons.

    Parameters
    ----------
    seasons : sequence of Scores and mapping of club to league
        The last is the one asked about; a season before it counts for the clubs that played in the same park.

    Returns
    -------
    dict of club to Factors
        Means over the seasons, weighed by games; clubs without games both at home and away are left out.
    """
    last, _ = seasons[-1]
    parks = {scores.season: main_parks(scores) for scores, _ in seasons}
    found: dict[str, list[Factors]] = {}
    for scores, leagues in seasons:
        for club, factors in season_factors(scores, leagues).items():
            if scores is last or _same_park(parks[last.season].get(club), parks[scores.season].get(club)):
                found.setdefault(club, []).append(factors)
    return {club: _mean(told) for club, told in found.items()}


def season_factors(scores: Scores, leagues: Mapping[str, str]) -> dict[str, Factors]:
    """Give the clubs' park factors of one season; games between leagues are left out."""
    home, away = (np.array([leagues.get(club, "") for club in side.tolist()]) for side in (scores.home, scores.away))
    found: dict[str, Factors] = {}
    for league in sorted({*home.tolist()} - {""}):
        found |= _league_factors(scores.take((home == league) & (away == league)))
    return found


def main_parks(scores: Scores) -> dict[str, int]:
    """Give the park that a club played at home in, 0 where it is unknown; none for who had no main park."""
    venues: dict[str, Counter[int]] = {}
    for club, venue in zip(scores.home.tolist(), scores.venue.tolist(), strict=True):
        venues.setdefault(club, Counter())[venue] += 1
    tops = {club: (*counted.most_common(1)[0], counted.total()) for club, counted in venues.items()}
    return {club: venue for club, (venue, games, of) in tops.items() if games >= AT_HOME * of}


def _same_park(now: int | None, then: int | None) -> bool:
    """Tell whether two seasons tell of one park; where parks are unknown, they are taken to be one."""
    return now is not None and then is not None and (now == then or 0 in (now, then))


def _mean(told: Sequence[Factors]) -> Factors:
    games = np.array([one.games for one in told], dtype=np.float64)
    batting, pitching = (np.array(column) @ games / games.sum() for column in list(zip(*told, strict=True))[:2])
    return Factors(float(batting), float(pitching), int(games.sum()))


def _league_factors(scores: Scores) -> dict[str, Factors]:
    clubs = sorted({*scores.home.tolist()} & {*scores.away.tolist()})
    runs = float((scores.home_runs + scores.away_runs).mean()) if len(scores) else 0.0
    sides = {club: (_side(scores, club, at_home=True), _side(scores, club, at_home=False)) for club in clubs}
    told = {club: pair for club, pair in sides.items() if all(side.scored + side.allowed > 0 for side in pair)}
    return {club: _factors(home, away, runs=runs, clubs=len(clubs)) for club, (home, away) in told.items()}


def _side(scores: Scores, club: str, *, at_home: bool) -> _Side:
    rows = (scores.home if at_home else scores.away) == club
    own, others = (scores.home_runs, scores.away_runs) if at_home else (scores.away_runs, scores.home_runs)
    scored, allowed = own[rows], others[rows]
    return _Side(
        len(scored),
        float(scored.mean()),
        float(allowed.mean()),
        float((scored > allowed).mean()),
        float((scored < allowed).mean()),
    )


def _factors(home: _Side, away: _Side, *, runs: float, clubs: int) -> Factors:
    """Total Baseball's steps, with its names in the comments.

    `runs` are those of both clubs in an average game of the league (RAL), `clubs` the clubs of the league (NT).
    """
    innings = (HALF_INNINGS - home.won) / (HALF_INNINGS - away.lost)  # IPC
    ratio = (home.scored + home.allowed) / (away.scored + away.allowed) / innings  # RF
    others = clubs - 1
    here = ratio * clubs / (others + ratio)  # SF: the other parks are the average less this one
    there = 1 - (here - 1) / others  # SF1
    batting = pitching = 1.0  # TBR, TPR: no club faces its own pitchers, nor its own batters
    for _ in range(ROUNDS):
        batting = (away.scored / there + home.scored / here) * (1 + (pitching - 1) / others) / runs
        pitching = (away.allowed / there + home.allowed / here) * (1 + (batting - 1) / others) / runs
    both = NEUTRAL * (here + there) / 2
    games = home.games + away.games
    return Factors(both / (1 + (pitching - 1) / others), both / (1 + (batting - 1) / others), games)
