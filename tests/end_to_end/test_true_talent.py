"""On a league whose true talent is known, the network comes nearer to it than Marcel does, by a margin."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from fbm.adapters.neural.mtl_trainer import MTLTrainer
from fbm.app.training_set import Lesson, gather, stages_until
from fbm.domain.evaluation.metrics import rmse
from fbm.domain.features.network import network_features
from fbm.domain.features.residuals import apply_residuals
from fbm.domain.models.mtl import BATTER_NETWORK, PITCHER_NETWORK, MTLSpec
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import WOBA_WEIGHTS
from fbm.domain.projection.presets import run
from fbm.domain.projection.window import open_batch
from fbm.domain.seasons import FloatArray, Lines, opportunities_of, season_totals
from fbm.domain.simulation.league import SimulatedLeague, simulate_league
from fbm.domain.simulation.spec import LeagueSpec
from tests.fakes_progress import Silent

CORRECTS = Corrects("marcel", "aging")
SEASON = 2020
SPECS: dict[Playing, MTLSpec] = {"batter": BATTER_NETWORK, "pitcher": PITCHER_NETWORK}

pytestmark = pytest.mark.slow


@cache
def league() -> SimulatedLeague:
    return simulate_league(LeagueSpec(first_season=2008, last_season=SEASON, seed=5))


def projections(player_type: Playing) -> tuple[Batch, Batch]:
    """What Marcel says of the last season, and the network that learned from those before."""
    known = league().history.before(SEASON)
    learning = gather(known, tuple(range(2011, SEASON)), player_type, Lesson(CORRECTS, network_features), Silent())
    model = MTLTrainer(SPECS[player_type]).fit(learning.learning, 1, Silent())
    marcel = run(open_batch(known, SEASON, player_type), stages_until(CORRECTS, player_type))
    return marcel, apply_residuals(marcel, model.predict(network_features(marcel)))


def matched(
    batch: Batch, truth: Lines, lines: Lines
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Lines, FloatArray]:
    """Rows of the batch who played, what they truly were, and their opportunities."""
    played = season_totals(lines.take(lines.season == SEASON))
    played = played.take(opportunities_of(played, batch.player_type) > 0)
    _, rows, places = np.intersect1d(batch.player_id, played.player_id, return_indices=True)
    there = truth.take(truth.season == SEASON)
    ids, first = np.unique(there.player_id, return_index=True)
    true = there.take(first[np.searchsorted(ids, batch.player_id[rows])])
    return rows, true, opportunities_of(played, batch.player_type)[places]


def error(said: FloatArray, true: FloatArray, weights: FloatArray) -> float:
    """League-adjusted: the level of a season is nobody's talent."""
    miss = said - true
    return rmse(np.zeros(len(miss)), miss - np.average(miss, weights=weights), weights)


def test_batters_talent_is_found_a_twentieth_nearer() -> None:
    marcel, network = projections("batter")
    rows, true, chances = matched(marcel, league().truth.batting, league().history.batting)
    actual = np.sum([weight * true.counts[stat] for stat, weight in WOBA_WEIGHTS.items()], axis=0)
    old, new = (
        error(np.sum([weight * one.rate(stat)[rows] for stat, weight in WOBA_WEIGHTS.items()], axis=0), actual, chances)
        for one in (marcel, network)
    )
    assert new < 0.95 * old


def test_pitchers_talent_is_found_a_tenth_nearer() -> None:
    marcel, network = projections("pitcher")
    rows, true, chances = matched(marcel, league().truth.pitching, league().history.pitching)
    for stat, margin in (("h", 0.9), ("hr", 0.9), ("bb", 0.95)):
        old, new = (error(faced(one, rows, stat), true.counts[stat], chances) for one in (marcel, network))
        assert new < margin * old


def faced(batch: Batch, rows: np.ndarray[tuple[int], np.dtype[np.int64]], stat: str) -> FloatArray:
    """Rate per batter faced: an out is made by one, and so does everybody who reaches base come up."""
    result: FloatArray = (batch.rate(stat) / (1 + batch.rate("h") + batch.rate("bb") + batch.rate("hbp")))[rows]
    return result
