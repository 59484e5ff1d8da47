"""Minor-league lines: true talent moved by the level's difficulty, the league and the club's park, and what came of it.

Shapes: m lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.minors import LEVELS, MINOR_BATTING, MINOR_PITCHING, MinorLines
from fbm.domain.seasons import BoolArray, FloatArray, IntArray, People, StrArray
from fbm.domain.simulation.batter_careers import batter_worth
from fbm.domain.simulation.batting_lines import BUNTS, CENTRED, MOST_BUNTS
from fbm.domain.simulation.levels import (
    BATTERS,
    FARTHER,
    LEAGUE_GAIN,
    LEAGUES,
    PARK_SPREAD,
    PITCHERS,
    Difficulty,
    gains,
    league_names,
)
from fbm.domain.simulation.minor_careers import MinorStints, minor_stints
from fbm.domain.simulation.parks import team_names
from fbm.domain.simulation.pitcher_careers import RELIEF, pitcher_worth
from fbm.domain.simulation.pitching_lines import CENTRED as PITCHERS_CENTRED
from fbm.domain.simulation.pitching_lines import IN_RELIEF, batters_faced, runs_allowed
from fbm.domain.simulation.plate import Counts, draw_batting, draw_outcomes
from fbm.domain.simulation.pools import SETTLING
from fbm.domain.simulation.seating import Careers
from fbm.domain.simulation.sides import Side
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.simulation.traits import log_odds, share

FULL_PA: Final = np.array([500.0, 490.0, 480.0, 470.0, 250.0, 200.0])
STARTERS_OUTS: Final = np.array([430.0, 430.0, 410.0, 390.0, 190.0, 150.0])
RELIEVERS_OUTS: Final = np.array([190.0, 190.0, 185.0, 180.0, 100.0, 80.0])
"""Of a full season at each level."""

MAJORS_PA, MAJORS_OUTS = 240.0, 130.0
"""Of a season in the majors that leaves no time for the minors."""

OUTS_A_START, OUTS_IN_RELIEF = 16.5, 4.5

DRIVEN_IN: Final = 0.13
"""Runners driven in for each base of a hit, times the man's own share."""


class Circuit(NamedTuple):
    """A side of the game, who everybody in its pool is, and what each plays.

    Attributes
    ----------
    spec : LeagueSpec
    side : Side
        Its pool may hold men behind those who are in its stints.
    people : People
    position : str, shape (n,)
    """

    spec: LeagueSpec
    side: Side
    people: People
    position: StrArray


class Played(NamedTuple):
    """Seasons at a level, at which club and in which league, and what the two do to rates in log-odds."""

    stints: MinorStints
    team: IntArray
    league: IntArray
    effect: Mapping[str, FloatArray]


def minor_batting(rng: np.random.Generator, circuit: Circuit) -> MinorLines:
    """Play the minor-league seasons of the batters."""
    pool = circuit.side.pool
    played = _played(rng, circuit, minor_stints(rng, pool, circuit.side.careers, batter_worth(pool), MAJORS_PA))
    stints = played.stints
    shares = _shares(rng, circuit, played, gains(stints.level, BATTERS))
    at = (stints.player, stints.season + SETTLING)
    power = pool.trait("hr")[at] - pool.trait("hr")[at].mean()
    shares["sh"] = np.minimum(BUNTS * np.exp(0.5 * pool.trait("sb")[at] - 0.8 * power), MOST_BUNTS)
    chances = np.maximum(np.round(FULL_PA[stints.level] * stints.part), 5).astype(np.int64)
    counts = draw_batting(rng, chances, shares)
    bases = counts["h"] + counts["doubles"] + 2 * counts["triples"] + 3 * counts["hr"]
    on_base = counts["h"] - counts["hr"] + counts["bb"] + counts["hbp"]
    counts |= {
        "g": np.ceil(chances / 4.1).astype(np.int64),
        "pa": chances,
        "tb": bases,
        "r": counts["hr"] + rng.binomial(on_base, shares["runs"]),
        "rbi": counts["hr"] + rng.poisson(DRIVEN_IN * bases * np.exp(pool.trait("drives")[at])),
    }
    return _lines(circuit, played, {name: counts[name] for name in MINOR_BATTING})


def minor_pitching(rng: np.random.Generator, circuit: Circuit) -> MinorLines:
    """Play the minor-league seasons of the pitchers."""
    pool, careers = circuit.side.pool, _in_outs(circuit.side.careers)
    played = _played(rng, circuit, minor_stints(rng, pool, careers, pitcher_worth(pool), MAJORS_OUTS))
    stints = played.stints
    relief = stints.season + SETTLING >= careers.relief[stints.player]
    levels = gains(stints.level, PITCHERS)
    shares = _shares(
        rng, circuit, played, {name: levels[name] + relief * IN_RELIEF.get(name, 0.0) for name in PITCHERS_CENTRED}
    )
    full = np.where(relief, RELIEVERS_OUTS[stints.level], STARTERS_OUTS[stints.level])
    faced = batters_faced(np.maximum(full * stints.part, 3.0), shares)
    counts = runs_allowed(rng, faced, draw_outcomes(rng, faced, shares))
    counts |= _moved_runs(counts, _off(rng, circuit, stints, "runs"))
    counts |= {"bf": faced, **_credits(rng, counts["outs"], relief)}
    return _lines(circuit, played, {name: counts[name] for name in MINOR_PITCHING})


