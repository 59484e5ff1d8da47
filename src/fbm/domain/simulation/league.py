"""A whole simulated league: a spec in, history and truth out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fbm.domain.minors import Minors
from fbm.domain.seasons import History, Lines, People, StrArray
from fbm.domain.simulation.batter_careers import FIELD
from fbm.domain.simulation.environment import draw_drift
from fbm.domain.simulation.minor_leagues import play_minors
from fbm.domain.simulation.parks import draw_parks, team_table
from fbm.domain.simulation.pitching_lines import draw_quality_starts
from fbm.domain.simulation.pools import draw_people
from fbm.domain.simulation.sides import Setting, Side, pitchers_at_bat, play_batters, play_pitchers, runs_a_game
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.simulation.tables import batter_games, batter_truth, joined, lines_of, pitcher_games, pitcher_truth
from fbm.domain.stats import BATTING, PITCHING


@dataclass(frozen=True, slots=True)
class Truth:
    """What players truly were, season by season: lines whose counts are rates in a neutral park.

    Attributes
    ----------
    batting : Lines
        Per plate appearance: `bb`, `hbp`, `so`, `hr`, `singles`, `doubles`, `triples`, `sb`, `cs`, `obp`.
    pitching : Lines
        Per batter faced: `bb`, `hbp`, `so`, `hr`, `h`.
    """

    batting: Lines
    pitching: Lines


@dataclass(frozen=True, slots=True)
class SimulatedLeague:
    """Seasons as anybody could have written them down, and the truth behind them."""

    history: History
    truth: Truth
    minors: Minors


def simulate_league(spec: LeagueSpec) -> SimulatedLeague:
    """Simulate a league; the same spec gives the same league.

    Parameters
    ----------
    spec : LeagueSpec

    Returns
    -------
    SimulatedLeague
    """
    park_rng, batter_rng, pitcher_rng, people_rng, minors_rng, starts_rng = (
        np.random.default_rng(seed) for seed in np.random.SeedSequence(spec.seed).spawn(6)
    )
    parks = draw_parks(park_rng, len(spec.seasons), spec.teams)
    setting = Setting(parks, draw_drift(park_rng, len(spec.seasons)))
    batters = play_batters(batter_rng, spec, setting)
    pitchers = play_pitchers(pitcher_rng, spec, setting, support=runs_a_game(batters, spec))
    people, pools = _people(people_rng, (batters, pitchers))
    ids = [pool.player_id for pool in pools]
    pitched = {**pitchers.counts, **draw_quality_starts(starts_rng, pitchers.counts)}
    history = History(
        seasons=spec.seasons,
        batting=_batting(pitcher_rng, spec, batters, pitchers, ids),
        pitching=lines_of(spec, pitchers.stints, ids[1], {name: pitched[name] for name in PITCHING}),
        positions=_positions(batter_rng, spec, batters, pitchers, ids),
        people=people,
        teams=team_table(park_rng, parks, spec.seasons),
    )
    minors = play_minors(minors_rng, spec, (batters, pitchers), pools)
    return SimulatedLeague(history, _truth(spec, batters, pitchers, ids), minors)


def _people(rng: np.random.Generator, sides: Sequence[Side]) -> tuple[People, tuple[People, ...]]:
    """Those who played in the majors, and everybody by pool."""
    everybody = draw_people(rng, np.concatenate([side.pool.birth_year for side in sides]))
    sizes = np.cumsum([0, *(len(side.pool) for side in sides)])
    played = np.unique(
        np.concatenate([start + side.stints.player for start, side in zip(sizes[:-1], sides, strict=True)])
    )
    pools = tuple(everybody.take(np.arange(start, end)) for start, end in pairwise(sizes))
    return everybody.take(played), pools


def _batting(
    rng: np.random.Generator, spec: LeagueSpec, batters: Side, pitchers: Side, ids: Sequence[StrArray]
) -> Lines:
    """Batting lines of batters, and of pitchers, who have one for every stint as in the real tables."""
    at_bat = pitchers_at_bat(rng, pitchers, spec)
    return joined(
        lines_of(spec, batters.stints, ids[0], {name: batters.counts[name] for name in BATTING}),
        lines_of(spec, pitchers.stints, ids[1], {name: at_bat[name] for name in BATTING}),
    )


def _positions(
    rng: np.random.Generator, spec: LeagueSpec, batters: Side, pitchers: Side, ids: Sequence[StrArray]
) -> Lines:
    return joined(
        lines_of(spec, batters.stints, ids[0], batter_games(rng, batters, (*FIELD, "dh"))),
        lines_of(spec, pitchers.stints, ids[1], pitcher_games(pitchers)),
    )


def _truth(spec: LeagueSpec, batters: Side, pitchers: Side, ids: Sequence[StrArray]) -> Truth:
    return Truth(
        batting=lines_of(spec, batters.stints, ids[0], batter_truth(batters.shares)),
        pitching=lines_of(spec, pitchers.stints, ids[1], pitcher_truth(pitchers.shares)),
    )
