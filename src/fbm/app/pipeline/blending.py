"""`Blender`: the stage that has the learned layers speak, rates and playing time alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.below import reads_minors
from fbm.app.pipeline.models import NoMinors, PreparedStage, Slot, StageError, WrongFeatures, WrongPipeline, model_use
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.layers.base import base_predictions, with_base
from fbm.domain.layers.features import layer_features
from fbm.domain.layers.lines import Line, blended_line
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.baseline.fit import TypeFit
from fbm.domain.projection.baseline.panel import Panel
from fbm.domain.projection.batch import Batch, Stage
from fbm.domain.projection.presets import Basis
from fbm.domain.registry.errors import NotRebuildable, RegistryError
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.seasons import FloatArray
from fbm.domain.uncertainty.sample import Sample

BLEND_STAGE = "blend"


@runtime_checkable
class BlendModel(Protocol):
    """What the stage needs of a loaded model."""

    @property
    def corrects(self) -> Corrects:
        """The pipeline and stage whose numbers are its first voice."""
        ...

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Names of its features."""
        ...

    @property
    def weights(self) -> Mapping[str, FloatArray]:
        """Weights of the voices by target."""
        ...

    @property
    def held_out(self) -> Sample:
        """What it would have said of seasons it had not seen."""
        ...

    def predict(self, matrix: FeatureMatrix) -> Mapping[str, FloatArray]:
        """Predict every target, shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class Blender:
    """Puts what a blend from a store says in place of the baseline's numbers.

    Parameters
    ----------
    slot : Slot
        With the basis that the pipeline stands on.
    """

    slot: Slot

    def prepare(self) -> Result[PreparedStage, StageError]:
        """Load the model; the stage is a pure function from then on.

        Returns
        -------
        Result of PreparedStage
            What loading gives when it fails; `WrongPipeline`, `WrongFeatures` or `NotRebuildable` for a model that
            was made for something else; `NoMinors` for one that reads seasons below the majors where there are none.
        """
        loaded = self.slot.store.load_described(self.slot.ref, self.slot.player_type).alt(_as_stage_error)
        return loaded.bind(lambda pair: self._fit_in(*pair))

    def _fit_in(self, facts: ModelMetadata, model: object) -> Result[PreparedStage, StageError]:
        basis = self.slot.basis
        if not isinstance(model, BlendModel) or basis is None:
            return Failure(NotRebuildable(facts.model_type, facts.player_type, "no stage of this version can use it"))
        if model.corrects != self.slot.corrects:
            return Failure(WrongPipeline(facts.name, model.corrects, self.slot.corrects))
        fit = basis.fit.of[self.slot.player_type]
        known = features_before(fit, fit.players.take(np.zeros(0, dtype=np.int64))).names
        lacking = [name for name in model.feature_names if name not in known]
        if lacking:
            return Failure(NoMinors() if reads_minors(lacking) else WrongFeatures(facts.name, self.slot.player_type))
        stage = Stage(BLEND_STAGE, lambda batch: spoken(batch, model, basis))
        return Success(PreparedStage(stage, model_use(facts), model.held_out, reads_minors(model.feature_names)))


def spoken(batch: Batch, model: BlendModel, basis: Basis) -> Batch:
    """Have a blend speak of a batch's players."""
    fit = basis.fit.of[batch.player_type]
    players = fit.players.take(np.searchsorted(fit.players.player_id, batch.player_id))
    league = {stat: np.full(len(batch), batch.league[0, place]) for place, stat in enumerate(batch.stats)}
    line = Line({stat: batch.rate(stat) for stat in batch.stats}, batch.volume)
    features = features_before(fit, players).pick(model.feature_names)
    said = blended_line(line, model.predict(features), league, basis.mode)
    return replace(batch.with_rates(np.column_stack([said.rates[stat] for stat in batch.stats])), volume=said.volume)


def features_before(fit: TypeFit, players: Panel) -> FeatureMatrix:
    """Give the features of players as a blend sees them, the baseline's numbers beside them."""
    return with_base(layer_features(players), base_predictions(fit, players))


def _as_stage_error(error: RegistryError) -> StageError:
    return error
