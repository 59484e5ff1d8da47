"""Evaluating: plan, train, project, judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar

from returns.result import Failure, Result, Success

from fbm.app.basis import least_seasons
from fbm.app.evaluation.tasks import (
    Done,
    EvaluatingError,
    EvaluationRequest,
    NamedVersion,
    NothingBefore,
    ProjectionTask,
    SawTheSeason,
    ToldTwice,
    TrainingTask,
    UnjudgedSeasons,
    UnknownBaseline,
    UntoldTraining,
)
from fbm.app.evaluation.working import LINE
from fbm.app.pipeline.presets import Preset, find_preset
from fbm.app.projection_request import BOTH, UnusedModel
from fbm.domain.evaluation.forecasts import Forecast
from fbm.domain.evaluation.judging import judge
from fbm.domain.evaluation.labels import label_of
from fbm.domain.evaluation.matching import Match, match
from fbm.domain.evaluation.outcomes import outcomes_of
from fbm.domain.ports.executor import Executor, ExecutorError
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import SeasonSource, SourceError
from fbm.domain.ports.surroundings import Clock
from fbm.domain.ports.training import TrainerError
from fbm.domain.projection.baseline.fit import Mode
from fbm.domain.projection.batch import Playing
from fbm.domain.projection.presets import FITTED
from fbm.domain.registry.naming import near_names
from fbm.domain.seasons import History

Task = TypeVar("Task")


@dataclass(frozen=True, slots=True)
class Bureau:
    """What an evaluation works with.

    Attributes
    ----------
    source : SeasonSource
        Every season, those judged among them: what happened is read from here, and nothing else.
    executor : Executor
    train, project : function
        Run one task, wherever the executor runs it.
    clock : Clock
    progress : Progress
    trainable : function
        Tells whether a kind of model can be trained; one that cannot has to be named.
    """

    source: SeasonSource
    executor: Executor
    train: Callable[[TrainingTask], Result[Done, EvaluatingError]]
    project: Callable[[ProjectionTask], Result[Done, EvaluatingError]]
    clock: Clock
    progress: Progress
    trainable: Callable[[str], Result[object, TrainerError]] = Success


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A judgement and what it was made of.

    Attributes
    ----------
    document : dict
        As `judge` gives it.
    matches : tuple of Match
    history : History
        Of the seasons judged.
    timings : mapping of stage to float
        Seconds of work, added up over workers.
    notices : tuple of str
    """

    document: dict[str, Any]
    matches: tuple[Match, ...]
    history: History
    timings: Mapping[str, float]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    presets: tuple[Preset, ...]
    trainings: tuple[TrainingTask, ...]


class _Work(NamedTuple):
    """What was done."""

    trained: Mapping[TrainingTask, Done]
    projected: tuple[tuple[ProjectionTask, Done], ...]


def evaluate(request: EvaluationRequest, bureau: Bureau) -> Result[Evaluation, EvaluatingError]:
    """Judge pipelines on seasons that nothing they are made of has seen.

    Returns
    -------
    Result of Evaluation
        `UnknownPipeline`, `UnknownBaseline`, `UnusedModel`, `SawTheSeason`, `MissingSeasons`, `NothingBefore`; what
        training and projecting give when they fail; what the executor gives when it does.
    """
    return _planned(request, bureau).bind(lambda plan: _carried_out(request, plan, bureau))


def _planned(request: EvaluationRequest, bureau: Bureau) -> Result[_Plan, EvaluatingError]:
    presets: list[Preset] = []
    for name in request.pipelines:
        found = find_preset(name)
        if isinstance(found, Failure):
            return Failure(found.failure())
        presets.append(found.unwrap())
    refused = _refusal(request, presets)
    if refused is not None:
        return Failure(refused)
    untrained = {step.model_type for preset in presets for step in preset.models} - set(request.named)
    unable = [one.failure() for one in map(bureau.trainable, sorted(untrained)) if isinstance(one, Failure)]
    if unable:
        return Failure(unable[0])
    held = bureau.source.seasons().alt(_widen)
    return held.bind(lambda seasons: _trainings(request, presets, seasons)).map(
        lambda trainings: _Plan(tuple(presets), trainings)
    )


