"""`fbm contextual pretrain`: a network learns to read pitches by guessing what is hidden of them."""

from __future__ import annotations

import shlex
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result

from fbm.app.cli.contextual.prepare_data import LearnedOption
from fbm.app.cli.failures.contextual import about_contextual
from fbm.app.cli.failures.models import about_trainers
from fbm.app.cli.ml.train import SeedOption
from fbm.app.cli.options import InContext, JsonOption, Whole
from fbm.app.cli.output import MEANINGLESS, Complaint, finish, near, refuse, say, write, write_json
from fbm.app.cli.stopping import code_of
from fbm.app.contextual_training import Bench, PretrainReport, PretrainRequest
from fbm.app.contextual_training import pretrain as pretrain_network
from fbm.app.wiring.container import ServiceContainer
from fbm.app.wiring.contextual import make_pretrainer, refused_epochs
from fbm.domain.ids import format_seasons
from fbm.domain.models.contextual import SIZES, PretrainSpec
from fbm.domain.ports.contextual import Pretrainer
from fbm.domain.ports.training import TrainerError
from fbm.domain.registry.naming import format_versioned_name, near_names, parse_versioned_name

EpochsOption = Annotated[Whole | None, Parameter(help="Passes over the games.")]
NameOption = Annotated[str, Parameter(name=("--name", "-n"), help="Line of models, or a version of it.")]
SizeOption = Annotated[str, Parameter(help=f"How large the network is: {', '.join(SIZES)}.")]
DeviceOption = Annotated[str | None, Parameter(help="auto, cpu or cuda; left out: auto.")]
ResumeOption = Annotated[bool, Parameter(negative=(), help="Go on where a run of this name was cut off.")]
GamesOption = Annotated[Whole, Parameter(help="Read a sample of this many games of players; 0: all.")]
ThreadsOption = Annotated[Whole, Parameter(help="Threads on the CPU; another count gives a little other sums.")]


def pretrain(
    *,
    seasons: LearnedOption = None,
    name: NameOption = "pretrain",
    size: SizeOption = "tiny",
    epochs: EpochsOption = None,
    games: GamesOption = 0,
    seed: SeedOption = 42,
    device: DeviceOption = None,
    threads: ThreadsOption = 1,
    resume: ResumeOption = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Pretrain a network on pitches with hidden fields, and publish it with its optimizer's state.

    A run that is cut off leaves its checkpoint in the home's folder `runs`; with --resume it goes on exactly as if
    nothing had happened. Started by torchrun, several processes train one network together.
    """
    services = ServiceContainer(context.home, context.registry)
    made = _pretrainer((size, epochs, games, seed), device, threads)
    if isinstance(made, Failure):
        return refuse(made.failure())
    pretrainer = made.unwrap()
    request = PretrainRequest(name, seasons, resume, _again(name, seasons, pretrainer.spec))
    checkpoints = services.checkpoints(f"contextual-{name}")
    if checkpoints.kept() and not resume:
        say(f"A run of this name was cut off: --resume goes on from what it left in {checkpoints.place}. "
            "This one starts again, and its first checkpoint takes that place.")  # fmt: skip
    try:
        with services.progress() as progress:
            bench = Bench(services.pitch_home, services.model_registry, services.clock, services.environment, progress)
            done = pretrain_network(request, pretrainer, checkpoints, bench)
    except KeyboardInterrupt as stop:
        if not checkpoints.kept():
            raise
        sentence = "Interrupted; the same command with --resume goes on from the last checkpoint."
        return refuse(Complaint(sentence, code_of(stop)))
    return finish(done, show=lambda report: _show(report, as_json=json), complain=about_contextual)


def _pretrainer(
    asked: tuple[str, int | None, int, int], device: str | None, threads: int
) -> Result[Pretrainer, Complaint]:
    size, epochs, games, seed = asked
    if size not in SIZES:
        return Failure(
            Complaint(f"There is no size {size!r}.{near(near_names(size, tuple(SIZES)))} "
                      f"Use {' or '.join(SIZES)}.", MEANINGLESS)
        )  # fmt: skip
    if min(games, seed) < 0 or threads < 1:
        return Failure(Complaint("--games and --seed cannot be below 0, nor --threads below 1.", MEANINGLESS))
    checked = refused_epochs(epochs).alt(about_trainers)
    spec = checked.map(lambda _: PretrainSpec(size, epochs or PretrainSpec().epochs, games=games, seed=seed))
    return spec.bind(lambda one: _made(one, device, threads).alt(about_trainers))


def _made(spec: PretrainSpec, device: str | None, threads: int) -> Result[Pretrainer, TrainerError]:
    made = make_pretrainer(spec, device, threads)
    return made.map(_as_pretrainer)


def _as_pretrainer(pretrainer: Pretrainer) -> Pretrainer:
    return pretrainer


def _again(name: str, seasons: tuple[int, ...] | None, spec: PretrainSpec) -> str:
    base_name = parse_versioned_name(name).map(lambda pair: str(pair[0])).value_or(name)
    words = ["fbm", "contextual", "pretrain", "--name", base_name, "--size", spec.size, "--epochs", str(spec.epochs)]
    words += ["--seed", str(spec.seed), *(["--seasons", format_seasons(seasons)] if seasons else [])]
    return shlex.join(words + (["--games", str(spec.games)] if spec.games else []))


def _show(report: PretrainReport, *, as_json: bool) -> None:
    if report.release is None:
        return
    release, trained = report.release, report.trained
    name = format_versioned_name(release.base_name, release.version)
    figures = {
        "model_type": release.model_type,
        "name": name,
        "version": release.version,
        "digest": release.parts[0].artifact.digest,
        "pitches": report.pitches,
        "steps": trained.steps,
        "resumed_at": trained.resumed_at,
        "loss": trained.loss,
        "duration_s": release.lineage.duration_s,
    }
    if as_json:
        write_json(figures)
        return
    resumed = f" (resumed at step {trained.resumed_at:,})" if trained.resumed_at else ""
    write(
        f"contextual {name} published: {report.pitches:,} pitches, {trained.steps:,} steps{resumed}, "
        f"loss {trained.loss:.3f} a hidden word, {release.lineage.duration_s:.1f} s."
    )
