"""What the regressions see of a player before a season.

Shapes: `n` rows of a panel, `p` columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from fbm.domain.projection.baseline.memory import PEAK, Memory, remembered
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import FloatArray

CORE: Final[Mapping[Playing, tuple[str, ...]]] = {
    "batter": ("hr", "so", "bb", "sb", "singles", "doubles", "triples", "hbp", "cs", "r", "rbi", "on_base", "woba"),
    "pitcher": ("so", "bb", "hr", "h", "er", "hbp"),
}
"""Stats whose remembered rates are seen."""

PARKED: Final = frozenset({"hr", "singles", "doubles", "triples", "r", "rbi", "h", "er", "on_base", "woba"})
"""Stats that parks can matter for."""

ENOUGH: Final = 200.0
"""Chances that make a remembered rate half as good as a sure one."""

_OLD: Final = 33.0
_MUCH: Final = 600.0
_LITTLE: Final[Mapping[Playing, tuple[float, float, float]]] = {
    "batter": (60.0, 150.0, 300.0),
    "pitcher": (45.0, 112.0, 225.0),
}
_POSITIONS: Final = ("c", "1b", "2b", "3b", "ss", "cf", "dh")

Memories: TypeAlias = Mapping[str, Memory]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how old a player is taken to be.

    Attributes
    ----------
    park, runs : float64, shape (n,)
        Of the team, 1 is average.
    age : float64, shape (n,)
        Years past 28.
    share : float64, shape (n,)
        Share of games that a pitcher will start; NaN leaves it to his record.
    """

    park: FloatArray
    runs: FloatArray
    age: FloatArray
    share: FloatArray

    @classmethod
    def neutral(cls, panel: Panel) -> Setting:
        """Take an average team, and the age of 28."""
        one = np.ones(len(panel))
        return cls(one, one, np.zeros(len(panel)), np.full(len(panel), np.nan))

    @classmethod
    def actual(cls, panel: Panel) -> Setting:
        """Take the last team, and the player's age."""
        unknown = np.full(len(panel), np.nan)
        return cls(panel.around["park"], panel.around["team_runs"], panel.age - PEAK, unknown)


@dataclass(frozen=True, slots=True)
class Known:
    """Remembered rates of a panel, and the chances they rest on: multiples of the league's, shape (n,) each."""

    panel: Panel
    memories: Memories
    rates: Mapping[str, FloatArray]
    chances: FloatArray


def known_of(panel: Panel, memories: Memories) -> Known:
    """Work out the remembered rates."""
    player_type = panel.player_type
    found = {stat: remembered(panel, stat, memories[stat]) for stat in CORE[player_type]}
    anchor = "hr" if player_type == "batter" else "so"
    return Known(panel, memories, {stat: rate for stat, (rate, _) in found.items()}, found[anchor][1])


def rate_design(known: Known, setting: Setting) -> FloatArray:
    """Columns for rates: remembered rates in the park to come, role, team, age, and how much is known."""
    panel, age = known.panel, setting.age
    core = [rate * setting.park ** known.memories[stat].park for stat, rate in known.rates.items()]
    weight = np.log1p(known.chances)
    place = [*_role(known, setting), setting.runs, setting.park]
    ages = [age, age**2, np.maximum(age, 0.0) ** 2]
    missing = [~panel.seen[:, ago] for ago in range(WINDOW)]
    columns = [*core, *_weighed(known), *place, *ages, weight, weight**2, *missing, *_trust(panel)]
    return np.column_stack(columns).astype(np.float64)


def time_design(known: Known) -> FloatArray:
    """Columns for playing time: how much he played, when, where, how well, and how old he is."""
    batting = known.panel.player_type == "batter"
    missing = [~known.panel.seen[:, ago] for ago in range(WINDOW)]
    further = _batting_use(known) if batting else _pitching_use(known)
    role = _role(known, Setting.actual(known.panel))
    return np.column_stack([*_use(known), *missing, *_weighed(known), *role, *further]).astype(np.float64)


def use_design(known: Known) -> FloatArray:
    """Columns for what depends on how a player is used: those for rates and those for playing time."""
    return np.column_stack([rate_design(known, Setting.actual(known.panel)), time_design(known)])


def scaled(panel: Panel, counts: FloatArray, ago: int) -> FloatArray:
    """Scale counts of a season before to 162 games; 1 is the latest."""
    return counts[:, ago - 1] * panel.scale[:, ago]


def start_share(panel: Panel) -> FloatArray:
    """Share of games started, the latest season counting most."""
    weights = 0.6 ** np.arange(1, WINDOW + 1)
    games = panel.counts["g"][:, :WINDOW] @ weights
    return (panel.counts["gs"][:, :WINDOW] @ weights) / np.maximum(games, 0.1)


def _trust(panel: Panel) -> list[FloatArray]:
    """How much he was let play, which tells what his teams thought of him: careers and the last two seasons."""
    around = panel.around
    recent = [scaled(panel, panel.volume, ago) / _MUCH for ago in (1, 2)]
    return [np.log1p(around["career_chances"]), around["career_seasons"], around["career_best"] / _MUCH, *recent]


def _weighed(known: Known) -> list[FloatArray]:
    """Remembered rates by how much they rest on: little is made of those that are hardly more than the league's."""
    weight = known.chances / (known.chances + ENOUGH)
    return [rate * weight for rate in known.rates.values()]


def _role(known: Known, setting: Setting) -> list[FloatArray]:
    panel = known.panel
    games = np.maximum(panel.counts["g"][:, 0], 1.0)
    if panel.player_type == "batter":
        return [*(panel.around[name] for name in _POSITIONS), panel.chances[:, 0] / games]
    own = np.isnan(setting.share)
    share = np.where(own, start_share(panel), setting.share)
    last = np.where(own, panel.counts["gs"][:, 0] / games, setting.share)
    saves = panel.counts["sv"][:, 0] / games
    return [share, last, share * known.rates["so"], share * setting.age, saves]


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
