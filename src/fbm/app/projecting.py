"""Projecting: seasons in, a pipeline over each type of player, a sheet of next season's lines out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.pipeline.builder import Pipeline, PipelineBuilder, PipelineError
from fbm.app.pipeline.presets import Preset, find_preset
from fbm.app.pipeline.residuals import ModelUse
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.batch import WINDOW, Playing
from fbm.domain.projection.finalise import Projection, finalise
from fbm.domain.projection.presets import run
from fbm.domain.projection.window import open_batch
from fbm.domain.registry.naming import near_names
from fbm.domain.seasons import FloatArray, History

BOTH: tuple[Playing, ...] = ("batter", "pitcher")

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = dict[str, Cell]


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
    """

    season: int
    pipeline: str
    models: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProjectionSheet:
    """Next season's lines, and what made them.

    Attributes
    ----------
    season : int
    pipeline : str
    models : tuple of ModelUse
    data_fingerprint : str
        Digest of the seasons that were looked at.
    batters, pitchers : tuple of dict
        A row a player, keys in the order they are shown; batters by plate appearances, pitchers by innings,
        the most first. None where a data set has no such figure.
    notices : tuple of str
        What a person should be told.
    """

    season: int
    pipeline: str
    models: tuple[ModelUse, ...]
    data_fingerprint: str
    batters: tuple[Row, ...]
    pitchers: tuple[Row, ...]
    notices: tuple[str, ...] = ()


def project_season(
    request: ProjectionRequest, *, source: SeasonSource, registry: ModelRegistry
) -> Result[ProjectionSheet, ProjectingError]:
    """Project a season from the three before it.

    Returns
    -------
    Result of ProjectionSheet
        `UnknownPipeline`, `UnusedModel`, `MissingSeasons`, `DamagedTable`, or what loading a model gives.
    """
    preset = find_preset(request.pipeline).alt(_widen).bind(lambda found: _check_models(request, found))
    if isinstance(preset, Failure):
        return Failure(preset.failure())
    builder = PipelineBuilder(registry)
    chosen = _choose(request, preset.unwrap(), builder)
    if isinstance(chosen, Failure):
        return Failure(chosen.failure())
    refs, notices = chosen.unwrap()
    pipelines = _build(request.pipeline, builder, refs)
    return pipelines.bind(lambda built: _sheet(request, source, built, notices))


def _check_models(request: ProjectionRequest, preset: Preset) -> Result[Preset, ProjectingError]:
    takes = tuple(model_type for model_type, _ in preset.models)
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
    for model_type in (kind for kind, _ in preset.models if kind not in refs):
        default = builder.default_ref(model_type)
        if isinstance(default, Failure):
            return Failure(default.failure())
        refs[model_type] = default.unwrap().ref
        notices.extend(filter(None, [default.unwrap().notice]))
    return Success((refs, tuple(notices)))


def _build(
    preset: str, builder: PipelineBuilder, refs: Mapping[str, str]
) -> Result[dict[Playing, Pipeline], ProjectingError]:
    pipelines: dict[Playing, Pipeline] = {}
    for player_type in BOTH:
        built = builder.build(preset, player_type, refs)
        if isinstance(built, Failure):
            return Failure(built.failure())
        pipelines[player_type] = built.unwrap()
    return Success(pipelines)


def _sheet(
    request: ProjectionRequest, source: SeasonSource, pipelines: Mapping[Playing, Pipeline], notices: tuple[str, ...]
) -> Result[ProjectionSheet, ProjectingError]:
    first, last = request.season - WINDOW, request.season - 1
    history = source.history(first, last).alt(_widen)
    fingerprint = source.fingerprint(first, last).alt(_widen)
    return history.bind(
        lambda known: fingerprint.map(lambda digest: _filled(request, known, digest, pipelines, notices))
    )


def _filled(
    request: ProjectionRequest,
    history: History,
    fingerprint: str,
    pipelines: Mapping[Playing, Pipeline],
    notices: tuple[str, ...],
) -> ProjectionSheet:
    def rows(player_type: Playing, order: str) -> tuple[Row, ...]:
        batch = run(open_batch(history, request.season, player_type), pipelines[player_type].stages)
        return sheet_rows(finalise(batch), history, order=order)

    return ProjectionSheet(
        season=request.season,
        pipeline=request.pipeline,
        models=tuple(use for pipeline in pipelines.values() for use in pipeline.models),
        data_fingerprint=fingerprint,
        batters=rows("batter", "pa"),
        pitchers=rows("pitcher", "ip"),
        notices=notices,
    )


def sheet_rows(projection: Projection, history: History, *, order: str) -> tuple[Row, ...]:
    """Turn a projection into rows.

    Parameters
    ----------
    projection : Projection
    history : History
        Knows the players' names.
    order : str
        Column by which rows stand, the most first; players that tie stand by id.

    Returns
    -------
    tuple of dict
        Identity, then the projection's columns, rounded to the sixth decimal; None where there is no figure. Ids of
        other sites are None: no crosswalk is at hand.
    """
    names = dict(zip(history.people.player_id.tolist(), history.people.name.tolist(), strict=True))
    places = np.lexsort((projection.player_id, -projection[order]))
    columns = {name: _cells(column[places]) for name, column in projection.columns.items()}
    identity = {
        "player_id": projection.player_id[places].tolist(),
        "mlbam_id": [None] * len(places),
        "fangraphs_id": [None] * len(places),
        "name": [names.get(player, player) for player in projection.player_id[places].tolist()],
        "age": [None if np.isnan(age) else int(age) for age in projection.age[places]],
        "team": projection.team[places].tolist(),
        "position": [position.upper() for position in projection.position[places].tolist()],
    }
    return _rows({**identity, **columns})


def _cells(column: FloatArray) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in np.round(column, 6).tolist()]


def _rows(columns: Mapping[str, Sequence[Cell]]) -> tuple[Row, ...]:
    return tuple(dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))


def _widen(error: SourceError | PipelineError) -> ProjectingError:
    return error
