"""Fitting equivalencies: a regression for each stat and one for playing time, and how much they proved to know.

Shapes: `n` player seasons, `p` features the regressions read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fbm.adapters.regression.mle import Equivalencies, Fitted, Scaling, combined
from fbm.adapters.regression.penalised import BINOMIAL, POISSON, Regression, fitted
from fbm.domain.features.identity import Identity
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.minors import MAJORS, OWN
from fbm.domain.models.marcel import FULL_SEASON, SHORT_SEASONS
from fbm.domain.models.mle import MLESpec
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import TrainingSet
from fbm.domain.seasons import FloatArray

INFORMATION: Final = tuple(50.0 * 2.0 ** (step / 2) for step in range(15))
"""Weights tried for what the minors say, in weighted opportunities: 50 to 6,400."""


@dataclass(frozen=True, slots=True)
class MLETrainer:
    """Fits equivalencies."""

    spec: MLESpec

    def fit(self, training_set: TrainingSet, seed: int, progress: Progress) -> Equivalencies:
        """Fit them; nothing is drawn by chance, so the seed says nothing.

        Parameters
        ----------
        training_set : TrainingSet
            Everybody who might have been promoted. Targets are multiples of the league's rate, NaN for who was not;
            weights are opportunities in the majors, 0 for who had none.
        seed : int
        progress : Progress
            Advances by one for each stat.

        Raises
        ------
        ValueError
            If a stat has no target that is known.
        """
        del seed
        progress.start("fitting equivalencies", len(self.spec.stats))
        scaling = scaling_of(training_set.matrix)
        design = scaling.design(training_set.matrix)
        coefficients: dict[str, FloatArray] = {}
        information: dict[str, float] = {}
        for stat in self.spec.stats:
            coefficients[stat] = self._rates(training_set, design, stat)
            information[stat] = _information(training_set, stat, POISSON.mean(design @ coefficients[stat]))
            progress.advance()
        volume = self._volume(training_set, design)
        progress.finish()
        identity = Identity(training_set.player_type, training_set.corrects, training_set.matrix.names, self.spec)
        return Equivalencies(identity, Fitted(scaling, coefficients, information, volume))

    def _rates(self, training_set: TrainingSet, design: FloatArray, stat: str) -> FloatArray:
        target = training_set.targets.get(stat, np.full(len(training_set), np.nan))
        rows = np.isfinite(target) & (training_set.weights > 0)
        if not rows.any():
            raise ValueError(f"the training set has no known target for {stat}")
        weights = training_set.weights[rows]
        weights = weights / (1 + weights / self.spec.half_weight)
        return fitted(Regression(design[rows], target[rows], weights, self.spec.ridge), POISSON)

    def _volume(self, training_set: TrainingSet, design: FloatArray) -> FloatArray:
        """Regress the share of a full season that each played in the majors, none for who stayed in the minors."""
        played = training_set.weights * np.array([_fullness(season) for season in training_set.seasons.tolist()])
        shares = np.minimum(played / self.spec.most, 1.0)
        return fitted(Regression(design, shares, np.ones(len(shares)), self.spec.volume_ridge), BINOMIAL)


def _fullness(season: int) -> float:
    """By what opportunities of a season cut short are multiplied."""
    return FULL_SEASON / SHORT_SEASONS.get(season, FULL_SEASON)


def scaling_of(matrix: FeatureMatrix) -> Scaling:
    """Work out means and standard deviations of the features that regressions read, unknown ones left out."""
    names = tuple(name for name in matrix.names if not name.startswith(MAJORS))
    values = matrix.values[:, [matrix.names.index(name) for name in names]]
    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, values, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, values - means, 0.0) ** 2).sum(axis=0) / count)
    return Scaling(names, means, np.where(spread > 0, spread, 1.0))


def _information(training_set: TrainingSet, stat: str, translated: FloatArray) -> float:
    """Find the weight of the minors that would have been best for those with a record in the majors."""
    matrix = training_set.matrix
    record = matrix.values[:, matrix.names.index(f"{MAJORS}{stat}")]
    own = matrix.values[:, matrix.names.index(OWN)]
    target = training_set.targets[stat]
    rows = np.isfinite(target) & np.isfinite(record) & (own > 0) & (training_set.weights > 0)
    if not rows.any():
        return float(INFORMATION[-1])
    pairs = (combined(translated[rows], own[rows], record[rows], weight) - target[rows] for weight in INFORMATION)
    errors = [np.average(missed**2, weights=training_set.weights[rows]) for missed in pairs]
    return float(INFORMATION[int(np.argmin(errors))])
