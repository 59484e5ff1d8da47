"""Projecting: seasons in, a pipeline over each type of player, a sheet of next season's lines out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from returns.result import Failure, Result, Success

from fbm.app.basis import basis_for
from fbm.app.pipeline.builder import Pipeline, PipelineBuilder
from fbm.app.pipeline.presets import Preset, find_preset
from fbm.app.projection_request import (
    BOTH,
    Projected,
    ProjectingError,
    ProjectionRequest,
    UnusedModel,
    as_projecting_error,
)
from fbm.app.projection_seasons import SeasonsRead, old_minors, read_seasons
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.seen import seen_until
from fbm.app.rosters import Understood, understand
from fbm.app.spreads import sample_before, spread_from, with_quantiles
from fbm.domain.ports.contextual import PlayerPitches
from fbm.domain.ports.identities import IdentitySource
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SeasonSource
from fbm.domain.projection.baseline.fit import BaselineFits
from fbm.domain.projection.batch import Batch, Playing
from fbm.domain.projection.finalise import Projection, finalise
from fbm.domain.projection.identities import with_ids
from fbm.domain.projection.living import living
from fbm.domain.projection.presets import Basis
from fbm.domain.projection.rosters import placed, roster_stage
from fbm.domain.projection.sheet import ProjectionSheet, Row, rows_of
from fbm.domain.projection.trail import Step, walk
from fbm.domain.projection.window import open_batch, parks_of
from fbm.domain.registry.naming import near_names
from fbm.domain.uncertainty.sample import Sample
from fbm.domain.uncertainty.spread import FEWEST


@dataclass(frozen=True, slots=True)
class _Job:
    """A request with the preset and the seasons it is about."""

    request: ProjectionRequest
    preset: Preset
    read: SeasonsRead
    notices: tuple[str, ...]
    identities: IdentitySource | None


def project_season(
    request: ProjectionRequest,
    *,
    source: SeasonSource,
    registry: ModelRegistry,
    minors: MinorsSource | None = None,
    identities: IdentitySource | None = None,
    pitches: PlayerPitches | None = None,
) -> Result[Projected, ProjectingError]:
    """Project a season from those before it.

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
    preset = find_preset(request.pipeline).alt(as_projecting_error).bind(lambda found: _check_models(request, found))
    if isinstance(preset, Failure):
        return Failure(preset.failure())
    builder = PipelineBuilder(registry, minors, pitches)
    chosen = _choose(request, preset.unwrap(), builder)
    if isinstance(chosen, Failure):
        return Failure(chosen.failure())
    refs, notices = chosen.unwrap()
    found = preset.unwrap()
    known = read_seasons(request, found, source=source, minors=minors, pitches=pitches)
    made = known.bind(lambda read: _project(_Job(request, found, read, notices, identities), builder, refs))
    warned = made.map(lambda projected: _warned(projected, registry))
    return warned if identities is None else warned.bind(lambda projected: _identified(projected, identities))


def _warned(projected: Projected, registry: ModelRegistry) -> Projected:
    """Say which models have seen the season that they project."""
    season = projected.sheet.season
    names = dict.fromkeys((use.model_type, use.name) for use in projected.sheet.models)
    seen = {key: _last_seen(registry, projected.sheet, *key) for key in names}
    told = tuple(
        f"{model_type} {name} was trained on seasons up to {until} and has seen what happened in {season}: its "
        f"numbers are no forecast. `fbm evaluate {season}` trains on what was known before."
        for (model_type, name), until in seen.items()
        if until is not None and until >= season
    )
    return replace(projected, notices=(*told, *projected.notices))


def _last_seen(registry: ModelRegistry, sheet: ProjectionSheet, model_type: str, name: str) -> int | None:
    uses = (use for use in sheet.models if (use.model_type, use.name) == (model_type, name))
    parts = (registry.metadata(use.name, use.model_type, use.player_type).value_or(None) for use in uses)
    return seen_until(registry, tuple(part for part in parts if part is not None))


def _identified(projected: Projected, identities: IdentitySource) -> Result[Projected, ProjectingError]:
    sheet = projected.sheet
    players = tuple(dict.fromkeys(str(row["player_id"]) for row in (*sheet.batters, *sheet.pitchers)))
    crosswalk = identities.crosswalk_of(players).alt(as_projecting_error)
    return crosswalk.map(lambda known: replace(projected, sheet=with_ids(sheet, known)))


def _project(job: _Job, builder: PipelineBuilder, refs: Mapping[str, str]) -> Result[Projected, ProjectingError]:
    request, history = job.request, job.read.history
    understood = understand(request.rosters, history, job.read.below, job.identities).alt(as_projecting_error)
    basis = basis_for(job.preset.base, BaselineFits(history), request.season, request.playing_time)
    return understood.bind(
        lambda spots: _build(request, builder, refs, basis).bind(lambda built: _sheet(job, built, spots))
    )


