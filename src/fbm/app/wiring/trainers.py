"""Trainers by kind of model, set as a person asked."""

from __future__ import annotations

from collections.abc import Mapping

from returns.result import Failure, Result, Success

from fbm.app.wiring.kinds import default_kinds
from fbm.domain.ports.training import (
    ConfigurableTrainer,
    NoTrainer,
    Trainer,
    TrainerError,
    TrainerSettings,
    UselessSetting,
)
from fbm.domain.projection.batch import Playing


def make_trainers(
    model_type: str, settings: TrainerSettings | None = None
) -> Result[Mapping[Playing, Trainer], TrainerError]:
    """Make the trainers of a kind of model by player type.

    Returns
    -------
    Result of mapping of player type to Trainer
        `NoTrainer`, `UselessSetting`, `BadEpochs` or `NoDevice`.
    """
    kinds = default_kinds()
    kind = kinds.get(model_type)
    if kind is None or kind.trainers is None:
        known = tuple(name for name, one in kinds.items() if one.trainers is not None)
        return Failure(NoTrainer(model_type, known))
    asked = [] if settings is None else [name for name, value in settings._asdict().items() if value is not None]
    plain = kind.trainers()
    return _configured(model_type, plain, settings, asked[0]) if settings and asked else Success(plain)


def _configured(
    model_type: str, plain: Mapping[Playing, Trainer], settings: TrainerSettings, first: str
) -> Result[Mapping[Playing, Trainer], TrainerError]:
    trainers: dict[Playing, Trainer] = {}
    for player_type, trainer in plain.items():
        if not isinstance(trainer, ConfigurableTrainer):
            return Failure(UselessSetting(model_type, first))
        configured = trainer.configured(settings)
        if isinstance(configured, Failure):
            return Failure(configured.failure())
        trainers[player_type] = configured.unwrap()
    return Success(trainers)
