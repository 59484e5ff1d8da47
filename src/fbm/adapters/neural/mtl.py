"""The multi-task models of batters and pitchers: a network, what it was fed, and what it is for.

Shapes: `n` players, `p` features, `q` of them inputs, `t` stats.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Final, TypeVar

import numpy as np
import torch

from fbm.adapters.neural.device import one_thread
from fbm.adapters.neural.loop import sizes_of
from fbm.adapters.neural.mtl_net import MultiTaskNetwork, arrays_of, network_of
from fbm.domain.features.identity import Identity, entry, identity_of, identity_params, player_type_of
from fbm.domain.features.matrix import FeatureMatrix, schema_of
from fbm.domain.features.network import PROJECTED
from fbm.domain.models.mtl import MTLSpec
from fbm.domain.models.specs import Corrects
from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import BoolArray, FloatArray

WIDEST: Final = 5.0
"""Standard deviations beyond which an input counts no more: nothing like it was there to learn from."""

LARGEST: Final = 2.0
"""Largest logarithm of a factor on a projected rate, up or down."""

Model = TypeVar("Model", bound="MultiTaskModel")


@dataclass(frozen=True, slots=True)
class Scaler:
    """What inputs are standardised by.

    Attributes
    ----------
    mean, scale : float64, shape (q,)
        Scales are > 0.
    """

    mean: FloatArray
    scale: FloatArray

    def __call__(self, values: FloatArray) -> torch.Tensor:
        """Standardise, shape (n, q), float32; what lies too far out is drawn in."""
        standard = np.clip((values - self.mean) / self.scale, -WIDEST, WIDEST)
        return torch.from_numpy(standard.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit found besides the network.

    Attributes
    ----------
    epochs : int
        Passes that were enough on the held-out seasons.
    blend : mapping of stat to float
        Weight beside the pipeline, in [0, 1].
    attachments : mapping of str to mapping
        Plain data to keep beside the model; not part of it.
    """

    epochs: int
    blend: Mapping[str, float]
    attachments: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


class MultiTaskModel:
    """One network for all rates of a type of player. Use `MultiTaskBatterModel` or `MultiTaskPitcherModel`.

    Parameters
    ----------
    identity : Identity of MTLSpec
    network : MultiTaskNetwork
        On the CPU.
    scaler : Scaler
    fitted : Fitted

    Raises
    ------
    ValueError
        If the identity is that of the other type of player.
    """

    player_type: ClassVar[Playing]

    def __init__(
        self, identity: Identity[MTLSpec], *, network: MultiTaskNetwork, scaler: Scaler, fitted: Fitted
    ) -> None:
        _check_type(self.player_type, identity.player_type)
        self.identity = identity
        self._network = network
        self._scaler = scaler
        self._fitted = fitted

    @property
    def stats(self) -> tuple[str, ...]:
        """The stats predicted."""
        return self.identity.spec.stats

    @property
    def corrects(self) -> Corrects:
        """The pipeline and stage whose rates the network starts from."""
        return self.identity.corrects

    @property
    def feature_schema(self) -> str:
        """Digest of the feature names."""
        return schema_of(self.identity.feature_names)

    @property
    def blend(self) -> Mapping[str, float]:
        """Weight of each stat beside the pipeline, in [0, 1]."""
        return MappingProxyType(dict(self._fitted.blend))

    def predict(self, matrix: FeatureMatrix) -> dict[str, FloatArray]:
        """Predict how far rates lie above the projected ones.

        Parameters
        ----------
        matrix : FeatureMatrix
            As `fbm.domain.features.network.network_features` gives it.

        Returns
        -------
        dict of stat to float64, shape (n,)
            Events per plate appearance, or per out for pitchers. NaN for a player of whom an input is not known.

        Raises
        ------
        ValueError
            If the matrix has other features than the network was trained on.
        """
        if matrix.schema != self.feature_schema:
            raise ValueError(f"the features are {matrix.schema}, the network was trained on {self.feature_schema}")
        known = np.isfinite(matrix.values).all(axis=1)
        factors = np.full((len(matrix), len(self.stats)), np.nan)
        if known.any():
            factors[known] = self._log_factors(matrix.values[known])
        return residuals_of(self.stats, matrix, factors)

    def importances(self) -> dict[str, dict[str, float]]:
        """Tell on which inputs the rates of an average player hang, as shares of the slope, largest first."""
        inputs = torch.zeros(1, len(self._scaler.mean), requires_grad=True)
        names = np.array(self.identity.feature_names)[inputs_of(self.identity.feature_names)]
        outputs = self._network.mean(inputs)[0]
        slopes = [torch.autograd.grad(output, inputs, retain_graph=True)[0][0].numpy() for output in outputs]
        return {stat: _shares(names, np.abs(slope)) for stat, slope in zip(self.stats, slopes, strict=True)}

    def attachments(self) -> Mapping[str, Mapping[str, object]]:
        """Give what the fit left besides the model; nothing for a model that was loaded."""
        return self._fitted.attachments

    def get_params(self) -> dict[str, Any]:
        """Return everything the model is, as plain data and arrays."""
        return {
            **identity_params(self.identity),
            "fitted": {"epochs": self._fitted.epochs, "blend": dict(self._fitted.blend)},
            "scaler": {"mean": self._scaler.mean.copy(), "scale": self._scaler.scale.copy()},
            "network": arrays_of(self._network),
        }

    @classmethod
    def from_params(cls: type[Model], params: Mapping[str, Any]) -> Model:
        """Build the model from what `get_params` gave; predictions are bit-equal.

        Raises
        ------
        ValueError
            If the params are those of the other type of player, if a key is missing or holds something else than it
            should, or if the feature schema is not that of the names. The message names the key.
        """
        _check_type(cls.player_type, player_type_of(params))
        identity = identity_of(params, MTLSpec)
        scaler = _scaler_of(params, int(inputs_of(identity.feature_names).sum()))
        network = network_of(entry(params, "network", Mapping), sizes_of(identity.spec, len(scaler.mean)))
        return cls(identity, network=network, scaler=scaler, fitted=_fitted_of(params, identity.spec.stats))

    def _log_factors(self, values: FloatArray) -> FloatArray:
        inputs = self._scaler(values[:, inputs_of(self.identity.feature_names)])
        with torch.no_grad(), one_thread():
            factors: FloatArray = self._network.mean(inputs).numpy().astype(np.float64)
        return factors


