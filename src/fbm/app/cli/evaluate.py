"""`fbm evaluate`: how good projections are, season by season, on seasons that nothing in them has seen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from cyclopts import Parameter
from returns.result import Result, Success

from fbm.app.cli.evaluation_inputs import evaluation_inputs
from fbm.app.cli.evaluation_text import judgement_text
from fbm.app.cli.failures.evaluation import about_evaluating, about_report
from fbm.app.cli.options import InContext, JsonOption, Whole, Years
from fbm.app.cli.output import MEANINGLESS, Complaint, as_it_is, finish, listed, refuse, say, write, write_json
from fbm.app.evaluation.evaluating import Bureau, Evaluation
from fbm.app.evaluation.evaluating import evaluate as judge_pipelines
from fbm.app.evaluation.tasks import MOST_TRAINING_SEASONS, EvaluationRequest
from fbm.app.wiring.container import ServiceContainer
from fbm.app.wiring.evaluation import Site, workers
from fbm.domain.evaluation.intervals import Bootstrap
from fbm.domain.evaluation.judging import Court
from fbm.domain.ports.reports import Report

FIRST_SEED = 42

PipelinesOption = Annotated[str, Parameter(help="Pipelines to judge, such as marcel,marcel_gb.")]
BaselineOption = Annotated[
    str | None, Parameter(help="Hold the others against this one or these (marcel, else the first).")
]
ModelOption = Annotated[
    tuple[str, ...],
    Parameter(name="--model", negative=(), help="TYPE=REF: judge this version, train none of its type."),
]
ForeignOption = Annotated[
    tuple[str, ...],
    Parameter(
        name="--foreign",
        negative=(),
        help=(
            "NAME=FILE or NAME:2019=FILE: projections of others, a CSV with mlbam_id, fangraphs_id (playerid) or "
            "player_id (Lahman's), and PA, HR … or IP, SO …; files that `fbm project --out` wrote too."
        ),
    ),
]
TimeOption = Annotated[
    Literal["expected", "regular", "both"],
    Parameter(help="Playing time of pipelines that model it: of everybody, or given that a player is a regular."),
]
QuantilesOption = Annotated[
    bool, Parameter(negative=(), help="Have pipelines say how sure they are, and judge that too.")
]
TrackingOption = Annotated[
    Literal["auto", "off"], Parameter(help="Tracking figures in models: where enough seasons have them, or never.")
]
MinorsOption = Annotated[
    Literal["auto", "off"],
    Parameter(help="Seasons below the majors, for blends: used where enough are at hand, or not."),
]
SeedsOption = Annotated[Whole, Parameter(help="Train this many times, with seeds from 42 on; measures are averaged.")]
WindowOption = Annotated[Whole, Parameter(help="Most target seasons a model learns from.")]
BackendOption = Annotated[Literal["local", "dask"], Parameter(help="This machine's cores, or a Dask cluster.")]
SchedulerOption = Annotated[str | None, Parameter(help="Address of the Dask scheduler, such as tcp://10.0.0.1:8786.")]
JobsOption = Annotated[
    Whole | None, Parameter(name=("--jobs", "-j"), help="Tasks at a time; left out: one for a core.")
]
ResamplesOption = Annotated[Whole, Parameter(help="Times players are drawn for the intervals.")]
OutOption = Annotated[
    Path | None, Parameter(help="Write a .parquet, .md, .html or .json file, or all of them to a directory.")
]
VerboseOption = Annotated[bool, Parameter(name=("--verbose", "-v"), negative=(), help="Say how long each stage took.")]


class Shown(NamedTuple):
    """How a judgement is printed."""

    json: bool
    verbose: bool


def evaluate(
    seasons: Years,
    /,
    *,
    pipelines: PipelinesOption,
    baseline: BaselineOption = None,
    model: ModelOption = (),
    foreign: ForeignOption = (),
    playing_time: TimeOption = "both",
    quantiles: QuantilesOption = False,
    tracking: TrackingOption = "auto",
    minors: MinorsOption = "auto",
    seeds: SeedsOption = 1,
    training_seasons: WindowOption = MOST_TRAINING_SEASONS,
    backend: BackendOption = "local",
    scheduler: SchedulerOption = None,
    jobs: JobsOption = None,
    resamples: ResamplesOption = 1000,
    out: OutOption = None,
    json: JsonOption = False,
    verbose: VerboseOption = False,
    context: InContext,
) -> int:
    """Judge pipelines on past seasons, each projected from what was known before it.

    Parameters
    ----------
    seasons
        Seasons to judge, such as 2018-2019.
    """
    names = listed_names(pipelines)
    tasks = os.cpu_count() or 1 if jobs is None else jobs
    counts = {"seeds": seeds, "training-seasons": training_seasons, "resamples": resamples, "jobs": tasks}
    objection = _objection(names, counts, dask=backend == "dask", scheduler=scheduler)
    if objection:
        return refuse(Complaint(objection, MEANINGLESS))
    services = ServiceContainer(context.home, context.registry)
    request = EvaluationRequest(
        seasons=seasons,
        pipelines=names,
        court=_court(baseline, names, resamples),
        seeds=tuple(range(FIRST_SEED, FIRST_SEED + seeds)),
        modes=("expected", "regular") if playing_time == "both" else (playing_time,),
        quantiles=quantiles,
        tracking=tracking == "auto",
        minors=minors == "auto",
        training_seasons=training_seasons,
    )
    where = (backend, scheduler, tasks)
    inputs = _writable(services, out).bind(lambda _: evaluation_inputs(services, model, foreign, seasons))
    made = inputs.bind(lambda given: _run(replace(request, named=given.named, foreign=given.foreign), services, where))
    return finish(made, show=lambda judged: _end(judged, services, out, Shown(json, verbose)), complain=as_it_is)


def _objection(names: tuple[str, ...], counts: Mapping[str, int], *, dask: bool, scheduler: str | None) -> str:
    """Say what cannot be meant; empty where nothing is wrong."""
    if not names:
        return "--pipelines names no pipeline: name one or more, such as --pipelines marcel,marcel_gb."
    for name, count in counts.items():
        if count < 1:
            return f"--{name} {count} cannot be meant: give 1 or more."
    if dask and scheduler is None:
        return "--backend dask needs the address of a scheduler: add --scheduler tcp://HOST:8786."
    if scheduler is not None and not dask:
        return f"--scheduler {scheduler} is for a Dask cluster: add --backend dask, or leave it out."
    return ""


def _court(baseline: str | None, names: tuple[str, ...], resamples: int) -> Court:
    usual = "marcel" if "marcel" in names else names[0]
    first, *also = listed_names(baseline or "") or (usual,)
    return Court(first, bootstrap=Bootstrap(resamples=resamples), also=tuple(also))


def listed_names(text: str) -> tuple[str, ...]:
    """Read names with commas between them, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _writable(services: ServiceContainer, out: Path | None) -> Result[None, Complaint]:
    """Find out before hours of work whether a report could be written."""
    return Success(None) if out is None else services.report_files.check(str(out)).alt(about_report)


