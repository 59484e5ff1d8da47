"""Season lines, league rates, teams and careers as the baseline reads them.

Shapes: `m` season lines (one for each player and season), `s` seasons, `q` team seasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.projection.batch import Playing
from fbm.domain.projection.finalise import WOBA_WEIGHTS
from fbm.domain.projection.population import PITCHER, main_positions
from fbm.domain.projection.window import NEUTRAL, STATS
from fbm.domain.seasons import (
    BoolArray,
    FloatArray,
    History,
    IntArray,
    Lines,
    StrArray,
    opportunities_of,
    season_totals,
    singles,
)
from fbm.domain.stats import POSITIONS

FULL_GAMES: Final = 162.0
SLIGHT: Final = 1.02
"""A season scaled by less counts as a full one."""

USUAL_RUNS: Final = 4.5
"""Runs of a team in a game, by which they are measured."""

CAREER: Final = 10
"""Seasons that a career is looked back on: the same whether the history goes back further or not."""

FURTHER: Final[Mapping[Playing, tuple[str, ...]]] = {"batter": ("g", "on_base", "woba"), "pitcher": ("gf",)}
"""Counts read beside those that are projected."""


@dataclass(frozen=True, slots=True)
class SeasonLines:
    """Season totals of one type of player.

    Attributes
    ----------
    player_type : {"batter", "pitcher"}
    first, last : int
        Seasons.
    ids : str
        All players, ascending.
    player : int64, shape (m,)
        Place in `ids`.
    season : int64, shape (m,)
    team : str, shape (m,)
    counts : mapping of stat to float64, shape (m,)
        NaN where the source has no figure.
    chances, volume : float64, shape (m,)
        Plate appearances or batters faced; plate appearances or outs.
    regular : bool, shape (m,)
        Whether the player did the job, as told by `projected_players`.
    places : mapping of name to float64, shape (m,)
        Facts of one season alone: shares of games by position, stints.
    league : mapping of stat to float64, shape (s,)
        Rates per chance and, behind ``/volume``, per opportunity.
    """

    player_type: Playing
    first: int
    last: int
    ids: StrArray
    player: IntArray
    season: IntArray
    team: StrArray
    counts: Mapping[str, FloatArray]
    chances: FloatArray
    volume: FloatArray
    regular: BoolArray
    places: Mapping[str, FloatArray]
    league: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the line of a player and season stands: a grid of players by seasons, -1 where there is none."""

    origin: int
    grid: IntArray
    player: IntArray
    column: IntArray

    @classmethod
    def of(cls, lines: SeasonLines, lags: int) -> Places:
        """Lay lines out with `lags` empty seasons in front and one behind."""
        origin = lines.first - lags
        grid = np.full((len(lines.ids), lines.last + 2 - origin), -1)
        column = lines.season - origin
        grid[lines.player, column] = np.arange(len(column))
        return cls(origin, grid, lines.player, column)

    def row(self, player: IntArray, season: IntArray) -> IntArray:
        """Row of the line of each player and season."""
        return self.grid[player, season - self.origin]

    def marked(self, which: BoolArray) -> BoolArray:
        """Players by seasons, true where a line is marked."""
        marks = np.zeros(self.grid.shape, dtype=np.bool_)
        marks[self.player[which], self.column[which]] = True
        return marks


