"""Features of prospects: what players with little or no time in the majors did below them.

Shapes: `m` minor-league lines of the window, `n` prospects, `k` stats. Every rate is compared with what the
lines of the same season, level and league did, so that a feature means the same in every league and year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.domain.features.matrix import FeatureMatrix, from_columns
from fbm.domain.features.window import UNREAD, Columns, ratio
from fbm.domain.minor_rates import (
    BALLASTS,
    LEVEL_WEIGHTS,
    chances_of,
    compared_counts,
    expected_counts,
    level_ages,
    level_places,
)
from fbm.domain.minors import LEVELS, MinorLines, Minors
from fbm.domain.models.marcel import FULL_SEASON, SHORT_SEASONS
from fbm.domain.projection.batch import WINDOW, Batch, Playing
from fbm.domain.seasons import BoolArray, FloatArray, IntArray, Rows, StrArray

ESTABLISHED: Final[Mapping[Playing, float]] = {"batter": 400.0, "pitcher": 300.0}
"""Plate appearances or outs in the majors, over the window, from which a player is left to the pipeline alone. On the
seasons to 2003 the minors still told something of most stats at twice as many."""

SEASON_WEIGHTS: Final = (1.0, 0.7, 0.5)
"""Weights of the window's seasons, latest first."""

MAJORS_WEIGHTS: Final[Mapping[Playing, tuple[float, float, float]]] = {
    "batter": (1.0, 0.8, 0.6),
    "pitcher": (1.0, 2 / 3, 1 / 3),
}
"""Weights of a player's seasons in the majors, latest first: Marcel's, the latest as one."""

MAJORS: Final = "majors_"
OWN: Final = "majors_opportunities"
"""Beginning of the columns that hold the record in the majors, rates as multiples of the league's, and the column of
the opportunities behind it, weighted by season."""


