"""Training: seasons to features, features to models, models to one release. The order of steps, for any kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from returns.result import Failure, Result, Success

from fbm.app.below import reads_minors
from fbm.app.fingerprints import lessons_fingerprint
from fbm.app.lessons import Taught, corrected_point, gatherer, lessons_history
from fbm.app.pipeline.presets import MLE
from fbm.app.registry.facade import ModelRegistry
from fbm.app.trained_part import part_of
from fbm.app.training_request import (
    NoPlayers,
    TooFewSeasons,
    TrainingError,
    TrainingReport,
    TrainingRequest,
    Workshop,
    as_training_error,
)
from fbm.app.validating import judged
from fbm.domain.evaluation.report import validation_report
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.surroundings import Surroundings
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import VersionTaken
from fbm.domain.registry.metadata import Lineage
from fbm.domain.registry.naming import parse_versioned_name
from fbm.domain.registry.release import Release
from fbm.domain.seasons import History


@dataclass(frozen=True, slots=True)
class _Trained:
    part: PartDraft
    rows: int


def train(request: TrainingRequest, workshop: Workshop) -> Result[TrainingReport, TrainingError]:
    """Train a model for each player type and publish them as one release.

    Returns
    -------
    Result of TrainingReport
        Before any training: `UnknownPipeline`, `NothingToCorrect`, `TooFewSeasons`, `MissingSeasons`, `VersionTaken`
        and other failures of naming. After it: `NoPlayers`, or what publishing gives.
    """
    started = workshop.clock.elapsed_s()
    checked = _check(request, workshop.registry)
    return checked.bind(
        lambda corrects: lessons_history(request, workshop).bind(
            lambda history: _train_all(request, workshop, corrects, history).bind(
                lambda trained: _publish(request, workshop, trained, started)
            )
        )
    )


def _check(request: TrainingRequest, registry: ModelRegistry) -> Result[Corrects, TrainingError]:
    """Refuse what can be refused before hours of work: the pipeline, the seasons, a version that is taken."""
    corrects = corrected_point(request)
    if isinstance(corrects, Failure):
        return corrects
    if request.validate and len(request.seasons) < 2:
        return Failure(TooFewSeasons(request.seasons, 1))
    version = registry.resolve_version(request.name, request.model_type, request.version)
    return version.alt(as_training_error).bind(lambda _: corrects)


def _train_all(
    request: TrainingRequest, workshop: Workshop, corrects: Corrects, history: History
) -> Result[tuple[_Trained, ...], TrainingError]:
    gathering = gatherer(request, workshop, corrects, history)
    if isinstance(gathering, Failure):
        return Failure(gathering.failure())
    trained: list[_Trained] = []
    for player_type in request.player_types:
        examples = gathering.unwrap()(player_type)
        if not len(examples):
            return Failure(NoPlayers(player_type, request.seasons))
        if request.validate and not len(examples.take(examples.learning.seasons < max(request.seasons))):
            return Failure(NoPlayers(player_type, request.seasons[:-1]))
        trained.append(_train_one(request, workshop, examples))
    return Success(tuple(trained))


def _train_one(request: TrainingRequest, workshop: Workshop, examples: Taught) -> _Trained:
    trainer = workshop.trainers[examples.learning.player_type]
    metrics = _validated(request, workshop, examples) if request.validate else {}
    model = trainer.fit(examples.learning, request.seed, workshop.progress)
    part = part_of(request.seasons, examples, model, metrics)
    return _Trained(part, len(examples))


def _validated(request: TrainingRequest, workshop: Workshop, examples: Taught) -> Mapping[str, object]:
    return validation_report(judged(request, workshop, examples, max(request.seasons)))


def _publish(
    request: TrainingRequest, workshop: Workshop, trained: tuple[_Trained, ...], started: float
) -> Result[TrainingReport, TrainingError]:
    minors = workshop.minors if _read_minors(request, trained) else None
    fingerprint = lessons_fingerprint(workshop.source, request.pipeline, request.seasons, minors=minors).alt(
        as_training_error
    )
    if isinstance(fingerprint, Failure):
        return Failure(fingerprint.failure())
    draft = ReleaseDraft(
        model_type=request.model_type,
        name=request.name,
        parts=tuple(one.part for one in trained),
        version=request.version,
        lineage=_lineage(request, workshop, fingerprint.unwrap(), started),
        description=request.description,
        tags=request.tags,
    )
    rows = {one.part.player_type: one.rows for one in trained}
    return _publish_or_move_on(workshop.registry, draft).map(
        lambda published: TrainingReport(published[0], rows, published[1])
    )


def _read_minors(request: TrainingRequest, trained: tuple[_Trained, ...]) -> bool:
    return request.model_type == MLE or any(reads_minors(one.part.feature_names) for one in trained)


def _publish_or_move_on(
    registry: ModelRegistry, draft: ReleaseDraft
) -> Result[tuple[Release, str | None], TrainingError]:
    """Publish; a version taken since the check costs its number, not the work."""
    match registry.publish(draft):
        case Failure(VersionTaken(name=name)):
            line = parse_versioned_name(name)
            moved = line.bind(lambda pair: registry.publish(draft._replace(name=pair[0], version=None)))
            return moved.map(lambda release: (release, name)).alt(as_training_error)
        case published:
            return published.map(_as_asked).alt(as_training_error)


def _as_asked(release: Release) -> tuple[Release, str | None]:
    return release, None


def _lineage(request: TrainingRequest, workshop: Workshop, fingerprint: str, started: float) -> Lineage:
    around: Surroundings = workshop.environment.surroundings()
    return Lineage(
        fbm_version=around.fbm_version,
        python_version=around.python_version,
        libraries=around.libraries,
        git_commit=around.git_commit,
        data_fingerprint=fingerprint,
        seasons=request.seasons,
        command=request.command or None,
        seed=request.seed,
        duration_s=round(workshop.clock.elapsed_s() - started, 3),
    )