class MultiTaskBatterModel(MultiTaskModel):
    """Rates of batters per plate appearance."""

    player_type: ClassVar[Playing] = "batter"


class MultiTaskPitcherModel(MultiTaskModel):
    """Rates of pitchers per out."""

    player_type: ClassVar[Playing] = "pitcher"


MODELS: Final[Mapping[Playing, type[MultiTaskModel]]] = MappingProxyType(
    {"batter": MultiTaskBatterModel, "pitcher": MultiTaskPitcherModel}
)
"""The class for each type of player."""


def inputs_of(feature_names: tuple[str, ...]) -> BoolArray:
    """Tell which features are fed to the network, shape (p,): all but the projected rates it starts from."""
    return np.array([not name.endswith(PROJECTED) for name in feature_names], dtype=np.bool_)


def projected_of(stats: tuple[str, ...], matrix: FeatureMatrix) -> FloatArray:
    """Give the rates the network starts from, shape (n, t), events per opportunity."""
    return matrix.values[:, [matrix.names.index(f"{stat}{PROJECTED}") for stat in stats]]


def residuals_of(stats: tuple[str, ...], matrix: FeatureMatrix, log_factors: FloatArray) -> dict[str, FloatArray]:
    """Turn logarithms of factors, shape (n, t), into what is to be added to the projected rates."""
    added = projected_of(stats, matrix) * np.expm1(np.clip(log_factors, -LARGEST, LARGEST))
    return {stat: added[:, place] for place, stat in enumerate(stats)}


def _check_type(wanted: Playing, offered: Playing) -> None:
    if wanted != offered:
        raise ValueError(f"player_type is {offered!r}: these are the params of {offered}s, not of {wanted}s")


def _shares(names: np.ndarray[Any, Any], sizes: FloatArray) -> dict[str, float]:
    shares = sizes / (sizes.sum() or 1.0)
    named = zip(names.tolist(), shares.tolist(), strict=True)
    return dict(sorted(named, key=lambda item: (-item[1], item[0])))


def _scaler_of(params: Mapping[str, Any], inputs: int) -> Scaler:
    entries = entry(params, "scaler", Mapping)
    mean, scale = (_numbers(entries, key, inputs) for key in ("mean", "scale"))
    if not (scale > 0).all():
        raise ValueError("scaler.scale is not above 0 everywhere")
    return Scaler(mean, scale)


def _numbers(entries: Mapping[str, Any], key: str, length: int) -> FloatArray:
    values = np.asarray(entry(entries, key, (np.ndarray, torch.Tensor), within="scaler"))
    if values.shape != (length,) or values.dtype != np.float64 or not np.isfinite(values).all():
        raise ValueError(f"scaler.{key} is {values.dtype} of shape {values.shape}, not {length} finite numbers")
    return values


def _fitted_of(params: Mapping[str, Any], stats: tuple[str, ...]) -> Fitted:
    found = entry(params, "fitted", Mapping)
    blend = entry(found, "blend", Mapping, within="fitted")
    weights = {stat: entry(blend, stat, float, within="fitted.blend") for stat in stats}
    for stat, weight in weights.items():
        if not (math.isfinite(weight) and 0 <= weight <= 1):
            raise ValueError(f"fitted.blend.{stat} is {weight}, not in [0, 1]")
    return Fitted(entry(found, "epochs", int, within="fitted"), weights)
