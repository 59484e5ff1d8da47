"""The end of a pipeline: rates times playing time, and the rates that people quote.

Shapes: `n` players.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.projection.batch import Batch, Origin, Playing
from fbm.domain.projection.population import RELIEVER, STARTER, STARTER_SHARE
from fbm.domain.seasons import FloatArray, Rows, StrArray

OUTS_PER_INNING: Final = 3.0
INNINGS: Final = 9.0

WOBA_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"bb": 0.72, "hbp": 0.75, "singles": 0.90, "doubles": 1.24, "triples": 1.56, "hr": 1.95}
)
"""Runs of each event on the scale of on-base average (Tango, Lichtman and Dolphin, The Book, 2007)."""

BATTER_COLUMNS: Final = (
    "pa", "ab", "h", "singles", "doubles", "triples", "hr", "r", "rbi", "sb", "cs", "bb", "so", "hbp", "sf", "sh",
    "avg", "obp", "slg", "ops", "woba",
)  # fmt: skip
PITCHER_COLUMNS: Final = (
    "ip", "g", "gs", "w", "l", "sv", "hld", "bs", "qs", "h", "r", "er", "hr", "bb", "so", "hbp",
    "era", "whip", "k9", "bb9",
)  # fmt: skip
"""Columns of a projection, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Projection:
    """What players of one type are expected to do in a season.

    Attributes
    ----------
    season : int
    player_type : {"batter", "pitcher"}
    player_id, team, position : str, shape (n,)
        Team and position of the last season seen; a pitcher's position is the one that most of his projected games
        are in, a prospect's the one he had below.
    age : float64, shape (n,)
        Season minus birth year, as stages count it; NaN where unknown. Sheets show `fbm.domain.ages`.
    columns : mapping of column name to float64, shape (n,)
        `BATTER_COLUMNS` or `PITCHER_COLUMNS`: counts are season totals and not rounded, `ip` is in decimal innings.
        A column is NaN where the source has no such figure.
    origins : mapping of player id to Origin
        Those whose lines do not come from the majors alone.
    """

    season: int
    player_type: Playing
    player_id: StrArray
    team: StrArray
    position: StrArray
    age: FloatArray
    columns: Mapping[str, FloatArray]
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.player_id)

    def __getitem__(self, column: str) -> FloatArray:
        return self.columns[column]

    def take(self, rows: Rows) -> Projection:
        """Pick players by mask or position."""
        return replace(
            self,
            player_id=self.player_id[rows],
            team=self.team[rows],
            position=self.position[rows],
            age=self.age[rows],
            columns=MappingProxyType({name: column[rows] for name, column in self.columns.items()}),
        )


def finalise(batch: Batch) -> Projection:
    """Turn rates and playing time into a season's line.

    Parameters
    ----------
    batch : Batch
        With rates and volume.

    Returns
    -------
    Projection
        Hits are the sum of their kinds, at-bats plate appearances less bb, hbp, sf and sh. `obp` is
        (h + bb + hbp) / pa and so counts sacrifice bunts, `woba` is The Book's weights over plate appearances with
        all walks counted alike; `era`, `k9` and `bb9` are per nine innings, `whip` is (h + bb) / ip. Pitchers have a
        game for every start, decision and nine innings at least, and a start for every quality start.
    """
    counts = _agreeing({stat: batch.rates[:, place] * batch.volume for place, stat in enumerate(batch.stats)}, batch)
    columns = derived_columns(counts, batch.volume, batch.player_type)
    return Projection(
        season=batch.season,
        player_type=batch.player_type,
        player_id=batch.player_id,
        team=batch.team,
        position=_positions(counts, batch),
        age=batch.age,
        columns=MappingProxyType(columns),
        origins=batch.origins,
    )


def _positions(counts: Mapping[str, FloatArray], batch: Batch) -> StrArray:
    """Name pitchers by the games projected, where there are any: seasons past say less of who has changed his role.

    Prospects stay what they were below: of their few games in the majors most are in relief, whatever they come to be.
    """
    if batch.player_type == "batter":
        return batch.position
    games, starts = np.nan_to_num(counts["g"]), np.nan_to_num(counts["gs"])
    told = (games > 0) & ~np.isin(batch.player_id, list(batch.origins))
    return np.where(told, np.where(starts >= STARTER_SHARE * games, STARTER, RELIEVER), batch.position)


def _agreeing(counts: dict[str, FloatArray], batch: Batch) -> dict[str, FloatArray]:
    """Give pitchers the games that their other figures ask for, and no quality start without a start."""
    if batch.player_type == "batter":
        return counts
    games = batch.volume / (OUTS_PER_INNING * INNINGS)
    for stats in (("gs",), ("w", "l"), ("sv", "hld", "bs")):
        games = np.maximum(games, np.sum([np.nan_to_num(counts[stat]) for stat in stats], axis=0))
    return {**counts, "g": np.maximum(counts["g"], games), "qs": np.minimum(counts["qs"], counts["gs"])}


def derived_columns(
    counts: Mapping[str, FloatArray], volume: FloatArray, player_type: Playing
) -> dict[str, FloatArray]:
    """Give the columns of a projection from season totals and opportunities, all of one shape."""
    return _batting(counts, volume) if player_type == "batter" else _pitching(counts, volume)


def _batting(counts: Mapping[str, FloatArray], pa: FloatArray) -> dict[str, FloatArray]:
    h = counts["singles"] + counts["doubles"] + counts["triples"] + counts["hr"]
    ab = pa - counts["bb"] - counts["hbp"] - counts["sf"] - counts["sh"]
    bases = h + counts["doubles"] + 2 * counts["triples"] + 3 * counts["hr"]
    obp, slg = _over(h + counts["bb"] + counts["hbp"], pa), _over(bases, ab)
    runs = np.sum(np.stack([weight * counts[stat] for stat, weight in WOBA_WEIGHTS.items()]), axis=0)
    derived = {"pa": pa, "ab": ab, "h": h, "avg": _over(h, ab), "obp": obp, "slg": slg, "ops": obp + slg}
    known = {**counts, **derived, "woba": _over(runs, pa)}
    return {name: known[name] for name in BATTER_COLUMNS}


def _pitching(counts: Mapping[str, FloatArray], outs: FloatArray) -> dict[str, FloatArray]:
    ip = outs / OUTS_PER_INNING
    known = {
        **counts,
        "ip": ip,
        "era": INNINGS * _over(counts["er"], ip),
        "whip": _over(counts["h"] + counts["bb"], ip),
        "k9": INNINGS * _over(counts["so"], ip),
        "bb9": INNINGS * _over(counts["bb"], ip),
    }
    return {name: known[name] for name in PITCHER_COLUMNS}


def _over(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
