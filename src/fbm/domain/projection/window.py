"""Open a batch: cut what was known before a season down to the three seasons that a projection looks at.

Shapes: `m` season lines, `n` players, `k` stats, 3 seasons of the window with the latest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.projection.batch import WINDOW, Batch, Playing
from fbm.domain.projection.leagues import Stints, own_leagues
from fbm.domain.projection.population import PITCHER, league_rates, main_positions, projected_players, roles
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

BATTER_STATS: Final = (
    "singles", "doubles", "triples", "hr", "bb", "so", "hbp", "sf", "sh", "sb", "cs", "r", "rbi",
)  # fmt: skip
"""Counts that are projected for batters; hits and at-bats follow from them."""

PITCHER_STATS: Final = (
    "h", "bb", "so", "hr", "hbp", "er", "r", "w", "l", "sv", "hld", "bs", "g", "gs", "qs",
)  # fmt: skip
"""Counts that are projected for pitchers. Draws are numbered by a count's place here: new ones come last."""

STATS: Final[Mapping[Playing, tuple[str, ...]]] = MappingProxyType({"batter": BATTER_STATS, "pitcher": PITCHER_STATS})

NEUTRAL: Final = 100.0
"""Park factor of an average park."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Lines of the window, of everybody: counts (m, k), the rest (m,)."""

    lines: Lines
    ago: IntArray
    counts: FloatArray
    opportunities: FloatArray
    positions: StrArray


def open_batch(history: History, season: int, player_type: Playing) -> Batch:
    """Gather the players of one type as they were known before a season.

    Parameters
    ----------
    history : History
        May hold later seasons; nothing of them is read.
    season : int
        The season to project.
    player_type : {"batter", "pitcher"}

    Returns
    -------
    Batch
        Ordered by player id, whatever the order of the lines. Opportunities are plate appearances or outs. Team,
        position and park are those of the last season seen; pitchers' positions are ``SP`` and ``RP``. A two-way
        player is in both batches. Rates and volume are NaN.
    """
    past = history.before(season).between(season - WINDOW, season - 1)
    lines = past.batting if player_type == "batter" else past.pitching
    seen = _seen(past, season, player_type, season_totals(lines))
    ids = projected_players(player_type, seen.lines, seen.positions, seen.opportunities)
    batch = _blank(season, player_type, ids)
    mine = np.flatnonzero(np.isin(seen.lines.player_id, ids))
    person = np.searchsorted(ids, seen.lines.player_id[mine])
    batch = _with_counts(batch, seen, mine, person)
    last = _last(mine, person, len(ids))
    batch = _with_last_season(batch, past, seen, last)
    batch = _with_leagues(batch, seen, _seen(past, season, player_type, lines), last)
    return replace(batch, age=_ages(past, season, ids))


def empty_batch(season: int, player_type: Playing) -> Batch:
    """Give a batch of nobody: it has the stats and shapes of any other."""
    return _blank(season, player_type, np.array([], dtype=np.str_))


def _seen(past: History, season: int, player_type: Playing, lines: Lines) -> _Seen:
    columns = {**lines.counts, "singles": singles(lines)} if player_type == "batter" else lines.counts
    return _Seen(
        lines=lines,
        ago=season - 1 - lines.season,
        counts=np.stack([columns[stat] for stat in STATS[player_type]], axis=1),
        opportunities=opportunities_of(lines, player_type),
        positions=main_positions(past, lines),
    )


def _blank(season: int, player_type: Playing, ids: StrArray) -> Batch:
    n, stats = len(ids), STATS[player_type]
    return Batch(
        season=season,
        player_type=player_type,
        player_id=ids,
        team=np.full(n, ""),
        position=np.full(n, ""),
        age=np.full(n, np.nan),
        stats=stats,
        counts=np.zeros((n, WINDOW, len(stats))),
        opportunities=np.zeros((n, WINDOW)),
        games=np.zeros((n, WINDOW)),
        starts=np.zeros((n, WINDOW)),
        league=np.full((WINDOW, len(stats)), np.nan),
        own_league=np.full((n, WINDOW, len(stats)), np.nan),
        last_league=np.full((n, len(stats)), np.nan),
        rates=np.full((n, len(stats)), np.nan),
        volume=np.full(n, np.nan),
        park=np.full(n, NEUTRAL),
    )


def _with_counts(batch: Batch, seen: _Seen, mine: IntArray, person: IntArray) -> Batch:
    """Lay the players' lines out by player and season."""
    ago = seen.ago[mine]

    def laid_out(values: FloatArray) -> FloatArray:
        grid = np.zeros((len(batch), WINDOW, *values.shape[1:]))
        grid[person, ago] = values[mine]
        return grid

    starts = seen.lines.counts.get("gs", np.zeros(len(seen.ago)))
    return replace(
        batch,
        counts=laid_out(seen.counts),
        opportunities=laid_out(seen.opportunities),
        games=laid_out(np.nan_to_num(seen.lines.counts["g"])),
        starts=laid_out(np.nan_to_num(starts)),
    )


def _last(mine: IntArray, person: IntArray, n: int) -> IntArray:
    """Row of each player's last season: the lines are ordered by season."""
    last = np.zeros(n, dtype=np.int64)
    np.maximum.at(last, person, mine)
    return last


def _with_last_season(batch: Batch, past: History, seen: _Seen, last: IntArray) -> Batch:
    team, played = seen.lines.team[last], seen.lines.season[last]
    pitching = batch.player_type == "pitcher"
    position = roles(batch.games, batch.starts) if pitching else seen.positions[last]
    factors = past.teams.park_pitching if pitching else past.teams.park_batting
    parks = dict(zip(zip(past.teams.team.tolist(), past.teams.season.tolist(), strict=True), factors, strict=True))
    pairs = zip(team.tolist(), played.tolist(), strict=True)
    park = np.array([parks.get(pair, NEUTRAL) for pair in pairs], dtype=np.float64)
    return replace(batch, team=team, position=position, park=np.where(np.isfinite(park), park, NEUTRAL))


def parks_of(history: History, season: int, player_type: Playing) -> dict[str, float]:
    """Give the park factor of each team of a season, 100 where unknown."""
    teams = history.teams
    factors = teams.park_pitching if player_type == "pitcher" else teams.park_batting
    rows = np.flatnonzero(teams.season == season)
    return {str(teams.team[row]): float(np.nan_to_num(factors[row], nan=NEUTRAL)) for row in rows.tolist()}


def _with_leagues(batch: Batch, seen: _Seen, stints: _Seen, last: IntArray) -> Batch:
    majors = league_rates(seen.ago, seen.counts, seen.opportunities, _pool(seen, batch.player_type))
    own = own_leagues(
        Stints(
            player_id=stints.lines.player_id,
            ago=stints.ago,
            league=stints.lines.league,
            counts=stints.counts,
            opportunities=stints.opportunities,
            pool=_pool(stints, batch.player_type),
        ),
        batch.player_id,
        last=seen.lines.league[last],
        majors=majors,
    )
    return replace(batch, league=majors, own_league=own.seen, last_league=own.last)


def _pool(seen: _Seen, player_type: Playing) -> BoolArray:
    """Lines that make the league: all of pitching, and batting but for pitchers'."""
    return np.ones(len(seen.ago), dtype=np.bool_) if player_type == "pitcher" else seen.positions != PITCHER


def _ages(past: History, season: int, ids: StrArray) -> FloatArray:
    born = dict(zip(past.people.player_id.tolist(), past.people.birth_year.tolist(), strict=True))
    return season - np.array([born.get(player, np.nan) for player in ids.tolist()], dtype=np.float64)
