"""Season lines as columns: what is known of players, teams and leagues, season by season.

Shapes: `n` lines (or people, or team seasons), one array entry each. Missing counts are NaN, never zero.
Nothing here knows where the columns came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
StrArray: TypeAlias = npt.NDArray[np.str_]
Rows: TypeAlias = npt.NDArray[Any]
"""A boolean mask or integer positions that pick lines."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Counts of one kind, a line for each player, season and stint (or team).

    Attributes
    ----------
    player_id : str, shape (n,)
    season : int64, shape (n,)
    stint : int64, shape (n,)
        Order of a player's teams within the season, from 1.
    team, league : str, shape (n,)
    counts : mapping of stat name to float64, shape (n,)
        NaN where the source has no figure.
    """

    player_id: StrArray
    season: IntArray
    stint: IntArray
    team: StrArray
    league: StrArray
    counts: Mapping[str, FloatArray]

    def __len__(self) -> int:
        return len(self.player_id)

    def take(self, rows: Rows) -> Lines:
        """Pick lines by mask or position."""
        return Lines(
            player_id=self.player_id[rows],
            season=self.season[rows],
            stint=self.stint[rows],
            team=self.team[rows],
            league=self.league[rows],
            counts={name: column[rows] for name, column in self.counts.items()},
        )


@dataclass(frozen=True, slots=True)
class People:
    """Who the players are.

    Attributes
    ----------
    player_id, name : str, shape (n,)
    birth_year, birth_month, birth_day : float64, shape (n,)
        NaN where unknown.
    bats, throws : str, shape (n,)
        ``L``, ``R``, ``B`` (both), ``S`` (either arm) or empty.
    height : float64, shape (n,)
        Inches; NaN where unknown.
    death_year, death_month, death_day : float64, shape (n,)
        NaN where unknown and for the living. As known when the tables were made: a death may lie behind any season of
        theirs, so that only `fbm.domain.projection.living` reads it.
    """

    player_id: StrArray
    name: StrArray
    birth_year: FloatArray
    birth_month: FloatArray
    birth_day: FloatArray
    bats: StrArray
    throws: StrArray
    height: FloatArray
    death_year: FloatArray
    death_month: FloatArray
    death_day: FloatArray

    def __len__(self) -> int:
        return len(self.player_id)

    def take(self, rows: Rows) -> People:
        """Pick people by mask or position."""
        return People(
            self.player_id[rows],
            self.name[rows],
            self.birth_year[rows],
            self.birth_month[rows],
            self.birth_day[rows],
            self.bats[rows],
            self.throws[rows],
            self.height[rows],
            self.death_year[rows],
            self.death_month[rows],
            self.death_day[rows],
        )


@dataclass(frozen=True, slots=True)
class Teams:
    """Team seasons with their park factors.

    Attributes
    ----------
    season : int64, shape (n,)
    team, league : str, shape (n,)
    games : float64, shape (n,)
    park_batting, park_pitching : float64, shape (n,)
        Park factor over three years with 100 as the average, half of the games at home already in it.
    """

    season: IntArray
    team: StrArray
    league: StrArray
    games: FloatArray
    park_batting: FloatArray
    park_pitching: FloatArray

    def take(self, rows: Rows) -> Teams:
        """Pick team seasons by mask or position."""
        return Teams(
            self.season[rows],
            self.team[rows],
            self.league[rows],
            self.games[rows],
            self.park_batting[rows],
            self.park_pitching[rows],
        )


@dataclass(frozen=True, slots=True)
class History:
    """What is known of some seasons.

    Attributes
    ----------
    seasons : tuple of int
        The seasons whose lines are held, ascending.
    batting, pitching : Lines
        One line for each player, season and stint; counts named as in `fbm.domain.stats`.
    positions : Lines
        Games by fielding position, counts named as in `fbm.domain.stats.POSITIONS`.
    people : People
    teams : Teams
    tracking : mapping of table to Lines
        Season-level tracking figures, see `fbm.domain.tracking`; empty where none were imported.
    minors : mapping of player type to Lines
        Seasons below the majors, see `fbm.domain.minor_seasons`; empty where nobody reads them.
    """

    seasons: tuple[int, ...]
    batting: Lines
    pitching: Lines
    positions: Lines
    people: People
    teams: Teams
    tracking: Mapping[str, Lines] = field(default_factory=dict)
    minors: Mapping[str, Lines] = field(default_factory=dict)

    def between(self, first: int, last: int) -> History:
        """Keep the seasons from `first` to `last`, both included."""
        return replace(
            self,
            seasons=tuple(s for s in self.seasons if first <= s <= last),
            batting=_between(self.batting, first, last),
            pitching=_between(self.pitching, first, last),
            positions=_between(self.positions, first, last),
            teams=self.teams.take((self.teams.season >= first) & (self.teams.season <= last)),
            tracking={name: _between(lines, first, last) for name, lines in self.tracking.items()},
            minors={name: _between(lines, first, last) for name, lines in self.minors.items()},
        )

    def before(self, season: int) -> History:
        """Keep what was known when `season` began: everything strictly earlier."""
        return self.between(0, season - 1)


def _between(lines: Lines, first: int, last: int) -> Lines:
    return lines.take((lines.season >= first) & (lines.season <= last))


def season_totals(lines: Lines) -> Lines:
    """Add up the stints of each player and season.

    Returns
    -------
    Lines
        One line for each player and season, ordered by season and player id. Team and league are those of
        the last stint, `stint` is the number of stints. A total is NaN only where every stint's figure is.
    """
    order = np.lexsort((lines.stint, lines.player_id, lines.season))
    ordered = lines.take(order)
    if not len(ordered):
        return ordered
    starts = _group_starts(ordered)
    lasts = np.append(starts[1:], len(ordered)) - 1
    totals = ordered.take(lasts)
    counts = {name: _sum_groups(column, starts) for name, column in ordered.counts.items()}
    return replace(totals, stint=lasts - starts + 1, counts=counts)


def _group_starts(ordered: Lines) -> IntArray:
    changed = (ordered.player_id[1:] != ordered.player_id[:-1]) | (ordered.season[1:] != ordered.season[:-1])
    return np.flatnonzero(np.concatenate(([True], changed)))


def _sum_groups(column: FloatArray, starts: IntArray) -> FloatArray:
    known = np.isfinite(column)
    sums = np.add.reduceat(np.where(known, column, 0.0), starts)
    any_known = np.add.reduceat(known.astype(np.float64), starts) > 0
    return np.where(any_known, sums, np.nan)


def plate_appearances(batting: Lines) -> FloatArray:
    """Plate appearances of batting lines: ab + bb + hbp + sh + sf, unknown parts counted as none."""
    parts = (np.nan_to_num(batting.counts[name]) for name in ("ab", "bb", "hbp", "sh", "sf"))
    total: FloatArray = np.sum(np.stack(list(parts)), axis=0)
    return total


def opportunities_of(lines: Lines, player_type: str) -> FloatArray:
    """Plate appearances of batting lines or outs of pitching lines, shape (n,), unknown ones as none."""
    return plate_appearances(lines) if player_type == "batter" else np.nan_to_num(lines.counts["outs"])


def singles(batting: Lines) -> FloatArray:
    """Singles of batting lines, shape (n,): the hits that are nothing else."""
    counts = batting.counts
    return counts["h"] - counts["doubles"] - counts["triples"] - counts["hr"]
