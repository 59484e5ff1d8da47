"""What the learned layers see of a player before a season.

Shapes: `n` rows of a panel. Everything is read from the panel, in training and in projecting alike. A rate is a
multiple of the league's in its season, so that it means the same in every era; NaN is what is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from fbm.domain.features.matrix import FeatureMatrix, from_columns
from fbm.domain.projection.baseline.design import start_share
from fbm.domain.projection.baseline.memory import Memory, remembered
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import FloatArray
from fbm.domain.tracking import track_names

Columns: TypeAlias = dict[str, FloatArray]

RATES: Final[Mapping[Playing, tuple[str, ...]]] = MappingProxyType(
    {
        "batter": ("hr", "r", "rbi", "sb", "cs", "bb", "so", "hbp", "singles", "doubles", "triples"),
        "pitcher": ("so", "bb", "hr", "h", "er", "hbp"),
    }
)
"""Stats whose rate in each season of the window is seen."""

VOLUMES: Final[Mapping[Playing, tuple[str, ...]]] = MappingProxyType(
    {"batter": ("g",), "pitcher": ("g", "gs", "sv", "gf", "w")}
)
"""Counts of each season of the window that are seen as they are, brought to 162 games."""

FEWEST: Final = (40.0, 60.0, 60.0)
"""Chances below which a season's rates tell nothing, latest season first."""

MEMORIES: Final[Mapping[Playing, Mapping[str, Memory]]] = MappingProxyType(
    {
        "batter": {
            "hr": Memory(0.65, 200.0, 0.0), "so": Memory(0.65, 50.0, 0.0), "bb": Memory(0.65, 200.0, 0.0),
            "sb": Memory(0.5, 50.0, 0.0), "singles": Memory(0.65, 400.0, 0.0), "doubles": Memory(0.8, 1500.0, 0.5),
            "triples": Memory(0.8, 800.0, 0.5), "hbp": Memory(0.65, 400.0, 0.0), "cs": Memory(0.65, 200.0, 0.0),
            "r": Memory(0.65, 400.0, 0.5), "rbi": Memory(0.65, 400.0, 0.0), "on_base": Memory(0.65, 400.0, 0.0),
            "woba": Memory(0.65, 400.0, 0.0),
        },
        "pitcher": {
            "so": Memory(0.65, 100.0, 0.0), "bb": Memory(0.65, 200.0, 0.0), "hr": Memory(0.65, 800.0, 0.5),
            "h": Memory(0.65, 400.0, 0.5), "er": Memory(0.65, 800.0, 0.5), "hbp": Memory(0.65, 400.0, 0.0),
        },
    }
)  # fmt: skip
"""What a past is worth here: round numbers near those that the baseline finds again and again on the seasons up to
2008. They are the same for every season, so that a feature means the same in training and in projecting; what is found
anew each season reaches the layers through the baseline's own number."""


def layer_features(panel: Panel) -> FeatureMatrix:
    """Give the features of a panel.

    Parameters
    ----------
    panel : Panel

    Returns
    -------
    FeatureMatrix
        A row for each row of the panel; tracking figures are the columns that begin with ``track``.
    """
    role = _role(panel) if panel.player_type == "pitcher" else {}
    return from_columns({**_remembered(panel), **_rates(panel), **_volumes(panel), **role, **_person(panel)})


def _remembered(panel: Panel) -> Columns:
    memories = MEMORIES[panel.player_type]
    found = {stat: remembered(panel, stat, memory) for stat, memory in memories.items()}
    chances = found["hr" if panel.player_type == "batter" else "so"][1]
    return {**{f"known_{stat}": rate for stat, (rate, _) in found.items()}, "known_chances": chances}


def _rates(panel: Panel) -> Columns:
    columns: Columns = {}
    for ago in range(1, WINDOW + 1):
        chances = panel.chances[:, ago - 1]
        enough = chances >= FEWEST[ago - 1]
        for stat in RATES[panel.player_type]:
            expected = chances * panel.league[stat][:, ago]
            usable = enough & (expected > 0)
            rate = panel.counts[stat][:, ago - 1] / np.where(usable, expected, 1.0)
            columns[f"{stat}_{ago}"] = np.where(usable, rate, np.nan)
    return columns


def _volumes(panel: Panel) -> Columns:
    columns: Columns = {}
    for ago in range(1, WINDOW + 1):
        scale = panel.scale[:, ago]
        seen = panel.seen[:, ago - 1]
        columns[f"volume_{ago}"] = np.where(seen, panel.volume[:, ago - 1] * scale, np.nan)
        for stat in VOLUMES[panel.player_type]:
            columns[f"{stat}_total_{ago}"] = np.where(seen, panel.counts[stat][:, ago - 1] * scale, np.nan)
        games = panel.counts["g"][:, ago - 1]
        per_game = panel.chances[:, ago - 1] / np.maximum(games, 1.0)
        columns[f"chances_per_game_{ago}"] = np.where(games > 0, per_game, np.nan)
    return columns


def _person(panel: Panel) -> Columns:
    """Age and what stands around a player, the tracking columns last."""
    names = track_names(panel.player_type)
    return {
        "age": panel.age,
        **{name: column for name, column in panel.around.items() if name not in names},
        **{name: panel.around[name] for name in names},
    }


def _role(panel: Panel) -> Columns:
    columns: Columns = {"start_share": start_share(panel)}
    for ago in range(1, WINDOW + 1):
        games = panel.counts["g"][:, ago - 1]
        share = panel.counts["gs"][:, ago - 1] / np.maximum(games, 1.0)
        columns[f"start_share_{ago}"] = np.where(games > 0, share, np.nan)
    return columns
