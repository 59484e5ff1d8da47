"""`fbm report`: a page on versions, to send."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.cli.failures.evaluation import about_report
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.ml.parts import parts_of
from fbm.app.cli.ml.rows import row
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import Complaint, as_it_is, finish, say, write_json
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ids import PLAYER_TYPES
from fbm.domain.ports.reports import ReportError
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.pages import PAGES, VersionReport

Ref = Annotated[str, Parameter(help="A version: default, default_v3, default@latest.")]
OutOption = Annotated[Path, Parameter(name="--out", help="Write a .html or .md file, or both of them to a directory.")]


def report(
    ref: Ref,
    /,
    *others: Ref,
    out: OutOption,
    model_type: TypeOption = None,
    player_type: PlayerTypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Write a page on versions: what each is, how it did on a season held out, how the others differ from the first."""
    services = ServiceContainer(context.home, context.registry)
    written = (
        services.report_files.check(str(out), PAGES)
        .alt(_about)
        .bind(lambda _: choose_type(services.model_registry, ref, model_type))
        .bind(lambda kind: gathered(services.model_registry, (ref, *others), kind, player_type))
        .bind(lambda made: _written(services, made, out))
    )
    return finish(written, show=lambda end: _tell(*end, as_json=json), complain=as_it_is)


def gathered(
    registry: ModelRegistry, refs: tuple[str, ...], kind: str, player_type: str | None
) -> Result[VersionReport, Complaint]:
    """Read what is known of versions of one type, part by part."""
    models: list[ModelMetadata] = []
    for ref in refs:
        match parts_of(registry, ref, kind, player_type):
            case Success(parts):
                models.extend(parts)
            case failure:
                return Failure(failure.failure())
    return Success(_by_part(models))


def _by_part(models: list[ModelMetadata]) -> VersionReport:
    """Sort by part, in the order asked for; a version that was named twice stands once."""
    each = tuple({(model.name, model.player_type): model for model in models}.values())
    parts = {name: tuple(model for model in each if model.player_type == name) for name in PLAYER_TYPES}
    return VersionReport({name: found for name, found in parts.items() if found})


def _written(
    services: ServiceContainer, made: VersionReport, out: Path
) -> Result[tuple[VersionReport, tuple[str, ...]], Complaint]:
    match services.report_files.write_versions(made, str(out)):
        case Success(files):
            return Success((made, files))
        case failure:
            return Failure(_about(failure.failure()))


def _about(error: ReportError) -> Complaint:
    return about_report(error, PAGES)


def _tell(made: VersionReport, files: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        models = [row(model) for models in made.parts.values() for model in models]
        write_json({"written": files, "models": models})
    else:
        say(f"Written to {', '.join(files)}.")
