"""What a worker does with one task; it sees nothing of the season projected nor of any later one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from returns.result import Failure, Result

from fbm.app.evaluation.tasks import Done, EvaluatingError, ProjectionTask, Stored, TrainingTask
from fbm.app.projecting import project_season
from fbm.app.projection_request import BOTH, ProjectingError, ProjectionRequest
from fbm.app.registry.facade import ModelRegistry
from fbm.app.training import train
from fbm.app.training_request import TrainingError, TrainingRequest, Workshop
from fbm.domain.evaluation.forecasts import forecast_of
from fbm.domain.ports.contextual import PlayerPitches
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import SeasonSource
from fbm.domain.ports.surroundings import Clock, Environment
from fbm.domain.ports.training import Trainer, TrainerError
from fbm.domain.projection.batch import Playing

LEVELS: Final = tuple(level / 100 for level in sorted({*range(5, 100, 5), *range(3, 100, 5)}))
"""Quantiles that calibration looks at: as fine as it takes to see how many are expected not to play at all, and for the
tails of counts to lie, in the mean, within .001 of those of the draws themselves."""

LINE: Final = "evaluated"
"""Line of the models that are trained here; they are gone with the evaluation."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a worker works with.

    Attributes
    ----------
    source : SeasonSource
        Holds nothing of the season projected nor of any later one.
    minors : MinorsSource
        The same.
    registry : ModelRegistry
        Of its own, gone with the task.
    trainers : function of model type to Result of trainers
    contents : function
        Gives what the registry holds.
    clock : Clock
    environment : Environment
    progress : Progress
    pitches : PlayerPitches or None
        For models that read pitches; those models know which seasons they may look at.
    """

    source: SeasonSource
    minors: MinorsSource
    registry: ModelRegistry
    trainers: Callable[[str], Result[Mapping[Playing, Trainer], TrainerError]]
    contents: Callable[[], Stored]
    clock: Clock
    environment: Environment
    progress: Progress
    pitches: PlayerPitches | None = None


def train_for(task: TrainingTask, bench: Bench) -> Result[Done, EvaluatingError]:
    """Train a model for a season, through the same use case as `fbm ml train`."""
    started = bench.clock.elapsed_s()
    trainers = bench.trainers(task.model_type)
    if isinstance(trainers, Failure):
        return Failure(trainers.failure())
    request = TrainingRequest(
        model_type=task.model_type,
        name=LINE,
        seasons=task.years,
        player_types=tuple(playing for playing in BOTH if playing in trainers.unwrap()),
        pipeline=task.base,
        seed=task.seed,
        tracking=task.tracking,
        minors=task.minors,
    )
    workshop = Workshop(
        source=bench.source,
        registry=bench.registry,
        trainers=trainers.unwrap(),
        clock=bench.clock,
        environment=bench.environment,
        progress=bench.progress,
        minors=bench.minors,
    )
    trained = train(request, workshop).alt(_widen)
    return trained.map(lambda _: Done(bench.clock.elapsed_s() - started, stored=bench.contents()))


def project_for(task: ProjectionTask, bench: Bench) -> Result[Done, EvaluatingError]:
    """Project a season, through the same use case as `fbm project`."""
    started = bench.clock.elapsed_s()
    request = ProjectionRequest(
        task.season, task.pipeline, task.models, task.playing_time, quantiles=task.quantiles, levels=LEVELS
    )
    made = project_season(
        request, source=bench.source, registry=bench.registry, minors=bench.minors, pitches=bench.pitches
    ).alt(_widen)
    return made.map(
        lambda found: Done(
            bench.clock.elapsed_s() - started,
            forecasts=(
                forecast_of(found.sheet.batters, task.season, "batter"),
                forecast_of(found.sheet.pitchers, task.season, "pitcher"),
            ),
            notices=found.notices,
        )
    )


def _widen(error: TrainingError | ProjectingError) -> EvaluatingError:
    return error
