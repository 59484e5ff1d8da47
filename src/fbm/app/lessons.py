"""What a training learns from: player seasons gathered for each kind of model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.basis import first_season_read
from fbm.app.below import with_minors
from fbm.app.layer_examples import LayerExamples, gather_layers
from fbm.app.pipeline.models import NoMinors
from fbm.app.pipeline.presets import BLEND, MLE, bases_of, corrected_by, find_preset
from fbm.app.promotions import Promotions, Told, gather_promotions
from fbm.app.training_request import NothingToCorrect, TrainingError, TrainingRequest, Workshop, as_training_error
from fbm.app.training_set import Examples, Lesson, gather
from fbm.domain.features.choice import features_for
from fbm.domain.minors import Minors
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.seasons import History

Taught: TypeAlias = Examples | Promotions | LayerExamples
"""Player seasons to learn from, and what was projected for them without the model."""


def corrected_point(request: TrainingRequest) -> Result[Corrects, TrainingError]:
    """Find the point of its pipeline that a kind of model corrects; `UnknownPipeline` or `NothingToCorrect` if none."""
    pipeline = find_preset(request.pipeline)
    if isinstance(pipeline, Failure):
        return Failure(pipeline.failure())
    corrects = corrected_by(request.model_type, request.pipeline)
    if corrects is None:
        return Failure(NothingToCorrect(request.model_type, request.pipeline, bases_of(request.model_type)))
    return Success(corrects)


def lessons_history(request: TrainingRequest, workshop: Workshop) -> Result[History, TrainingError]:
    """Read the target seasons, and as many before them as the pipeline needs."""
    base = find_preset(request.pipeline).map(lambda preset: preset.base).value_or(request.pipeline)
    first = first_season_read(workshop.source, base, min(request.seasons)).alt(as_training_error)
    return first.bind(lambda season: workshop.source.history(season, max(request.seasons)).alt(as_training_error))


def gatherer(
    request: TrainingRequest, workshop: Workshop, corrects: Corrects, history: History
) -> Result[Callable[[Playing], Taught], TrainingError]:
    """Choose what a kind of model learns from: what a pipeline gets wrong, who was promoted, or everybody.

    Parameters
    ----------
    request : TrainingRequest
    workshop : Workshop
    corrects : Corrects
    history : History
        Up to the last target season.

    Returns
    -------
    Result of callable
        Gathers the lessons for a type of player. `NoMinors` for a kind that learns from them where none are at hand, or
        what reading them gives.
    """
    if request.model_type == BLEND:
        return _layers(request, workshop, corrects, history)
    if request.model_type != MLE:
        lesson = Lesson(corrects, features_for(request.model_type))
        return Success(lambda playing: gather(history, request.seasons, playing, lesson, workshop.progress))
    if workshop.minors is None:
        return Failure(NoMinors())
    first, last = min(request.seasons) - WINDOW, max(request.seasons) - 1
    minors = workshop.minors.minors(first, last).alt(as_training_error).bind(_any_season)
    return minors.map(
        lambda below: (
            lambda playing: gather_promotions(
                Told(history, below), request.seasons, playing, corrects, workshop.progress
            )
        )
    )


def _layers(
    request: TrainingRequest, workshop: Workshop, corrects: Corrects, history: History
) -> Result[Callable[[Playing], Taught], TrainingError]:
    below = workshop.minors if request.minors else None
    told = with_minors(history, below, min(request.seasons), max(request.seasons)).alt(as_training_error)
    return told.map(
        lambda known: (
            lambda playing: gather_layers(known, request.seasons, playing, corrects, tracking=request.tracking)
        )
    )


def _any_season(minors: Minors) -> Result[Minors, TrainingError]:
    return Success(minors) if minors.seasons else Failure(NoMinors())
