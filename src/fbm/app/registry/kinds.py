"""What the registry must know of a kind of model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from fbm.domain.ports.serializers import ModelSerializer
from fbm.domain.registry.metadata import NOTHING

if TYPE_CHECKING:
    from fbm.app.registry.loading import Rebuild
    from fbm.domain.ports.training import Trainer
    from fbm.domain.projection.batch import Playing


class Kind(NamedTuple):
    """What the registry must know of a kind of model.

    Attributes
    ----------
    model_type : str
    serializer : ModelSerializer
        Writes its artifacts.
    player_types : tuple of str
        Parts a release of it may have.
    rebuild : mapping of player type to function
        Makes a model from params; empty where no model code is installed.
    trainers : function or None
        Gives what trains it, by player type; None for a kind that cannot be trained here.
    vet : function or None
        Says what is wrong with params of unknown origin that are plain data already; None when nothing is.
    """

    model_type: str
    serializer: ModelSerializer
    player_types: tuple[str, ...]
    rebuild: Mapping[str, Rebuild] = NOTHING
    trainers: Callable[[], Mapping[Playing, Trainer]] | None = None
    vet: Callable[[Mapping[str, object]], str | None] | None = None


def serializers(kinds: Mapping[str, Kind]) -> dict[str, ModelSerializer]:
    """Give the serializers of all kinds, by the name a manifest gives."""
    return {kind.serializer.name: kind.serializer for kind in kinds.values()}


def rebuilders(kinds: Mapping[str, Kind]) -> dict[tuple[str, str], Rebuild]:
    """Give what makes models from params, by model type and player type."""
    return {
        (kind.model_type, player_type): rebuild
        for kind in kinds.values()
        for player_type, rebuild in kind.rebuild.items()
    }
