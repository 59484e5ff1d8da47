"""What a version has seen of the seasons, by itself and by what it was made from."""

from __future__ import annotations

from fbm.app.registry.facade import ModelRegistry
from fbm.domain.registry.metadata import ModelMetadata


def seen_until(registry: ModelRegistry, parts: tuple[ModelMetadata, ...]) -> int | None:
    """Tell the last season that parts of a version or any that they were made from have seen; None if one is silent."""
    seen: list[int] = []
    for part in parts:
        years = (*part.training_years, *part.lineage.seasons)
        if not years:
            return None
        seen += years
    for parent in {parent.ref for part in parts for parent in part.lineage.parents}:
        model_type, _, name = parent.partition("/")
        found = registry.find(name, model_type).map(lambda state: seen_until(registry, state.metadata()))
        until = found.value_or(None)
        if until is None:
            return None
        seen.append(until)
    return max(seen, default=None)
