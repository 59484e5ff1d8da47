"""`fbm contextual finetune`: a pretrained network learns to tell what players' next games bring."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.cli.contextual.prepare_data import LearnedOption
from fbm.app.cli.contextual.rates_table import rates_table
from fbm.app.cli.failures.contextual import about_tuning
from fbm.app.cli.failures.models import about_trainers
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.train import SeedOption
from fbm.app.cli.options import InContext, JsonOption, Whole
from fbm.app.cli.output import MEANINGLESS, Complaint, finish, refuse, write, write_json
from fbm.app.contextual_training import Bench
from fbm.app.contextual_tuning import TuneReport, TuneRequest
from fbm.app.contextual_tuning import finetune as tune
from fbm.app.wiring.container import ServiceContainer
from fbm.app.wiring.contextual import make_finetuner, refused_epochs
from fbm.domain.ids import format_seasons
from fbm.domain.models.contextual import BATTER_TUNING, PITCHER_TUNING, FinetuneSpec
from fbm.domain.ports.contextual import Finetuner
from fbm.domain.projection.batch import Playing
from fbm.domain.registry.errors import UnknownPlayerType
from fbm.domain.registry.naming import format_versioned_name, parse_versioned_name

TUNINGS: dict[Playing, FinetuneSpec] = {"batter": BATTER_TUNING, "pitcher": PITCHER_TUNING}

BaseOption = Annotated[str, Parameter(help="The pretrained version to start from.")]
WhoOption = Annotated[
    str | None,
    Parameter(name=("--player-type", "-p", "--perspective"), help="batter or pitcher; left out: both."),
]
NameOption = Annotated[str, Parameter(name=("--name", "-n"), help="Line of models, or a version of it.")]
EpochsOption = Annotated[Whole | None, Parameter(help="Most passes over the windows.")]
HeadOption = Annotated[float | None, Parameter(help="Learning rate of what is new.")]
BackboneOption = Annotated[float | None, Parameter(help="Learning rate of the pretrained network; 0 freezes it.")]
FrozenOption = Annotated[Whole, Parameter(help="Lowest blocks that stay as they are in any case.")]


def finetune(
    *,
    base_model: BaseOption = "pretrain@latest",
    player_type: WhoOption = None,
    name: NameOption = "default",
    seasons: LearnedOption = None,
    epochs: EpochsOption = None,
    head_rate: HeadOption = None,
    backbone_rate: BackboneOption = None,
    freeze: FrozenOption = 0,
    seed: SeedOption = 42,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Fine-tune a pretrained network: from a player's last games it tells the rates of his next ones.

    The last seasons are held out, one after the other: they tell how long to train, how far to trust the network, and
    its weight beside Marcel where season tables are at hand. The errors of the last one stand beside those of the
    player's own mean and of the league's. Then all seasons are learned and the model is published; the pretrained
    version is its parent.
    """
    services = ServiceContainer(context.home, context.registry)
    asked = {"epochs": epochs, "head_rate": head_rate, "backbone_rate": backbone_rate, "frozen": freeze, "seed": seed}
    made = _finetuners(player_type, {name: value for name, value in asked.items() if value is not None})
    if isinstance(made, Failure):
        return refuse(made.failure())
    request = TuneRequest(base_model, name, seasons, lambda base: _again(base, name, (player_type, seasons), asked))
    with services.progress() as progress:
        bench = Bench(services.pitch_home, services.model_registry, services.clock, services.environment, progress)
        done = tune(request, made.unwrap(), bench, services.season_tables)
    return finish(done, show=lambda report: _show(report, as_json=json), complain=about_tuning)


def _finetuners(player_type: str | None, asked: dict[str, float]) -> Result[tuple[Finetuner, ...], Complaint]:
    chosen = [one for one in TUNINGS if player_type in (None, one)]
    if not chosen:
        return Failure(about_registry(UnknownPlayerType(str(player_type), tuple(TUNINGS))))
    epochs = asked.get("epochs")
    checked = refused_epochs(None if epochs is None else int(epochs))
    if isinstance(checked, Failure):
        return Failure(about_trainers(checked.failure()))
    if min(asked.values(), default=0) < 0:
        return Failure(Complaint("Rates, --freeze and --seed cannot be below 0.", MEANINGLESS))
    finetuners: list[Finetuner] = []
    for one in chosen:
        # Settings that were asked for come as a mapping by name; their kinds were checked when they were parsed.
        made = make_finetuner(one, replace(TUNINGS[one], **asked))  # type: ignore[arg-type]
        if isinstance(made, Failure):
            return Failure(about_trainers(made.failure()))
        finetuners.append(made.unwrap())
    return Success(tuple(finetuners))


def _again(base: str, name: str, who: tuple[str | None, tuple[int, ...] | None], asked: dict[str, float | None]) -> str:
    base_name = parse_versioned_name(name).map(lambda pair: str(pair[0])).value_or(name)
    player_type, seasons = who
    words = ["fbm", "contextual", "finetune", "--base-model", base, "--name", base_name]
    words += ["--player-type", player_type] if player_type else []
    words += ["--seasons", format_seasons(seasons)] if seasons else []
    options = {"epochs": "--epochs", "head_rate": "--head-rate", "backbone_rate": "--backbone-rate", "seed": "--seed"}
    for key, option in options.items():
        words += [option, str(asked[key])] if asked[key] is not None else []
    return shlex.join(words + (["--freeze", str(asked["frozen"])] if asked["frozen"] else []))


def _show(report: TuneReport, *, as_json: bool) -> None:
    release = report.release
    name = format_versioned_name(release.base_name, release.version)
    if as_json:
        write_json(
            {
                "model_type": release.model_type,
                "name": name,
                "version": release.version,
                "base_model": report.base,
                "parts": [
                    {"player_type": part.player_type, "digest": part.artifact.digest, "stats": part.stats,
                     "metrics": part.metrics, "config": part.config}
                    for part in release.parts
                ],
                "duration_s": release.lineage.duration_s,
            }
        )  # fmt: skip
        return
    for part in report.parts:
        held = part.metrics["held_out"]
        windows = f"{held['windows']:,} times the next games of {part.player_type}s"
        write(f"{windows} in {held['season']}, held out; error of the rates and, in brackets, of the mean square:")
        write(rates_table(part.model.stats, held) + "\n")
    learned = ", ".join(f"{part.found.windows:,} windows of {part.player_type}s" for part in report.parts)
    write(f"contextual {name} published, fine-tuned from {report.base}: {learned}, {release.lineage.duration_s:.1f} s.")