@dataclass(frozen=True, slots=True)
class Prospects:
    """Players before a season who were in the minors within the window and are not established in the majors.

    Attributes
    ----------
    player_id, name, team, position : str, shape (n,)
        Ids ascending; the rest as in the last minor-league line, the position that of most games in the last season
        with one.
    age : float64, shape (n,)
        Season minus birth year; NaN where unknown.
    origin : str, shape (n,)
        Where they were, such as ``AAA 412, AA 120``: plate appearances, or innings of pitchers.
    matrix : FeatureMatrix
        n rows.
    """

    player_id: StrArray
    name: StrArray
    team: StrArray
    position: StrArray
    age: FloatArray
    origin: StrArray
    matrix: FeatureMatrix

    def __len__(self) -> int:
        return len(self.player_id)

    def take(self, rows: Rows) -> Prospects:
        """Pick prospects by mask or position."""
        return Prospects(
            self.player_id[rows], self.name[rows], self.team[rows], self.position[rows], self.age[rows],
            self.origin[rows], self.matrix.take(rows),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Window:
    """Lines of the window: who each is about, its stats, chances, weight, and the chances times the league's rates.

    `last` has the row of each prospect's last line, `level_age` the mean age at each line's level.
    """

    lines: MinorLines
    person: IntArray
    level_age: FloatArray
    counts: Mapping[str, FloatArray]
    chances: FloatArray
    expected: Mapping[str, FloatArray]
    weight: FloatArray
    last: IntArray


def prospects_of(batch: Batch, minors: Minors) -> Prospects:
    """Find the prospects before a season.

    Parameters
    ----------
    batch : Batch
        The players of the majors before that season, at any stage.
    minors : Minors
        May hold later seasons; nothing of them is read.

    Returns
    -------
    Prospects
        Features are ``minors_<stat>`` (log of the ratio to the level's average, the average player's company in it),
        shares of levels, age, age compared with the level's, sample size, how much of the season before went by in the
        majors or nowhere, and ``majors_<stat>`` with ``majors_opportunities`` for what he did in the majors so far.
    """
    seen = minors.between(batch.season - WINDOW, batch.season - 1)
    mine, other = (seen.batting, seen.pitching) if batch.player_type == "batter" else (seen.pitching, seen.batting)
    # A season in which nobody played below the majors, as 2020, or of which the files at hand have no such player, does
    # not count as one in which a man sat out.
    latest = int(mine.season.max()) if len(mine) else batch.season - 1
    lines = mine.take(_does_it(mine, other, batch.player_type))
    fresh = ~np.isin(lines.player_id, _established(batch))
    window = _window(lines, fresh, batch)
    players, last = np.unique(window.lines.player_id), window.last
    born = window.lines.birth_year[last]
    columns = {
        **_indexes(window, batch.player_type),
        **_situation(window, batch, latest),
        **_record(batch, players),
    }
    return Prospects(
        player_id=players,
        name=window.lines.name[last],
        team=window.lines.team[last],
        position=_positions(window),
        age=batch.season - born,
        origin=_origins(window, batch.player_type),
        matrix=from_columns(columns),
    )


def _does_it(mine: MinorLines, other: MinorLines, player_type: Playing) -> BoolArray:
    """Leave out pitchers who bat and batters who pitch: who has more chances on the other side, over the window."""
    own, across = _total(mine, player_type), _total(other, "pitcher" if player_type == "batter" else "batter")
    keep = {player for player, chances in own.items() if chances > across.get(player, 0.0)}
    return np.array([player in keep for player in mine.player_id.tolist()], dtype=np.bool_)


def _total(lines: MinorLines, player_type: Playing) -> dict[str, float]:
    players, at = np.unique(lines.player_id, return_inverse=True)
    sums = np.bincount(at, chances_of(lines, player_type), len(players))
    return dict(zip(players.tolist(), sums.tolist(), strict=True))


def _established(batch: Batch) -> StrArray:
    return np.asarray(batch.player_id[batch.opportunities.sum(axis=1) >= ESTABLISHED[batch.player_type]])


def _window(lines: MinorLines, fresh: BoolArray, batch: Batch) -> _Window:
    """Lines of the prospects, with the averages of everybody's."""
    counts, chances = compared_counts(lines, batch.player_type), chances_of(lines, batch.player_type)
    expected = {stat: column[fresh] for stat, column in expected_counts(lines, counts, chances).items()}
    kept = lines.take(fresh)
    _, person = np.unique(kept.player_id, return_inverse=True)
    ago = batch.season - 1 - kept.season
    level = level_places(kept)
    last = np.zeros(len(np.unique(kept.player_id)), dtype=np.int64)
    order = np.lexsort((-level, kept.season))
    last[person[order]] = order
    return _Window(
        lines=kept,
        person=person,
        level_age=level_ages(lines, chances)[fresh],
        counts={stat: column[fresh] for stat, column in counts.items()},
        chances=chances[fresh],
        expected=expected,
        weight=np.array(SEASON_WEIGHTS)[ago] * np.array(LEVEL_WEIGHTS)[level],
        last=last,
    )


def _summed(window: _Window, column: FloatArray) -> FloatArray:
    return np.asarray(np.bincount(window.person, np.nan_to_num(column), len(window.last)), dtype=np.float64)


def _indexes(window: _Window, player_type: Playing) -> Columns:
    columns: Columns = {}
    for stat, ballast in BALLASTS[player_type].items():
        events = _summed(window, window.weight * window.counts[stat])
        expected = _summed(window, window.weight * window.expected[stat])
        columns[f"minors_{stat}"] = np.log((events + ballast) / (expected + ballast))
    return columns


def _situation(window: _Window, batch: Batch, latest: int) -> Columns:
    """Levels, ages, sample size and, for pitchers, starts."""
    lines, level = window.lines, level_places(window.lines)
    weighted = window.weight * window.chances
    total = _summed(window, weighted)
    age = lines.season - lines.birth_year
    columns: Columns = {
        f"share_{name}": ratio(_summed(window, weighted * (level == place)), total)
        for place, name in enumerate(LEVELS)
        if place
    }
    before = batch.season - lines.birth_year[window.last]
    columns["age"] = before
    columns["age_squared"] = (before - 25.0) ** 2
    columns["age_for_level"] = ratio(_summed(window, weighted * (age - window.level_age)), total)
    columns["last_level"] = level[window.last].astype(np.float64)
    columns["log_opportunities"] = np.log(total + 50.0)
    columns["latest_in_majors"] = _latest_in_majors(batch, lines.player_id[window.last])
    columns["idle"] = np.where(lines.season[window.last] < latest, columns["latest_in_majors"] == 0, 0.0)
    if batch.player_type == "pitcher":
        columns["starter_share"] = ratio(_summed(window, lines.counts["gs"]), _summed(window, lines.counts["g"]))
    return columns


def _latest_in_majors(batch: Batch, players: StrArray) -> FloatArray:
    """Opportunities in the majors in the season before, as a share of those that establish a player, at most 1."""
    season = batch.season - 1
    enough = ESTABLISHED[batch.player_type] * SHORT_SEASONS.get(season, FULL_SEASON) / FULL_SEASON
    at = dict(zip(batch.player_id.tolist(), batch.opportunities[:, 0].tolist(), strict=True))
    return np.minimum(np.array([at.get(player, 0.0) for player in players.tolist()]) / enough, 1.0)


def _record(batch: Batch, players: StrArray) -> Columns:
    """Compare what the prospects did in the majors: weighted opportunities, and rates as multiples of the league's."""
    weights = np.array(MAJORS_WEIGHTS[batch.player_type])
    league = np.where(batch.league > 0, batch.league, np.nan)
    chances = batch.opportunities @ weights
    compared = np.einsum("s,nsk->nk", weights, batch.counts / league)
    rates = compared / np.where(chances > 0, chances, np.nan)[:, None]
    at = {player: row for row, player in enumerate(batch.player_id.tolist())}
    rows = np.array([at.get(player, -1) for player in players.tolist()], dtype=np.int64)
    seen = rows >= 0
    own = np.where(seen, chances[rows], 0.0) if len(batch) else np.zeros(len(players))
    columns: Columns = {OWN: own, "log_majors": np.log1p(own)}
    for place, stat in ((place, stat) for place, stat in enumerate(batch.stats) if stat not in UNREAD):
        column = rates[rows, place] if len(batch) else np.zeros(len(players))
        columns[f"{MAJORS}{stat}"] = np.where(seen, column, np.nan)
    return columns


def _positions(window: _Window) -> StrArray:
    """Position of most games in each one's last season with one, as not every source has; of equals the higher's."""
    lines, found = window.lines, np.full(len(window.last), "", dtype=object)
    _, place = np.unique(lines.position, return_inverse=True)
    _, group = np.unique(np.stack([window.person, lines.season, place]), axis=1, return_inverse=True)
    games = np.bincount(group, np.nan_to_num(lines.counts["g"]), len(lines))[group]
    order = np.lexsort((-level_places(lines), games, lines.season))
    order = order[lines.position[order] != ""]
    found[window.person[order]] = lines.position[order]
    return found.astype(np.str_)


def _origins(window: _Window, player_type: Playing) -> StrArray:
    """Write where each was and how much, the highest level first."""
    level = level_places(window.lines)
    unit = 1.0 if player_type == "batter" else 3.0
    sums = np.stack([_summed(window, window.chances * (level == place)) for place in range(len(LEVELS))], axis=1) / unit
    texts = [
        ", ".join(f"{name} {amount:.0f}" for name, amount in zip(LEVELS, row, strict=True) if amount >= 0.5)
        for row in sums.tolist()
    ]
    return np.array(texts, dtype=np.str_)