def open_lines(history: History, player_type: Playing) -> SeasonLines:
    """Gather the season totals of one type of player."""
    batting = player_type == "batter"
    lines = season_totals(history.batting if batting else history.pitching)
    positions = main_positions(history, lines)
    counts = {stat: _count(lines, stat) for stat in (*STATS[player_type], *FURTHER[player_type])}
    volume = opportunities_of(lines, player_type)
    chances = volume if batting else _faced(lines, counts, volume)
    pitches = positions == PITCHER
    ids, player = np.unique(lines.player_id, return_inverse=True)
    pool = ~pitches if batting else np.ones(len(lines), dtype=np.bool_)
    first, last = history.seasons[0], history.seasons[-1]
    return SeasonLines(
        player_type=player_type,
        first=first,
        last=last,
        ids=ids,
        player=player,
        season=lines.season,
        team=lines.team,
        counts=counts,
        chances=chances,
        volume=volume,
        regular=(~pitches & (volume > 0)) if batting else (pitches | (counts["gs"] > 0)),
        places={**(_positions(history, lines) if batting else {}), "stints": lines.stint.astype(np.float64)},
        league=_league(counts, {"": chances, "/volume": volume}, lines.season - first, pool),
    )


def _count(lines: Lines, stat: str) -> FloatArray:
    counts = lines.counts
    if stat == "singles":
        return singles(lines)
    if stat == "on_base":
        return counts["h"] + counts["bb"] + np.nan_to_num(counts["hbp"])
    if stat == "woba":
        parts = [worth * np.nan_to_num(_count(lines, kind)) for kind, worth in WOBA_WEIGHTS.items()]
        total: FloatArray = np.stack(parts).sum(axis=0)
        return total
    return counts.get(stat, np.full(len(lines), np.nan))


def _faced(lines: Lines, counts: Mapping[str, FloatArray], outs: FloatArray) -> FloatArray:
    faced = lines.counts.get("bf", np.zeros(len(lines)))
    made = outs + sum(np.nan_to_num(counts[stat]) for stat in ("h", "bb", "hbp"))
    return np.where(faced > 0, faced, made)


def _league(
    counts: Mapping[str, FloatArray], by: Mapping[str, FloatArray], place: IntArray, pool: BoolArray
) -> dict[str, FloatArray]:
    """Events per opportunity of the pool, season by season; lines without a figure are left out of both sides."""
    size = int(place.max(initial=-1)) + 1
    rates = {}
    for stat, column in counts.items():
        known = np.isfinite(column) & pool
        events = np.bincount(place[known], column[known], size)
        for ending, whole in by.items():
            chances = np.bincount(place[known], whole[known], size)
            rates[stat + ending] = np.where(
                (chances > 0) & (events > 0), events / np.where(chances > 0, chances, 1.0), np.nan
            )
    return rates


def _positions(history: History, lines: Lines) -> dict[str, FloatArray]:
    """Share of a player's games at each position, shape (m,)."""
    totals = season_totals(history.positions)
    keys = zip(totals.player_id.tolist(), totals.season.tolist(), strict=True)
    at = {key: row for row, key in enumerate(keys)}
    wanted = zip(lines.player_id.tolist(), lines.season.tolist(), strict=True)
    row = np.array([at.get(key, -1) for key in wanted], dtype=np.int64)
    games = np.maximum(np.nan_to_num(lines.counts["g"]), 1.0)
    columns = {name: np.append(np.nan_to_num(totals.counts[name]), 0.0)[row] for name in POSITIONS[1:]}
    return {name: np.minimum(column / games, 1.0) for name, column in columns.items()}


def scales_of(history: History) -> FloatArray:
    """By what counts of each season are scaled to 162 games, shape (s,): the teams' mean games, slight gaps left."""
    teams = history.teams
    place = teams.season - history.seasons[0]
    known = np.isfinite(teams.games) & (teams.games > 0)
    size = history.seasons[-1] - history.seasons[0] + 1
    games = np.bincount(place[known], teams.games[known], size)
    count = np.bincount(place[known], minlength=size)
    scale = np.where(games > 0, FULL_GAMES * count / np.where(games > 0, games, 1.0), 1.0)
    return np.where(scale > SLIGHT, scale, 1.0)


class Team(NamedTuple):
    """What a team does to its players' numbers, 1 is average: its park, and the runs it scores or allows."""

    park: float = 1.0
    runs: float = 1.0


