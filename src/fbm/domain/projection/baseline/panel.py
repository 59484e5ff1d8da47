"""Player seasons with what was known before each: the rows that the baseline is fitted on and projects from.

Shapes: `n` rows (a player before a season), `m` season lines, `k` stats, `s` seasons, 5 seasons before with the latest
first. A row of season Y reads lines of earlier seasons only; what happened in Y is an outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fbm.domain.minor_seasons import minor_columns
from fbm.domain.projection.baseline.seasons import (
    Places,
    SeasonLines,
    Team,
    TeamYears,
    careers,
    open_lines,
    scales_of,
    team_years,
)
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import BoolArray, FloatArray, History, IntArray, People, Rows, StrArray
from fbm.domain.tracking import tracked_columns

LAGS: Final = 5
"""Seasons that a memory looks back; players are projected who were seen in the last three."""

UNKNOWN_AGE: Final = 27.0

SHORT: Final = 1.3
"""A season scaled by more tells nothing of playing time and totals: 1981, 1994 and 2020."""

_FIGURES: Final = ("birth_year", "birth_month", "birth_day", "height")


@dataclass(frozen=True, slots=True)
class Panel:
    """Players of one type before some seasons.

    Attributes
    ----------
    player_type : {"batter", "pitcher"}
    season : int64, shape (n,)
        The season projected, ascending.
    player_id, team : str, shape (n,)
        Team of the last season seen.
    age : float64, shape (n,)
        Years on the first of July of the season; 27 where the birth year is unknown.
    counts : mapping of stat to float64, shape (n, 5)
        Counts of the seasons before; zero where the player has no line or the source no figure.
    league : mapping of stat to float64, shape (n, 6)
        League rates per chance (plate appearance or batter faced) and, behind ``/volume``, per opportunity; the season
        itself comes first, which only outcomes are measured by. NaN where unknown.
    chances, volume : float64, shape (n, 5)
        Plate appearances or batters faced; plate appearances or outs.
    seen : bool, shape (n, 5)
        Whether the player has a line.
    park : float64, shape (n, 5)
        Park factor of the last team of each season, 1 is neutral.
    scale : float64, shape (n, 6)
        By what counts of each season are scaled to 162 games; the season itself comes first.
    around : mapping of name to float64, shape (n,)
        Further facts: positions, team, career, sides, height in inches (NaN where unknown), the record
        below the majors, tracking figures.
    happened : mapping of stat to float64, shape (n,)
        Counts of the season itself: zero without a line, NaN where the source has no figure.
    teams : mapping of season to mapping of team to Team
        Every team of the season before.
    """

    player_type: Playing
    season: IntArray
    player_id: StrArray
    team: StrArray
    age: FloatArray
    counts: Mapping[str, FloatArray]
    league: Mapping[str, FloatArray]
    chances: FloatArray
    volume: FloatArray
    seen: BoolArray
    park: FloatArray
    scale: FloatArray
    around: Mapping[str, FloatArray]
    happened: Mapping[str, FloatArray]
    teams: Mapping[int, Mapping[str, Team]]

    def __len__(self) -> int:
        return len(self.season)

    def take(self, rows: Rows) -> Panel:
        """Pick rows by mask or position."""

        def of(columns: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
            return {name: column[rows] for name, column in columns.items()}

        return Panel(
            self.player_type, self.season[rows], self.player_id[rows], self.team[rows], self.age[rows],
            of(self.counts), of(self.league), self.chances[rows], self.volume[rows], self.seen[rows], self.park[rows],
            self.scale[rows], of(self.around), of(self.happened), self.teams,
        )  # fmt: skip

    def whole(self) -> BoolArray:
        """Tell whose season was not cut short, shape (n,)."""
        return np.asarray(self.scale[:, 0] <= SHORT, dtype=np.bool_)

    def between(self, first: int, last: int) -> Panel:
        """Rows of the seasons from `first` to `last`, both included."""
        begin, end = np.searchsorted(self.season, [first, last + 1])
        return self.take(np.arange(begin, end))


def open_panel(history: History, player_type: Playing) -> Panel:
    """Lay out everybody who was to be projected before each season, up to the one after the history's last.

    Parameters
    ----------
    history : History
        At least three seasons.
    player_type : {"batter", "pitcher"}

    Returns
    -------
    Panel
        Ordered by season and player id; who is in it is who would be in the season's batch.
    """
    lines = open_lines(history, player_type)
    places = Places.of(lines, LAGS)
    player, season = _projected(lines, places)
    back = np.stack([places.row(player, season - ago) for ago in range(LAGS + 1)], axis=1)
    rows = _Rows(lines.ids[player], season, back)
    before = season - 1 - places.origin
    scales = scales_of(history)
    past = {name: grid[player, before] for name, grid in careers(lines, places, scales).items()}
    return _filled(history, lines, rows, _Around(team_years(history, player_type), scales, past))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Who is projected when, and the line of each season from the one projected backwards (-1: none), (n, 6)."""

    player_id: StrArray
    season: IntArray
    back: IntArray


