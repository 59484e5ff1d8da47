"""What the learned layers predict: rates as multiples of the league's, playing time and totals of 162 games.

Shapes: `n` rows of a panel. A target is named ``rate:hr``, ``volume:regular`` or ``total:sv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np

from fbm.domain.projection.baseline.fit import REGULAR
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray

Kind: TypeAlias = Literal["rate", "volume", "total"]

TOGETHER: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"on_base": ("singles", "doubles", "triples", "hr", "bb", "hbp"), "reached": ("h", "bb")}
)
"""Stats that are predicted as a sum: how often a batter reaches base, hits and walks of a pitcher."""

RATES: Final[Mapping[Playing, tuple[str, ...]]] = MappingProxyType(
    {
        "batter": ("hr", "so", "bb", "sb", "r", "rbi", "on_base"),
        "pitcher": ("so", "bb", "hr", "er", "reached"),
    }
)
TOTALS: Final[Mapping[Playing, tuple[str, ...]]] = MappingProxyType({"batter": ("sb",), "pitcher": ("w", "sv")})
"""Totals of regulars: what depends more on how a player is used than on how much."""

HEAVIEST: Final[Mapping[Playing, float]] = MappingProxyType({"batter": 500.0, "pitcher": 450.0})
"""Opportunities above which a rate weighs no more."""

EXPECTED: Final = "volume:expected"
USUAL: Final = "volume:regular"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be predicted.

    Attributes
    ----------
    values : float64, shape (n,)
        In the target's unit; 0 where it does not count.
    weights : float64, shape (n,)
        >= 0; 0 for rows that tell nothing.
    """

    values: FloatArray
    weights: FloatArray


def target_names(player_type: Playing) -> tuple[str, ...]:
    """Name everything that is predicted for a type of player."""
    rates = tuple(f"rate:{stat}" for stat in RATES[player_type])
    return (*rates, EXPECTED, USUAL, *(f"total:{stat}" for stat in TOTALS[player_type]))


def parts_of(stat: str) -> tuple[str, ...]:
    """Tell which counts a stat is the sum of."""
    return TOGETHER.get(stat, (stat,))


def league_rate(panel: Panel, stat: str, ago: int) -> FloatArray:
    """League's rate per opportunity, shape (n,): of the season itself (0) or of one before it; NaN where unknown."""
    rates = [panel.league[f"{part}/volume"][:, ago] for part in parts_of(stat)]
    total: FloatArray = np.sum(np.stack(rates), axis=0)
    return total


def happened(panel: Panel, stat: str) -> FloatArray:
    """Count of the season itself, shape (n,)."""
    total: FloatArray = np.sum(np.stack([panel.happened[part] for part in parts_of(stat)]), axis=0)
    return total


def target_of(panel: Panel, name: str) -> Target:
    """Work a target out for every row."""
    kind, _, stat = name.partition(":")
    if kind == "rate":
        return _rate(panel, stat)
    counts = panel.happened["volume"] if kind == "volume" else happened(panel, stat)
    rows = panel.whole() & np.isfinite(counts)
    if name != EXPECTED:
        rows = rows & regulars(panel)
    return Target(np.where(rows, np.nan_to_num(counts) * panel.scale[:, 0], 0.0), rows.astype(np.float64))


def regulars(panel: Panel) -> BoolArray:
    """Tell who played enough to be called a regular."""
    enough: BoolArray = panel.happened["volume"] >= REGULAR[panel.player_type]
    return enough


def _rate(panel: Panel, stat: str) -> Target:
    volume, league, counts = panel.happened["volume"], league_rate(panel, stat, 0), happened(panel, stat)
    rows = (volume > 0) & np.isfinite(counts) & (league > 0)
    expected = np.where(rows, volume * league, 1.0)
    heaviest = HEAVIEST[panel.player_type]
    weights = np.where(rows, np.minimum(volume, heaviest) / heaviest, 0.0)
    return Target(np.where(rows, counts / expected, 0.0), weights)
