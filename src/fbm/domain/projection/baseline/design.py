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

_GROWN: Final = 4.0
_WORN: Final = 6.0
_FIRST: Final = 3.0
_HEIGHT: Final = 73.0
_MUCH: Final = 600.0
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
    place = [*role(known, setting), setting.runs, setting.park]
    ages = [age, age**2, np.maximum(age, 0.0) ** 2]
    missing = [~panel.seen[:, ago] for ago in range(WINDOW)]
    columns = [*core, *weighed(known), *place, *ages, weight, weight**2, *missing, *_trust(panel), *_body(panel)]
    return np.column_stack(columns).astype(np.float64)


def curved_design(known: Known, setting: Setting) -> FloatArray:
    """Columns for rates of batters that no straight line tells, for getting on base: shape (n, 8).

    Surpluses over the league squared and by how much he played last, very young and old age, the first seasons.
    """
    last, trust = scaled(known.panel, known.panel.volume, 1) / _MUCH, known.chances / (known.chances + ENOUGH)
    surplus = [known.rates[stat] - 1.0 for stat in ("on_base", "woba")]
    young, old = np.minimum(setting.age + _GROWN, 0.0) ** 2, np.maximum(setting.age - _WORN, 0.0) ** 2
    seasons = np.minimum(known.panel.around["career_seasons"], _FIRST)
    career = np.log1p(known.panel.around["career_chances"]) * setting.age
    curved = [*((one * trust) ** 2 for one in surplus), *(one * last for one in surplus)]
    return np.column_stack([*curved, young, old, seasons, career])


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


def _body(panel: Panel) -> list[FloatArray]:
    """Height and sides of batters: the tall and those who bat left hit for power later than their record tells."""
    if panel.player_type == "pitcher":
        return []
    around = panel.around
    height = np.where(np.isfinite(around["height"]), around["height"] - _HEIGHT, 0.0)
    return [height, around["bats_left"], around["bats_both"]]


def weighed(known: Known) -> list[FloatArray]:
    """Remembered rates by how much they rest on: little is made of those that are hardly more than the league's."""
    weight = known.chances / (known.chances + ENOUGH)
    return [rate * weight for rate in known.rates.values()]


def role(known: Known, setting: Setting) -> list[FloatArray]:
    """Where a batter played and bats, or how a pitcher was used."""
    panel = known.panel
    games = np.maximum(panel.counts["g"][:, 0], 1.0)
    if panel.player_type == "batter":
        return [*(panel.around[name] for name in _POSITIONS), panel.chances[:, 0] / games]
    own = np.isnan(setting.share)
    share = np.where(own, start_share(panel), setting.share)
    last = np.where(own, panel.counts["gs"][:, 0] / games, setting.share)
    saves = panel.counts["sv"][:, 0] / games
    return [share, last, share * known.rates["so"], share * setting.age, saves]
