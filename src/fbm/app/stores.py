"""One model type's view of the registry: params in and out, without naming the type each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from returns.result import Result

from fbm.domain.ids import BATTER, PITCHER
from fbm.domain.ports.serializers import Params
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import RegistryError
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.registry.release import RemovalLog, assemble

if TYPE_CHECKING:
    from fbm.app.registry.facade import ModelRegistry
    from fbm.app.registry.reading import ModelListing


class BaseModelStore:
    """Versions of one model type.

    Parameters
    ----------
    registry : ModelRegistry
    model_type : str
    """

    def __init__(self, registry: ModelRegistry, model_type: str) -> None:
        self._registry = registry
        self._model_type = model_type

    @property
    def model_type(self) -> str:
        """Model type that this store holds."""
        return self._model_type

    def save_params(
        self,
        params: Params,
        *,
        name: str,
        player_type: str,
        training_years: Sequence[int] = (),
        stats: Sequence[str] = (),
        feature_names: Sequence[str] = (),
        metrics: Mapping[str, object] | None = None,
        config: Mapping[str, object] | None = None,
        version: int | None = None,
    ) -> Result[ModelMetadata, RegistryError]:
        """Publish a release of one part; facts as in `PartDraft`.

        Returns
        -------
        Result of ModelMetadata
            What `ModelRegistry.publish` gives when it fails.
        """
        part = PartDraft(
            player_type, params, training_years, stats, feature_names, config=config or {}, metrics=metrics or {}
        )
        published = self._registry.publish(ReleaseDraft(self._model_type, name, (part,), version=version))
        return published.map(lambda release: assemble(release, removals=RemovalLog()).metadata()[0])

    def load_params(self, ref: str, player_type: str) -> Result[dict[str, object], RegistryError]:
        """Load params, digest checked."""
        return self._registry.load_params(ref, self._model_type, player_type)

    def load(self, ref: str, player_type: str) -> Result[object, RegistryError]:
        """Load the model object."""
        return self._registry.load(ref, self._model_type, player_type)

    def load_described(self, ref: str, player_type: str) -> Result[tuple[ModelMetadata, object], RegistryError]:
        """Load the model object with the facts of exactly that version."""
        return self._registry.load_described(ref, self._model_type, player_type)

    def get_metadata(self, ref: str, player_type: str) -> Result[ModelMetadata, RegistryError]:
        """Read the facts of a live part."""
        return self._registry.metadata(ref, self._model_type, player_type)

    def list_models(self, player_type: str | None = None) -> Result[ModelListing, RegistryError]:
        """List live versions of this type."""
        return self._registry.list_all(self._model_type, player_type)

    def exists(self, ref: str, player_type: str) -> bool:
        """Tell whether a ref means a live part that can be read."""
        return self.get_metadata(ref, player_type).map(lambda _: True).value_or(False)

    def delete(self, ref: str, player_type: str | None = None) -> Result[tuple[str, ...], RegistryError]:
        """Remove a version, or one part of it."""
        return self._registry.delete(ref, self._model_type, player_type)


class MultiTask(Protocol):
    """What the store needs of a multi-task model."""

    @property
    def player_type(self) -> str:
        """Whom it is for."""
        ...

    def get_params(self) -> dict[str, Any]:
        """Return everything the model is; `stats` and `feature_names` among it."""
        ...


class MTLBaseModelStore(BaseModelStore):
    """Multi-task networks: one network each for batters and pitchers."""

    def save_model(
        self,
        model: MultiTask,
        *,
        name: str,
        training_years: Sequence[int] = (),
        metrics: Mapping[str, object] | None = None,
        version: int | None = None,
    ) -> Result[ModelMetadata, RegistryError]:
        """Publish a model as a release of one part; the model itself says of which player type.

        Returns
        -------
        Result of ModelMetadata
            What `ModelRegistry.publish` gives when it fails.
        """
        params = model.get_params()
        return self.save_params(
            params,
            name=name,
            player_type=model.player_type,
            training_years=training_years,
            stats=tuple(params["stats"]),
            feature_names=tuple(params["feature_names"]),
            metrics=metrics,
            config={"hyperparameters": params["hyperparameters"], "fitted": params["fitted"]},
            version=version,
        )

    def load_batter(self, ref: str) -> Result[object, RegistryError]:
        """Load the batters' network; `NotRebuildable` where the params are those of pitchers."""
        return self.load(ref, BATTER)

    def load_pitcher(self, ref: str) -> Result[object, RegistryError]:
        """Load the pitchers' network; `NotRebuildable` where the params are those of batters."""
        return self.load(ref, PITCHER)
