"""Validation: a model fitted on the seasons before a held-out one, judged on it beside the pipeline alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.lessons import Taught, corrected_point, gatherer, lessons_history
from fbm.app.training_request import NoPlayers, TooFewSeasons, TrainingError, TrainingRequest, Workshop
from fbm.domain.evaluation.report import Validation, rolling_report
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray


class ValidationReport(NamedTuple):
    """What was found, by player type: as `fbm.domain.evaluation.report.rolling_report`."""

    held_out: tuple[int, ...]
    parts: Mapping[str, Mapping[str, Any]]


def validate(request: TrainingRequest, workshop: Workshop, holdout: int) -> Result[ValidationReport, TrainingError]:
    """Hold out the last seasons one after the other, and publish nothing.

    Parameters
    ----------
    request : TrainingRequest
    workshop : Workshop
        Its registry is not written to.
    holdout : int
        How many seasons, >= 1; each is judged by a model of the seasons before it.

    Returns
    -------
    Result of ValidationReport
        `TooFewSeasons` where none would be left to learn from before the first one held out, else as training.
    """
    if len(request.seasons) <= holdout:
        return Failure(TooFewSeasons(request.seasons, holdout))
    held_out = request.seasons[-holdout:]
    gathering = corrected_point(request).bind(
        lambda corrects: lessons_history(request, workshop).bind(
            lambda history: gatherer(request, workshop, corrects, history)
        )
    )
    if isinstance(gathering, Failure):
        return Failure(gathering.failure())
    parts: dict[str, Mapping[str, Any]] = {}
    for player_type in request.player_types:
        found = _rolled(request, workshop, gathering.unwrap()(player_type), held_out)
        if found is None:
            return Failure(NoPlayers(player_type, request.seasons))
        parts[player_type] = found
    return Success(ValidationReport(held_out, parts))


def _rolled(
    request: TrainingRequest, workshop: Workshop, examples: Taught, held_out: tuple[int, ...]
) -> Mapping[str, Any] | None:
    """Judge season by season; None where one of them has nobody, or nobody came before it."""
    seasons = examples.learning.seasons
    known = [(seasons == season) & (examples.learning.weights > 0) for season in held_out]
    if not all(rows.any() for rows in known) or not len(examples.take(seasons < held_out[0])):
        return None
    return rolling_report([judged(request, workshop, examples, season) for season in held_out])


def judged(request: TrainingRequest, workshop: Workshop, examples: Taught, season: int) -> Validation:
    """Fit on the seasons before one and judge on it, with the pipeline alone as the baseline."""
    playing: Playing = examples.learning.player_type
    learned = examples.take(examples.learning.seasons < season).learning
    model = workshop.trainers[playing].fit(learned, request.seed, workshop.progress)
    test = examples.judged(examples.learning.seasons == season)
    projected = test.corrected(model.predict(test.learning.matrix))
    return Validation(
        season=season,
        actual=_only(test.actual(), projected),
        model=projected,
        baseline=_only(test.projected, projected),
        weights=test.learning.weights,
        players=test.learning.player_ids,
    )


def _only(columns: Mapping[str, FloatArray], stats: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    return {stat: columns[stat] for stat in stats}
