"""A player's last games and the next ones: what fine-tuning learns from and is judged on.

Shapes: g games of players, w windows, t stats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.contextual.games import GameCounts, Int64, Perspective
from fbm.domain.contextual.lately import Lately, league_lately
from fbm.domain.contextual.pitches import Int32
from fbm.domain.seasons import BoolArray, FloatArray, Rows

CHANCES: Final[Mapping[Perspective, str]] = {"batter": "pa", "pitcher": "outs"}
"""What rates are per."""


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """Which windows there are.

    Attributes
    ----------
    context, horizon : int
        Most games before the cut, and after it in the season of the first.
    stride : int
        Games of a player's season between two cuts.
    least : int
        Fewest games before the cut.
    look_back : int
        Seasons before its own that a window reaches back to.
    """

    context: int
    horizon: int
    stride: int
    least: int
    look_back: int = 2


@dataclass(frozen=True, slots=True)
class Windows:
    """Cuts in players' careers: games ``start`` to ``cut`` are known, ``cut`` to ``end`` are to come.

    Attributes
    ----------
    player, season : int32, shape (w,)
        Season of the games to come.
    start, cut, end : int64, shape (w,)
        Places in `PlayerGames`; `end` is `cut` where nothing is known of what came.
    fresh : bool, shape (w,)
        Whether the player had no game in that season yet.
    """

    player: Int32
    season: Int32
    start: Int64
    cut: Int64
    end: Int64
    fresh: BoolArray

    def __len__(self) -> int:
        return len(self.player)

    def take(self, rows: Rows | slice) -> Windows:
        """Pick windows by mask, position or slice."""
        return Windows(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class RateTable:
    """Games as counts.

    Attributes
    ----------
    events : float64, shape (g, t)
    chances : float64, shape (g,)
    league : mapping of season to float64, shape (t,)
        Rates of all players of the season before.
    lately : Lately or None
        Rates of all players before each day.
    """

    events: FloatArray
    chances: FloatArray
    league: Mapping[int, FloatArray]
    lately: Lately | None = None


def rate_table(counts: GameCounts, stats: tuple[str, ...], perspective: Perspective, half_life: int = 0) -> RateTable:
    """Lay counts out for these stats; `league` has the seasons after those with games.

    Parameters
    ----------
    counts : GameCounts
    stats : tuple of str
    perspective : {"batter", "pitcher"}
    half_life : int
        Of the league's rates lately, in days of play; 0 for none.
    """
    events = np.stack([counts.counts[stat] for stat in stats], axis=1).astype(np.float64)
    chances = counts.counts[CHANCES[perspective]].astype(np.float64)
    league = {}
    for season in np.unique(counts.season).tolist():
        rows = counts.season == season
        league[season + 1] = events[rows].sum(axis=0) / max(chances[rows].sum(), 1.0)
    lately = league_lately(counts.date, events, chances, half_life) if half_life else None
    return RateTable(events, chances, league, lately)


def cut_windows(counts: GameCounts, plan: WindowPlan) -> Windows:
    """Cut every player's career, `stride` games apart in each season, the first cut before its first game."""
    rows = np.arange(len(counts))
    key = _key(counts.player, counts.season)
    first, after = np.searchsorted(key, key), np.searchsorted(key, key, side="right")
    cuts = rows[(rows - first) % plan.stride == 0]
    found = _windows(counts, cuts, np.minimum(cuts + plan.horizon, after[cuts]), plan)
    return found.take((found.cut - found.start >= plan.least) & (found.end > found.cut))


def windows_before(counts: GameCounts, season: int, plan: WindowPlan) -> Windows:
    """Give every player's last games before a season; nothing of it or later is looked at."""
    key = _key(counts.player, counts.season)
    players = np.unique(counts.player)
    cut = np.searchsorted(key, _key(players, np.full(len(players), season)))
    start = np.searchsorted(key, _key(players, np.full(len(players), season - plan.look_back)))
    start = np.maximum(start, cut - plan.context)
    found = Windows(
        players.astype(np.int32), np.full(len(players), season, np.int32), start, cut, cut,
        np.ones(len(players), dtype=np.bool_),
    )  # fmt: skip
    return found.take(cut - start >= plan.least)


def summed(values: FloatArray, start: Int64, end: Int64) -> FloatArray:
    """Add up the games of windows, shape (w, t) or (w,)."""
    total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    return np.asarray(total[end] - total[start], dtype=np.float64)


def league_of(table: RateTable, windows: Windows) -> FloatArray:
    """Give the league's rates of the season before each window's, or of the last one known, shape (w, t)."""
    known = np.array(sorted(table.league))
    place = np.maximum(np.searchsorted(known, windows.season, side="right") - 1, 0)
    return np.stack([table.league[int(season)] for season in known])[place]


def usual_of(table: RateTable, windows: Windows) -> FloatArray:
    """Give what is usual of all players at each window's cut, shape (w, t): lately, or in the season before.

    A window before a season's first game knows what was known before the season.
    """
    if table.lately is None:
        return league_of(table, windows)
    lately, last = table.lately, len(table.lately.day) - 1
    opening = np.searchsorted(lately.days, windows.season.astype(np.int64) * 10_000)
    day = np.where(windows.fresh, opening, lately.day[np.minimum(windows.cut, last)])
    return lately.before[day]


def _windows(counts: GameCounts, cuts: Int64, ends: Int64, plan: WindowPlan) -> Windows:
    player, season = counts.player[cuts], counts.season[cuts]
    key = _key(counts.player, counts.season)
    start = np.maximum(np.searchsorted(key, _key(player, season - plan.look_back)), cuts - plan.context)
    fresh = cuts == np.searchsorted(key, key[cuts])
    return Windows(player, season, start.astype(np.int64), cuts.astype(np.int64), ends.astype(np.int64), fresh)


def _key(player: Int32, season: Int32) -> Int64:
    return player.astype(np.int64) * 10_000 + season.astype(np.int64)
