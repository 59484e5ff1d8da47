"""A simulated league small enough to train blends on, and settings that take a second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from fbm.app.layer_examples import gather_layers
from fbm.domain.layers.learning import LayerSet
from fbm.domain.layers.spec import BATTER_BLEND, PITCHER_BLEND, BlendSpec
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import History, Lines
from fbm.domain.simulation.league import simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from fbm.domain.tracking import FANGRAPHS_BATTING, FIGURES, SEEN

CORRECTS: Final = Corrects("baseline", "playing_time")
FIRST, LAST = 2006, 2017
TAUGHT: Final = tuple(range(2010, LAST + 1))


def _quick(spec: BlendSpec) -> BlendSpec:
    small = replace(spec, trees=6, residual_trees=4, fewest=20, wide=8, narrow=4, epochs=1, restarts=1)
    return replace(small, folds=2, fold_seasons=2, tracking_seasons=2)


QUICK: Final[Mapping[Playing, BlendSpec]] = {"batter": _quick(BATTER_BLEND), "pitcher": _quick(PITCHER_BLEND)}


@cache
def league() -> History:
    return simulate_league(LeagueSpec(first_season=FIRST, last_season=LAST, seed=3, teams=12)).history


@cache
def taught(player_type: Playing = "batter") -> LayerSet:
    return gather_layers(league(), TAUGHT, player_type, CORRECTS).learning


def tracked(history: History, first: int) -> History:
    """Track every batter from a season on: exit velocity that tells of home runs to come, and nothing else."""
    lines = history.batting.take(history.batting.season >= first)
    runs = np.nan_to_num(lines.counts["hr"]) / np.maximum(np.nan_to_num(lines.counts["ab"]), 1.0)
    unknown = dict.fromkeys(FIGURES[FANGRAPHS_BATTING], np.full(len(lines), np.nan))
    counts = {**unknown, SEEN: np.nan_to_num(lines.counts["ab"]), "ev": 85.0 + 100.0 * runs}
    board = Lines(lines.player_id, lines.season, lines.stint, lines.team, lines.league, counts)
    return replace(history, tracking={FANGRAPHS_BATTING: board})
