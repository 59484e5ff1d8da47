"""The pretrainer: a run with its checkpoints, alone or among processes that `torchrun` started."""

from __future__ import annotations

import io
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import torch
from returns.result import Failure, Result, Success
from torch import distributed

from fbm.adapters.neural.contextual_pretraining import Pretraining, PretrainRun, Step, Workers
from fbm.domain.models.contextual import PretrainSpec
from fbm.domain.ports.contextual import Checkpoints, NothingToResume, OtherRun, Pretrained, PretrainError
from fbm.domain.ports.pitches import Prepared
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import CPU, CUDA

RECENT: Final = 50
"""Steps whose mean loss is told."""
POINTS: Final = 200
"""Points of the loss curve that is kept."""


@dataclass(frozen=True, slots=True)
class ContextualPretrainer:
    """Pretrains networks that read games.

    Attributes
    ----------
    spec : PretrainSpec
    device : str
        ``cpu`` or ``cuda``.
    threads : int
        Of torch, on the CPU: with another count sums come out a little different.
    """

    spec: PretrainSpec
    device: str = CPU
    threads: int = 1

    def pretrain(
        self, prepared: Prepared, checkpoints: Checkpoints, progress: Progress, *, resume: bool = False
    ) -> Result[Pretrained, PretrainError]:
        """Pretrain a network, see `fbm.domain.ports.contextual.Pretrainer`."""
        with _threads(self.threads), _workers(self.device) as workers:
            run = PretrainRun(self.spec, self.device, workers)
            training = Pretraining(prepared, run)
            begun = _begin(training, prepared, checkpoints, resume=resume)
            return begun.map(lambda told: self._train(training, prepared, (checkpoints, progress), told))

    def _train(
        self, training: Pretraining, prepared: Prepared, around: tuple[Checkpoints, Progress], told: _Told
    ) -> Pretrained:
        checkpoints, progress = around
        first = distributed.get_rank() == 0 if distributed.is_initialized() else True
        resumed_at = len(told.losses)
        progress.start("pretraining", training.steps)
        progress.advance(resumed_at)

        def watch(step: Step) -> None:
            told.losses.append(step.loss)
            progress.advance()
            progress.tell({"epoch": float(step.place.epoch + 1), "loss": told.recent})
            if first and (step.number % self.spec.checkpoint_every == 0 or step.number == step.of):
                checkpoints.save(_packed(training.state(), prepared.fingerprint, told))

        encoder = training.go(watch)
        progress.finish()
        attachments = {"optimizer": _plain(training.state()["optimizer"]), "training_curve": told.curve()}
        return Pretrained(encoder.get_params(), attachments, told.recent, training.steps, resumed_at, first)


class _Told:
    """Losses of the steps so far."""

    def __init__(self, losses: list[float] | None = None) -> None:
        self.losses = losses or []

    @property
    def recent(self) -> float:
        """Mean of the last steps."""
        last = self.losses[-RECENT:]
        return sum(last) / max(len(last), 1)

    def curve(self) -> dict[str, Any]:
        """Lay the losses out as means of stretches of steps."""
        each = max(1, -(-len(self.losses) // POINTS))
        parts = [self.losses[at : at + each] for at in range(0, len(self.losses), each)]
        return {"steps_each": each, "loss": [sum(part) / len(part) for part in parts]}


def _begin(
    training: Pretraining, prepared: Prepared, checkpoints: Checkpoints, *, resume: bool
) -> Result[_Told, PretrainError]:
    if not resume:  # what an earlier run left stands until this one keeps its own state
        return Success(_Told())
    state = checkpoints.load()
    if state is None:
        return Failure(NothingToResume(checkpoints.run, checkpoints.place))
    try:
        found = torch.load(io.BytesIO(state), map_location="cpu", weights_only=True)
        if found["pitches"] != prepared.fingerprint:
            return Failure(OtherRun(checkpoints.run, "it learned from other pitches"))
        unlike = training.unlike(found["state"])
        if unlike:
            return Failure(OtherRun(checkpoints.run, f"it is of a run with another {', '.join(unlike)}"))
        training.resume(found["state"])
        return Success(_Told(list(found["losses"])))
    except Exception as error:  # damaged bytes make torch raise nearly anything
        return Failure(OtherRun(checkpoints.run, f"it is damaged: {type(error).__name__}"))


def _packed(state: Mapping[str, Any], fingerprint: str, told: _Told) -> bytes:
    buffer = io.BytesIO()
    torch.save({"pitches": fingerprint, "state": dict(state), "losses": told.losses}, buffer)
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    """Make an optimizer's state plain data with names for keys, as the registry keeps it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.detach().cpu() if isinstance(value, torch.Tensor) else value


@contextmanager
def _threads(count: int) -> Generator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _workers(device: str) -> Generator[Workers]:
    """Join the processes that `torchrun` started, if it did; alone otherwise."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield Workers()
        return
    distributed.init_process_group("nccl" if device == CUDA else "gloo")
    try:
        if device == CUDA:
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
        yield Workers(distributed.get_rank(), distributed.get_world_size())
    finally:
        distributed.destroy_process_group()
