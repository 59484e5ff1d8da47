"""Player seasons for networks to learn from, drawn from a small history, and settings that are quick."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from fbm.app.training_set import Lesson, gather
from fbm.domain.features.network import PROJECTED, network_features
from fbm.domain.models.mtl import MTLSpec
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray
from tests.fakes_progress import Silent
from tests.histories import small_history

CORRECTS = Corrects("marcel", "aging")
LESSON = Lesson(CORRECTS, network_features)
STATS: dict[Playing, tuple[str, ...]] = {"batter": ("hr", "so", "singles"), "pitcher": ("h", "er", "so")}
QUICK = MTLSpec(
    STATS["batter"], trunk_wide=8, trunk_narrow=4, head=3, batch=64, epochs=6, restarts=2, folds=2, learning_rate=0.01
)
QUICK_PITCHERS = replace(QUICK, stats=STATS["pitcher"])


@cache
def league(player_type: Playing = "batter") -> TrainingSet:
    """Target seasons 2008 to 2012 of a small league in which there is little to learn."""
    history = small_history(range(2005, 2013), players=80)
    return gather(history, tuple(range(2008, 2013)), player_type, LESSON, Silent()).learning


def column(learning: TrainingSet, name: str) -> FloatArray:
    picked: FloatArray = learning.matrix.values[:, learning.matrix.names.index(name)]
    return picked


def age_effect(learning: TrainingSet) -> FloatArray:
    """Factor on rates that every projection of `learnable` misses, shape (n,): the old do worse, the young better."""
    return np.exp(-0.2 * column(learning, "age"))


@cache
def learnable(player_type: Playing = "batter") -> TrainingSet:
    """The same player seasons, many opportunities each, with counts that follow the age effect."""
    learning = league(player_type)
    rng = np.random.default_rng(4)
    chances = np.full(len(learning), 2000.0)
    targets = {}
    for stat in STATS[player_type]:
        projected = column(learning, f"{stat}{PROJECTED}")
        targets[stat] = rng.poisson(chances * projected * age_effect(learning)) / chances - projected
    return replace(learning, targets=targets, weights=chances)
