"""Projecting: seasons in, a pipeline over each type of player, a sheet of next season's lines out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.basis import basis_for, first_season_read
from fbm.app.fingerprints import data_fingerprint
from fbm.app.pipeline.builder import Pipeline, PipelineBuilder, PipelineError
from fbm.app.pipeline.presets import MLE, Preset, find_preset
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.baseline.fit import BaselineFits, Mode
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.presets import Basis, run
from fbm.domain.projection.sheet import ProjectionSheet, Row, rows_of
from fbm.domain.projection.window import open_batch
from fbm.domain.registry.naming import near_names
from fbm.domain.seasons import History

BOTH: tuple[Playing, ...] = ("batter", "pitcher")


@dataclass(frozen=True, slots=True)
class UnusedModel:
    """A model was named for a pipeline that has no place for its kind."""

    model_type: str
    pipeline: str
    takes: tuple[str, ...]
    near: tuple[str, ...]


ProjectingError: TypeAlias = PipelineError | SourceError | UnusedModel


@dataclass(frozen=True, slots=True)
class ProjectionRequest:
    """What is to be projected.

    Attributes
    ----------
    season : int
    pipeline : str
    models : mapping of model type to ref
        Versions that were named; for kinds left out, one is chosen.
    playing_time : {"expected", "regular"}
        For pipelines with a model of it: of everybody projected, or given that a player is a regular.
    """

    season: int
    pipeline: str
    models: Mapping[str, str]
    playing_time: Mode = "expected"


@dataclass(frozen=True, slots=True)
class Projected:
    """A sheet, and what a person should be told beside it."""

    sheet: ProjectionSheet
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """Seasons that were read, and their digest."""

    history: History
    fingerprint: str


def project_season(
    request: ProjectionRequest,
    *,
    source: SeasonSource,
    registry: ModelRegistry,
    minors: MinorsSource | None = None,
) -> Result[Projected, ProjectingError]:
    """Project a season from those before it.

    Parameters
    ----------
    request : ProjectionRequest
    source : SeasonSource
    registry : ModelRegistry
    minors : MinorsSource, optional
        Minor-league seasons, for the pipelines that bring prospects in.

    Returns
    -------
    Result of Projected
        `UnknownPipeline`, `UnusedModel`, `MissingSeasons`, `DamagedTable`, `NoMinors`, or what loading a model gives.
    """
    preset = find_preset(request.pipeline).alt(_widen).bind(lambda found: _check_models(request, found))
    if isinstance(preset, Failure):
        return Failure(preset.failure())
    builder = PipelineBuilder(registry, minors)
    chosen = _choose(request, preset.unwrap(), builder)
    if isinstance(chosen, Failure):
        return Failure(chosen.failure())
    refs, notices = chosen.unwrap()
    found = preset.unwrap()
    below = minors if any(step.model_type == MLE for step in found.models) else None
    known = _read(request, source, found.base, below)
    return known.bind(
        lambda read: _build(request, builder, refs, _basis(request, found.base, read.history)).map(
            lambda built: _filled(request, read, built, notices)
        )
    )


def _read(
    request: ProjectionRequest, source: SeasonSource, base: str, minors: MinorsSource | None
) -> Result[_Read, ProjectingError]:
    last = request.season - 1

    def since(first: int) -> Result[_Read, SourceError]:
        fingerprint = data_fingerprint(source, first, last, minors=minors)
        return fingerprint.bind(lambda digest: source.history(first, last).map(lambda history: _Read(history, digest)))

    return first_season_read(source, base, request.season).bind(since).alt(_widen)


def _basis(request: ProjectionRequest, base: str, history: History) -> Basis | None:
    return basis_for(base, BaselineFits(history), request.season, request.playing_time)


def _check_models(request: ProjectionRequest, preset: Preset) -> Result[Preset, ProjectingError]:
    takes = tuple(step.model_type for step in preset.models)
    for model_type in request.models:
        if model_type not in takes:
            return Failure(UnusedModel(model_type, preset.name, takes, near_names(model_type, takes)))
    return Success(preset)


def _choose(
    request: ProjectionRequest, preset: Preset, builder: PipelineBuilder
) -> Result[tuple[dict[str, str], tuple[str, ...]], ProjectingError]:
    """Decide a version for each kind of model: the one that was named, or the default."""
    refs = dict(request.models)
    notices: list[str] = []
    for model_type in (step.model_type for step in preset.models if step.model_type not in refs):
        default = builder.default_ref(model_type)
        if isinstance(default, Failure):
            return Failure(default.failure())
        refs[model_type] = default.unwrap().ref
        notices.extend(filter(None, [default.unwrap().notice]))
    return Success((refs, tuple(notices)))


def _build(
    request: ProjectionRequest, builder: PipelineBuilder, refs: Mapping[str, str], basis: Basis | None
) -> Result[dict[Playing, Pipeline], ProjectingError]:
    pipelines: dict[Playing, Pipeline] = {}
    for player_type in BOTH:
        built = builder.build(request.pipeline, player_type, refs, basis)
        if isinstance(built, Failure):
            return Failure(built.failure())
        pipelines[player_type] = built.unwrap()
    return Success(pipelines)


def _filled(
    request: ProjectionRequest, read: _Read, pipelines: Mapping[Playing, Pipeline], notices: tuple[str, ...]
) -> Projected:
    history = read.history
    ends = {
        player_type: run(open_batch(history, request.season, player_type), pipelines[player_type].stages)
        for player_type in BOTH
    }

    def rows(player_type: Playing) -> tuple[Row, ...]:
        return rows_of(finalise(ends[player_type]), history.people)

    sheet = ProjectionSheet(
        season=request.season,
        pipeline=request.pipeline,
        models=tuple(use for pipeline in pipelines.values() for use in pipeline.models),
        data_fingerprint=read.fingerprint,
        batters=rows("batter"),
        pitchers=rows("pitcher"),
    )
    return Projected(sheet, notices + tuple(notice for batch in ends.values() for notice in _left_alone(batch)))


def _left_alone(batch: Batch) -> tuple[str, ...]:
    return tuple(
        f"{left.stage}: {left.players} of {left.of} {batch.player_type}s lack its inputs and keep the rates they had."
        for left in batch.fallbacks
        if left.players
    )


def _widen(error: SourceError | PipelineError) -> ProjectingError:
    return error
