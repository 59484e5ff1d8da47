"""Projecting: seasons in, a pipeline over each type of player, a sheet of next season's lines out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from returns.result import Failure, Result, Success

from fbm.app.basis import basis_for, first_season_read
from fbm.app.below import out_of_date, with_minors
from fbm.app.fingerprints import data_fingerprint, joined
from fbm.app.pipeline.builder import Pipeline, PipelineBuilder, PipelineError
from fbm.app.pipeline.presets import BLEND, CONTEXTUAL, MLE, Preset, find_preset
from fbm.app.registry.facade import ModelRegistry
from fbm.app.rosters import RosterError, Understood, understand
from fbm.app.spreads import NoSpread, first_season_spread, sample_before, spread_from, with_quantiles
from fbm.domain.minor_seasons import SEASONS_BACK
from fbm.domain.minors import MinorLines, Minors, no_minors
from fbm.domain.ports.contextual import NoPitchesHere, PlayerPitches
from fbm.domain.ports.identities import IdentitySource
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.projection.baseline.fit import BaselineFits, Mode
from fbm.domain.projection.batch import WINDOW, Batch, Playing
from fbm.domain.projection.finalise import Projection, finalise
from fbm.domain.projection.identities import with_ids
from fbm.domain.projection.living import living
from fbm.domain.projection.presets import Basis
from fbm.domain.projection.rosters import NO_ROSTERS, Rosters, placed, roster_stage
from fbm.domain.projection.sheet import ProjectionSheet, Row, rows_of
from fbm.domain.projection.trail import Step, walk
from fbm.domain.projection.window import open_batch, parks_of
from fbm.domain.registry.naming import near_names
from fbm.domain.seasons import History
from fbm.domain.uncertainty.quantiles import SHOWN
from fbm.domain.uncertainty.sample import Sample
from fbm.domain.uncertainty.spread import FEWEST

BOTH: tuple[Playing, ...] = ("batter", "pitcher")


@dataclass(frozen=True, slots=True)
class UnusedModel:
    """A model was named for a pipeline that has no place for its kind."""

    model_type: str
    pipeline: str
    takes: tuple[str, ...]
    near: tuple[str, ...]


ProjectingError: TypeAlias = PipelineError | SourceError | UnusedModel | RosterError | NoSpread


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
    playing_time : {"expected", "regular"}
        For pipelines with a model of it: of everybody projected, or given that a player is a regular.
    rosters : tuple of RosterLine
        Teams, roles and playing time that are known better.
    quantiles : bool
        Whether every column comes with its 10 %, 50 % and 90 % quantiles; of everybody, so not given to be a regular.
    levels : tuple of float
        Other quantiles than those, in hundredths.
    """

    season: int
    pipeline: str
    models: Mapping[str, str]
    playing_time: Mode = "expected"
    rosters: tuple[RosterLine, ...] = ()
    quantiles: bool = False
    levels: tuple[float, ...] = SHOWN


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
    below : Minors or None
        The minor-league seasons that prospects were projected from, if any were.
    rosters : Rosters
        Teams, roles and playing time that were known better.
    """

    sheet: ProjectionSheet
    notices: tuple[str, ...]
    history: History
    steps: Mapping[Playing, tuple[Step, ...]]
    below: Minors | None = None
    rosters: Rosters = NO_ROSTERS


@dataclass(frozen=True, slots=True)
class _Read:
    """Seasons that were read, and their digest; below the majors, those that prospects are projected from."""

    history: History
    fingerprint: str
    below: Minors | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """A request with the preset and the seasons it is about."""

    request: ProjectionRequest
    preset: Preset
    read: _Read
    notices: tuple[str, ...]


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
    preset = find_preset(request.pipeline).alt(_widen).bind(lambda found: _check_models(request, found))
    if isinstance(preset, Failure):
        return Failure(preset.failure())
    builder = PipelineBuilder(registry, minors, pitches)
    chosen = _choose(request, preset.unwrap(), builder)
    if isinstance(chosen, Failure):
        return Failure(chosen.failure())
    refs, notices = chosen.unwrap()
    found = preset.unwrap()
    kinds = {step.model_type for step in found.models}
    known = _read(request, source, found.base, minors if MLE in kinds else None)
    if BLEND in kinds and minors is not None:
        known = known.bind(lambda read: _beside(read, minors, request.season))
    if CONTEXTUAL in kinds and pitches is not None:
        known = known.bind(lambda read: _with_pitches(read, pitches, request.season))
    made = known.bind(lambda read: _project(_Job(request, found, read, notices), builder, refs))
    return made if identities is None else made.bind(lambda projected: _identified(projected, identities))


def _identified(projected: Projected, identities: IdentitySource) -> Result[Projected, ProjectingError]:
    sheet = projected.sheet
    players = tuple(dict.fromkeys(str(row["player_id"]) for row in (*sheet.batters, *sheet.pitchers)))
    crosswalk = identities.crosswalk_of(players).alt(_widen)
    return crosswalk.map(lambda known: replace(projected, sheet=with_ids(sheet, known)))


def _project(job: _Job, builder: PipelineBuilder, refs: Mapping[str, str]) -> Result[Projected, ProjectingError]:
    request, history = job.request, job.read.history
    understood = understand(request.rosters, history, job.read.below).alt(_widen)
    basis = basis_for(job.preset.base, BaselineFits(history), request.season, request.playing_time)
    return understood.bind(
        lambda spots: _build(request, builder, refs, basis).bind(lambda built: _sheet(job, built, spots))
    )


def _read(
    request: ProjectionRequest, source: SeasonSource, base: str, minors: MinorsSource | None
) -> Result[_Read, ProjectingError]:
    last = request.season - 1

    def since(first: int) -> Result[_Read, SourceError]:
        fingerprint = data_fingerprint(source, first, last, minors=minors)
        return fingerprint.bind(lambda digest: source.history(first, last).map(lambda history: _Read(history, digest)))

    first = first_season_spread if request.quantiles else first_season_read
    read = first(source, base, request.season).bind(since)
    if minors is None:
        return read.alt(_widen)
    below = minors.minors(request.season - WINDOW, last)
    return read.bind(lambda known: below.map(lambda seen: replace(known, below=seen))).alt(_widen)


def _beside(read: _Read, minors: MinorsSource, season: int) -> Result[_Read, ProjectingError]:
    """Put the seasons below the majors beside those that were read, where any are at hand."""
    told = with_minors(read.history, minors, season, season)
    digest = minors.minors_fingerprint(season - SEASONS_BACK - 1, season - 1)
    return told.bind(
        lambda history: digest.map(
            lambda other: replace(
                read, history=history, fingerprint=joined(read.fingerprint, other if history.minors else None)
            )
        )
    ).alt(_widen)


def _with_pitches(read: _Read, pitches: PlayerPitches, season: int) -> Result[_Read, ProjectingError]:
    digest = pitches.fingerprint(season).alt(_widen)
    return digest.map(lambda other: replace(read, fingerprint=joined(read.fingerprint, other)))


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
    notices = (*job.notices, *_out_of_date(job, pipelines), *understood.notices, *left)
    return Success(
        Projected(_filled(job, pipelines, rows), notices, history, steps, job.read.below, understood.rosters)
    )


def _out_of_date(job: _Job, pipelines: Mapping[Playing, Pipeline]) -> tuple[str, ...]:
    below, beside = job.read.below or no_minors(), job.read.history.minors
    translated: dict[Playing, MinorLines] = {"batter": below.batting, "pitcher": below.pitching}
    at_hand: dict[Playing, set[int]] = {
        kind: {*translated[kind].season.tolist(), *(beside[kind].season.tolist() if kind in beside else ())}
        for kind in BOTH
    }
    return out_of_date({kind: one.reads_below for kind, one in pipelines.items()}, job.request.season, at_hand)


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
        .alt(_widen)
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
    last = roster_stage(understood.rosters, batch, parks)
    return walk(placed(batch, understood.rosters, parks), (*pipeline.stages, last))


def _left_alone(batch: Batch) -> tuple[str, ...]:
    return tuple(
        f"{left.stage}: {left.players} of {left.of} {batch.player_type}s lack its inputs and keep the rates they had."
        for left in batch.fallbacks
        if left.players
    )


def _widen(error: SourceError | PipelineError | RosterError | NoSpread | NoPitchesHere) -> ProjectingError:
    return error
