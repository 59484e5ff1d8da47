"""Fits multi-task models: seasons held out in turn tell how long to train and how far to trust the network.

Shapes: `n` player seasons, `m` held-out ones, `p` features, `q` of them inputs, `t` stats.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from returns.result import Failure, Result

from fbm.adapters.neural.counts import Counts
from fbm.adapters.neural.device import choose_device, one_thread
from fbm.adapters.neural.loop import Epoch, Run, fit_network
from fbm.adapters.neural.mtl import (
    MODELS,
    Fitted,
    MultiTaskModel,
    Scaler,
    inputs_of,
    projected_of,
    residuals_of,
)
from fbm.adapters.neural.mtl_net import MultiTaskNetwork
from fbm.domain.features.identity import Identity
from fbm.domain.features.residuals import blend_weight, centred
from fbm.domain.models.mtl import MTLSpec
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import CPU, BadEpochs, NoDevice, Trainer, TrainerError, TrainerSettings, TrainingSet
from fbm.domain.seasons import BoolArray, FloatArray

_RAREST = 1e-6
"""Lowest projected rate that a factor is put on."""


@dataclass(frozen=True, slots=True)
class _Fold:
    """A season held out: its rows, and what each pass of a fit on those before it predicted."""

    season: int
    rows: BoolArray
    epochs: tuple[Epoch, ...]


@dataclass(frozen=True, slots=True)
class MTLTrainer:
    """Fits one network for all stats of the settings.

    Attributes
    ----------
    spec : MTLSpec
    device : str
        ``cpu`` or ``cuda``.
    """

    spec: MTLSpec
    device: str = CPU

    def configured(self, settings: TrainerSettings) -> Result[Trainer, TrainerError]:
        """Give the trainer with these settings; `BadEpochs` or `NoDevice`."""
        if settings.epochs is not None and settings.epochs < 1:
            return Failure(BadEpochs(settings.epochs))
        spec = self.spec if settings.epochs is None else replace(self.spec, epochs=settings.epochs)
        device: Result[str, TrainerError] = choose_device(settings.device or self.device).alt(_as_trainer_error)
        return device.map(lambda chosen: MTLTrainer(spec, chosen))

    def fit(self, training_set: TrainingSet, seed: int, progress: Progress) -> MultiTaskModel:
        """Fit a model; the same data, seed and machine give the same model.

        Parameters
        ----------
        training_set : TrainingSet
            With targets for every stat of the settings and `network_features`. Player seasons of which an input is
            not known are left out.
        seed : int
            >= 0.
        progress : Progress
            Advances by one for each pass, and is told its epoch, loss and the best loss so far.

        Raises
        ------
        ValueError
            If a stat has no target, or no player season has all inputs.
        """
        learning = _usable(training_set, self.spec.stats)
        with one_thread():
            folds = [self._fold(learning, season, seed, progress) for season in self._held_out(learning)]
            epochs = _enough(folds) or max(1, self.spec.epochs // 2)
            run = Run(self.spec, seed, epochs, self.device)
            watch = _Watch(progress, f"{learning.player_type}s, all seasons", run.epochs)
            network, scaler, last = _fit_on(learning, np.ones(len(learning), dtype=np.bool_), run, watch)
        attachments = {"training_curve": _curve(folds, last)}
        fitted = Fitted(epochs, self._blend(learning, folds, epochs), attachments)
        identity = Identity(learning.player_type, learning.corrects, learning.matrix.names, self.spec)
        return MODELS[learning.player_type](identity, network=network, scaler=scaler, fitted=fitted)

    def _held_out(self, learning: TrainingSet) -> list[int]:
        """Seasons to hold out, each with at least one before it."""
        later = [int(season) for season in np.unique(learning.seasons)[1:]]
        return later[len(later) - min(self.spec.folds, len(later)) :]

    def _fold(self, learning: TrainingSet, season: int, seed: int, progress: Progress) -> _Fold:
        run = Run(self.spec, seed, self.spec.epochs, self.device)
        watch = _Watch(progress, f"{learning.player_type}s, {season} held out", run.epochs)
        known = learning.seasons <= season
        past = learning.take(known)
        _, _, epochs = _fit_on(past, past.seasons < season, run, watch)
        return _Fold(season, learning.seasons == season, epochs)

    def _blend(self, learning: TrainingSet, folds: list[_Fold], epochs: int) -> dict[str, float]:
        """Weigh the network beside the pipeline by what it would have added in the held-out seasons."""
        if not folds:
            return dict.fromkeys(self.spec.stats, self.spec.blend)
        tests = [learning.take(fold.rows) for fold in folds]
        added = [
            residuals_of(self.spec.stats, test.matrix, fold.epochs[epochs - 1].predicted.numpy().astype(np.float64))
            for fold, test in zip(folds, tests, strict=True)
        ]
        return {stat: _weight(stat, tests, added) for stat in self.spec.stats}


class _Watch:
    """Tells a progress of each pass, and remembers the best."""

    def __init__(self, progress: Progress, label: str, epochs: int) -> None:
        self._progress = progress
        self._best = np.inf
        self._epochs = epochs
        progress.start(label, epochs)

    def __call__(self, epoch: Epoch) -> None:
        loss = epoch.training if np.isnan(epoch.held_out) else epoch.held_out
        self._best = min(self._best, loss)
        self._progress.advance()
        self._progress.tell({"epoch": float(epoch.number), "loss": loss, "best": self._best})
        if epoch.number == self._epochs:
            self._progress.finish()


def _usable(training_set: TrainingSet, stats: tuple[str, ...]) -> TrainingSet:
    missing = [stat for stat in stats if stat not in training_set.targets]
    if missing:
        raise ValueError(f"the training set has no target for {missing[0]}")
    rows = np.asarray(np.isfinite(training_set.matrix.values).all(axis=1), dtype=np.bool_)
    if not rows.any():
        raise ValueError("the training set has no player season of which all inputs are known")
    for stat in stats:
        if not np.isfinite(training_set.targets[stat][rows]).any():
            raise ValueError(f"the training set has no known target for {stat}")
    return training_set.take(rows)


def _fit_on(
    learning: TrainingSet, training: BoolArray, run: Run, watch: _Watch
) -> tuple[MultiTaskNetwork, Scaler, tuple[Epoch, ...]]:
    """Fit on some player seasons and look at the others; the scaler knows the former only."""
    values = learning.matrix.values[:, inputs_of(learning.matrix.names)]
    scaler = _scaler(values[training])
    counts = _counts(learning, run.spec.stats, scaler(values))
    train, test = (counts.take(torch.from_numpy(np.flatnonzero(rows))) for rows in (training, ~training))
    network, epochs = fit_network(train, test, run, watch)
    return network, scaler, epochs


def _scaler(values: FloatArray) -> Scaler:
    spread = values.std(axis=0)
    # What is the same for everybody becomes zero, whatever it is divided by.
    return Scaler(values.mean(axis=0), np.where(spread > 1e-9, spread, 1.0))


def _counts(learning: TrainingSet, stats: tuple[str, ...], inputs: torch.Tensor) -> Counts:
    """Turn rates back into counts, and projected rates into what they led to expect."""
    chances = learning.weights[:, None]
    projected = projected_of(stats, learning.matrix)
    missed = np.stack([learning.targets[stat] for stat in stats], axis=1)
    known = np.isfinite(missed)
    events = np.where(known, np.maximum(projected + missed, 0.0) * chances, 0.0)
    expected = np.maximum(projected, _RAREST) * chances
    expected = expected * _environments(events, expected * known, learning)
    tensors = (np.asarray(part, dtype=np.float32) for part in (events, expected, known, chances))
    return Counts(inputs, *(torch.from_numpy(part) for part in tensors))


def _environments(events: FloatArray, expected: FloatArray, learning: TrainingSet) -> FloatArray:
    """Give each season's events over those expected, shape (n, t): its run environment, which nobody knows before.

    Half an event on either side keeps it off zero.
    """
    _, season = np.unique(learning.seasons, return_inverse=True)
    happened, led_to_expect = (np.zeros((season.max() + 1, events.shape[1])) for _ in range(2))
    np.add.at(happened, season, events)
    np.add.at(led_to_expect, season, expected)
    factors: FloatArray = ((happened + 0.5) / (led_to_expect + 0.5))[season]
    return factors


def _enough(folds: list[_Fold]) -> int:
    """Give the number of passes after which the held-out seasons were predicted best, all together; 0 without any."""
    if not folds:
        return 0
    losses = np.mean([[epoch.held_out for epoch in fold.epochs] for fold in folds], axis=0)
    return int(np.argmin(losses)) + 1


def _weight(stat: str, tests: list[TrainingSet], added: list[dict[str, FloatArray]]) -> float:
    missed, correction, weights = (
        np.concatenate(parts)
        for parts in (
            [test.targets[stat] for test in tests],
            [parts[stat] for parts in added],
            [test.weights for test in tests],
        )
    )
    seasons = np.concatenate([test.seasons for test in tests])
    known = np.isfinite(missed)
    if not known.any():
        return 0.0
    weights, seasons = weights[known], seasons[known]
    residual, change = (centred(column[known], weights, seasons) for column in (missed, correction))
    return blend_weight(residual, change, weights)


def _curve(folds: list[_Fold], last: tuple[Epoch, ...]) -> dict[str, object]:
    """Lay the passes of all fits out as plain data."""
    held_out = {
        str(fold.season): {
            "training": [epoch.training for epoch in fold.epochs],
            "held_out": [epoch.held_out for epoch in fold.epochs],
        }
        for fold in folds
    }
    return {"held_out": held_out, "all_seasons": {"training": [epoch.training for epoch in last]}}


def _as_trainer_error(error: NoDevice) -> TrainerError:
    return error