def _run(
    request: EvaluationRequest, services: ServiceContainer, where: tuple[str, str | None, int]
) -> Result[Evaluation, Complaint]:
    train, project = workers(Site(str(services.home.absolute())))
    with services.progress() as progress, services.one_thread():
        bureau = Bureau(
            source=services.season_tables,
            executor=services.executor(*where),
            train=train,
            project=project,
            clock=services.clock,
            progress=progress,
            trainable=services.trainers,
        )
        return judge_pipelines(request, bureau).alt(about_evaluating)


def _end(made: Evaluation, services: ServiceContainer, out: Path | None, shown: Shown) -> int:
    """Write the report and print the judgement; one that cannot be written is printed all the same."""
    written = _write(made, services, out)
    _show(made, shown)
    return finish(written, show=_tell, complain=as_it_is)


def _write(made: Evaluation, services: ServiceContainer, out: Path | None) -> Result[tuple[str, ...], Complaint]:
    if out is None:
        return Success(())
    people = made.history.people
    names = dict(zip(people.player_id.tolist(), people.name.tolist(), strict=True))
    return services.report_files.write(Report(made.document, made.matches, names), str(out)).alt(about_report)


def _tell(files: tuple[str, ...]) -> None:
    if files:
        say(f"Written to {listed(files)}.")


def _show(made: Evaluation, shown: Shown) -> None:
    for notice in made.notices:
        say(notice)
    for stage, seconds in made.timings.items() if shown.verbose else ():
        say(f"{stage}: {seconds:.1f} s")
    if shown.json:
        write_json(made.document)
    else:
        write(judgement_text(made.document))
