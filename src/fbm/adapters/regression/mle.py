"""Minor-league equivalencies: what a line below the majors is worth in them.

Each stat has a regression on the log scale, ``rate / league = exp(b0 + b . z)`` over standardised features, with a
Poisson likelihood and a ridge penalty; playing time has one on the scale of log-odds. What a player did in the majors
is weighed against the regression by how much that has proved to know: ``(own opportunities * own rate + information *
regression) / (own opportunities + information)``.

Shapes: `n` prospects, `p` features the regressions read, `q` features of a matrix.

References
----------
James, "Major League Equivalencies", The Bill James Baseball Abstract 1985 (the idea); Gelman and others, Bayesian Data
Analysis, chapter 16 (Poisson regression with weights), chapter 2 (the weighing).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fbm.adapters.regression.penalised import BINOMIAL, POISSON
from fbm.domain.features.identity import Identity, entry, identity_of, identity_params, names_of
from fbm.domain.features.matrix import FeatureMatrix, schema_of
from fbm.domain.features.minors import MAJORS, OWN
from fbm.domain.models.mle import MLESpec
from fbm.domain.models.specs import Corrects
from fbm.domain.seasons import FloatArray

FORMAT: Final = "equivalencies/1"


@dataclass(frozen=True, slots=True)
class Scaling:
    """How features are standardised: zero where one is not known, which is the mean.

    Attributes
    ----------
    names : tuple of str, length p
    means, scales : float64, shape (p,)
    """

    names: tuple[str, ...]
    means: FloatArray
    scales: FloatArray

    def design(self, matrix: FeatureMatrix) -> FloatArray:
        """Give the standardised features behind a column of ones, shape (n, p + 1)."""
        at = [matrix.names.index(name) for name in self.names]
        values = (matrix.values[:, at] - self.means) / self.scales
        return np.concatenate([np.ones((len(matrix), 1)), np.where(np.isfinite(values), values, 0.0)], axis=1)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit gives.

    Attributes
    ----------
    scaling : Scaling
    coefficients : mapping of stat to float64, shape (p + 1,)
    information : mapping of stat to float
        Weighted opportunities in the majors that weigh as much as the regression, > 0.
    volume : float64, shape (p + 1,)
        Coefficients of playing time: the log-odds of a share of the most that anybody plays.
    """

    scaling: Scaling
    coefficients: Mapping[str, FloatArray]
    information: Mapping[str, float]
    volume: FloatArray


