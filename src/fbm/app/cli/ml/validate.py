"""`fbm ml validate`: how good a kind of model is on seasons held out; nothing is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from cyclopts import Parameter
from returns.result import Failure

from fbm.app.cli.failures.models import about_training
from fbm.app.cli.ml.train import (
    DeviceOption,
    EpochsOption,
    MinorsOption,
    PipelineOption,
    SeedOption,
    TrackingOption,
    player_types,
    trainers_of,
    workshop,
)
from fbm.app.cli.ml.validation_table import validation_table
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption, Whole, Years
from fbm.app.cli.output import DONE, MEANINGLESS, Complaint, finish, refuse, write, write_json
from fbm.app.pipeline.presets import USUAL_BASE
from fbm.app.training_request import TrainingRequest
from fbm.app.validating import ValidationReport
from fbm.app.validating import validate as validate_models
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import format_seasons
from fbm.domain.ports.training import TrainerSettings

HoldoutOption = Annotated[
    Whole, Parameter(help="How many of the last seasons; each is judged by a model of the seasons before it.")
]


def validate(
    *,
    years: Years,
    model_type: TypeOption = "gb_residual",
    holdout_years: HoldoutOption = 1,
    pipeline: PipelineOption = None,
    tracking: TrackingOption = "auto",
    minors: MinorsOption = "auto",
    player_type: PlayerTypeOption = None,
    seed: SeedOption = 42,
    epochs: EpochsOption = None,
    device: DeviceOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Judge a kind of model on held-out seasons, beside the pipeline alone, and publish nothing."""
    if holdout_years < 1:
        return refuse(Complaint(f"--holdout-years {holdout_years} would judge nothing: give 1 or more.", MEANINGLESS))
    services = ServiceContainer(context.home, context.registry)
    kind = model_type or "gb_residual"
    types, trainers = player_types(player_type), trainers_of(services, kind, TrainerSettings(epochs, device))
    if isinstance(types, Failure):
        return refuse(types.failure())
    if isinstance(trainers, Failure):
        return refuse(trainers.failure())
    request = TrainingRequest(
        model_type=kind,
        name="default",
        seasons=years,
        player_types=types.unwrap(),
        pipeline=pipeline or USUAL_BASE.get(kind, "marcel"),
        seed=seed,
        tracking=tracking == "auto",
        minors=minors == "auto",
    )
    with services.progress() as progress, services.one_thread():
        found = validate_models(request, workshop(services, trainers.unwrap(), progress), holdout_years)
    return finish(found, show=lambda report: _show(report, request, as_json=json), complain=about_training)


def _show(report: ValidationReport, request: TrainingRequest, *, as_json: bool) -> int:
    if as_json:
        write_json(_json(report, request))
    else:
        write("\n".join(_text(player_type, found, report.held_out) for player_type, found in report.parts.items()))
    return DONE


def _json(report: ValidationReport, request: TrainingRequest) -> dict[str, object]:
    return {
        "model_type": request.model_type,
        "pipeline": request.pipeline,
        "seasons": request.seasons,
        "held_out": report.held_out,
        "parts": report.parts,
    }


def _text(player_type: str, found: Mapping[str, Any], held_out: tuple[int, ...]) -> str:
    """Show what is pooled, and of several seasons how often the model was better."""
    title = f"{found['pooled']['n']:,} {player_type} seasons, {format_seasons(held_out)} held out"
    seasons = list(found["seasons"].values())
    return validation_table(title, player_type, found["pooled"], seasons if len(seasons) > 1 else ())
