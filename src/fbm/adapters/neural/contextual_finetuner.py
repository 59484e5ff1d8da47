"""Fine-tuning: a pretrained network learns what players' next games bring.

The last seasons are held out, one after the other: they tell how long is enough, and how far what the network adds to
a player's weighed results is to be trusted.

Shapes: `w` windows, `t` stats.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from returns.result import Failure, Result, Success
from torch import Tensor, nn

from fbm.adapters.neural.contextual_encoder import PretrainedEncoder
from fbm.adapters.neural.contextual_net import Encoder
from fbm.adapters.neural.contextual_rates import Career, ContextualRates, career_of, contexts_of, plan_of
from fbm.adapters.neural.contextual_rates_net import RatesNetwork, deviance
from fbm.adapters.neural.device import one_thread
from fbm.domain.contextual.games import Int64, Perspective
from fbm.domain.contextual.next_games import outcomes_of
from fbm.domain.contextual.packing import pack
from fbm.domain.contextual.pitches import PitchArrays
from fbm.domain.contextual.windows import Windows, cut_windows, summed
from fbm.domain.features.residuals import centred, evident_share
from fbm.domain.models.contextual import FinetuneSpec
from fbm.domain.ports.contextual import Finetuned, FinetuneError, NotPretrained, TooFewGames
from fbm.domain.ports.progress import Progress
from fbm.domain.seasons import FloatArray


@dataclass(frozen=True, slots=True)
class ContextualFinetuner:
    """Fine-tunes pretrained networks.

    Attributes
    ----------
    spec : FinetuneSpec
    perspective : {"batter", "pitcher"}
    device : str
    """

    spec: FinetuneSpec
    perspective: Perspective
    device: str = "cpu"

    def finetune(self, base: object, arrays: PitchArrays, progress: Progress) -> Result[Finetuned, FinetuneError]:
        """Fine-tune, see `fbm.domain.ports.contextual.Finetuner`."""
        if not isinstance(base, PretrainedEncoder):
            return Failure(NotPretrained(type(base).__name__))
        career = career_of(arrays, self.perspective, self.spec)
        windows = cut_windows(career.counts, plan_of(self.spec))
        windows = windows.take(summed(career.table.chances, windows.cut, windows.end) > 0)
        seasons = np.unique(windows.season)
        if len(seasons) < 2:
            return Failure(TooFewGames(self.perspective, tuple(seasons.tolist())))
        with one_thread():
            return Success(self._finetune(base, career, windows, progress))

    def _finetune(self, base: PretrainedEncoder, career: Career, windows: Windows, progress: Progress) -> Finetuned:
        fit = _Fit(self, base, career, progress)
        seasons = np.unique(windows.season)[1:][-self.spec.folds :]
        folds = [self._fold(fit, windows, int(season), progress) for season in seasons]
        curve = _joined(folds)
        enough = int(np.argmin(curve["held_out"])) + 1
        progress.start(f"{self.perspective}s, all seasons", enough)
        model, _ = fit.go(windows, windows.take(slice(0, 0)), enough, progress)
        progress.finish()
        shares = fit.shares([(fold.model, fold.held_out) for fold in folds])
        early = {fold.season: fold.model.with_shares(shares) for fold in folds}
        return Finetuned(model.with_shares(shares), early, enough, len(windows), curve)

    def _fold(self, fit: _Fit, windows: Windows, season: int, progress: Progress) -> _Fold:
        held_out = windows.take(windows.season == season)
        progress.start(f"{self.perspective}s, {season} held out", self.spec.epochs)
        model, losses = fit.go(windows.take(windows.season < season), held_out, self.spec.epochs, progress)
        progress.finish()
        return _Fold(season, held_out, model, losses)


class _Fold(NamedTuple):
    """A season held out: its windows, the model of the seasons before it, and each pass's losses."""

    season: int
    held_out: Windows
    model: ContextualRates
    losses: list[tuple[float, float]]


class _Missed(NamedTuple):
    """What weighed results missed of seasons held out, and what networks added; each season's mean is taken off.

    Attributes
    ----------
    plain, blind, seen : float64, shape (w, t)
        What the weighed results missed; what blind members added to them, and those that see to that.
    weights : float64, shape (w,)
    player : int64, shape (w,)
    """

    plain: FloatArray
    blind: FloatArray
    seen: FloatArray
    weights: FloatArray
    player: Int64


