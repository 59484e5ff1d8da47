"""Gradient boosting on residual rates: the trainer, and the set of models it gives.

Shapes: `n` players, `p` features.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import lightgbm
import numpy as np

from fbm.adapters.boosting.booster import Sample, digest_of, fit_text, gain_shares, parse_text, predicted
from fbm.adapters.boosting.params import bounds_of, texts_of
from fbm.domain.features.identity import Identity, identity_of, identity_params
from fbm.domain.features.matrix import FeatureMatrix, schema_of
from fbm.domain.features.residuals import centred
from fbm.domain.models.specs import Corrects, GBResidualSpec
from fbm.domain.ports.progress import Progress
from fbm.domain.ports.training import TrainingSet
from fbm.domain.seasons import FloatArray

PER: Final = 600.0
"""Opportunities that a fit's target is counted per: rates alone are so small that splits drown in rounding."""


class ResidualModelSet:
    """Fitted models, one for each stat, that predict residual rates.

    Parameters
    ----------
    identity : Identity
    texts : mapping of str to str
        Stat to model text.
    digests : mapping of str to str
        Stat to digest of that text.
    bounds : mapping of str to (float, float)
        Stat to the lowest and highest residual rate predicted, those of the training rows.

    Raises
    ------
    ValueError
        If a text does not have its digest.
    """

    def __init__(
        self,
        identity: Identity[GBResidualSpec],
        *,
        texts: Mapping[str, str],
        digests: Mapping[str, str],
        bounds: Mapping[str, tuple[float, float]],
    ) -> None:
        self._boosters = {stat: _booster(stat, text, digests[stat]) for stat, text in texts.items()}
        self.identity = identity
        self.bounds = dict(bounds)
        self._texts = dict(texts)
        self._digests = dict(digests)

    @property
    def stats(self) -> tuple[str, ...]:
        """The stats corrected."""
        return tuple(self._texts)

    @property
    def corrects(self) -> Corrects:
        """The pipeline and stage whose rates are corrected."""
        return self.identity.corrects

    @property
    def feature_schema(self) -> str:
        """Digest of the feature names."""
        return schema_of(self.identity.feature_names)

    def predict(self, matrix: FeatureMatrix) -> dict[str, FloatArray]:
        """Predict residual rates, shape (n,) for each stat, events per opportunity.

        Raises
        ------
        ValueError
            If the matrix has other features than the models were trained on.
        """
        if matrix.schema != self.feature_schema:
            raise ValueError(f"the features are {matrix.schema}, the models were trained on {self.feature_schema}")
        shrink = self.identity.spec.shrink
        return {
            stat: np.clip(shrink * _rates(booster, matrix), *self.bounds[stat])
            for stat, booster in self._boosters.items()
        }

    def importances(self) -> dict[str, dict[str, float]]:
        """Tell each feature's share of the gain in each stat's model, largest first; shares add up to 1."""
        return {stat: gain_shares(booster) for stat, booster in self._boosters.items()}

    def attachments(self) -> dict[str, dict[str, object]]:
        """Give nothing: a fit leaves no more than the models."""
        return {}

    def get_params(self) -> dict[str, Any]:
        """Return everything the models are, as plain data."""
        return {
            **identity_params(self.identity),
            "bounds": {stat: list(pair) for stat, pair in self.bounds.items()},
            "texts": dict(self._texts),
            "digests": dict(self._digests),
        }

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> ResidualModelSet:
        """Build the models from what `get_params` gave; predictions are bit-equal.

        Raises
        ------
        ValueError
            If a key is missing or holds something else than it should, if the feature schema is not that of the
            names, or if a model text is damaged. The message names the key.
        """
        identity = identity_of(params, GBResidualSpec)
        texts, digests = (texts_of(params, key, identity.spec.stats) for key in ("texts", "digests"))
        return cls(identity, texts=texts, digests=digests, bounds=bounds_of(params, identity.spec.stats))


@dataclass(frozen=True, slots=True)
class GBResidualTrainer:
    """Fits one LightGBM regression for each stat of the settings."""

    spec: GBResidualSpec

    def fit(self, training_set: TrainingSet, seed: int, progress: Progress) -> ResidualModelSet:
        """Fit the models; the same data and seed give the same model, to the byte.

        Parameters
        ----------
        training_set : TrainingSet
            With targets for every stat of the settings.
        seed : int
            >= 0.
        progress : Progress
            Advances by one for each stat.

        Raises
        ------
        ValueError
            If a stat has no target, or none that is known.
        """
        progress.start("fitting residual models", len(self.spec.stats))
        samples = {stat: _sample(training_set, stat) for stat in self.spec.stats}
        texts = {}
        # Each fit has one thread, which keeps it the same everywhere; fits side by side use the cores.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            fits = pool.map(lambda stat: fit_text(samples[stat], self.spec, seed), self.spec.stats)
            for stat, text in zip(self.spec.stats, fits, strict=True):
                texts[stat] = text
                progress.advance()
        progress.finish()
        return self._model_set(training_set, texts)

    def _model_set(self, training_set: TrainingSet, texts: Mapping[str, str]) -> ResidualModelSet:
        digests = {stat: digest_of(text) for stat, text in texts.items()}
        identity = Identity(training_set.player_type, training_set.corrects, training_set.matrix.names, self.spec)
        bounds = {
            stat: _span(self.spec.shrink * _rates(_booster(stat, text, digests[stat]), training_set.matrix))
            for stat, text in texts.items()
        }
        return ResidualModelSet(identity, texts=texts, digests=digests, bounds=bounds)


def _booster(stat: str, text: str, digest: str) -> lightgbm.Booster:
    try:
        return parse_text(text, digest)
    except ValueError as error:
        raise ValueError(f"texts.{stat}: {error}") from error


def _sample(training_set: TrainingSet, stat: str) -> Sample:
    if stat not in training_set.targets:
        raise ValueError(f"the training set has no target for {stat}")
    rows = training_set.take(np.isfinite(training_set.targets[stat]))
    if not len(rows):
        raise ValueError(f"the training set has no known target for {stat}")
    return Sample(rows.matrix, PER * centred(rows.targets[stat], rows.weights, rows.seasons), rows.weights)


def _rates(booster: lightgbm.Booster, matrix: FeatureMatrix) -> FloatArray:
    return predicted(booster, matrix) / PER


def _span(rates: FloatArray) -> tuple[float, float]:
    return float(rates.min()), float(rates.max())
