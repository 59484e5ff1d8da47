"""`fbm ml train`: train a model and publish it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, get_args

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.below import reads_minors
from fbm.app.cli.failures.models import about_trainers, about_training
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.tags import parse_tags
from fbm.app.cli.ml.validation_table import validation_table
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption, Whole, Years
from fbm.app.cli.output import DONE, REFUSED, Complaint, finish, refuse, say, write, write_json
from fbm.app.pipeline.presets import BLEND, USUAL_BASE
from fbm.app.training import train as train_models
from fbm.app.training_request import TrainingError, TrainingReport, TrainingRequest, Workshop
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import Trainer, TrainerSettings
from fbm.domain.projection.batch import Playing
from fbm.domain.registry.errors import UnknownPlayerType
from fbm.domain.registry.naming import format_versioned_name, parse_versioned_name

BOTH: tuple[Playing, ...] = get_args(Playing)

NameOption = Annotated[str, Parameter(name=("--name", "-n"), help="Line of models, or a version of it (test_v2).")]
VersionOption = Annotated[Whole | None, Parameter(help="An explicit version; left out: the next free one.")]
ValidateOption = Annotated[bool, Parameter(negative=(), help="Hold the last season out first, and keep the report.")]
TrackingOption = Annotated[
    Literal["auto", "off"],
    Parameter(help="Tracking figures, for a blend: used where enough seasons have them, or not."),
]
MinorsOption = Annotated[
    Literal["auto", "off"],
    Parameter(help="Seasons below the majors, for a blend: used where enough are at hand, or not."),
]
SeedOption = Annotated[Whole, Parameter(help="The same data and seed give the same model.")]
TagOption = Annotated[tuple[str, ...], Parameter(name="--tag", negative=(), help="KEY=VALUE; may be repeated.")]
DescriptionOption = Annotated[str, Parameter(help="What this model is, in a sentence.")]
EpochsOption = Annotated[Whole | None, Parameter(help="Most passes over the seasons; mtl only.")]
DeviceOption = Annotated[str | None, Parameter(help="auto, cpu or cuda; mtl only.")]
PipelineOption = Annotated[
    str | None, Parameter(help="The pipeline that is corrected; left out: marcel, or baseline for a blend.")
]


def train(
    *,
    years: Years,
    model_type: TypeOption = "gb_residual",
    name: NameOption = "default",
    version: VersionOption = None,
    pipeline: PipelineOption = None,
    validate: ValidateOption = False,
    tracking: TrackingOption = "auto",
    minors: MinorsOption = "auto",
    player_type: PlayerTypeOption = None,
    seed: SeedOption = 42,
    epochs: EpochsOption = None,
    device: DeviceOption = None,
    tag: TagOption = (),
    description: DescriptionOption = "",
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Train a model on target seasons (features come from the three before each) and publish it as a new version."""
    services = ServiceContainer(context.home, context.registry)
    kind = model_type or "gb_residual"
    checked = player_types(player_type).bind(lambda types: parse_tags(tag).map(lambda tags: (types, tags)))
    trainers = trainers_of(services, kind, TrainerSettings(epochs, device))
    if isinstance(checked, Failure):
        return refuse(checked.failure())
    if isinstance(trainers, Failure):
        return refuse(trainers.failure())
    types, tags = checked.unwrap()
    request = TrainingRequest(
        model_type=kind,
        name=name,
        seasons=years,
        player_types=types,
        version=version,
        pipeline=pipeline or USUAL_BASE.get(kind, "marcel"),
        seed=seed,
        validate=validate,
        tracking=tracking == "auto",
        minors=minors == "auto",
        description=description,
        tags=tags,
    )
    request = replace(request, command=_again(request, player_type, epochs))
    made = _run(request, services, trainers.unwrap())
    made.map(lambda report: _say_what_is_lacking(report, request))
    return finish(made, show=lambda report: _show(report, as_json=json), complain=about_training)


