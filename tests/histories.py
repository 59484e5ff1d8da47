"""Small histories: written out line by line, or drawn for a league of made-up players.

Nothing here is meant to look like baseball in detail; the simulated league is in `fbm.domain.simulation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from fbm.domain.seasons import History, Lines, People, Teams
from fbm.domain.stats import BATTING, PITCHING, POSITIONS

TEAMS = ("AAA", "BBB", "CCC", "DDD")
PARKS = {"AAA": 94.0, "BBB": 100.0, "CCC": 103.0, "DDD": 112.0}


@dataclass(frozen=True)
class Line:
    """One line of a player: counts that are not named are zero."""

    player: str
    season: int
    counts: Mapping[str, float] = field(default_factory=dict)
    team: str = "AAA"
    stint: int = 1


def lines_of(lines: Sequence[Line], stats: Iterable[str]) -> Lines:
    return Lines(
        player_id=np.array([line.player for line in lines], dtype=np.str_),
        season=np.array([line.season for line in lines], dtype=np.int64),
        stint=np.array([line.stint for line in lines], dtype=np.int64),
        team=np.array([line.team for line in lines], dtype=np.str_),
        league=np.array(["XL"] * len(lines), dtype=np.str_),
        counts={stat: np.array([line.counts.get(stat, 0.0) for line in lines], dtype=np.float64) for stat in stats},
    )


def history_of(
    *,
    batting: Sequence[Line] = (),
    pitching: Sequence[Line] = (),
    positions: Sequence[Line] = (),
    born: Mapping[str, float] | None = None,
) -> History:
    """Put a history together from lines; every team is there in every season."""
    seasons = tuple(sorted({line.season for line in (*batting, *pitching)}))
    return History(
        seasons=seasons,
        batting=lines_of(batting, BATTING),
        pitching=lines_of(pitching, PITCHING),
        positions=lines_of(positions, POSITIONS),
        people=_people(dict(born or {})),
        teams=_teams(seasons),
    )


def small_history(seasons: Sequence[int], players: int = 40, seed: int = 0) -> History:
    """Draw a league: three quarters bat, the rest pitch, half of those in relief.

    Players are ``bat000``, ``pit000`` and so on; some miss seasons, some change teams in mid-season. Holds, blown
    saves and quality starts are missing, as in the sources.
    """
    rng = np.random.default_rng(seed)
    batters = [f"bat{number:03d}" for number in range(players - players // 4)]
    pitchers = [f"pit{number:03d}" for number in range(players // 4)]
    batting, pitching, positions = [], [], []
    for player in (*batters, *pitchers):
        for season in seasons:
            for stint, team in enumerate(_teams_of(rng), start=1):
                pitches = player.startswith("pit")
                games = int(rng.integers(10, 34 if pitches else 150))
                place = "p" if pitches else POSITIONS[1 + int(player[3:]) % 9]
                batting.append(Line(player, season, _batting(rng, games, 0.1 if pitches else 4.0), team, stint))
                positions.append(Line(player, season, {place: games}, team, stint))
                if pitches:
                    starting = int(player[3:]) % 2 == 0
                    pitching.append(Line(player, season, _pitching(rng, games, starting=starting), team, stint))
    born = {player: float(seasons[0] - rng.integers(20, 36)) for player in (*batters, *pitchers)}
    return history_of(batting=batting, pitching=pitching, positions=positions, born=born)


def _teams_of(rng: np.random.Generator) -> tuple[str, ...]:
    """No team in one season of eight, two in one of six."""
    drawn = rng.permutation(np.array(TEAMS)).tolist()
    return tuple(drawn[: rng.choice([0, 1, 2], p=[0.125, 0.7, 0.175])])


def _batting(rng: np.random.Generator, games: int, a_game: float) -> dict[str, float]:
    pa = int(games * a_game) + 1
    kinds = ("bb", "hbp", "sf", "sh", "hr", "triples", "doubles", "singles", "so", "out")
    shares = (0.085, 0.01, 0.007, 0.004, 0.03, 0.005, 0.045, 0.145, 0.2, 0.469)
    drawn = dict(zip(kinds, map(float, rng.multinomial(pa, shares)), strict=True))
    hits = drawn["singles"] + drawn["doubles"] + drawn["triples"] + drawn["hr"]
    on_base = hits + drawn["bb"] + drawn["hbp"]
    extra = {
        "g": float(games),
        "h": hits,
        "ab": pa - drawn["bb"] - drawn["hbp"] - drawn["sf"] - drawn["sh"],
        "r": np.floor(on_base / 3),
        "rbi": np.floor(hits / 2),
        "sb": float(rng.binomial(int(on_base), 0.06)),
        "cs": float(rng.binomial(int(on_base), 0.02)),
    }
    return {**drawn, **extra}


def _pitching(rng: np.random.Generator, games: int, *, starting: bool) -> dict[str, float]:
    outs = games * (17 if starting else 3) + int(rng.integers(3))
    rates = {"h": 0.32, "bb": 0.12, "so": 0.3, "hr": 0.04, "hbp": 0.014, "er": 0.15, "w": 0.018, "l": 0.018}
    counts = {stat: float(rng.poisson(outs * rate)) for stat, rate in rates.items()}
    use = {"g": float(games), "gs": float(games) if starting else 0.0, "sv": 0.0 if starting else float(games // 4)}
    return {**counts, **use, "outs": float(outs), "r": counts["er"] + 2.0, "hld": np.nan, "bs": np.nan, "qs": np.nan}


def _people(born: Mapping[str, float]) -> People:
    ids = sorted(born)
    words = np.array(ids, dtype=np.str_)
    numbers = np.array([born[player] for player in ids], dtype=np.float64)
    sides = np.full(len(ids), "R")
    month, day, height, alive = (np.full(len(ids), value) for value in (6.0, 1.0, 73.0, np.nan))
    return People(words, words, numbers, month, day, sides, sides, height, alive, alive, alive)


def _teams(seasons: Sequence[int]) -> Teams:
    n = len(seasons) * len(TEAMS)
    parks = np.tile([PARKS[team] for team in TEAMS], len(seasons))
    return Teams(
        season=np.repeat(np.array(seasons, dtype=np.int64), len(TEAMS)),
        team=np.tile(np.array(TEAMS), len(seasons)),
        league=np.full(n, "XL"),
        games=np.full(n, 162.0),
        park_batting=parks,
        park_pitching=parks - 1.0,
    )
