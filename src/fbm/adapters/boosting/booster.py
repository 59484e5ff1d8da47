"""LightGBM, one regression at a time: fitting to text, and reading text back.

Shapes: `n` rows, `p` features. Everything that makes a fit differ between runs is fixed here: the same data and
settings give the same text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import lightgbm
import numpy as np

from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.models.specs import GBResidualSpec
from fbm.domain.seasons import FloatArray

_FIXED: Final[Mapping[str, Any]] = {
    "objective": "regression",
    # Several threads lose to one as soon as anything else runs on the machine.
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
    "bagging_freq": 1,
    # The mean residual is a season's run environment more than anything about players.
    "boost_from_average": False,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to fit a regression on.

    Attributes
    ----------
    matrix : FeatureMatrix
        n rows.
    target : float64, shape (n,)
    weights : float64, shape (n,)
        > 0; only their ratios matter.
    """

    matrix: FeatureMatrix
    target: FloatArray
    weights: FloatArray


def fit_text(sample: Sample, spec: GBResidualSpec, seed: int) -> str:
    """Fit one regression.

    Returns
    -------
    str
        The model in LightGBM's own text format, one string for the same sample, settings and seed.
    """
    data = lightgbm.Dataset(
        sample.matrix.values,
        label=sample.target,
        weight=sample.weights / sample.weights.mean(),
        feature_name=list(sample.matrix.names),
        params={"verbosity": -1},
    )
    booster = lightgbm.train(_settings(spec, seed), data, num_boost_round=spec.n_estimators)
    return str(booster.model_to_string())


def parse_text(text: str, digest: str) -> lightgbm.Booster:
    """Read a model back; its predictions are bit-equal.

    Raises
    ------
    ValueError
        If the text does not have the digest. LightGBM ends the process over some damaged texts, so it never sees one.
    """
    if digest_of(text) != digest:
        raise ValueError("the model text does not have the digest noted beside it")
    return lightgbm.Booster(model_str=text)


def digest_of(text: str) -> str:
    """Digest of a model text, `"sha256:..."`."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def predicted(booster: lightgbm.Booster, matrix: FeatureMatrix) -> FloatArray:
    """Predict, shape (n,), in the unit of the target."""
    if not len(matrix):
        return np.zeros(0)
    return np.asarray(booster.predict(matrix.values, num_threads=1), dtype=np.float64)


def gain_shares(booster: lightgbm.Booster) -> dict[str, float]:
    """Share of each feature in the error removed, largest first; all 0 for a model without splits."""
    gains = np.asarray(booster.feature_importance(importance_type="gain"), dtype=np.float64)
    shares = gains / (gains.sum() or 1.0)
    named = zip(booster.feature_name(), shares.tolist(), strict=True)
    return dict(sorted(named, key=lambda item: (-item[1], item[0])))


def _settings(spec: GBResidualSpec, seed: int) -> dict[str, Any]:
    return {
        **_FIXED,
        "learning_rate": spec.learning_rate,
        "num_leaves": spec.num_leaves,
        "min_data_in_leaf": spec.min_child_samples,
        "lambda_l2": spec.lambda_l2,
        "feature_fraction": spec.feature_fraction,
        "bagging_fraction": spec.bagging_fraction,
        "seed": seed,
    }
