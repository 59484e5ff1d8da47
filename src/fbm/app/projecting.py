"""Projecting: seasons in, a pipeline over each type of player, a sheet of next season's lines out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.fingerprints import data_fingerprint
from fbm.app.pipeline.builder import Pipeline, PipelineBuilder, PipelineError
from fbm.app.pipeline.presets import MLE, Preset, find_preset
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.contextual import PlayerPitches
from fbm.domain.ports.identities import IdentitySource
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.batch import WINDOW, Batch, Playing
from fbm.domain.projection.finalise import finalise
from fbm.domain.projection.identities import with_ids
from fbm.domain.projection.sheet import ProjectionSheet, Row, rows_of
from fbm.domain.projection.trail import Step, walk
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
        Versions that were named; for kinds left out, one is chosen. A key such as ``mtl/batter`` names one for one
        type of player.
    """

    season: int
    pipeline: str
    models: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Projected:
    """A sheet, what a person should be told beside it, and how it came about.

    Attributes
    ----------
    sheet : ProjectionSheet
    notices : tuple of str
    history : History
        The seasons it was made from.
    steps : mapping of player type to tuple of Step
        The players before the first stage and after each.
    """

    sheet: ProjectionSheet
    notices: tuple[str, ...]
    history: History
    steps: Mapping[Playing, tuple[Step, ...]]


def project_season(
    request: ProjectionRequest,
    *,
    source: SeasonSource,
    registry: ModelRegistry,
    minors: MinorsSource | None = None,
    identities: IdentitySource | None = None,
    pitches: PlayerPitches | None = None,
) -> Result[Projected, ProjectingError]:
    """Project a season from the three before it.

    Parameters
    ----------
    request : ProjectionRequest
    source : SeasonSource
    registry : ModelRegistry
    minors : MinorsSource, optional
        Minor-league seasons, for the pipelines that bring prospects in.
    identities : IdentitySource, optional
        Fills in what other makers and fantasy platforms call the players.
    pitches : PlayerPitches, optional
        Pitches, for the pipelines that read them.

    Returns
    -------
    Result of Projected
        `UnknownPipeline`, `UnusedModel`, `MissingSeasons`, `DamagedTable`, `NoMinors`, or what loading a model gives.
    """
    preset = find_preset(request.pipeline).alt(_widen).bind(lambda found: _check_models(request, found))
    if isinstance(preset, Failure):
        return Failure(preset.failure())
    builder = PipelineBuilder(registry, minors, pitches)
    chosen = _choose(request, preset.unwrap(), builder)
    if isinstance(chosen, Failure):
        return Failure(chosen.failure())
    refs, notices = chosen.unwrap()
    pipelines = _build(request.pipeline, builder, refs)
    below = minors if any(step.model_type == MLE for step in preset.unwrap().models) else None
    fingerprint = data_fingerprint(source, request.season - WINDOW, request.season - 1, minors=below).alt(_widen)
    made = pipelines.bind(
        lambda built: fingerprint.bind(lambda digest: _sheet(request, source, digest, built, notices))
    )
    return made if identities is None else made.bind(lambda projected: _identified(projected, identities))


def _identified(projected: Projected, identities: IdentitySource) -> Result[Projected, ProjectingError]:
    sheet = projected.sheet
    players = tuple(dict.fromkeys(str(row["player_id"]) for row in (*sheet.batters, *sheet.pitchers)))
    crosswalk = identities.crosswalk_of(players).alt(_widen)
    return crosswalk.map(lambda known: replace(projected, sheet=with_ids(sheet, known)))


def _check_models(request: ProjectionRequest, preset: Preset) -> Result[Preset, ProjectingError]:
    takes = tuple(step.model_type for step in preset.models)
    for model_type in (key.partition("/")[0] for key in request.models):
        if model_type not in takes:
            return Failure(UnusedModel(model_type, preset.name, takes, near_names(model_type, takes)))
    return Success(preset)


def _choose(
    request: ProjectionRequest, preset: Preset, builder: PipelineBuilder
) -> Result[tuple[dict[str, str], tuple[str, ...]], ProjectingError]:
    """Decide a version for each kind of model: the one that was named, or the default."""
    refs = dict(request.models)
    notices: list[str] = []
    named = {key.partition("/")[0] for key in refs}
    for model_type in (step.model_type for step in preset.models if step.model_type not in named):
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
        own = {key.partition("/")[0]: ref for key, ref in refs.items() if key.endswith(f"/{player_type}")}
        built = builder.build(preset, player_type, {**refs, **own})
        if isinstance(built, Failure):
            return Failure(built.failure())
        pipelines[player_type] = built.unwrap()
    return Success(pipelines)


def _sheet(
    request: ProjectionRequest,
    source: SeasonSource,
    fingerprint: str,
    pipelines: Mapping[Playing, Pipeline],
    notices: tuple[str, ...],
) -> Result[Projected, ProjectingError]:
    history = source.history(request.season - WINDOW, request.season - 1).alt(_widen)
    return history.map(lambda known: _filled(request, known, fingerprint, pipelines, notices))


def _filled(
    request: ProjectionRequest,
    history: History,
    fingerprint: str,
    pipelines: Mapping[Playing, Pipeline],
    notices: tuple[str, ...],
) -> Projected:
    steps = {
        player_type: walk(open_batch(history, request.season, player_type), pipelines[player_type].stages)
        for player_type in BOTH
    }
    ends = {player_type: walked[-1].batch for player_type, walked in steps.items()}

    def rows(player_type: Playing) -> tuple[Row, ...]:
        return rows_of(finalise(ends[player_type]), history.people)

    sheet = ProjectionSheet(
        season=request.season,
        pipeline=request.pipeline,
        models=tuple(use for pipeline in pipelines.values() for use in pipeline.models),
        data_fingerprint=fingerprint,
        batters=rows("batter"),
        pitchers=rows("pitcher"),
    )
    left = tuple(notice for batch in ends.values() for notice in _left_alone(batch))
    return Projected(sheet, notices + left, history, steps)


def _left_alone(batch: Batch) -> tuple[str, ...]:
    return tuple(
        f"{left.stage}: {left.players} of {left.of} {batch.player_type}s lack its inputs and keep the rates they had."
        for left in batch.fallbacks
        if left.players
    )


def _widen(error: SourceError | PipelineError) -> ProjectingError:
    return error
