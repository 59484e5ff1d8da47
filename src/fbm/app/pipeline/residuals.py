"""`GBResidualAdjuster`: the stage that takes off what a pipeline is known to get wrong."""

from __future__ import annotations

from dataclasses import dataclass

from returns.result import Result

from fbm.app.pipeline.models import PreparedStage, ResidualModel, Slot, StageError
from fbm.app.stores import BaseModelStore
from fbm.domain.features.choice import features_of
from fbm.domain.features.residuals import apply_residuals
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Batch, Playing, Stage


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

    def prepare(self) -> Result[PreparedStage, StageError]:
        """Load the model; the stage is a pure function from then on.

        Returns
        -------
        Result of PreparedStage
            What loading gives when it fails; `WrongPipeline` or `WrongFeatures` for a model made for something else.
        """
        loaded = Slot(self.store, self.ref, self.player_type, self.corrects).load(features_of)
        return loaded.map(
            lambda found: PreparedStage(Stage("gb_residual", lambda batch: corrected(batch, found[1])), found[0])
        )


def corrected(batch: Batch, model: ResidualModel) -> Batch:
    """Add what a model predicts from a batch to the batch's rates."""
    return apply_residuals(batch, model.predict(features_of(batch)))
