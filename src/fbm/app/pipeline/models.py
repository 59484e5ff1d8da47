"""What stages over models share: loading one, and refusing one that was made for something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from returns.result import Failure, Result, Success

from fbm.app.stores import BaseModelStore
from fbm.domain.features.choice import Features
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.models.specs import Corrects
from fbm.domain.ports.contextual import NoPitchesHere, PlayerPitches
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SourceError
from fbm.domain.projection.batch import Playing, Stage
from fbm.domain.projection.presets import Basis
from fbm.domain.projection.sheet import ModelUse
from fbm.domain.projection.window import empty_batch
from fbm.domain.registry.errors import NotRebuildable, RegistryError
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.seasons import FloatArray
from fbm.domain.uncertainty.sample import Sample


@runtime_checkable
class ResidualModel(Protocol):
    """What a stage needs of a loaded model."""

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


@dataclass(frozen=True, slots=True)
class NoMinors:
    """A stage needs minor-league seasons, and there are none."""


StageError: TypeAlias = RegistryError | SourceError | WrongPipeline | WrongFeatures | NoMinors | NoPitchesHere


@dataclass(frozen=True, slots=True)
class PreparedStage:
    """A stage with its model in it, and which version that is.

    Attributes
    ----------
    stage : Stage
    used : ModelUse
    held_out : Sample or None
        What the model said of seasons it had not seen, if kept.
    reads_below : bool
        Whether it reads seasons below the majors.
    """

    stage: Stage
    used: ModelUse
    held_out: Sample | None = None
    reads_below: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a model comes from, and where in which pipeline it stands.

    Attributes
    ----------
    store : BaseModelStore
    ref : str
    player_type : {"batter", "pitcher"}
    corrects : Corrects
    minors : MinorsSource or None
        Where a stage reads minor-league seasons from, if it needs any.
    basis : Basis or None
        The fit that the pipeline stands on, if it stands on one.
    pitches : PlayerPitches or None
        Where a stage reads pitches from, if it needs any.
    """

    store: BaseModelStore
    ref: str
    player_type: Playing
    corrects: Corrects
    minors: MinorsSource | None = None
    basis: Basis | None = None
    pitches: PlayerPitches | None = None

    def load(self, features: Features) -> Result[tuple[ModelUse, ResidualModel], StageError]:
        """Load the model.

        Parameters
        ----------
        features : function
            What the stage will feed it.

        Returns
        -------
        Result of (ModelUse, ResidualModel)
            What loading gives when it fails; `WrongPipeline` or `WrongFeatures` for a model made for something else.
        """
        loaded = self.store.load_described(self.ref, self.player_type).alt(_as_stage_error)
        return loaded.bind(lambda pair: self._fit_in(*pair, features))

    def _fit_in(
        self, facts: ModelMetadata, model: object, features: Features
    ) -> Result[tuple[ModelUse, ResidualModel], StageError]:
        if not isinstance(model, ResidualModel):
            return Failure(NotRebuildable(facts.model_type, facts.player_type, "no stage of this version can use it"))
        if model.corrects != self.corrects:
            return Failure(WrongPipeline(facts.name, model.corrects, self.corrects))
        if model.feature_schema != features(empty_batch(0, self.player_type)).schema:
            return Failure(WrongFeatures(facts.name, self.player_type))
        return Success((model_use(facts), model))


def model_use(facts: ModelMetadata) -> ModelUse:
    """Say which version a model is."""
    return ModelUse(facts.model_type, facts.name, facts.version, facts.player_type, facts.artifact.digest)


def _as_stage_error(error: RegistryError) -> StageError:
    return error
