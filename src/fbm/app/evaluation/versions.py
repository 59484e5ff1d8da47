"""Versions of the user's registry that are to be judged: what they are, and what they have seen."""

from __future__ import annotations

from collections.abc import Callable

from returns.result import Failure, Result, Success

from fbm.app.evaluation.tasks import NamedVersion, Stored
from fbm.app.projection_request import BOTH
from fbm.app.registry.facade import ModelRegistry
from fbm.app.registry.seen import seen_until
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import RegistryError
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.naming import format_versioned_name


def named_version(
    registry: ModelRegistry, model_type: str, ref: str, scratch: ModelRegistry, contents: Callable[[], Stored]
) -> Result[NamedVersion, RegistryError]:
    """Copy a version to where workers can read it: a registry that travels with the tasks.

    Parameters
    ----------
    registry : ModelRegistry
        The user's.
    model_type, ref : str
    scratch : ModelRegistry
        Empty; gets the version under its own name and number.
    contents : function
        Gives what the scratch registry holds.

    Returns
    -------
    Result of NamedVersion
        What finding and loading give when they fail.
    """
    parts: list[tuple[ModelMetadata, PartDraft]] = []
    for playing in BOTH:
        part = registry.metadata(ref, model_type, playing).bind(lambda facts: _copied(registry, facts))
        if isinstance(part, Failure):
            return Failure(part.failure())
        parts.append(part.unwrap())
    facts = parts[0][0]
    draft = ReleaseDraft(
        model_type, facts.base_name, tuple(part for _, part in parts), version=facts.version, lineage=facts.lineage
    )
    name = format_versioned_name(facts.base_name, facts.version)
    until = seen_until(registry, tuple(one for one, _ in parts))
    return scratch.publish(draft).map(lambda _: NamedVersion(name, until, contents()))


def _copied(registry: ModelRegistry, facts: ModelMetadata) -> Result[tuple[ModelMetadata, PartDraft], RegistryError]:
    params = registry.load_params(facts.name, facts.model_type, facts.player_type)
    return params.bind(lambda loaded: Success((facts, _draft(facts, loaded))))


def _draft(facts: ModelMetadata, params: dict[str, object]) -> PartDraft:
    return PartDraft(
        player_type=facts.player_type,
        params=params,
        training_years=facts.training_years,
        stats=facts.stats,
        feature_names=facts.feature_names,
        config=facts.config,
    )
