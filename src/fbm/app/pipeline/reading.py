"""`ContextualRateComputer` and `ContextualBlender`: rates told from players' last games, pitch by pitch.

The network's rates are forecasts of the coming season, so they stand behind the stages that bring rates there. A player
without enough games of pitches keeps the pipeline's rates, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from returns.result import Failure, Result, Success

from fbm.app.pipeline.models import PreparedStage, StageError, model_use
from fbm.app.pipeline.networks import Weights
from fbm.app.stores import BaseModelStore
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.contextual.players import rows_of_players
from fbm.domain.features.residuals import apply_residuals
from fbm.domain.ports.contextual import NoPitchesHere, PlayerPitches, RatesModel
from fbm.domain.projection.batch import Batch, Fallback, Playing, Stage, StageFunction
from fbm.domain.registry.errors import NotRebuildable
from fbm.domain.registry.metadata import ModelMetadata

READ, READ_BLENDED = "contextual", "contextual_blend"


@dataclass(frozen=True, slots=True)
class ContextualRateComputer:
    """Replaces rates by those of a network that reads pitches.

    Parameters
    ----------
    store : BaseModelStore
    ref : str
    player_type : {"batter", "pitcher"}
    pitches : PlayerPitches or None
        Where pitches are read from.
    """

    store: BaseModelStore
    ref: str
    player_type: Playing
    pitches: PlayerPitches | None

    def prepare(self) -> Result[PreparedStage, StageError]:
        """Load the network and the pitches; the stage is a pure function from then on.

        Returns
        -------
        Result of PreparedStage
            What loading and reading give when they fail; `NoPitchesHere`, or `NotRebuildable` for a model that this
            stage cannot use.
        """
        return _loaded(self.store, self.ref, self.player_type, self.pitches).map(
            lambda found: _prepared(READ, found, 1.0)
        )


@dataclass(frozen=True, slots=True)
class ContextualBlender:
    """Mixes the rates of a network that reads pitches with those of the pipeline.

    Parameters
    ----------
    store : BaseModelStore
    ref : str
    player_type : {"batter", "pitcher"}
    pitches : PlayerPitches or None
        Where pitches are read from.
    weights : float or mapping of stat to float, optional
        Weight of the network, in [0, 1]; stats left out and None take the weights kept in the model, which were
        fitted on a season that it had not seen.

    Raises
    ------
    ValueError
        If a weight is outside of [0, 1].
    """

    store: BaseModelStore
    ref: str
    player_type: Playing
    pitches: PlayerPitches | None
    weights: Weights | None = None

    def __post_init__(self) -> None:
        given = self.weights.values() if isinstance(self.weights, Mapping) else (self.weights,)
        if not all(weight is None or 0 <= weight <= 1 for weight in given):
            raise ValueError(f"a weight of the network is outside of [0, 1]: {self.weights}")

    def prepare(self) -> Result[PreparedStage, StageError]:
        """Load the network and the pitches, as `ContextualRateComputer.prepare`."""
        return _loaded(self.store, self.ref, self.player_type, self.pitches).map(
            lambda found: _prepared(READ_BLENDED, found, self._weights(found.model))
        )

    def _weights(self, model: RatesModel) -> Weights:
        if isinstance(self.weights, (int, float)):
            return self.weights
        return {**model.blend, **(self.weights or {})}


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model with what it reads."""

    facts: ModelMetadata
    model: RatesModel
    arrays: PitchArrays
    mlbam: Mapping[str, str]


def _loaded(
    store: BaseModelStore, ref: str, player_type: Playing, pitches: PlayerPitches | None
) -> Result[_Loaded, StageError]:
    if pitches is None:
        return Failure(NoPitchesHere("this pipeline was given none"))
    found = store.load_described(ref, player_type).alt(_as_stage_error).bind(lambda pair: _fit(*pair))
    return found.bind(
        lambda pair: (
            pitches.pitches()
            .alt(_as_stage_error)
            .bind(
                lambda arrays: (
                    pitches.mlbam().map(lambda ids: _Loaded(pair[0], pair[1], arrays, ids)).alt(_as_stage_error)
                )
            )
        )
    )


def _fit(facts: ModelMetadata, model: object) -> Result[tuple[ModelMetadata, RatesModel], StageError]:
    if not isinstance(model, RatesModel):
        return Failure(NotRebuildable(facts.model_type, facts.player_type, "no stage of this version can use it"))
    return Success((facts, model))


def _prepared(name: str, found: _Loaded, weights: Weights) -> PreparedStage:
    return PreparedStage(Stage(name, _stage(name, found, weights)), model_use(found.facts))


def _stage(name: str, found: _Loaded, weights: Weights) -> StageFunction:
    def apply(batch: Batch) -> Batch:
        told = found.model.rates_before(found.arrays, batch.season)
        rows = rows_of_players(batch, found.mlbam, told.player)
        known = rows >= 0
        residuals = {}
        for place, stat in enumerate(told.stats):
            share = weights[stat] if isinstance(weights, Mapping) else weights
            added = np.full(len(batch), np.nan)
            added[rows[known]] = share * (told.rates[known, place] - batch.rate(stat)[rows[known]])
            residuals[stat] = added
        changed = apply_residuals(batch, residuals)
        return changed.noted(Fallback(name, len(batch) - int(known.sum()), len(batch)))

    return apply


def _as_stage_error(error: StageError) -> StageError:
    return error
