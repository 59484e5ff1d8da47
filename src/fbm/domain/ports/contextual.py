"""Pretraining and fine-tuning of networks that read pitches: what they are given, and what they give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

from returns.result import Result

from fbm.domain.models.contextual import PretrainSpec
from fbm.domain.ports.pitches import Prepared
from fbm.domain.ports.progress import Progress


class NothingToResume(NamedTuple):
    """A run that was to go on and that has left nothing behind."""

    run: str
    place: str


class OtherRun(NamedTuple):
    """What a run left behind is of one with other settings, or is damaged."""

    run: str
    reason: str


PretrainError: TypeAlias = NothingToResume | OtherRun


class Checkpoints(Protocol):
    """Keeps the state of one run until its model is published; a kill at any moment leaves the old state or the new."""

    @property
    def run(self) -> str:
        """Name of the run."""
        ...

    @property
    def place(self) -> str:
        """Where the state is kept, for a person."""
        ...

    def load(self) -> bytes | None:
        """Give the last state that was kept; None where there is none."""
        ...

    def save(self, state: bytes) -> None:
        """Keep a state instead of the last one."""
        ...

    def clear(self) -> None:
        """Let go of the state."""
        ...


@dataclass(frozen=True, slots=True)
class Pretrained:
    """What pretraining gave.

    Attributes
    ----------
    params : mapping
        Everything the network is, as plain data and arrays.
    attachments : mapping of str to mapping
        The optimizer's state, and the loss along the way.
    loss : float
        Mean over the last steps, in nats for each hidden word.
    steps, resumed_at : int
        Steps of the whole run, and those that an earlier process had done.
    first : bool
        Whether this is the process that publishes; others that trained with it do not.
    """

    params: Mapping[str, Any]
    attachments: Mapping[str, Mapping[str, Any]]
    loss: float
    steps: int
    resumed_at: int = 0
    first: bool = True


class Pretrainer(Protocol):
    """Pretrains networks."""

    @property
    def spec(self) -> PretrainSpec:
        """How."""
        ...

    def pretrain(
        self, prepared: Prepared, checkpoints: Checkpoints, progress: Progress, *, resume: bool = False
    ) -> Result[Pretrained, PretrainError]:
        """Pretrain a network; the same pitches, settings and machine give the same one, cut off and resumed or not.

        Parameters
        ----------
        prepared : Prepared
        checkpoints : Checkpoints
        progress : Progress
            One step for each step.
        resume : bool
            Go on from the checkpoint. Otherwise it is let go of.
        """
        ...
