"""`fbm ml verify` and `fbm ml gc`: is everything whole, and what can go."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.options import InContext, JsonOption
from fbm.app.cli.output import DONE, NO, finish, write, write_json
from fbm.app.cli.sizes import human_bytes
from fbm.app.cli.tables import Column, table
from fbm.app.registry.collecting import Collected
from fbm.app.registry.verifying import Verification
from fbm.app.wiring.container import ServiceContainer

RunOption = Annotated[
    bool, Parameter(name=("--run", "--yes"), negative=(), help="Free the bytes; without it, only say how many.")
]
DryRunOption = Annotated[bool, Parameter(negative="--no-dry-run", help="Only say how many bytes would be freed.")]


def verify(*, json: JsonOption = False, context: InContext) -> int:
    """Hash everything again and name what is damaged, orphaned or dangling; exit code 3 when something is damaged."""
    registry = ServiceContainer(context.home, context.registry).model_registry
    return finish(registry.verify(), show=lambda found: _show(found, as_json=json), complain=about_registry)


def gc(
    *,
    run: RunOption = False,
    dry_run: DryRunOption = True,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Free the bytes of deleted versions and of what nothing refers to. Records stay; deletes are final then."""
    registry = ServiceContainer(context.home, context.registry).model_registry
    collected = registry.gc(dry_run=dry_run and not run)
    return finish(collected, show=lambda found: _collected(found, as_json=json), complain=about_registry)


def _show(found: Verification, *, as_json: bool) -> int:
    if as_json:
        write_json(_json(found))
    else:
        write(_text(found))
    return NO if found.damaged else DONE


def _json(found: Verification) -> dict[str, object]:
    return {
        "ok": not found.damaged,
        "checked": {"releases": found.releases, "artifacts": found.artifacts, "bytes": found.bytes},
        "damaged": [{"key": one.key, "reason": one.reason, "names": list(one.names)} for one in found.damaged],
        "orphans": [{"key": one.key, "size_bytes": one.size} for one in found.orphans],
        "dangling_aliases": [one._asdict() for one in found.dangling],
        "strangers": [one._asdict() for one in found.strangers],
    }


def _text(found: Verification) -> str:
    blocks = []
    if found.damaged:
        rows = [(", ".join(one.names) or "-", one.key, one.reason) for one in found.damaged]
        blocks.append(table((Column("Damaged"), Column("File"), Column("Why")), rows))
    if found.dangling:
        aliases = [(f"{one.model_type}/{one.base_name}@{one.alias}", str(one.version)) for one in found.dangling]
        blocks.append(table((Column("Alias that points nowhere"), Column("Version", right=True)), aliases))
    if found.strangers:
        blocks.append(table((Column("No registry's file"), Column("Why")), [tuple(one) for one in found.strangers]))
    if found.orphans:
        blocks.append(_orphans(found))
    checked = f"{_count(found.releases, 'release')}, {_count(found.artifacts, 'artifact')}, {human_bytes(found.bytes)}"
    end = f"{_count(len(found.damaged), 'damaged file')}." if found.damaged else "nothing is damaged."
    return "\n".join((*blocks, f"{checked} checked: {end}\n"))


def _orphans(found: Verification) -> str:
    what = f"{_count(len(found.orphans), 'artifact')} of {human_bytes(sum(one.size for one in found.orphans))}"
    if found.damaged:
        # A damaged manifest may be the one that needs them.
        return f"{what} that no version needs, as far as can be read.\n"
    return f"{what} that no version needs: fbm ml gc --run frees them.\n"


def _collected(found: Collected, *, as_json: bool) -> None:
    if as_json:
        purges = [
            {"model_type": one.model_type, "name": one.name, "player_types": one.player_types} for one in found.purges
        ]
        facts = {"dry_run": found.dry_run, "blobs": found.blobs, "bytes": found.bytes}
        return write_json({**facts, "purged": purges, "spared_bytes": found.spared_bytes})
    what = f"{_count(found.blobs, 'artifact')} of {human_bytes(found.bytes)}"
    lines = [f"{one.model_type} {one.name} ({', '.join(one.player_types)})" for one in found.purges]
    if lines:
        head = "Deleted versions that could not be restored then:" if found.dry_run else "Gone for good:"
        lines = [head, *(f"  {line}" for line in lines)]
    if found.spared_bytes:
        lines.append(f"{human_bytes(found.spared_bytes)} are left alone: a publish under way may need them.")
    end = f"{what} would be freed. Do it: fbm ml gc --run" if found.dry_run else f"{what} freed."
    return write("\n".join((*lines, end if found.blobs or not found.dry_run else "There is nothing to free.")))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
