"""Pretraining and fine-tuning of networks that read pitches: what they are given, and what they give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias, runtime_checkable

from returns.result import Result

from fbm.domain.contextual.games import Perspective, PlayerGames
from fbm.domain.contextual.judging import Asked
from fbm.domain.contextual.next_games import NextGames
from fbm.domain.contextual.pitches import Int32, PitchArrays
from fbm.domain.models.contextual import FinetuneSpec, PretrainSpec
from fbm.domain.ports.pitches import Prepared
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.sources import SourceError
from fbm.domain.seasons import FloatArray


class NothingToResume(NamedTuple):
    """A run that was to go on and that has left nothing behind."""

    run: str
    place: str


class OtherRun(NamedTuple):
    """What a run left behind is of one with other settings, or is damaged."""

    run: str
    reason: str


class NotPretrained(NamedTuple):
    """A base model that is no pretrained network of this version."""

    kind: str


class TooFewGames(NamedTuple):
    """Pitches that have not the games of two seasons with enough games before them."""

    perspective: str
    seasons: tuple[int, ...]


class NoPitchesHere(NamedTuple):
    """A stage needs pitches, and there are none that it can read."""

    reason: str


PretrainError: TypeAlias = NothingToResume | OtherRun
FinetuneError: TypeAlias = NotPretrained | TooFewGames


class PlayerRates(NamedTuple):
    """Rates of players.

    Attributes
    ----------
    player : int32, shape (n,)
        MLBAM ids, each once.
    stats : tuple of str, length t
    rates : float64, shape (n, t)
        Events per plate appearance, or per out for pitchers.
    """

    player: Int32
    stats: tuple[str, ...]
    rates: FloatArray


class PlayerPitches(Protocol):
    """Gives pipelines pitches, and whose they are."""

    def pitches(self) -> Result[PitchArrays, NoPitchesHere]:
        """Give the pitches of every season at hand."""
        ...

    def fingerprint(self, season: int) -> Result[str, NoPitchesHere]:
        """Give the digest of the pitches before a season."""
        ...

    def mlbam(self) -> Result[Mapping[str, str], SourceError]:
        """Give MLBAM ids by the ids of the season tables."""
        ...


@runtime_checkable
class RatesModel(Protocol):
    """A fine-tuned model."""

    @property
    def stats(self) -> tuple[str, ...]:
        """The stats told."""
        ...

    @property
    def blend(self) -> Mapping[str, float]:
        """Weight of each stat beside the pipeline, in [0, 1]."""
        ...

    @property
    def trust(self) -> Mapping[str, float]:
        """Share of what the network adds to a player's weighed results that is told, by stat, in [0, 1]."""
        ...

    @property
    def sight(self) -> Mapping[str, float]:
        """Share of what it adds by seeing his pitches that is told, by stat, in [0, 1]."""
        ...

    def with_blend(self, blend: Mapping[str, float]) -> RatesModel:
        """Give the same model with other weights beside the pipeline."""
        ...

    def rates_before(self, arrays: PitchArrays, season: int) -> PlayerRates:
        """Tell the rates of a season by the games before it; pitches of it or later are not looked at."""
        ...

    def next_games(self, arrays: PitchArrays, season: int) -> NextGames:
        """Tell the rates of the next games all along a season; pitches after it are not looked at."""
        ...

    def get_params(self) -> dict[str, Any]:
        """Return everything the model is, as plain data and arrays."""
        ...


@runtime_checkable
class GuessingModel(Protocol):
    """A pretrained network."""

    @property
    def positions(self) -> int:
        """Most tokens of a game that it reads."""
        ...

    def guess(self, arrays: PitchArrays, games: PlayerGames, asked: Asked, perspective: Perspective) -> FloatArray:
        """Guess hidden words, shape (len(asked), k); each row adds up to 1."""
        ...


@dataclass(frozen=True, slots=True)
class Finetuned:
    """What fine-tuning gave.

    Attributes
    ----------
    model : RatesModel
        Fitted on all seasons.
    early : mapping of int to RatesModel
        For each season that was held out, ascending, the model fitted on those before it.
    epochs, windows : int
        Passes that were enough in the seasons held out; windows learned from.
    curve : mapping of str to list of float
        Loss of each pass: of training, and over the seasons held out, each for the passes that all of them had.
    """

    model: RatesModel
    early: Mapping[int, RatesModel]
    epochs: int
    windows: int
    curve: Mapping[str, list[float]]

    @property
    def season(self) -> int:
        """The last season that was held out."""
        return max(self.early)


class Finetuner(Protocol):
    """Fine-tunes pretrained networks."""

    @property
    def spec(self) -> FinetuneSpec:
        """How."""
        ...

    @property
    def perspective(self) -> Perspective:
        """Whose games."""
        ...

    def finetune(self, base: object, arrays: PitchArrays, progress: Progress) -> Result[Finetuned, FinetuneError]:
        """Fine-tune; the same base, pitches and settings give the same model."""
        ...


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

    def kept(self) -> bool:
        """Tell whether there is a state."""
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
            Go on from the checkpoint. Otherwise it stands until this run keeps its own.
        """
        ...
