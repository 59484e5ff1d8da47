"""Training: seasons to features, features to models, models to one release. The order of steps, for any kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.basis import first_season_read
from fbm.app.below import reads_minors, with_minors
from fbm.app.fingerprints import lessons_fingerprint
from fbm.app.layer_examples import LayerExamples, gather_layers
from fbm.app.pipeline.models import NoMinors
from fbm.app.pipeline.presets import BLEND, MLE, UnknownPipeline, corrected_by, find_preset
from fbm.app.promotions import Promotions, Told, gather_promotions
from fbm.app.registry.facade import ModelRegistry
from fbm.app.trained_part import part_of
from fbm.app.training_set import Examples, Lesson, gather
from fbm.domain.evaluation.report import Validation, validation_report
from fbm.domain.features.choice import features_for
from fbm.domain.minors import Minors
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.ports.surroundings import Clock, Environment, Surroundings
from fbm.domain.ports.training import Trainer
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import RegistryError, VersionTaken
from fbm.domain.registry.metadata import Lineage
from fbm.domain.registry.naming import parse_versioned_name
from fbm.domain.registry.release import Release
from fbm.domain.seasons import FloatArray, History


@dataclass(frozen=True, slots=True)
class TooFewSeasons:
    """Validation holds the last season out, so it needs at least two."""

    seasons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NothingToCorrect:
    """A pipeline that no model of this kind corrects."""

    model_type: str
    pipeline: str


@dataclass(frozen=True, slots=True)
class NoPlayers:
    """Seasons without a single player to learn from."""

    player_type: str
    seasons: tuple[int, ...]


TrainingError: TypeAlias = (
    RegistryError | SourceError | UnknownPipeline | TooFewSeasons | NothingToCorrect | NoPlayers | NoMinors
)

Taught: TypeAlias = Examples | Promotions | LayerExamples
"""Player seasons to learn from, and what was projected for them without the model."""


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """What is to be trained.

    Attributes
    ----------
    model_type, name : str
    version : int or None
    seasons : tuple of int
        Target seasons, ascending; features come from the three before each.
    pipeline : str
        The pipeline without models that is corrected.
    player_types : tuple of {"batter", "pitcher"}
    seed : int
    validate : bool
        Hold the last season out first, and keep the report.
    tracking : bool
        Whether a blend may use tracking figures where enough seasons have them.
    minors : bool
        Whether a blend may use seasons below the majors where there are enough of them.
    command : str
        What trains the same again.
    description : str
    tags : mapping of str to str
    """

    model_type: str
    name: str
    seasons: tuple[int, ...]
    player_types: tuple[Playing, ...]
    version: int | None = None
    pipeline: str = "marcel"
    seed: int = 42
    validate: bool = False
    tracking: bool = True
    minors: bool = True
    command: str = ""
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What was published.

    Attributes
    ----------
    release : Release
    rows : mapping of player type to int
        Player seasons learned from.
    wanted : str or None
        The version asked for, when another training took it meanwhile and this one got the next free number.
    """

    release: Release
    rows: Mapping[str, int]
    wanted: str | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What training works with.

    Attributes
    ----------
    source : SeasonSource
    registry : ModelRegistry
    trainers : mapping of player type to Trainer
    clock : Clock
    environment : Environment
    progress : Progress
    minors : MinorsSource or None
        Minor-league seasons, for the kinds that learn from them.
    """

    source: SeasonSource
    registry: ModelRegistry
    trainers: Mapping[Playing, Trainer]
    clock: Clock
    environment: Environment
    progress: Progress
    minors: MinorsSource | None = None


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
        lambda corrects: _read(request, workshop).bind(
            lambda history: _train_all(request, workshop, corrects, history).bind(
                lambda trained: _publish(request, workshop, trained, started)
            )
        )
    )


def _check(request: TrainingRequest, registry: ModelRegistry) -> Result[Corrects, TrainingError]:
    """Refuse what can be refused before hours of work: the pipeline, the seasons, a version that is taken."""
    pipeline = find_preset(request.pipeline)
    if isinstance(pipeline, Failure):
        return Failure(pipeline.failure())
    corrects = corrected_by(request.model_type, request.pipeline)
    if corrects is None:
        return Failure(NothingToCorrect(request.model_type, request.pipeline))
    if request.validate and len(request.seasons) < 2:
        return Failure(TooFewSeasons(request.seasons))
    version = registry.resolve_version(request.name, request.model_type, request.version)
    return version.map(lambda _: corrects).alt(_as_training_error)


def _read(request: TrainingRequest, workshop: Workshop) -> Result[History, TrainingError]:
    first = _first(request, workshop)
    return first.bind(lambda season: workshop.source.history(season, max(request.seasons)).alt(_as_training_error))


def _first(request: TrainingRequest, workshop: Workshop) -> Result[int, TrainingError]:
    """Tell the first season that is read."""
    base = find_preset(request.pipeline).map(lambda preset: preset.base).value_or(request.pipeline)
    return first_season_read(workshop.source, base, min(request.seasons)).alt(_as_training_error)


def _train_all(
    request: TrainingRequest, workshop: Workshop, corrects: Corrects, history: History
) -> Result[tuple[_Trained, ...], TrainingError]:
    gatherer = _gatherer(request, workshop, corrects, history)
    if isinstance(gatherer, Failure):
        return Failure(gatherer.failure())
    trained: list[_Trained] = []
    for player_type in request.player_types:
        examples = gatherer.unwrap()(player_type)
        if not len(examples):
            return Failure(NoPlayers(player_type, request.seasons))
        trained.append(_train_one(request, workshop, examples))
    return Success(tuple(trained))


def _gatherer(
    request: TrainingRequest, workshop: Workshop, corrects: Corrects, history: History
) -> Result[Callable[[Playing], Taught], TrainingError]:
    """Choose what a kind of model learns from: what a pipeline gets wrong, who was promoted, or everybody."""
    if request.model_type == BLEND:
        return _layers(request, workshop, corrects, history)
    if request.model_type != MLE:
        lesson = Lesson(corrects, features_for(request.model_type))
        return Success(lambda playing: gather(history, request.seasons, playing, lesson, workshop.progress))
    if workshop.minors is None:
        return Failure(NoMinors())
    first, last = min(request.seasons) - WINDOW, max(request.seasons) - 1
    minors = workshop.minors.minors(first, last).alt(_as_training_error).bind(_any_season)
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
    told = with_minors(history, below, min(request.seasons), max(request.seasons)).alt(_as_training_error)
    return told.map(
        lambda known: (
            lambda playing: gather_layers(known, request.seasons, playing, corrects, tracking=request.tracking)
        )
    )


def _any_season(minors: Minors) -> Result[Minors, TrainingError]:
    return Success(minors) if minors.seasons else Failure(NoMinors())


def _train_one(request: TrainingRequest, workshop: Workshop, examples: Taught) -> _Trained:
    trainer = workshop.trainers[examples.learning.player_type]
    metrics = _validate(request, workshop, trainer, examples) if request.validate else {}
    model = trainer.fit(examples.learning, request.seed, workshop.progress)
    part = part_of(request.seasons, examples, model, metrics)
    return _Trained(part, len(examples))


def _validate(request: TrainingRequest, workshop: Workshop, trainer: Trainer, examples: Taught) -> Mapping[str, object]:
    """Fit on all but the last season and judge on it, with the pipeline alone as the baseline."""
    held_out = examples.learning.seasons == max(request.seasons)
    model = trainer.fit(examples.take(~held_out).learning, request.seed, workshop.progress)
    test = examples.judged(held_out)
    projected = test.corrected(model.predict(test.learning.matrix))
    return validation_report(
        Validation(
            season=max(request.seasons),
            actual=_only(test.actual(), projected),
            model=projected,
            baseline=_only(test.projected, projected),
            weights=test.learning.weights,
        )
    )


def _only(columns: Mapping[str, FloatArray], stats: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    return {stat: columns[stat] for stat in stats}


def _publish(
    request: TrainingRequest, workshop: Workshop, trained: tuple[_Trained, ...], started: float
) -> Result[TrainingReport, TrainingError]:
    minors = workshop.minors if _read_minors(request, trained) else None
    fingerprint = lessons_fingerprint(workshop.source, request.pipeline, request.seasons, minors=minors).alt(
        _as_training_error
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
            return moved.map(lambda release: (release, name)).alt(_as_training_error)
        case published:
            return published.map(_as_asked).alt(_as_training_error)


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


def _as_training_error(error: RegistryError | SourceError) -> TrainingError:
    return error
