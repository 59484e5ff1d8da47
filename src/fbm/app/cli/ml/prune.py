"""`fbm ml prune`: keep the newest versions of a line."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.options import InContext, JsonOption, TypeOption, Whole
from fbm.app.cli.output import MEANINGLESS, Complaint, finish, refuse, write, write_json
from fbm.app.cli.sizes import human_bytes
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.selecting import bytes_freed


def prune(
    name: str,
    /,
    *,
    keep: Annotated[Whole, Parameter(help="How many of the newest versions stay.")],
    dry_run: Annotated[bool, Parameter(negative=(), help="Only say which would go.")] = False,
    yes: Annotated[bool, Parameter(negative=(), help="Do not ask.")] = False,
    model_type: TypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Delete all but the newest versions of a line; those with an alias stay. Undone by `fbm ml restore`.

    Parameters
    ----------
    name
        The line: default.
    """
    if keep < 1:
        return refuse(Complaint(f"--keep {keep} cannot be meant: at least one version stays.", MEANINGLESS))
    registry = ServiceContainer(context.home, context.registry).model_registry
    kind = choose_type(registry, name, model_type)
    doomed = kind.bind(lambda found: registry.prune(name, found, keep=keep).alt(about_registry))
    if isinstance(doomed, Failure):
        return refuse(doomed.failure())
    if not dry_run and doomed.unwrap():
        if not yes and not _confirmed(doomed.unwrap()):
            return refuse(Complaint("Nothing was deleted: nobody said yes (add --yes to skip the question)."))
        doomed = kind.bind(lambda found: registry.prune(name, found, keep=keep, dry_run=False).alt(about_registry))
    counted = doomed.bind(lambda rows: _with_bytes(rows, registry))
    return finish(counted, show=lambda found: _show(*found, dry_run=dry_run, as_json=json), complain=lambda said: said)


def _with_bytes(
    rows: tuple[ModelMetadata, ...], registry: ModelRegistry
) -> Result[tuple[tuple[ModelMetadata, ...], int], Complaint]:
    live = registry.list_all().alt(about_registry)
    return live.map(lambda listing: (rows, bytes_freed(rows, listing.models)))


def _confirmed(rows: tuple[ModelMetadata, ...]) -> bool:
    """Ask on a terminal; elsewhere nobody can answer, so the answer is no."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"Delete {', '.join(_names(rows))}? They can be restored later. [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _show(rows: tuple[ModelMetadata, ...], size: int, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        versions = [{"name": row.name, "version": row.version, "player_type": row.player_type} for row in rows]
        return write_json({"dry_run": dry_run, "deleted": versions, "bytes": size})
    if not rows:
        return write("There is nothing to delete.")
    names, done = ", ".join(_names(rows)), "would be deleted" if dry_run else "deleted"
    return write(f"{names} {done}; fbm ml gc --run then frees {human_bytes(size)}.")


def _names(rows: tuple[ModelMetadata, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.name for row in rows))
