"""What trains networks that read pitches, set as a person asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from returns.result import Failure, Result

from fbm.domain.models.contextual import FinetuneSpec, PretrainSpec
from fbm.domain.ports.training import AUTO, CPU, BadEpochs, TrainerError

if TYPE_CHECKING:
    from fbm.adapters.neural.contextual_finetuner import ContextualFinetuner
    from fbm.adapters.neural.contextual_pretrainer import ContextualPretrainer
    from fbm.domain.projection.batch import Playing


def make_pretrainer(
    spec: PretrainSpec, device: str | None = None, threads: int = 1
) -> Result[ContextualPretrainer, TrainerError]:
    """Make what pretrains; `NoDevice` for a device that is not here."""
    from fbm.adapters.neural.contextual_pretrainer import ContextualPretrainer
    from fbm.adapters.neural.device import choose_device

    chosen: Result[str, TrainerError] = choose_device(device or AUTO).alt(_as_trainer_error)
    return chosen.map(lambda name: ContextualPretrainer(spec, name, threads))


def make_finetuner(
    perspective: Playing, spec: FinetuneSpec, device: str | None = None
) -> Result[ContextualFinetuner, TrainerError]:
    """Make what fine-tunes; `NoDevice` for a device that is not here."""
    from fbm.adapters.neural.contextual_finetuner import ContextualFinetuner
    from fbm.adapters.neural.device import choose_device

    chosen: Result[str, TrainerError] = choose_device(device or CPU).alt(_as_trainer_error)
    return chosen.map(lambda name: ContextualFinetuner(spec, perspective, name))


def refused_epochs(epochs: int | None) -> Result[None, TrainerError]:
    """Refuse a number of passes that cannot be meant."""
    from returns.result import Success

    return Failure(BadEpochs(epochs)) if epochs is not None and epochs < 1 else Success(None)


def _as_trainer_error(error: TrainerError) -> TrainerError:
    return error
