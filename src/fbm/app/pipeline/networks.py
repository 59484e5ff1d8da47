"""`MTLRateComputer` and `MTLBlender`: the multi-task network's rates, alone or beside those of the pipeline.

The network's rates are forecasts of the coming season already, of its league and the player's age in it. So they stand
behind those stages, and none of them follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.pipeline.models import PreparedStage, ResidualModel, Slot, StageError
from fbm.app.stores import BaseModelStore
from fbm.domain.features.network import network_features
from fbm.domain.features.residuals import apply_residuals
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Batch, Fallback, Playing, Stage, StageFunction
from fbm.domain.registry.errors import NotRebuildable

Weights: TypeAlias = float | Mapping[str, float]
"""Weight of the network's rates in [0, 1], for all stats or by stat."""

COMPUTED, BLENDED = "mtl", "mtl_blend"


@runtime_checkable
class BlendableModel(ResidualModel, Protocol):
    """A model that knows how far it may be trusted."""

    @property
    def blend(self) -> Mapping[str, float]:
        """Weight of each stat beside the pipeline, in [0, 1]."""
        ...


@dataclass(frozen=True, slots=True)
class MTLRateComputer:
    """Replaces rates by those of a network from a store; a player whose inputs are not known keeps the pipeline's.

    Parameters
    ----------
    store : BaseModelStore
    ref : str
    player_type : {"batter", "pitcher"}
    corrects : Corrects
        Where in which pipeline the stage stands.
    """

    store: BaseModelStore
    ref: str
    player_type: Playing
    corrects: Corrects

    def prepare(self) -> Result[PreparedStage, StageError]:
        """Load the network; the stage is a pure function from then on.

        Returns
        -------
        Result of PreparedStage
            What loading gives when it fails; `WrongPipeline` or `WrongFeatures` for a model made for something else.
        """
        loaded = Slot(self.store, self.ref, self.player_type, self.corrects).load(network_features)
        return loaded.map(lambda found: PreparedStage(Stage(COMPUTED, _stage(COMPUTED, found[1], 1.0)), found[0]))


@dataclass(frozen=True, slots=True)
class MTLBlender:
    """Mixes the rates of a network from a store with those of the pipeline.

    Parameters
    ----------
    store : BaseModelStore
    ref : str
    player_type : {"batter", "pitcher"}
    corrects : Corrects
        Where in which pipeline the stage stands.
    weights : float or mapping of stat to float, optional
        Weight of the network, in [0, 1]; stats left out and None take the weights kept in the model, which were
        fitted on seasons that it had not seen.

    Raises
    ------
    ValueError
        If a weight is outside of [0, 1].
    """

    store: BaseModelStore
    ref: str
    player_type: Playing
    corrects: Corrects
    weights: Weights | None = None

    def __post_init__(self) -> None:
        given = self.weights.values() if isinstance(self.weights, Mapping) else (self.weights,)
        if not all(weight is None or 0 <= weight <= 1 for weight in given):
            raise ValueError(f"a weight of the network is outside of [0, 1]: {self.weights}")

    def prepare(self) -> Result[PreparedStage, StageError]:
        """Load the network; the stage is a pure function from then on.

        Returns
        -------
        Result of PreparedStage
            As `MTLRateComputer.prepare`, and `NotRebuildable` for a model that has no weights.
        """
        loaded = Slot(self.store, self.ref, self.player_type, self.corrects).load(network_features)
        return loaded.bind(lambda found: self._weighed(found[1]).map(lambda stage: PreparedStage(stage, found[0])))

    def _weighed(self, model: ResidualModel) -> Result[Stage, StageError]:
        if isinstance(self.weights, (int, float)):
            return Success(Stage(BLENDED, _stage(BLENDED, model, self.weights)))
        if not isinstance(model, BlendableModel):
            return Failure(NotRebuildable(self.store.model_type, self.player_type, "it has no weights to blend with"))
        return Success(Stage(BLENDED, _stage(BLENDED, model, {**model.blend, **(self.weights or {})})))


def _stage(name: str, model: ResidualModel, weights: Weights) -> StageFunction:
    def apply(batch: Batch) -> Batch:
        residuals = model.predict(network_features(batch))
        shares = {stat: weights[stat] if isinstance(weights, Mapping) else weights for stat in residuals}
        changed = apply_residuals(batch, {stat: shares[stat] * added for stat, added in residuals.items()})
        unknown = np.any([np.isnan(added) for added in residuals.values()], axis=0)
        return changed.noted(Fallback(name, int(unknown.sum()), len(batch)))

    return apply
