"""What trains networks that read pitches, set as a person asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from returns.result import Failure, Result

from fbm.domain.models.contextual import PretrainSpec
from fbm.domain.ports.training import AUTO, BadEpochs, TrainerError

if TYPE_CHECKING:
    from fbm.adapters.neural.contextual_pretrainer import ContextualPretrainer


def make_pretrainer(
    spec: PretrainSpec, device: str | None = None, threads: int = 1
) -> Result[ContextualPretrainer, TrainerError]:
    """Make what pretrains; `NoDevice` for a device that is not here."""
    from fbm.adapters.neural.contextual_pretrainer import ContextualPretrainer
    from fbm.adapters.neural.device import choose_device

    chosen: Result[str, TrainerError] = choose_device(device or AUTO).alt(_as_trainer_error)
    return chosen.map(lambda name: ContextualPretrainer(spec, name, threads))


def refused_epochs(epochs: int | None) -> Result[None, TrainerError]:
    """Refuse a number of passes that cannot be meant."""
    from returns.result import Success

    return Failure(BadEpochs(epochs)) if epochs is not None and epochs < 1 else Success(None)


def _as_trainer_error(error: TrainerError) -> TrainerError:
    return error
