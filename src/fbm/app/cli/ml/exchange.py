"""`fbm ml export` and `fbm ml import`: versions handed over in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result, Success

from fbm.app.cli.failures.handing_over import READ, WRITTEN, about_file
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import DONE, MEANINGLESS, REFUSED, Complaint, finish, refuse, say, write, write_json
from fbm.app.cli.sizes import human_bytes
from fbm.app.registry.exporting import Exported
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.importing import Imported
from fbm.app.wiring.container import ServiceContainer


def export(
    *refs: str,
    out: Annotated[Path, Parameter(help="The bundle to write; with --files, the folder.")],
    files: Annotated[
        bool, Parameter(negative=(), help="Plain files: NAME_PLAYERTYPE.joblib and a JSON sidecar.")
    ] = False,
    model_type: TypeOption = None,
    player_type: PlayerTypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Write versions, with everything they stand on, into one file that `fbm ml import` checks and takes in.

    Parameters
    ----------
    refs
        Which versions: default@latest mtl/default@champion.
    """
    services = ServiceContainer(context.home, context.registry)
    registry = services.model_registry
    if not refs:
        return refuse(Complaint("Name at least one version: fbm ml export default@latest --out FILE.", MEANINGLESS))
    typed = _typed(registry, refs, model_type)
    if isinstance(typed, Failure):
        return refuse(typed.failure())
    if files:
        written = _files(registry, typed.unwrap(), player_type, services, out)
        return finish(written, show=lambda paths: _show_files(paths, as_json=json), complain=lambda said: said)
    bundled = registry.export_bundle(typed.unwrap(), services.bundle_writer(out)).alt(
        lambda error: about_file(error, out, WRITTEN)
    )
    return finish(bundled, show=lambda done: _show_bundle(done, out, as_json=json), complain=lambda said: said)


def import_bundle(bundle: Path, /, *, json: JsonOption = False, context: InContext) -> int:
    """Take in the versions of a bundle: checked first, then published under their own names and numbers.

    Parameters
    ----------
    bundle
        A file that `fbm ml export` wrote.
    """
    services = ServiceContainer(context.home, context.registry)
    imported = services.model_registry.import_from(services.bundle(bundle))
    return finish(
        imported,
        show=lambda done: _show_imported(done, bundle, as_json=json),
        complain=lambda error: about_file(error, bundle, READ),
    )


def _typed(
    registry: ModelRegistry, refs: tuple[str, ...], model_type: str | None
) -> Result[tuple[tuple[str, str], ...], Complaint]:
    typed: list[tuple[str, str]] = []
    for ref in refs:
        kind = choose_type(registry, ref, None if "/" in ref else model_type)
        if isinstance(kind, Failure):
            return Failure(kind.failure())
        typed.append((kind.unwrap(), ref))
    return Success(tuple(typed))


def _files(
    registry: ModelRegistry,
    typed: tuple[tuple[str, str], ...],
    player_type: str | None,
    services: ServiceContainer,
    folder: Path,
) -> Result[tuple[str, ...], Complaint]:
    paths: list[str] = []
    for model_type, ref in typed:
        written = registry.export_files(ref, model_type, player_type, services.plain_folder(folder))
        if isinstance(written, Failure):
            return Failure(about_file(written.failure(), folder, WRITTEN))
        paths += written.unwrap()
    return Success(tuple(paths))


def _show_files(paths: tuple[str, ...], *, as_json: bool) -> None:
    return write_json({"files": paths}) if as_json else write("\n".join(paths))


def _show_bundle(done: Exported, out: Path, *, as_json: bool) -> None:
    if as_json:
        versions = [{"model_type": kind, "name": name} for kind, name in done.versions]
        return write_json({"file": str(out), "bytes": done.bytes, "versions": versions})
    names = ", ".join(f"{kind} {name}" for kind, name in done.versions)
    return write(
        f"{names} written to {out} ({human_bytes(done.bytes)}). Take it in elsewhere: fbm ml import {out.name}"
    )


def _show_imported(done: Imported, bundle: Path, *, as_json: bool) -> int:
    refused = [(one.key, about_file(one.error, bundle, READ).sentence) for one in done.refused]
    if as_json:
        write_json(
            {
                "imported": [{"model_type": kind, "name": name} for kind, name in done.published],
                "already": [{"model_type": kind, "name": name} for kind, name in done.already],
                "refused": [{"key": key, "reason": sentence} for key, sentence in refused],
            }
        )
    else:
        _say_imported(done)
    for key, sentence in refused:
        say(f"{key} was not imported: {sentence}")
    return REFUSED if refused else DONE


def _say_imported(done: Imported) -> None:
    for what, names in (("imported", done.published), ("there already", done.already)):
        if names:
            write(f"{', '.join(f'{kind} {name}' for kind, name in names)}: {what}.")
    if not (done.published or done.already or done.refused):
        write("The bundle holds no versions.")