class _Fit:
    """Fits on windows of one career table; what a frozen network makes of the games is worked out once."""

    def __init__(
        self, finetuner: ContextualFinetuner, base: PretrainedEncoder, career: Career, progress: Progress
    ) -> None:
        self._finetuner, self._base, self._career = finetuner, base, career
        self._spec = finetuner.spec
        self._frozen = not self._spec.backbone_rate
        self._cached = self._all_states(base, progress)

    def go(
        self, train: Windows, held_out: Windows, epochs: int, progress: Progress
    ) -> tuple[ContextualRates, list[tuple[float, float]]]:
        """Fit, and give the model of the best pass (of the last, where nothing is held out) with each pass's losses."""
        generator = torch.Generator().manual_seed(self._spec.seed)
        encoder = copy.deepcopy(self._base.network).train(not self._frozen)
        network = RatesNetwork(encoder.shape.sizes.width, len(self._spec.stats), self._spec.members, self._spec.blind)
        network.draw(generator, self._cached[torch.from_numpy(self._career.games.season <= train.season.max())])
        optimizer = _optimizer(network, encoder, self._spec)
        curve: list[tuple[float, float]] = []
        best = (network.state_dict(), encoder.state_dict())
        shuffle = np.random.default_rng(self._spec.seed)
        for number in range(epochs):
            torch.manual_seed(self._spec.seed + number)
            curve.append((self._pass(train, network, encoder, (optimizer, shuffle)), float("nan")))
            if len(held_out):
                curve[-1] = (curve[-1][0], self._judge(held_out, network, encoder))
            if not len(held_out) or curve[-1][1] <= min(held for _, held in curve):
                best = copy.deepcopy((network.state_dict(), encoder.state_dict()))
            progress.advance()
            progress.tell({"epoch": float(number + 1), "loss": curve[-1][1] if len(held_out) else curve[-1][0]})
            if len(held_out) and number - int(np.argmin([held for _, held in curve])) >= self._spec.patience:
                break
        network.load_state_dict(best[0])
        encoder.load_state_dict(best[1])
        return self._model(network, encoder), curve

    def shares(self, held_out: list[tuple[ContextualRates, Windows]]) -> dict[str, dict[str, float]]:
        """Tell from seasons held out which shares of what the networks add served, by stat: `trust` and `sight`."""
        missed = _Missed(*map(np.concatenate, zip(*(self._missed(*one) for one in held_out), strict=True)))
        shares: dict[str, dict[str, float]] = {"trust": {}, "sight": {}}
        for place, stat in enumerate(self._spec.stats):
            left, blind, seen = missed.plain[:, place], missed.blind[:, place], missed.seen[:, place]
            trust = evident_share(left, blind, missed.weights, missed.player)
            shares["trust"][stat] = trust
            shares["sight"][stat] = evident_share(left - trust * blind, seen, missed.weights, missed.player)
        return shares

    def _missed(self, model: ContextualRates, windows: Windows) -> _Missed:
        plain, blind, seen = model.parts(self._career, windows, self._states(model.encoder.network))
        came = outcomes_of(self._career.table, windows)
        one_season = np.zeros(len(windows), dtype=np.int64)
        off = [
            np.stack([centred(column, came.chances, one_season) for column in values.T], axis=1)
            for values in (came.rates - plain, blind - plain, seen - blind)
        ]
        return _Missed(off[0], off[1], off[2], came.chances, came.player)

    def _model(self, network: RatesNetwork, encoder: Encoder) -> ContextualRates:
        pretrained = PretrainedEncoder(encoder.eval(), self._base.vocabularies, self._base.scaler)
        blend, whole = (dict.fromkeys(self._spec.stats, share) for share in (self._spec.blend, 1.0))
        return ContextualRates(self._finetuner.perspective, self._spec, pretrained, network.eval(), blend, whole, whole)

    def _pass(
        self,
        windows: Windows,
        network: RatesNetwork,
        encoder: Encoder,
        moving: tuple[torch.optim.Optimizer, np.random.Generator],
    ) -> float:
        optimizer, shuffle = moving
        network.train()
        order, losses = shuffle.permutation(len(windows)), []
        for at in range(0, len(order), self._spec.batch):
            loss = self._loss(windows.take(order[at : at + self._spec.batch]), network, encoder)
            optimizer.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_([*network.parameters(), *encoder.parameters()], 1.0)
            optimizer.step()
            losses.append(float(loss.detach()))
        return float(np.mean(losses))

    def _judge(self, windows: Windows, network: RatesNetwork, encoder: Encoder) -> float:
        network.eval()
        sizes, losses = [], []
        with torch.no_grad():
            for at in range(0, len(windows), 4 * self._spec.batch):
                part = windows.take(slice(at, at + 4 * self._spec.batch))
                losses.append(float(self._loss(part, network, encoder)))
                sizes.append(len(part))
        return float(np.average(losses, weights=sizes))

    def _loss(self, windows: Windows, network: RatesNetwork, encoder: Encoder) -> Tensor:
        order, contexts = contexts_of(self._career, windows, self._states(encoder))
        chosen, table = windows.take(order), self._career.table
        events = _float(summed(table.events, chosen.cut, chosen.end))
        chances = _float(summed(table.chances, chosen.cut, chosen.end)[:, None])
        # Each member learns by itself; what is judged is what they tell together, with sight and without.
        told = network.each(contexts) if network.training else torch.stack(network.parts(contexts)[1:])
        return deviance(told, events, chances).sum(dim=-1).mean()

    def _states(self, encoder: Encoder) -> Callable[[Int64], Tensor]:
        if self._frozen:
            return lambda games: self._cached[games]

        def read(games: Int64) -> Tensor:
            once, back = np.unique(games, return_inverse=True)
            tokens = pack(self._career.arrays, self._career.games, once, encoder.shape.sizes.positions)
            reader = self._base.reader(self._career.arrays)
            states = encoder.games(reader.batch(tokens, self._finetuner.perspective))
            place = torch.from_numpy(np.searchsorted(np.sort(tokens.games), once))
            sorted_states = states[torch.from_numpy(np.argsort(tokens.games))]
            return sorted_states[place][torch.from_numpy(back)]

        return read

    def _all_states(self, base: PretrainedEncoder, progress: Progress) -> Tensor:
        games, side = self._career.games, self._finetuner.perspective
        every = np.arange(len(games), dtype=np.int64)
        progress.start(f"reading {side}s' games", len(games))
        states = base.states(self._career.arrays, games, every, side, progress.advance)
        progress.finish()
        return torch.from_numpy(states)


