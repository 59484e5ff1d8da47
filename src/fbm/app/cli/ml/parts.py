"""The parts of a version that a command is to show."""

from __future__ import annotations

from returns.result import Failure, Result, Success

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.output import REFUSED, Complaint
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.release import VersionState


def parts_of(
    registry: ModelRegistry, ref: str, model_type: str, player_type: str | None
) -> Result[tuple[ModelMetadata, ...], Complaint]:
    """Read what is known of a version: of the part asked for, else of all live ones."""
    found = registry.find(ref, model_type, player_type)
    if isinstance(found, Failure):
        return Failure(about_registry(found.failure()))
    state = found.unwrap()
    pinned = f"{state.release.base_name}@{state.release.version}"
    parts = [registry.metadata(pinned, model_type, name) for name in _wanted(state, player_type)]
    for part in parts:
        if isinstance(part, Failure):
            return Failure(about_registry(part.failure()))
    if not parts:
        return Failure(Complaint("This version has no parts.", REFUSED))
    return Success(tuple(part.unwrap() for part in parts))


def _wanted(state: VersionState, player_type: str | None) -> tuple[str, ...]:
    """Name the parts to show: the one asked for, else the live ones, else all, so that the failure is said."""
    if player_type is not None:
        return (player_type,)
    live = tuple(name for name in state.release.player_types if name not in state.removed)
    return live or state.release.player_types
