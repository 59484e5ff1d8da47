"""`MLERateComputer`: the stage that brings in who is below the majors, and those who have hardly left the minors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.pipeline.models import NoMinors, PreparedStage, StageError, WrongFeatures, model_use
from fbm.app.stores import BaseModelStore
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.minors import prospects_of
from fbm.domain.features.prospects import Translation, with_prospects
from fbm.domain.minors import Minors, no_minors
from fbm.domain.ports.minors import MinorsSource
from fbm.domain.ports.sources import SourceError
from fbm.domain.projection.batch import Batch, Playing, Stage
from fbm.domain.projection.window import empty_batch
from fbm.domain.registry.errors import NotRebuildable, RegistryError
from fbm.domain.registry.metadata import ModelMetadata
from fbm.domain.seasons import FloatArray

TRANSLATED: Final = "mle"
NEWCOMERS: Final = "mle_newcomers"
"""The same, but for those alone of whom the pipeline says nothing."""

EVER: Final = (1800, 2200)
"""Seasons before and after all others."""


@runtime_checkable
class TranslatingModel(Protocol):
    """What the stage needs of a loaded model."""

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Names of its features."""
        ...

    def predict(self, matrix: FeatureMatrix) -> Mapping[str, FloatArray]:
        """Predict rates by stat, shape (n,), multiples of the league's."""
        ...

    def volumes(self, matrix: FeatureMatrix) -> FloatArray:
        """Predict opportunities, shape (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class MLERateComputer:
    """Projects prospects by a model from a store: rates that weigh the majors and the minors, and playing time.

    It stands at the end of a pipeline; established players pass it as they are.

    Parameters
    ----------
    store : BaseModelStore
    ref : str
    player_type : {"batter", "pitcher"}
    minors : MinorsSource or None
        Where minor-league seasons are read from.
    newcomers : bool
        Whether those of whom the pipeline says something keep what it says.
    """

    store: BaseModelStore
    ref: str
    player_type: Playing
    minors: MinorsSource | None
    newcomers: bool = False

    def prepare(self) -> Result[PreparedStage, StageError]:
        """Load the model and the minor-league seasons; the stage is a pure function from then on.

        Returns
        -------
        Result of PreparedStage
            What loading and reading give when they fail; `WrongFeatures` or `NotRebuildable` for a model that this
            stage cannot use, `NoMinors` where no minor-league season is at hand.
        """
        loaded = self.store.load_described(self.ref, self.player_type).alt(_as_stage_error)
        fitting = loaded.bind(lambda pair: self._fit_in(*pair))
        return fitting.bind(lambda pair: self._read().map(lambda minors: self._prepared(*pair, minors)))

    def _fit_in(
        self, facts: ModelMetadata, model: object
    ) -> Result[tuple[ModelMetadata, TranslatingModel], StageError]:
        if not isinstance(model, TranslatingModel):
            return Failure(NotRebuildable(facts.model_type, facts.player_type, "no stage of this version can use it"))
        known = prospects_of(empty_batch(0, self.player_type), no_minors()).matrix.names
        if not set(model.feature_names) <= set(known):
            return Failure(WrongFeatures(facts.name, self.player_type))
        return Success((facts, model))

    def _read(self) -> Result[Minors, StageError]:
        if self.minors is None:
            return Failure(NoMinors())
        return self.minors.minors(*EVER).alt(_as_stage_error).bind(_any_season)

    def _prepared(self, facts: ModelMetadata, model: TranslatingModel, minors: Minors) -> PreparedStage:
        def stage(batch: Batch) -> Batch:
            return translated(batch, model, minors, newcomers=self.newcomers)

        return PreparedStage(Stage(TRANSLATED, stage), model_use(facts), reads_below=True)


def translated(batch: Batch, model: TranslatingModel, minors: Minors, *, newcomers: bool = False) -> Batch:
    """Put prospects into a batch as a model sees them; seasons from the batch's on are not read.

    With `newcomers`, those who are in the batch stay as they are.
    """
    prospects = prospects_of(batch, minors)
    if newcomers:
        prospects = prospects.take(~np.isin(prospects.player_id, batch.player_id))
    if not len(prospects):
        return batch
    matrix = prospects.matrix.pick(model.feature_names)
    translation = Translation(prospects, model.predict(matrix), model.volumes(matrix))
    return with_prospects(batch, translation)


def _any_season(minors: Minors) -> Result[Minors, StageError]:
    return Success(minors) if minors.seasons else Failure(NoMinors())


def _as_stage_error(error: RegistryError | SourceError) -> StageError:
    return error
