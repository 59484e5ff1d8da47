"""Fits blends: learners on seasons before, weights on seasons that none of them had seen.

Shapes: `n` rows, `k` voices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import lightgbm
import numpy as np

from fbm.adapters.boosting.blend import Blend, Voices, blended, learned_columns
from fbm.adapters.boosting.layers import fit_booster
from fbm.domain.features.identity import Identity
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.layers.base import BASE, base_line
from fbm.domain.layers.corrections import fit_correction, tracked_seasons, tracking_part
from fbm.domain.layers.learning import LayerSet
from fbm.domain.layers.lines import blended_line
from fbm.domain.layers.network import Network
from fbm.domain.layers.spec import VOICES, BlendSpec
from fbm.domain.layers.targets import EXPECTED, Target, league_rate, regulars, target_of
from fbm.domain.layers.weights import voice_weights
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import TrainingSet
from fbm.domain.projection.window import STATS
from fbm.domain.seasons import FloatArray
from fbm.domain.uncertainty.sample import Sample, joined, sample_of

NetworkFitter: TypeAlias = Callable[[FloatArray, Mapping[str, Target], BlendSpec, int], Network]
"""Fits the network: features, what the baseline missed, settings, seed."""

FEWEST_SEASONS = 3
"""Seasons before those held out, at the least."""


@dataclass(frozen=True, slots=True)
class _Fold:
    """Seasons held out: their rows, what the voices said of them, and the season before which those were fitted."""

    season: int
    rows: LayerSet
    said: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True)
class BlendTrainer:
    """Fits a blend.

    Attributes
    ----------
    spec : BlendSpec
    fit_network : NetworkFitter
    """

    spec: BlendSpec
    fit_network: NetworkFitter

    def fit(self, training_set: TrainingSet, seed: int, progress: Progress) -> Blend:
        """Fit a blend; the same data, seed and machine give the same one.

        Parameters
        ----------
        training_set : TrainingSet
            A `LayerSet`.
        seed : int
            >= 0.
        progress : Progress
            Advances by one for each booster and each network.

        Raises
        ------
        ValueError
            If the training set is of another kind.
        """
        if not isinstance(training_set, LayerSet):
            raise ValueError("a blend learns from everybody projected, not from those who played")
        blocks = self._blocks(training_set)
        progress.start(f"{training_set.player_type}s", (len(blocks) + 1) * (2 * len(self.spec.stats) + 1))
        folds = [self._fold(training_set, block, seed, progress) for block in blocks]
        weights = {name: self._weigh(name, folds) for name in self.spec.stats}
        learning = training_set.based(int(training_set.seasons.max()) + 1)
        voices = self._voices(learning, seed, progress)
        progress.finish()
        identity = Identity(learning.player_type, learning.corrects, learning.matrix.names, self.spec)
        return Blend(
            identity,
            voices=voices,
            weights=weights,
            corrections=self._corrections(folds, weights),
            held_out=_held_out(learning, folds, weights),
        )

    def _blocks(self, learning: LayerSet) -> list[tuple[int, ...]]:
        """Seasons to hold out together, each block with enough before it."""
        seasons = np.unique(learning.seasons).tolist()
        size = self.spec.fold_seasons
        starts = [len(seasons) - size * number for number in range(self.spec.folds, 0, -1)]
        return [tuple(seasons[start : start + size]) for start in starts if start >= FEWEST_SEASONS]

    def _fold(self, learning: LayerSet, block: tuple[int, ...], seed: int, progress: Progress) -> _Fold:
        known = learning.based(block[0])
        voices = self._voices(known.take(known.seasons < block[0]), seed, progress)
        rows = known.take(np.isin(known.seasons, block))
        return _Fold(block[0], rows, voices.say(rows.matrix))

    def _voices(self, learning: LayerSet, seed: int, progress: Progress) -> Voices:
        seen = learned_columns(learning.matrix)
        whole = {name: target_of(learning.panel, name) for name in self.spec.stats}
        missed = {name: _missed(name, target, learning.matrix) for name, target in whole.items()}
        boosters = {
            "direct": self._boosters(seen, whole, self.spec.trees, seed, progress),
            "residual": self._boosters(seen, missed, self.spec.residual_trees, seed, progress),
        }
        network = self.fit_network(seen.values, missed, self.spec, seed)
        progress.advance()
        return Voices(boosters, network)

    def _boosters(
        self, seen: FeatureMatrix, targets: Mapping[str, Target], trees: int, seed: int, progress: Progress
    ) -> dict[str, lightgbm.Booster]:
        fitted = {}
        for name, target in targets.items():
            fitted[name] = fit_booster(seen.values, target, self.spec, trees=trees, seed=seed, names=seen.names)
            progress.advance()
        return fitted

    def _corrections(self, folds: list[_Fold], weights: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """See what tracking figures tell of what the blend missed, if enough of the seasons held out have them."""
        if not folds:
            return {}
        figures = np.concatenate([tracking_part(fold.rows.matrix) for fold in folds])
        seasons = np.concatenate([fold.rows.seasons for fold in folds])
        found = {}
        for name in (name for name in self.spec.stats if name.startswith("rate:")):
            targets = [_judged(name, fold) for fold in folds]
            missed = [
                target.values - fold.said[name] @ weights[name] for target, fold in zip(targets, folds, strict=True)
            ]
            weight = np.concatenate([target.weights for target in targets])
            if len(tracked_seasons(figures, weight, seasons)) < self.spec.tracking_seasons:
                return {}
            found[name] = fit_correction(figures, np.concatenate(missed), weight, seasons, self.spec.tracking_pull)
        return found

    def _weigh(self, name: str, folds: list[_Fold]) -> FloatArray:
        """Weigh the voices of a target by what they said of the seasons held out."""
        if not folds:
            return np.full(len(VOICES), 1.0 / len(VOICES))
        targets = [_judged(name, fold) for fold in folds]
        said = np.concatenate([fold.said[name] for fold in folds])
        actual = np.concatenate([target.values for target in targets])
        weights = np.concatenate([target.weights for target in targets])
        return voice_weights(said, actual, weights, self.spec.equality)


def _missed(name: str, target: Target, matrix: FeatureMatrix) -> Target:
    base = matrix.values[:, matrix.names.index(BASE + name)]
    return replace(target, values=np.where(target.weights > 0, target.values - base, 0.0))


def _judged(name: str, fold: _Fold) -> Target:
    """Weights are for regulars, but for the playing time of everybody."""
    target = target_of(fold.rows.panel, name)
    if name == EXPECTED:
        return target
    return replace(target, weights=target.weights * regulars(fold.rows.panel))


def _held_out(learning: LayerSet, folds: list[_Fold], weights: Mapping[str, FloatArray]) -> Sample:
    """Keep what the blend would have said of the seasons held out, and what happened."""
    return joined([_sample(learning, fold, weights) for fold in folds] or [_nobody(learning)])


def _sample(learning: LayerSet, fold: _Fold, weights: Mapping[str, FloatArray]) -> Sample:
    panel = fold.rows.panel
    line = base_line(learning.fit_before(fold.season), panel, "expected")
    league = {stat: league_rate(panel, stat, 1) for stat in STATS[panel.player_type]}
    return sample_of(panel, blended_line(line, blended(fold.said, weights), league, "expected"))


def _nobody(learning: LayerSet) -> Sample:
    panel = learning.panel.take(np.zeros(0, dtype=np.int64))
    fit = learning.fit_before(int(learning.seasons.max()) + 1)
    return sample_of(panel, base_line(fit, panel, "expected"))