def _run(
    request: TrainingRequest, services: ServiceContainer, trainers: Mapping[Playing, Trainer]
) -> Result[TrainingReport, TrainingError]:
    with services.progress() as progress, services.one_thread():
        return train_models(request, workshop(services, trainers, progress))


def workshop(services: ServiceContainer, trainers: Mapping[Playing, Trainer], progress: Progress) -> Workshop:
    """Put together what training works with."""
    return Workshop(
        source=services.season_tables,
        registry=services.model_registry,
        trainers=trainers,
        clock=services.clock,
        environment=services.environment,
        progress=progress,
        minors=services.season_tables,
    )


def player_types(player_type: str | None) -> Result[tuple[Playing, ...], Complaint]:
    """Tell which types of players are meant: all of them where none is named."""
    chosen = tuple(kind for kind in BOTH if player_type in (None, kind))
    if not chosen:
        return Failure(about_registry(UnknownPlayerType(str(player_type), BOTH)))
    return Success(chosen)


def trainers_of(
    services: ServiceContainer, model_type: str, settings: TrainerSettings
) -> Result[Mapping[Playing, Trainer], Complaint]:
    """Find what fits a kind of model, for each type of player."""
    known = services.model_registry.get_store(model_type).alt(about_registry)
    return known.bind(lambda _: services.trainers(model_type, settings).alt(about_trainers))


def _again(request: TrainingRequest, player_type: str | None, epochs: int | None) -> str:
    """Write the command that trains the same again, under the next free version of the line."""
    base_name = parse_versioned_name(request.name).map(lambda pair: str(pair[0])).value_or(request.name)
    words = ["fbm", "ml", "train", "--type", request.model_type, "--years", format_seasons(request.seasons)]
    words += ["--name", base_name, "--pipeline", request.pipeline, "--seed", str(request.seed)]
    words += ["--player-type", player_type] if player_type else []
    words += ["--epochs", str(epochs)] if epochs is not None else []
    words += [] if request.tracking else ["--tracking", "off"]
    words += [] if request.minors else ["--minors", "off"]
    return shlex.join(words + (["--validate"] if request.validate else []))


def _say_what_is_lacking(report: TrainingReport, request: TrainingRequest) -> None:
    """Tell that a blend could know more."""
    read = any(reads_minors(part.feature_names) for part in report.release.parts)
    if request.model_type == BLEND and request.minors and not read:
        say(
            "This blend reads no seasons below the majors: too few are at hand. With `fbm data import minors FILE…` "
            "before training, blends are more accurate."
        )


def _show(report: TrainingReport, *, as_json: bool) -> int:
    release = report.release
    name = format_versioned_name(release.base_name, release.version)
    if report.wanted is not None:
        say(f"{report.wanted} was published by another training meanwhile; this one is {name}.")
    if as_json:
        write_json(_json(report, name))
    else:
        write(_text(report, name))
    return DONE if report.wanted is None else REFUSED


def _json(report: TrainingReport, name: str) -> dict[str, object]:
    release = report.release
    return {
        "model_type": release.model_type,
        "name": name,
        "version": release.version,
        "wanted": report.wanted,
        "parts": [
            {
                "player_type": part.player_type,
                "digest": part.artifact.digest,
                "stats": part.stats,
                "player_seasons": report.rows[part.player_type],
                "metrics": part.metrics,
            }
            for part in release.parts
        ],
        "duration_s": release.lineage.duration_s,
    }


def _text(report: TrainingReport, name: str) -> str:
    release = report.release
    validations = [_validation(part.player_type, part.metrics) for part in release.parts if part.metrics]
    learned = ", ".join(f"{count:,} {kind} seasons" for kind, count in report.rows.items())
    end = f"{release.model_type} {name} published: {learned}, {release.lineage.duration_s:.1f} s."
    return "\n".join((*validations, end))


def _validation(player_type: str, metrics: Mapping[str, Any]) -> str:
    found = metrics["validation"]
    return validation_table(f"{player_type.capitalize()}s, {found['season']} held out", player_type, found)