def _check_models(request: ProjectionRequest, preset: Preset) -> Result[Preset, ProjectingError]:
    takes = tuple(step.model_type for step in preset.models)
    sides = ("", *(f"/{player_type}" for player_type in BOTH))
    known = {f"{model_type}{side}" for model_type in takes for side in sides}
    for model_type in (key if key not in known else key.partition("/")[0] for key in request.models):
        if model_type not in takes:
            return Failure(UnusedModel(model_type, preset.name, takes, near_names(model_type, takes)))
    return Success(preset)


def _choose(
    request: ProjectionRequest, preset: Preset, builder: PipelineBuilder
) -> Result[tuple[dict[str, str], tuple[str, ...]], ProjectingError]:
    """Decide a version for each kind of model: the one that was named, or the default."""
    refs = dict(request.models)
    notices: list[str] = []
    for model_type in (step.model_type for step in preset.models if not _named(step.model_type, refs)):
        default = builder.default_ref(model_type)
        if isinstance(default, Failure):
            return Failure(default.failure())
        refs[model_type] = default.unwrap().ref
        notices.extend(filter(None, [default.unwrap().notice]))
    return Success((refs, tuple(notices)))


def _named(model_type: str, refs: Mapping[str, str]) -> bool:
    """Whether a version is named for every type of player."""
    return model_type in refs or all(f"{model_type}/{player_type}" in refs for player_type in BOTH)


def _build(
    request: ProjectionRequest, builder: PipelineBuilder, refs: Mapping[str, str], basis: Basis | None
) -> Result[dict[Playing, Pipeline], ProjectingError]:
    pipelines: dict[Playing, Pipeline] = {}
    for player_type in BOTH:
        own = {key.partition("/")[0]: ref for key, ref in refs.items() if key.endswith(f"/{player_type}")}
        built = builder.build(request.pipeline, player_type, {**refs, **own}, basis)
        if isinstance(built, Failure):
            return Failure(built.failure())
        pipelines[player_type] = built.unwrap()
    return Success(pipelines)


def _sheet(
    job: _Job, pipelines: Mapping[Playing, Pipeline], understood: Understood
) -> Result[Projected, ProjectingError]:
    history = job.read.history
    steps = {
        player_type: _walked(
            open_batch(history, job.request.season, player_type), pipelines[player_type], job, understood
        )
        for player_type in BOTH
    }
    batches = {player_type: walked[-1].batch for player_type, walked in steps.items()}
    rows: dict[Playing, tuple[Row, ...]] = {}
    for player_type, batch in batches.items():
        end = _finished(job, batch, pipelines[player_type].held_out)
        if isinstance(end, Failure):
            return Failure(end.failure())
        rows[player_type] = rows_of(living(end.unwrap(), history.people), history.people)
    left = tuple(notice for batch in batches.values() for notice in _left_alone(batch))
    notices = (*job.notices, *_old_minors(job, pipelines), *left)
    told = understood.with_innings(steps["pitcher"][-2].batch) if understood.rosters.spots else understood.notes
    return Success(
        Projected(_filled(job, pipelines, rows), notices, history, steps, job.read.below, understood.rosters, told)
    )


def _old_minors(job: _Job, pipelines: Mapping[Playing, Pipeline]) -> tuple[str, ...]:
    return old_minors(job.read, job.request.season, {kind: one.reads_below for kind, one in pipelines.items()})


def _finished(job: _Job, batch: Batch, held_out: Sample | None) -> Result[Projection, ProjectingError]:
    """Finish a batch; with quantiles from what models said of seasons they had not seen, if kept, else the base."""
    if not job.request.quantiles:
        return Success(finalise(batch))
    sample = held_out
    if sample is None or len(sample) < FEWEST:
        sample = sample_before(job.read.history, batch.season, job.preset.base, batch.player_type)
    return (
        spread_from(sample, batch.season)
        .map(lambda spread: with_quantiles(batch, spread, job.request.levels))
        .alt(as_projecting_error)
    )


def _filled(
    job: _Job, pipelines: Mapping[Playing, Pipeline], rows: Mapping[Playing, tuple[Row, ...]]
) -> ProjectionSheet:
    return ProjectionSheet(
        season=job.request.season,
        pipeline=job.request.pipeline,
        models=tuple(use for pipeline in pipelines.values() for use in pipeline.models),
        data_fingerprint=job.read.fingerprint,
        batters=rows["batter"],
        pitchers=rows["pitcher"],
    )


def _walked(batch: Batch, pipeline: Pipeline, job: _Job, understood: Understood) -> tuple[Step, ...]:
    """Pass a batch through a pipeline, in the places a roster has for its players."""
    if not understood.rosters.spots:
        return walk(batch, pipeline.stages)
    parks = parks_of(job.read.history, batch.season - 1, batch.player_type)
    last = roster_stage(understood.rosters, parks)
    return walk(placed(batch, understood.rosters, parks), (*pipeline.stages, last))


def _left_alone(batch: Batch) -> tuple[str, ...]:
    return tuple(
        f"{left.stage}: {left.players} of {left.of} {batch.player_type}s lack its inputs and keep the rates they had."
        for left in batch.fallbacks
        if left.players
    )
