"""`GBResidualAdjuster`: the stage that takes off what a pipeline is known to get wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from returns.result import Failure, Result, Success

from fbm.app.stores import BaseModelStore
from fbm.domain.features.choice import features_of
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.residuals import apply_residuals
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Batch, Playing, Stage
from fbm.domain.projection.sheet import ModelUse
from fbm.domain.projection.window import empty_batch
from fbm.domain.registry.errors import NotRebuildable, RegistryError
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.seasons import FloatArray


@runtime_checkable
class ResidualModel(Protocol):
    """What the stage needs of a loaded model."""

    @property
    def corrects(self) -> Corrects:
        """The pipeline and stage it was trained on."""
        ...

    @property
    def feature_schema(self) -> str:
        """Digest of its feature names."""
        ...

    def predict(self, matrix: FeatureMatrix) -> Mapping[str, FloatArray]:
        """Predict residual rates by stat, shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class WrongPipeline:
    """A model trained on another pipeline or stage than the one it was to correct."""

    name: str
    trained: Corrects
    wanted: Corrects


@dataclass(frozen=True, slots=True)
class WrongFeatures:
    """A model trained on other features than this version computes."""

    name: str
    player_type: str


AdjusterError: TypeAlias = RegistryError | WrongPipeline | WrongFeatures


@dataclass(frozen=True, slots=True)
class PreparedStage:
    """A stage with its model in it, and which version that is."""

    stage: Stage
    used: ModelUse


@dataclass(frozen=True, slots=True)
class GBResidualAdjuster:
    """Corrects rates by a residual model from a store.

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

    def prepare(self) -> Result[PreparedStage, AdjusterError]:
        """Load the model; the stage is a pure function from then on.

        Returns
        -------
        Result of PreparedStage
            What loading gives when it fails; `WrongPipeline` or `WrongFeatures` for a model made for something else.
        """
        loaded = self.store.load_described(self.ref, self.player_type).alt(_as_adjuster_error)
        return loaded.bind(lambda pair: self._fit_in(*pair))

    def _fit_in(self, facts: ModelMetadata, model: object) -> Result[PreparedStage, AdjusterError]:
        if not isinstance(model, ResidualModel):
            return Failure(NotRebuildable(facts.model_type, facts.player_type, "it predicts no residuals"))
        if model.corrects != self.corrects:
            return Failure(WrongPipeline(facts.name, model.corrects, self.corrects))
        if model.feature_schema != features_of(empty_batch(0, self.player_type)).schema:
            return Failure(WrongFeatures(facts.name, self.player_type))
        used = ModelUse(facts.model_type, facts.name, facts.version, facts.player_type, facts.artifact.digest)
        return Success(PreparedStage(Stage("gb_residual", lambda batch: corrected(batch, model)), used))


def corrected(batch: Batch, model: ResidualModel) -> Batch:
    """Add what a model predicts from a batch to the batch's rates."""
    return apply_residuals(batch, model.predict(features_of(batch)))


def _as_adjuster_error(error: RegistryError) -> AdjusterError:
    return error
