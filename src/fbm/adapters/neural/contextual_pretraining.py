"""Pretraining: fields of pitches are hidden anew in every pass, and the network learns to guess them.

Everything random hangs on the seed, the pass and the step alone, so a run that was cut off goes on as if it had not
been: a checkpoint keeps the weights, the optimizer and the place; the learning rate follows from the place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fbm.adapters.neural.contextual_encoder import PretrainedEncoder, shape_of
from fbm.adapters.neural.contextual_net import Batch, Encoder
from fbm.adapters.neural.contextual_tokens import Reader, scaler_of
from fbm.domain.contextual.games import Int64, Perspective, PlayerGames
from fbm.domain.contextual.hiding import draw
from fbm.domain.contextual.packing import batches, fields_of, lengths_of, pack
from fbm.domain.contextual.pitches import CATEGORICAL
from fbm.domain.models.contextual import SIZES, PretrainSpec
from fbm.domain.ports.pitches import Prepared
from fbm.domain.ports.training import CPU, CUDA

SIDES: Final[tuple[Perspective, ...]] = ("batter", "pitcher")
LOWEST: Final = 0.1
"""Share of the learning rate at the end."""


class Place(NamedTuple):
    """How far a run is: the pass, from 0, and the batches of it that are done."""

    epoch: int = 0
    batch: int = 0


class Step(NamedTuple):
    """What a step tells.

    Attributes
    ----------
    number, of : int
        From 1.
    loss : float
        Mean over the hidden words, in nats.
    place : Place
        After the step.
    """

    number: int
    of: int
    loss: float
    place: Place


@dataclass(frozen=True, slots=True)
class Workers:
    """Processes that train together; each takes every `of`-th batch."""

    rank: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class PretrainRun:
    """A run of pretraining.

    Attributes
    ----------
    spec : PretrainSpec
    device : str
    workers : Workers
    """

    spec: PretrainSpec
    device: str = CPU
    workers: Workers = field(default_factory=Workers)


class Pretraining:
    """A network on its way, with all that a checkpoint must keep.

    Parameters
    ----------
    prepared : Prepared
        Pitches to learn from.
    run : PretrainRun
    """

    def __init__(self, prepared: Prepared, run: PretrainRun) -> None:
        self._run = run
        sizes, arrays, vocabularies = SIZES[run.spec.size], prepared.arrays, prepared.vocabularies
        self._games = _sampled({side: prepared.games[side] for side in SIDES}, run.spec)
        self._lengths = {side: lengths_of(games, sizes.positions) for side, (games, _) in self._games.items()}
        self._reader = Reader(arrays, vocabularies, scaler_of(arrays.numbers))
        self._network = Encoder(shape_of(sizes, vocabularies))
        self._network.draw(torch.Generator().manual_seed(run.spec.seed))
        self._network.to(run.device).train()
        self._module: nn.Module = _Guessing(self._network, run.spec.compile and run.device == CUDA)
        if run.workers.of > 1:
            self._module = nn.parallel.DistributedDataParallel(self._module)
        self._optimizer = _optimizer(self._network, run.spec)
        self.place = Place()
        self._plan: tuple[int, list[tuple[Perspective, Int64]]] = (-1, [])
        self.steps = sum(len(self._batches(epoch)) for epoch in range(run.spec.epochs))
        self._done = 0

    def go(self, watch: Callable[[Step], None]) -> PretrainedEncoder:
        """Train to the end; `watch` is told of each step."""
        while self.place.epoch < self._run.spec.epochs:
            plan = self._batches(self.place.epoch)
            for number in range(self.place.batch, len(plan)):
                loss = self._step(*plan[number], number)
                last = number + 1 == len(plan)
                self.place = Place(self.place.epoch + 1, 0) if last else Place(self.place.epoch, number + 1)
                watch(Step(self._done, self.steps, loss, self.place))
        network = Encoder(self._network.shape)
        network.load_state_dict({name: tensor.cpu() for name, tensor in self._network.state_dict().items()})
        return PretrainedEncoder(network.eval(), self._reader.vocabularies, self._reader.scaler)

    def state(self) -> dict[str, Any]:
        """Give all that a run needs to go on, as plain data and tensors."""
        return {
            "spec": self._run.spec.as_config(),
            "place": list(self.place),
            "done": self._done,
            "workers": self._run.workers.of,
            "network": dict(self._network.state_dict()),
            "optimizer": self._optimizer.state_dict(),
        }

    def unlike(self, state: Mapping[str, Any]) -> list[str]:
        """Name the settings in which what `state` gave is that of another run."""
        mine = self._run.spec.as_config()
        found = [name for name, value in mine.items() if name != "checkpoint_every" and state["spec"][name] != value]
        return found + ([] if state["workers"] == self._run.workers.of else ["count of processes"])

    def resume(self, state: Mapping[str, Any]) -> None:
        """Go on from what `state` gave; of the same run."""
        self.place, self._done = Place(*state["place"]), int(state["done"])
        self._network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])

    def _batches(self, epoch: int) -> list[tuple[Perspective, Int64]]:
        """Share out the games of a pass: those of batters and of pitchers, mixed; the same for the same seed."""
        if self._plan[0] == epoch:
            return self._plan[1]
        generator = np.random.default_rng([self._run.spec.seed, epoch])
        found: list[tuple[Perspective, Int64]] = []
        for side, (_, chosen) in self._games.items():
            parts = batches(self._lengths[side][chosen], self._run.spec.tokens, generator)
            found.extend((side, chosen[part]) for part in parts)
        mixed = [found[place] for place in generator.permutation(len(found))]
        self._plan = (epoch, _for_worker(mixed, self._run.workers))
        return self._plan[1]

    def _step(self, side: Perspective, chosen: Int64, number: int) -> float:
        spec, place = self._run.spec, self.place
        generator = np.random.default_rng([spec.seed, place.epoch, number, self._run.workers.rank])
        torch.manual_seed(int(generator.integers(1 << 62)))  # dropout draws from torch's own state
        tokens = pack(self._reader.arrays, self._games[side][0], chosen, SIZES[spec.size].positions)
        codes, _ = fields_of(self._reader.arrays, tokens, side)
        hidden = draw(codes[:, : len(CATEGORICAL)], spec.hidden, generator)
        batch, wanted = self._reader.hidden_batch(tokens, side, hidden)
        for group in self._optimizer.param_groups:
            group["lr"] = spec.learning_rate * rate_at(self._done, self.steps, spec.warm_up)
        with _precision(self._run.device):
            loss: Tensor = self._module(batch.to(self._run.device), _moved(wanted, self._run.device))
        self._optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self._network.parameters(), spec.clip)
        self._optimizer.step()
        self._done += 1
        return float(loss.detach())


class _Guessing(nn.Module):
    """A network with its loss, as one module: processes that train together must see all of a step."""

    def __init__(self, network: Encoder, compiled: bool) -> None:
        super().__init__()
        self.network = network
        self._read: Callable[[Batch], Tensor] = torch.compile(network, dynamic=True) if compiled else network

    def forward(self, batch: Batch, wanted: Mapping[str, Tensor]) -> Tensor:
        """Give the mean loss of the hidden words."""
        states = self._read(batch)
        # Every guess takes part in every step, if only by nothing: processes that train together wait for all of them.
        losses = states.sum() * 0.0 + sum(weight.sum() * 0.0 for weight in self.network.guesses.parameters())
        count = 0
        for name, words in wanted.items():
            rows = torch.nonzero(words).flatten()
            if len(rows):
                guessed = self.network.guesses[name](states[rows])
                losses = losses + functional.cross_entropy(guessed.float(), words[rows], reduction="sum")
                count += len(rows)
        return losses / max(count, 1)


def rate_at(step: int, steps: int, warm_up: float) -> float:
    """Give the share of the learning rate at a step, from 0: rising in a line, then along a cosine to `LOWEST`."""
    first = max(1, round(steps * warm_up))
    if step < first:
        return (step + 1) / first
    along = (step - first) / max(steps - first, 1)
    return LOWEST + (1 - LOWEST) * 0.5 * (1 + math.cos(math.pi * min(along, 1.0)))


def _optimizer(network: Encoder, spec: PretrainSpec) -> torch.optim.AdamW:
    matrices = [weight for weight in network.parameters() if weight.ndim >= 2]
    others = [weight for weight in network.parameters() if weight.ndim < 2]
    groups = [{"params": matrices, "weight_decay": spec.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=spec.learning_rate, betas=(0.9, 0.98))


def _sampled(
    games: Mapping[Perspective, PlayerGames], spec: PretrainSpec
) -> dict[Perspective, tuple[PlayerGames, Int64]]:
    """Choose which games are read: all, or a random share of each side's."""
    total = sum(len(one) for one in games.values())
    share = min(1.0, spec.games / total) if spec.games and total else 1.0
    generator = np.random.default_rng([spec.seed, 1 << 20])
    found: dict[Perspective, tuple[PlayerGames, Int64]] = {}
    for side, one in games.items():
        chosen = np.arange(len(one))
        if share < 1:
            chosen = np.sort(generator.choice(len(one), max(1, round(share * len(one))), replace=False))
        found[side] = (one, chosen.astype(np.int64))
    return found


def _for_worker(mixed: list[tuple[Perspective, Int64]], workers: Workers) -> list[tuple[Perspective, Int64]]:
    """Give a process its batches; all get as many, so the last few may come twice."""
    missing = -len(mixed) % workers.of
    return [*mixed, *mixed[:missing]][workers.rank :: workers.of]


def _precision(device: str) -> Any:
    return torch.autocast(CUDA, dtype=torch.bfloat16) if device == CUDA else nullcontext()


def _moved(wanted: Mapping[str, Tensor], device: str) -> dict[str, Tensor]:
    return {name: words.to(device) for name, words in wanted.items()}
