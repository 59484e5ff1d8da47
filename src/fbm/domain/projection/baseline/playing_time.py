"""What the regressions of playing time see of a player before a season.

Shapes: `n` rows of a panel, `p` columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from fbm.domain.projection.baseline.design import Known, Setting, rate_design, role, scaled, start_share, weighed
from fbm.domain.projection.baseline.memory import PEAK
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import FloatArray

_OLD: Final = 33.0
_LITTLE: Final[Mapping[Playing, tuple[float, float, float]]] = {
    "batter": (60.0, 150.0, 300.0),
    "pitcher": (45.0, 112.0, 225.0),
}


def time_design(known: Known) -> FloatArray:
    """Columns for playing time: how much he played, when, where, how well, and how old he is."""
    batting = known.panel.player_type == "batter"
    missing = [~known.panel.seen[:, ago] for ago in range(WINDOW)]
    further = _batting_use(known) if batting else _pitching_use(known)
    columns = [*_use(known), *missing, *weighed(known), *role(known, Setting.actual(known.panel)), *further]
    return np.column_stack(columns).astype(np.float64)


def use_design(known: Known) -> FloatArray:
    """Columns for what depends on how a player is used: those for rates and those for playing time."""
    return np.column_stack([rate_design(known, Setting.actual(known.panel)), time_design(known)])


def _use(known: Known) -> list[FloatArray]:
    panel = known.panel
    age, around = panel.age - PEAK, panel.around
    volume = [scaled(panel, panel.volume, ago) for ago in (1, 2, 3)]
    last, before = volume[0], volume[1]
    games = [scaled(panel, panel.counts["g"], ago) for ago in (1, 2, 3)]
    quality = _quality(known)
    return [
        *volume, *games, np.minimum(last, before), np.maximum(last, before), last**2 / 500, last * age / 10,
        last * age**2 / 100, age, age**2, np.maximum(panel.age - _OLD, 0.0) ** 2, around["career_seasons"],
        np.log1p(around["career_chances"]), around["career_best"], quality, quality * last / 300, quality * age,
        around["stints"], around["team_won"], *_little(known, last, before), last / np.maximum(games[0], 1.0),
    ]  # fmt: skip


def _little(known: Known, last: FloatArray, before: FloatArray) -> list[FloatArray]:
    """Parts of the playing time of those who played little: there it says less about the season to come."""
    few, some, many = _LITTLE[known.panel.player_type]
    best = known.rates["woba" if known.panel.player_type == "batter" else "so"]
    parts = [np.minimum(last, few), np.minimum(last, some), np.minimum(last, many)]
    return [*parts, np.minimum(before, some), np.minimum(before, many), np.minimum(last, some) * best]


def _quality(known: Known) -> FloatArray:
    rates = known.rates
    if known.panel.player_type == "pitcher":
        return rates["so"] - 0.7 * rates["bb"]
    return rates["woba"]


def _batting_use(known: Known) -> list[FloatArray]:
    return [known.rates[stat] for stat in ("r", "rbi", "sb")]


def _pitching_use(known: Known) -> list[FloatArray]:
    panel = known.panel
    share, quality = start_share(panel), _quality(known)
    starts = [scaled(panel, panel.counts["gs"], ago) for ago in (1, 2, 3)]
    saves = [scaled(panel, panel.counts["sv"], ago) for ago in (1, 2, 3)]
    wins = [scaled(panel, panel.counts["w"], ago) for ago in (1, 2)]
    finished = scaled(panel, panel.counts["gf"], 1)
    volume = [scaled(panel, panel.volume, ago) for ago in (1, 2)]
    held = [scaled(panel, panel.counts[stat], ago) for stat in ("hld", "bs") for ago in (1, 2)]
    return [
        *starts, *saves, *wins, finished, saves[0] * quality, finished * (saves[0] > 5), share * volume[0],
        share * volume[1], *held,
    ]  # fmt: skip