class Equivalencies:
    """Fitted equivalencies of one type of player.

    Parameters
    ----------
    identity : Identity of MLESpec
        Its feature names are those of the matrices it is given, length q.
    fitted : Fitted

    Raises
    ------
    ValueError
        If an array is not as long as it should be.
    """

    def __init__(self, identity: Identity[MLESpec], fitted: Fitted) -> None:
        width = len(fitted.scaling.names)
        for name, column in {**fitted.coefficients, "volume": fitted.volume}.items():
            if len(column) != width + 1:
                raise ValueError(f"{name} has {len(column)} coefficients for {width} features")
        self.identity = identity
        self.fitted = fitted

    @property
    def stats(self) -> tuple[str, ...]:
        """The stats translated."""
        return self.identity.spec.stats

    @property
    def corrects(self) -> Corrects:
        """The stage that it was made to follow."""
        return self.identity.corrects

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the features, in their order."""
        return self.identity.feature_names

    @property
    def feature_schema(self) -> str:
        """Digest of the feature names."""
        return schema_of(self.identity.feature_names)

    def predict(self, matrix: FeatureMatrix) -> dict[str, FloatArray]:
        """Predict rates in the majors, shape (n,) for each stat, multiples of the league's rate of the latest season.

        Raises
        ------
        ValueError
            If the matrix has other features than the regressions were fitted on.
        """
        design = self._design(matrix)
        own = matrix.values[:, matrix.names.index(OWN)]
        return {
            stat: combined(
                POISSON.mean(design @ self.fitted.coefficients[stat]),
                own,
                matrix.values[:, matrix.names.index(f"{MAJORS}{stat}")],
                self.fitted.information[stat],
            )
            for stat in self.stats
        }

    def volumes(self, matrix: FeatureMatrix) -> FloatArray:
        """Predict opportunities in the majors, shape (n,): those of who stays in the minors are counted as none."""
        return self.identity.spec.most * BINOMIAL.mean(self._design(matrix) @ self.fitted.volume)

    def _design(self, matrix: FeatureMatrix) -> FloatArray:
        if matrix.schema != self.feature_schema:
            raise ValueError(f"the features are {matrix.schema}, the models were trained on {self.feature_schema}")
        return self.fitted.scaling.design(matrix)

    def importances(self) -> dict[str, dict[str, float]]:
        """Tell each feature's share of a stat's standardised coefficients, largest first; shares add up to 1."""
        names = self.fitted.scaling.names
        return {stat: _shares(names, self.fitted.coefficients[stat]) for stat in self.stats}

    def attachments(self) -> dict[str, dict[str, object]]:
        """Give what the fit left besides the model: nothing."""
        return {}

    def get_params(self) -> dict[str, Any]:
        """Return everything the equivalencies are, as plain data."""
        fitted = self.fitted
        return {
            "format": FORMAT,
            **identity_params(self.identity),
            "scaling": {
                "names": list(fitted.scaling.names),
                "means": fitted.scaling.means.tolist(),
                "scales": fitted.scaling.scales.tolist(),
            },
            "coefficients": {stat: fitted.coefficients[stat].tolist() for stat in self.stats},
            "fitted": {"information": {stat: fitted.information[stat] for stat in self.stats}},
            "volume": fitted.volume.tolist(),
        }

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Equivalencies:
        """Build equivalencies from what `get_params` gave; predictions are bit-equal.

        Raises
        ------
        ValueError
            If a key is missing or holds something else than it should. The message names the key.
        """
        if entry(params, "format", str) != FORMAT:
            raise ValueError(f"format is {params['format']!r}, not {FORMAT!r}")
        identity = identity_of(params, MLESpec)
        stats = identity.spec.stats
        scaling = _scaling(entry(params, "scaling", Mapping), identity.feature_names)
        coefficients = entry(params, "coefficients", Mapping)
        information = entry(entry(params, "fitted", Mapping), "information", Mapping, within="fitted")
        fitted = Fitted(
            scaling,
            coefficients={stat: _numbers(coefficients, stat, within="coefficients") for stat in stats},
            information={stat: _positive(information, stat, within="fitted.information") for stat in stats},
            volume=_numbers(params, "volume"),
        )
        return cls(identity, fitted)


def combined(translated: FloatArray, own: FloatArray, record: FloatArray, information: float) -> FloatArray:
    """Weigh a player's record in the majors against what the minors say.

    Parameters
    ----------
    translated, record : float64, shape (n,)
        Rates, in any unit; a record that is not known is NaN.
    own : float64, shape (n,)
        Weighted opportunities of the record.
    information : float
        Of the translation, in the same opportunities, > 0.
    """
    known = np.where(np.isfinite(record), own, 0.0)
    result: FloatArray = (known * np.nan_to_num(record) + information * translated) / (known + information)
    return result


def _scaling(entries: Mapping[str, Any], features: tuple[str, ...]) -> Scaling:
    names = names_of(entries, "names")
    means, scales = (_numbers(entries, key, within="scaling") for key in ("means", "scales"))
    if not len(names) == len(means) == len(scales):
        raise ValueError("scaling has names, means and scales of different lengths")
    if not set(names) <= set(features):
        raise ValueError("scaling.names has a name that feature_names lack")
    if not (scales > 0).all():
        raise ValueError("scaling.scales has one that is not above 0")
    return Scaling(names, means, scales)


def _numbers(entries: Mapping[str, Any], key: str, within: str = "") -> FloatArray:
    values = entry(entries, key, (list, tuple), within=within)
    if not all(type(value) in (int, float) and math.isfinite(value) for value in values):
        raise ValueError(f"{f'{within}.{key}' if within else key} is no list of finite numbers")
    return np.array(values, dtype=np.float64)


def _positive(entries: Mapping[str, Any], key: str, within: str) -> float:
    value = entry(entries, key, (int, float), within=within)
    if isinstance(value, bool) or not (math.isfinite(value) and value > 0):
        raise ValueError(f"{within}.{key} is {value!r}, not a number above 0")
    return float(value)


def _shares(names: tuple[str, ...], coefficients: FloatArray) -> dict[str, float]:
    sizes = np.abs(coefficients[1:])
    shares = sizes / (sizes.sum() or 1.0)
    return dict(sorted(zip(names, shares.tolist(), strict=True), key=lambda item: (-item[1], item[0])))
