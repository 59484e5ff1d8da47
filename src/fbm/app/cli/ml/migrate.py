"""`fbm ml migrate`: take over the models of the earlier system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fbm.app.cli.failures.handing_over import SEARCHED, about_file
from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.options import InContext, JsonOption
from fbm.app.cli.output import DONE, REFUSED, finish, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.migrating import Migrated, Migration, Skipped
from fbm.app.wiring.container import ServiceContainer

DryRun = Annotated[bool, Parameter(negative=(), help="Only say what would be taken over.")]
RenameBase = Annotated[str, Parameter(help="Goes before the names, so that several directories can be joined.")]


def migrate(
    directory: Path,
    /,
    *,
    rename_base: RenameBase = "",
    dry_run: DryRun = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Read a model directory of the earlier system, all four kinds, and publish what is in it. Nothing there changes.

    Parameters
    ----------
    directory
        Where its models are, such as ~/.fantasy_baseball/models.
    """
    services = ServiceContainer(context.home, context.registry)
    migrated = services.migrator(directory).run(prefix=rename_base, dry_run=dry_run)
    return finish(
        migrated,
        show=lambda done: _show(done, as_json=json),
        complain=lambda error: about_file(error, directory, SEARCHED),
    )


def _show(done: Migration, *, as_json: bool) -> int:
    if as_json:
        write_json(_json(done))
    else:
        write(_text(done))
    return REFUSED if done.skipped and not (done.migrated or done.already) else DONE


def _json(done: Migration) -> dict[str, object]:
    return {
        "dry_run": done.dry_run,
        "migrated": [one._asdict() for one in done.migrated],
        "already": [one._asdict() for one in done.already],
        "skipped": [{"path": one.path, "reason": _reason(one)} for one in done.skipped],
    }


def _text(done: Migration) -> str:
    blocks = []
    if done.migrated:
        title = "Would be taken over" if done.dry_run else "Taken over"
        blocks.append(
            table((Column(title), Column("Model Type"), Column("Parts")), [_row(one) for one in done.migrated])
        )
    if done.skipped:
        rows = [(one.path, _reason(one)) for one in done.skipped]
        blocks.append(table((Column("Left where it is"), Column("Why")), rows))
    counts = f"{len(done.migrated)} versions {'to take over' if done.dry_run else 'taken over'}"
    return "\n".join((*blocks, f"{counts}, {len(done.already)} there already, {len(done.skipped)} files left.\n"))


def _row(one: Migrated) -> tuple[str, str, str]:
    return one.name, one.model_type, ", ".join(one.player_types)


def _reason(one: Skipped) -> str:
    return one.reason if isinstance(one.reason, str) else about_registry(one.reason).sentence