@dataclass(frozen=True, slots=True)
class _Around:
    """Team seasons, the scale of each season, and careers, (n,) each."""

    years: TeamYears
    scales: FloatArray
    careers: Mapping[str, FloatArray]


def _projected(lines: SeasonLines, places: Places) -> tuple[IntArray, IntArray]:
    """Players and seasons: whoever did the job in one of the three seasons before."""
    did = places.marked(lines.regular)
    width = did.shape[1]
    any_of = np.zeros_like(did)
    for ago in range(1, WINDOW + 1):
        any_of[:, ago:] |= did[:, : width - ago]
    column, player = np.nonzero(any_of.T)
    season = column + places.origin
    kept = (season >= lines.first + WINDOW) & (season <= lines.last + 1)
    order = np.lexsort((player[kept], season[kept]))
    return player[kept][order], season[kept][order]


def _filled(history: History, lines: SeasonLines, rows: _Rows, around: _Around) -> Panel:
    past = rows.back[:, 1:]
    latest = np.where(past >= 0, past, -1)[np.arange(len(past)), (past >= 0).argmax(axis=1)]
    team = lines.team[latest] if len(lines.team) else np.zeros(0, dtype=np.str_)
    counts = {stat: np.append(np.nan_to_num(column), 0.0) for stat, column in lines.counts.items()}
    ages, who = np.arange(LAGS + 1), _people(history, rows.player_id)
    return Panel(
        player_type=lines.player_type,
        season=rows.season,
        player_id=rows.player_id,
        team=team,
        age=_ages(who, rows.season),
        counts={stat: column[past] for stat, column in counts.items()},
        league={
            stat: years_of(column, lines.first, rows.season[:, None] - ages) for stat, column in lines.league.items()
        },
        chances=np.append(lines.chances, 0.0)[past],
        volume=np.append(lines.volume, 0.0)[past],
        seen=past >= 0,
        park=np.append(around.years.park_of(lines.team, lines.season), 1.0)[past],
        scale=years_of(around.scales, lines.first, rows.season[:, None] - ages, fill=1.0),
        around={
            **{name: np.append(column, 0.0)[past[:, 0]] for name, column in lines.places.items()},
            **around.years.context(team, rows.season - 1),
            **around.careers,
            **_body(who),
            **minor_columns(history, lines.player_type, rows.player_id, rows.season),
            **tracked_columns(history, lines.player_type, rows.player_id, rows.season),
        },
        happened=_happened(lines, rows.back[:, 0]),
        teams={season: around.years.of_season(season - 1) for season in np.unique(rows.season).tolist()},
    )


def _happened(lines: SeasonLines, row: IntArray) -> dict[str, FloatArray]:
    columns = {**lines.counts, "chances": lines.chances, "volume": lines.volume}
    return {stat: np.append(column, 0.0)[row] for stat, column in columns.items()}


def years_of(column: FloatArray, first: int, seasons: IntArray, fill: float = np.nan) -> FloatArray:
    """Look a column of seasons up, `fill` for those it does not have."""
    place = seasons - first
    inside = (place >= 0) & (place < len(column))
    return np.where(inside, column[np.clip(place, 0, max(len(column) - 1, 0))], fill)


def _ages(who: People, season: IntArray) -> FloatArray:
    month = np.where(np.isfinite(who.birth_month), who.birth_month, 7.0)
    born = who.birth_year + (month - 0.5) / 12
    known = np.isfinite(born)
    return np.where(known, season + 0.5 - np.where(known, born, 0.0), UNKNOWN_AGE)


def _body(who: People) -> dict[str, FloatArray]:
    """Sides and height: they stay what they are, so a table of today tells nothing of what was to come."""
    sides = {"bats_left": who.bats == "L", "bats_both": who.bats == "B"}
    return {**{name: side.astype(np.float64) for name, side in sides.items()}, "height": who.height}


def _people(history: History, player_id: StrArray) -> People:
    """Who they are, in their order; of whom nothing is known, everything is unknown."""
    people = history.people
    order = np.argsort(people.player_id, kind="stable")
    at = order[np.clip(np.searchsorted(people.player_id[order], player_id), 0, max(len(order) - 1, 0))]
    who, known = people.take(at), people.player_id[at] == player_id
    words = {name: np.where(known, getattr(who, name), "") for name in ("bats", "throws")}
    numbers = {name: np.where(known, getattr(who, name), np.nan) for name in _FIGURES}
    return replace(who, **words, **numbers)