def _in_outs(careers: Careers) -> Careers:
    """Count the chances of starters in outs, as those of relievers are."""
    seats = careers.seats
    outs = np.where(seats.role < RELIEF, seats.chances * OUTS_A_START, seats.chances)
    return careers._replace(seats=replace(seats, chances=outs))


def _moved_runs(counts: Counts, off: FloatArray) -> Counts:
    """Let fielders, parks and the order of events cost or save runs, by factors of `exp(off)`."""
    earned = np.round(counts["er"] * np.exp(off)).astype(np.int64)
    return {"er": earned, "r": counts["r"] - counts["er"] + earned}


def _credits(rng: np.random.Generator, outs: IntArray, relief: BoolArray) -> Counts:
    """Games, starts, wins, losses and saves."""
    games = np.maximum(np.round(outs / np.where(relief, OUTS_IN_RELIEF, OUTS_A_START)), 1).astype(np.int64)
    decided = rng.binomial(games, np.where(relief, 0.12, 0.70))
    wins = rng.binomial(decided, 0.5)
    saves = rng.binomial(games, np.where(relief, 0.1, 0.0))
    return {"g": games, "gs": np.where(relief, 0, games), "w": wins, "l": decided - wins, "sv": saves}


def _played(rng: np.random.Generator, circuit: Circuit, stints: MinorStints) -> Played:
    """Send everybody to an organisation, whose clubs at each level have a park and a league."""
    teams = circuit.spec.teams
    parks = {name: spread * rng.standard_normal(len(LEVELS) * teams) for name, spread in PARK_SPREAD.items()}
    team = rng.integers(0, teams, len(circuit.side.pool))[stints.player]
    league = team % LEAGUES
    club = stints.level * teams + team
    effect = {name: parks[name][club] + np.where(league == 1, 1.0, -1.0) * LEAGUE_GAIN[name] for name in PARK_SPREAD}
    return Played(stints, team, league, effect)


def _shares(
    rng: np.random.Generator, circuit: Circuit, played: Played, level: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Shares of each line: talent, the season, the level, the place, and what does not come along to the majors."""
    stints, pool = played.stints, circuit.side.pool
    at = (stints.player, stints.season + SETTLING)
    rates = {trait.name: trait.rate for trait in pool.traits}
    difficulty = _difficulty(circuit.side)
    shares: dict[str, FloatArray] = {}
    for name, shift in _season_shifts(circuit.side).items():
        average = log_odds(rates[name])
        talent = average + difficulty.shown.get(name, 1.0) * (pool.trait(name)[at] - average) + shift[stints.season]
        off = _off(rng, circuit, stints, name)
        shares[name] = share(talent + off + level.get(name, 0.0) + played.effect.get(name, 0.0))
    return shares


def _off(rng: np.random.Generator, circuit: Circuit, stints: MinorStints, name: str) -> FloatArray:
    """By how much each line is off what its man will be in the majors, log-odds of shape (m,)."""
    difficulty, pool = _difficulty(circuit.side), circuit.side.pool
    off = difficulty.unlike.get(name, 0.0) * np.array(FARTHER)[stints.level] * rng.standard_normal(len(stints))
    if name in difficulty.flattered:
        spread = next(trait.spread for trait in pool.traits if trait.name == "favour")
        off += difficulty.flattered[name] / spread * pool.trait("favour")[stints.player, stints.season + SETTLING]
    return np.asarray(off)


def _difficulty(side: Side) -> Difficulty:
    return BATTERS if _batting(side) else PITCHERS


def _batting(side: Side) -> bool:
    return "drives" in side.shares


def _season_shifts(side: Side) -> dict[str, FloatArray]:
    """By how much each season's rates in the majors are above talent, log-odds of shape (t,) by trait."""
    stints, batting = side.stints, _batting(side)
    at = (stints.player, stints.season + SETTLING)
    lines = np.bincount(stints.season)
    shifts: dict[str, FloatArray] = {}
    for name in CENTRED if batting else PITCHERS_CENTRED:
        relief = 0.0 if batting else (stints.role >= RELIEF) * IN_RELIEF.get(name, 0.0)
        above = log_odds(side.shares[name]) - side.pool.trait(name)[at] - relief
        shifts[name] = np.bincount(stints.season, above) / lines
    return shifts


def _lines(circuit: Circuit, played: Played, counts: Counts) -> MinorLines:
    stints, player = played.stints, played.stints.player
    return MinorLines(
        player_id=circuit.people.player_id[player],
        name=circuit.people.name[player],
        season=stints.season + circuit.spec.first_season,
        level=np.array(LEVELS)[stints.level],
        league=league_names(stints.level, played.league),
        team=team_names(circuit.spec.teams)[played.team],
        position=circuit.position[player],
        birth_year=circuit.side.pool.birth_year[player].astype(np.float64),
        counts={name: column.astype(np.float64) for name, column in counts.items()},
    )
