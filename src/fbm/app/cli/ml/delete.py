"""`fbm ml delete` and `fbm ml restore`: remove a version, and bring it back."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter
from returns.result import Failure, Result

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.options import InContext, JsonOption, PlayerTypeOption, TypeOption
from fbm.app.cli.output import Complaint, finish, refuse, write, write_json
from fbm.app.registry.facade import ModelRegistry
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.registry.naming import format_versioned_name
from fbm.domain.registry.release import VersionState

Yes = Annotated[bool, Parameter(negative=(), help="Do not ask.")]
Force = Annotated[bool, Parameter(negative=(), help="Even when an alias points to it.")]
Reason = Annotated[str, Parameter(help="Why; kept in the log.")]


def delete(
    ref: str,
    /,
    *,
    model_type: TypeOption = None,
    player_type: PlayerTypeOption = None,
    yes: Yes = False,
    force: Force = False,
    reason: Reason = "",
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Remove a version, or one part of it. Nothing is lost: `fbm ml restore` brings it back.

    Parameters
    ----------
    ref
        Which version: default, default_v3, default@latest.
    """
    registry = ServiceContainer(context.home, context.registry).model_registry
    found = _find(registry, ref, model_type, player_type)
    if isinstance(found, Failure):
        return refuse(found.failure())
    state = found.unwrap()
    if not yes and not _confirmed(_name(state)):
        return refuse(Complaint(f"{_name(state)} was kept: nobody said yes (add --yes to skip the question)."))
    removed = registry.delete(_ref(state), state.release.model_type, player_type, force=force, reason=reason)
    return finish(removed, show=lambda parts: _show(state, "deleted", parts, as_json=json), complain=about_registry)


def restore(
    ref: str,
    /,
    *,
    model_type: TypeOption = None,
    player_type: PlayerTypeOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Bring a removed version back, or one part of it.

    Parameters
    ----------
    ref
        Which version: default, default_v3.
    """
    registry = ServiceContainer(context.home, context.registry).model_registry
    found = _find(registry, ref, model_type, player_type)
    if isinstance(found, Failure):
        return refuse(found.failure())
    state = found.unwrap()
    restored = registry.restore(_ref(state), state.release.model_type, player_type)
    return finish(restored, show=lambda parts: _show(state, "restored", parts, as_json=json), complain=about_registry)


def _find(
    registry: ModelRegistry, ref: str, model_type: str | None, player_type: str | None
) -> Result[VersionState, Complaint]:
    chosen = choose_type(registry, ref, model_type)
    return chosen.bind(lambda kind: registry.find(ref, kind, player_type).alt(about_registry))


def _confirmed(name: str) -> bool:
    """Ask on a terminal; elsewhere nobody can answer, so the answer is no."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"Delete {name}? It can be restored later. [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _show(state: VersionState, what: str, parts: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        release = state.release
        return write_json(
            {"action": what, "model_type": release.model_type, "name": _name(state), "player_types": parts}
        )
    undo = f" Undo: fbm ml restore {_name(state)} --type {state.release.model_type}" if what == "deleted" else ""
    return write(f"{_name(state)} ({', '.join(parts)}) {what}.{undo}")


def _name(state: VersionState) -> str:
    return format_versioned_name(state.release.base_name, state.release.version)


def _ref(state: VersionState) -> str:
    """Pin the version that was found, so that what is confirmed is what is removed."""
    return f"{state.release.base_name}@{state.release.version}"