def _refusal(request: EvaluationRequest, presets: Sequence[Preset]) -> EvaluatingError | None:
    labels = (label_of(preset.name, mode) for preset in presets for mode in _modes(preset, request))
    judged = tuple(dict.fromkeys((*labels, *request.foreign)))
    for baseline in (request.court.baseline, *request.court.also):
        if baseline not in judged:
            return UnknownBaseline(baseline, judged, near_names(baseline, judged))
    taken = tuple(dict.fromkeys(step.model_type for preset in presets for step in preset.models))
    refused = [_version_refusal(request, *pair, taken) for pair in request.named.items()]
    refused += [_gap(request, *pair) for pair in request.foreign.items()]
    return next((one for one in refused if one is not None), None)


def _version_refusal(
    request: EvaluationRequest, model_type: str, version: NamedVersion, taken: tuple[str, ...]
) -> EvaluatingError | None:
    if model_type not in taken:
        return UnusedModel(model_type, ", ".join(request.pipelines), taken, near_names(model_type, taken))
    if version.trained_until is None:
        return UntoldTraining(model_type, version.ref)
    if version.trained_until >= min(request.seasons):
        return SawTheSeason(model_type, version.ref, min(request.seasons), version.trained_until)
    return None


def _gap(request: EvaluationRequest, name: str, forecasts: Sequence[Forecast]) -> EvaluatingError | None:
    """Find what a foreign projection leaves out or says twice; a type of player that it has not at all is no gap."""
    if name in request.pipelines:
        return ToldTwice(name, min(request.seasons), "batter")
    for playing in BOTH:
        had = [one.season for one in forecasts if one.player_type == playing]
        missing = tuple(season for season in request.seasons if season not in had)
        twice = next((season for season in had if had.count(season) > 1), None)
        if twice is not None:
            return ToldTwice(name, twice, playing)
        if missing and (had or not forecasts):
            return UnjudgedSeasons(name, missing, playing)
    return None


def _trainings(
    request: EvaluationRequest, presets: Sequence[Preset], held: Sequence[int]
) -> Result[tuple[TrainingTask, ...], EvaluatingError]:
    """List what has to be trained: each kind once for a season, a seed and what it corrects."""
    steps = dict.fromkeys((step.model_type, preset.base) for preset in presets for step in preset.models)
    wanted = [step for step in steps if step[0] not in request.named]
    tasks = []
    for season in request.seasons:
        earliest = min(held, default=season)
        for model_type, base in wanted:
            years = tuple(range(earliest + least_seasons(base), season))[-request.training_seasons :]
            if not years:
                return Failure(NothingBefore(season, earliest, least_seasons(base)))
            tasks += [
                TrainingTask(model_type, base, season, years, seed, request.tracking, request.minors)
                for seed in request.seeds
            ]
    return Success(tuple(tasks))


def _carried_out(request: EvaluationRequest, plan: _Plan, bureau: Bureau) -> Result[Evaluation, EvaluatingError]:
    history = bureau.source.history(min(request.seasons), max(request.seasons)).alt(_widen)
    if isinstance(history, Failure):
        return Failure(history.failure())
    started = bureau.clock.elapsed_s()
    trained = _run(bureau, "training", bureau.train, plan.trainings)
    if isinstance(trained, Failure):
        return Failure(trained.failure())
    made = dict(zip(plan.trainings, trained.unwrap(), strict=True))
    tasks = _projections(request, plan, made)
    projected = _run(bureau, "projecting", bureau.project, tasks)
    if isinstance(projected, Failure):
        return Failure(projected.failure())
    work = _Work(made, tuple(zip(tasks, projected.unwrap(), strict=True)))
    between = bureau.clock.elapsed_s()
    matches = _matches(request, history.unwrap(), work)
    document = judge(matches, request.court)
    ended = bureau.clock.elapsed_s()
    timings = {**_timings(work), "judging": ended - between, "all of it": ended - started}
    notices = tuple(dict.fromkeys(notice for _, done in work.projected for notice in done.notices))
    return Success(Evaluation(document, matches, history.unwrap(), timings, notices))