@dataclass(frozen=True, slots=True)
class TeamYears:
    """Team seasons by team and season: park (1 is neutral), runs in a game (4.5 is 1), share of games won."""

    rows: Mapping[tuple[str, int], int]
    park: FloatArray
    runs: FloatArray
    won: FloatArray

    def _column(self, column: FloatArray, fill: float, teams: StrArray, seasons: IntArray) -> FloatArray:
        keys = zip(teams.tolist(), seasons.tolist(), strict=True)
        places = np.array([self.rows.get(key, -1) for key in keys], dtype=np.int64)
        return np.append(column, fill)[places]

    def of_season(self, season: int) -> dict[str, Team]:
        """Every team of a season by name."""
        return {
            team: Team(float(self.park[row]), float(self.runs[row]))
            for (team, played), row in self.rows.items()
            if played == season
        }

    def park_of(self, teams: StrArray, seasons: IntArray) -> FloatArray:
        """Park factors of teams in seasons, 1 where unknown."""
        return self._column(self.park, 1.0, teams, seasons)

    def context(self, teams: StrArray, seasons: IntArray) -> dict[str, FloatArray]:
        """Park, runs and wins of teams in seasons, those of an average team where unknown."""
        return {
            "park": self.park_of(teams, seasons),
            "team_runs": self._column(self.runs, 1.0, teams, seasons),
            "team_won": self._column(self.won, 0.5, teams, seasons),
        }


def team_years(history: History, player_type: Playing) -> TeamYears:
    """Gather team seasons: batters are told what their team scores, pitchers what it allows."""
    teams = history.teams
    keys = zip(teams.team.tolist(), teams.season.tolist(), strict=True)
    rows = {key: row for row, key in enumerate(keys)}
    factors = teams.park_batting if player_type == "batter" else teams.park_pitching
    scored = _of_teams(history.batting if player_type == "batter" else history.pitching, "r", rows)
    wins = _of_teams(history.pitching, "w", rows)
    games = np.where(teams.games > 0, teams.games, np.nan)
    runs, won = scored / games / USUAL_RUNS, wins / games
    return TeamYears(
        rows=rows,
        park=np.where(np.isfinite(factors), factors, NEUTRAL) / NEUTRAL,
        runs=np.where(np.isfinite(runs) & (runs > 0), runs, 1.0),
        won=np.where(np.isfinite(won), won, 0.5),
    )


def _of_teams(lines: Lines, stat: str, rows: Mapping[tuple[str, int], int]) -> FloatArray:
    keys = zip(lines.team.tolist(), lines.season.tolist(), strict=True)
    places = np.array([rows.get(key, -1) for key in keys], dtype=np.int64)
    known = places >= 0
    total: FloatArray = np.bincount(places[known], np.nan_to_num(lines.counts[stat])[known], len(rows)).astype(
        np.float64
    )
    return total


def careers(lines: SeasonLines, places: Places, scales: FloatArray) -> dict[str, FloatArray]:
    """Players by seasons, the last ten up to and with each: seasons, chances, most opportunities of 162 games."""

    def laid_out(column: FloatArray) -> FloatArray:
        grid = np.zeros(places.grid.shape)
        grid[places.player, places.column] = column
        return grid

    scaled = laid_out(lines.volume * scales[lines.season - lines.first])
    return {
        "career_seasons": _recent((places.grid >= 0).astype(np.float64)),
        "career_chances": _recent(laid_out(lines.chances)),
        "career_best": _best(scaled),
    }


def _recent(grid: FloatArray) -> FloatArray:
    """Sum of the last ten columns. The counts are whole, so that differences of long sums are exact."""
    total = np.cumsum(grid, axis=1)
    result = total.copy()
    result[:, CAREER:] -= total[:, :-CAREER]
    return result


def _best(grid: FloatArray) -> FloatArray:
    best = grid.copy()
    for ago in range(1, min(CAREER, grid.shape[1])):
        np.maximum(best[:, ago:], grid[:, :-ago], out=best[:, ago:])
    return best
