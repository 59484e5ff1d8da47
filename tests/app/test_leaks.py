"""Nothing of a season reaches what is said of it: for every pipeline and every kind of model that there is."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np
import pytest
from returns.result import Success

from fbm.app.pipeline.presets import PRESETS
from fbm.app.training import train
from fbm.app.training_request import TrainingRequest, Workshop
from fbm.app.wiring.trainers import make_trainers
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.layers.base import BASE
from fbm.domain.ports.progress import Progress
from fbm.domain.projection.batch import Playing
from tests.app.fakes_training import FixedClock, FixedEnvironment
from tests.app.worlds import EVERY_PIPELINE, World, bench_over, projected, small_world
from tests.fakes_progress import Silent

SEASON = 2013
YEARS = (2011, 2012)
BOTH: tuple[Playing, ...] = ("batter", "pitcher")

TRAINED = sorted(
    {
        (step.model_type, preset.base)
        for preset in PRESETS.values()
        for step in preset.models
        if isinstance(make_trainers(step.model_type), Success)
    }
)
"""Every kind of model that is trained on season tables, with the pipeline that it corrects."""


class CaughtError(Exception):
    """Ends a training before anything is fitted."""


class Catcher:
    """Keeps what it was to learn from."""

    def __init__(self) -> None:
        self.learning: Any = None

    def fit(self, training_set: Any, seed: int, progress: Progress) -> Any:
        self.learning = training_set
        raise CaughtError


@cache
def world() -> World:
    return small_world()


def learned(kind: str, base: str, player_type: Playing, source: World) -> tuple[list[str], FeatureMatrix]:
    """Players and features of the last of the seasons that a model learns from."""
    catcher = Catcher()
    request = TrainingRequest(kind, "default", (*YEARS, SEASON), (player_type,), pipeline=base)
    workshop = Workshop(
        source=source,
        registry=bench_over(source).registry,
        trainers={player_type: catcher},
        clock=FixedClock(),
        environment=FixedEnvironment(),
        progress=Silent(),
        minors=source,
    )
    with suppress(CaughtError):
        train(request, workshop).unwrap()
    rows = catcher.learning.seasons == SEASON
    return catcher.learning.player_ids[rows].tolist(), _seen(catcher.learning.matrix).take(rows)


def _seen(matrix: FeatureMatrix) -> FeatureMatrix:
    """Leave out what a blend corrects: it stands beside the features and no learner reads it."""
    names = tuple(name for name in matrix.names if not name.startswith(BASE))
    return FeatureMatrix(matrix.values[:, [matrix.names.index(name) for name in names]], names)


@pytest.mark.parametrize("player_type", BOTH)
@pytest.mark.parametrize(("kind", "base"), TRAINED)
def test_the_features_of_a_season_are_the_same_whatever_happens_in_it_and_after(
    kind: str, base: str, player_type: Playing
) -> None:
    players, features = learned(kind, base, player_type, world().before(SEASON + 1))
    again, altered = learned(kind, base, player_type, world().altered_from(SEASON))
    shared = sorted(set(players) & set(again))
    assert len(shared) > 5
    assert features.names == altered.names
    rows, others = ([one.index(player) for player in shared] for one in (players, again))
    assert np.array_equal(features.values[rows], altered.values[others], equal_nan=True)


def test_what_is_turned_upside_down_would_be_seen() -> None:
    """The test above can fail: a season later, the altered one is part of the features."""
    later = world().altered_from(SEASON - 1).before(SEASON + 1)
    _, features = learned("gb_residual", "marcel", "batter", world().before(SEASON + 1))
    _, altered = learned("gb_residual", "marcel", "batter", later)
    assert not np.array_equal(features.values, altered.values, equal_nan=True)


def told(forecasts: tuple[Forecast, ...]) -> str:
    """Write down every number, to the last digit."""
    return repr(
        [(one.player_id.tolist(), {name: one.columns[name].tolist() for name in one.columns}) for one in forecasts]
    )


@pytest.mark.parametrize("preset", EVERY_PIPELINE)
def test_a_season_is_projected_the_same_with_everything_from_it_on_deleted_or_altered(preset: str) -> None:
    cut = projected(preset, world().before(SEASON), SEASON, YEARS)
    altered = projected(preset, world().altered_from(SEASON), SEASON, YEARS)
    assert told(cut) == told(altered)
    assert min(map(len, cut)) > 20


def test_every_kind_that_a_pipeline_has_is_looked_at() -> None:
    """All but those that learn from pitches, which have tests of their own."""
    known = {step.model_type for preset in PRESETS.values() for step in preset.models}
    assert known - {kind for kind, _ in TRAINED} <= {"contextual"}