def _run(
    bureau: Bureau, label: str, work: Callable[[Task], Result[Done, EvaluatingError]], tasks: Sequence[Task]
) -> Result[list[Done], EvaluatingError]:
    """Have all tasks done; the first failure where there is one."""
    if not tasks:
        return Success([])
    bureau.progress.start(label, len(tasks))
    results = bureau.executor.run(work, tasks, bureau.progress)
    bureau.progress.finish()
    return results.alt(_executor_error).bind(_all_done)


def _all_done(results: Sequence[Result[Done, EvaluatingError]]) -> Result[list[Done], EvaluatingError]:
    done = []
    for one in results:
        if isinstance(one, Failure):
            return Failure(one.failure())
        done.append(one.unwrap())
    return Success(done)


def _projections(
    request: EvaluationRequest, plan: _Plan, trained: Mapping[TrainingTask, Done]
) -> tuple[ProjectionTask, ...]:
    """List what has to be projected; a pipeline in which nothing is trained gives the same for every seed."""
    return tuple(
        _in_mode(_projection(request, preset, season, seed, trained), mode, request)
        for season in request.seasons
        for preset in plan.presets
        for mode in _modes(preset, request)
        for seed in (request.seeds if _is_trained(preset, request) else request.seeds[:1])
    )


def _in_mode(task: ProjectionTask, mode: Mode, request: EvaluationRequest) -> ProjectionTask:
    """Set the mode of playing time; quantiles are those of everybody, so a regular has none."""
    return replace(task, playing_time=mode, quantiles=request.quantiles and mode == "expected")


def _modes(preset: Preset, request: EvaluationRequest) -> tuple[Mode, ...]:
    """Modes of playing time that a pipeline is judged in: one where it knows no other."""
    return request.modes if preset.base in FITTED else ("expected",)


def _is_trained(preset: Preset, request: EvaluationRequest) -> bool:
    return any(step.model_type not in request.named for step in preset.models)


def _projection(
    request: EvaluationRequest, preset: Preset, season: int, seed: int, trained: Mapping[TrainingTask, Done]
) -> ProjectionTask:
    kinds = [step.model_type for step in preset.models]
    named = {kind: request.named[kind] for kind in kinds if kind in request.named}
    mine = {
        task.model_type: done.stored
        for task, done in trained.items()
        if (task.season, task.seed, task.base) == (season, seed, preset.base) and task.model_type in kinds
    }
    refs = {**dict.fromkeys(mine, f"{LINE}@latest"), **{kind: version.ref for kind, version in named.items()}}
    stored = (*mine.values(), *(version.stored for version in named.values()))
    return ProjectionTask(preset.name, season, seed, models=refs, stored=stored)


def _matches(request: EvaluationRequest, history: History, work: _Work) -> tuple[Match, ...]:
    said: dict[tuple[int, Playing], dict[str, list[Forecast]]] = {}
    own = [(task.label, one) for task, done in work.projected for one in done.forecasts]
    others = [(name, one) for name, several in request.foreign.items() for one in several]
    for name, one in (*own, *others):
        said.setdefault((one.season, one.player_type), {}).setdefault(name, []).append(one)
    return tuple(
        match(outcomes_of(history, season, playing), said[season, playing], request.court.population)
        for season in request.seasons
        for playing in BOTH
    )


def _timings(work: _Work) -> dict[str, float]:
    """Add up the seconds of each stage over all workers."""
    seconds: dict[str, float] = {}
    for training, done in work.trained.items():
        label = f"train {training.model_type} on {training.base}"
        seconds[label] = seconds.get(label, 0.0) + done.elapsed_s
    for projection, done in work.projected:
        label = f"project {projection.label}"
        seconds[label] = seconds.get(label, 0.0) + done.elapsed_s
    return seconds


def _widen(error: SourceError) -> EvaluatingError:
    return error


def _executor_error(error: ExecutorError) -> EvaluatingError:
    return error
