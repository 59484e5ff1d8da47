"""Who can play in a season's simulated games, and what they truly are.

Shapes: b batters' stints, p pitchers' stints of the clubs that play.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.crosswalk import MAKERS, PLATFORMS, Crosswalk
from fbm.domain.seasons import FloatArray, IntArray, Lines, People, StrArray
from fbm.domain.simulation.league import SimulatedLeague

FIRST_ID: Final = 700_001
"""Simulated players' MLBAM ids count from here, in the order of their other ids."""

OUTCOMES: Final = ("bb", "hbp", "so", "hr", "singles", "doubles", "triples")
"""What a plate appearance comes to; an out in play is the rest."""


@dataclass(frozen=True, slots=True)
class Batters:
    """Batters' stints.

    Attributes
    ----------
    person : int64, shape (b,)
        Place among the league's people.
    club : int64, shape (b,)
    weight : float64, shape (b,)
        Plate appearances in the season.
    shares : float64, shape (b, 8)
        True rates of `OUTCOMES`, and of outs in play.
    """

    person: IntArray
    club: IntArray
    weight: FloatArray
    shares: FloatArray


@dataclass(frozen=True, slots=True)
class Pitchers:
    """Pitchers' stints.

    Attributes
    ----------
    person, club : int64, shape (p,)
    starts, relieved : float64, shape (p,)
        Games of each kind in the season.
    odds : float64, shape (p, 8)
        How much likelier each of `OUTCOMES`, and an out, is with him than with the league's average pitcher.
    """

    person: IntArray
    club: IntArray
    starts: FloatArray
    relieved: FloatArray
    odds: FloatArray


@dataclass(frozen=True, slots=True)
class Rosters:
    """Both sides of a season's clubs."""

    season: int
    clubs: StrArray
    batters: Batters
    pitchers: Pitchers


def mlbam_ids(people: People) -> IntArray:
    """Give the league's people MLBAM ids, shape (n,)."""
    return np.asarray(FIRST_ID + np.argsort(np.argsort(people.player_id)), dtype=np.int64)


def simulated_crosswalk(people: People) -> Crosswalk:
    """Say which MLBAM id is which player's."""
    nobody = np.full(len(people), "", dtype=np.str_)
    ids = dict.fromkeys((*MAKERS, *PLATFORMS), nobody) | {"mlbam": mlbam_ids(people).astype(np.str_)}
    birth = (people.birth_year, people.birth_month, people.birth_day)
    return Crosswalk(people.player_id, people.name, nobody, *birth, nobody, ids)


def draw_rosters(league: SimulatedLeague, season: int, clubs: StrArray) -> Rosters:
    """Find those who play for some clubs in a season."""
    return Rosters(season, clubs, _batters(league, season, clubs), _pitchers(league, season, clubs))


def _batters(league: SimulatedLeague, season: int, clubs: StrArray) -> Batters:
    truth = league.truth.batting
    lines = league.history.batting.take(np.arange(len(truth)))
    _check_same(truth, lines)
    weight = np.asarray(sum(lines.counts[name] for name in ("ab", "bb", "hbp", "sh", "sf")), dtype=np.float64)
    rows = np.flatnonzero((truth.season == season) & np.isin(truth.team, clubs) & (weight >= 10))
    shares = np.stack([truth.counts[name][rows] for name in OUTCOMES], axis=1)
    return Batters(
        person=_places(league.history.people, truth.player_id[rows]),
        club=_places_of(clubs, truth.team[rows]),
        weight=weight[rows],
        shares=np.column_stack([shares, 1 - shares.sum(axis=1)]),
    )


def _pitchers(league: SimulatedLeague, season: int, clubs: StrArray) -> Pitchers:
    truth, lines = league.truth.pitching, league.history.pitching
    _check_same(truth, lines)
    here = truth.season == season
    rows = np.flatnonzero(here & np.isin(truth.team, clubs))
    shares = _pitcher_shares(truth)
    average = np.average(shares[here], axis=0, weights=lines.counts["outs"][here] + 1)
    return Pitchers(
        person=_places(league.history.people, truth.player_id[rows]),
        club=_places_of(clubs, truth.team[rows]),
        starts=lines.counts["gs"][rows],
        relieved=lines.counts["g"][rows] - lines.counts["gs"][rows],
        odds=shares[rows] / average,
    )


def _pitcher_shares(truth: Lines) -> FloatArray:
    """Rates of `OUTCOMES` and outs; the hits in play of each kind share one rate, shape (m, 8)."""
    rates = truth.counts
    in_play = rates["h"] - rates["hr"]
    columns = [rates["bb"], rates["hbp"], rates["so"], rates["hr"], in_play, in_play, in_play]
    out = 1 - rates["bb"] - rates["hbp"] - rates["so"] - rates["h"]
    return np.stack([*columns, out], axis=1)


def _check_same(truth: Lines, lines: Lines) -> None:
    if not np.array_equal(truth.player_id, lines.player_id) or not np.array_equal(truth.stint, lines.stint):
        raise ValueError("the league's truth is not of its lines")


def _places(people: People, player_id: StrArray) -> IntArray:
    order = np.argsort(people.player_id)
    return np.asarray(order[np.searchsorted(people.player_id, player_id, sorter=order)])


def _places_of(clubs: StrArray, team: StrArray) -> IntArray:
    order = np.argsort(clubs)
    return np.asarray(order[np.searchsorted(clubs, team, sorter=order)])