def _joined(folds: list[_Fold]) -> dict[str, list[float]]:
    """Average the losses of seasons held out by their windows, for as many passes as all had."""
    passes = min(len(fold.losses) for fold in folds)
    sizes = [len(fold.held_out) for fold in folds]
    losses = np.average([fold.losses[:passes] for fold in folds], axis=0, weights=sizes)
    return {"training": losses[:, 0].tolist(), "held_out": losses[:, 1].tolist()}


def _optimizer(network: RatesNetwork, encoder: Encoder, spec: FinetuneSpec) -> torch.optim.AdamW:
    for parameter in encoder.parameters():
        parameter.requires_grad_(bool(spec.backbone_rate))
    if spec.frozen:
        below = [encoder.words, encoder.numbers, encoder.positions, *list(encoder.blocks)[: spec.frozen]]
        for parameter in (one for module in below for one in module.parameters()):
            parameter.requires_grad_(False)
    learning = [one for one in encoder.parameters() if one.requires_grad]
    new = {name: one for name, one in network.named_parameters() if one.requires_grad}
    habits = [one for name, one in new.items() if ".log_" in name]
    matrices = [one for one in new.values() if one.ndim >= 2]
    others = [one for name, one in new.items() if one.ndim < 2 and ".log_" not in name]
    groups = [
        {"params": matrices, "lr": spec.head_rate, "weight_decay": spec.weight_decay},
        {"params": others, "lr": spec.head_rate, "weight_decay": 0.0},
        {"params": habits, "lr": 10 * spec.head_rate, "weight_decay": 0.0},
    ]
    groups += [{"params": learning, "lr": spec.backbone_rate, "weight_decay": 0.0}] if learning else []
    return torch.optim.AdamW(groups)


def _float(values: FloatArray) -> Tensor:
    return torch.from_numpy(np.asarray(values, dtype=np.float32))
