"""`Blend`: several voices on every target, and weights to make one of them.

Shapes: `n` players, `p` features, `k` voices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import lightgbm
import numpy as np

from fbm.adapters.boosting.booster import gain_shares
from fbm.adapters.boosting.layers import digest_in, packed, read_booster
from fbm.domain.features.identity import Identity, entry, identity_of, identity_params
from fbm.domain.features.matrix import FeatureMatrix, schema_of
from fbm.domain.layers.base import BASE
from fbm.domain.layers.corrections import corrected, tracking_part
from fbm.domain.layers.network import Network, network_from, network_params
from fbm.domain.layers.spec import VOICES, BlendSpec
from fbm.domain.models.specs import Corrects
from fbm.domain.seasons import FloatArray
from fbm.domain.tracking import TRACK
from fbm.domain.uncertainty.sample import Sample, sample_from

BOOSTED: Final = ("direct", "residual")


@dataclass(frozen=True, slots=True)
class Voices:
    """The learners of a blend.

    Attributes
    ----------
    boosters : mapping of "direct" and "residual" to mapping of target to booster
    network : Network
        Its targets in the order of the settings.
    """

    boosters: Mapping[str, Mapping[str, lightgbm.Booster]]
    network: Network

    def say(self, matrix: FeatureMatrix) -> dict[str, FloatArray]:
        """Ask every voice, in the order of `VOICES`, shape (n, k) for each target."""
        seen = learned_columns(matrix)
        targets = tuple(self.boosters["direct"])
        base = {name: matrix.values[:, matrix.names.index(BASE + name)] for name in targets}
        added = self.network.predict(seen.values)
        told = {kind: _boosted(boosters, seen) for kind, boosters in self.boosters.items()}
        return {
            name: np.column_stack(
                [base[name], told["direct"][name], base[name] + told["residual"][name], base[name] + added[:, place]]
            )
            for place, name in enumerate(targets)
        }


class Blend:
    """Voices and their weights.

    Parameters
    ----------
    identity : Identity of BlendSpec
    voices : Voices
    weights : mapping of target to float64, shape (k,)
    corrections : mapping of target to float64, shape (f,)
        What tracking figures add; empty where they are not used.
    held_out : Sample
        Seasons that were projected by blends that had not seen them, and what happened.
    """

    def __init__(
        self,
        identity: Identity[BlendSpec],
        *,
        voices: Voices,
        weights: Mapping[str, FloatArray],
        corrections: Mapping[str, FloatArray],
        held_out: Sample,
    ) -> None:
        self.identity = identity
        self.weights = dict(weights)
        self.corrections = dict(corrections)
        self.held_out = held_out
        self._voices = voices

    def untracked(self) -> Blend:
        """Give the same blend without tracking figures."""
        return Blend(self.identity, voices=self._voices, weights=self.weights, corrections={}, held_out=self.held_out)

    @property
    def stats(self) -> tuple[str, ...]:
        """The targets."""
        return self.identity.spec.stats

    @property
    def corrects(self) -> Corrects:
        """The pipeline and stage whose numbers are the first voice."""
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
        """Predict every target, shape (n,) each.

        Raises
        ------
        ValueError
            If the matrix has other features than the blend was trained on.
        """
        if matrix.schema != self.feature_schema:
            raise ValueError(f"the features are {matrix.schema}, the blend was trained on {self.feature_schema}")
        if not len(matrix):
            return {name: np.zeros(0) for name in self.stats}
        said = blended(self._voices.say(matrix), self.weights)
        figures = tracking_part(matrix)
        return said | {name: corrected(said[name], figures, added) for name, added in self.corrections.items()}

    def importances(self) -> dict[str, dict[str, float]]:
        """Tell each feature's share of the gain in boosting each target, largest first."""
        return {name: gain_shares(booster) for name, booster in self._voices.boosters["direct"].items()}

    def attachments(self) -> dict[str, dict[str, object]]:
        """Give the weights in a form to look at."""
        weights = {name: dict(zip(VOICES, column.tolist(), strict=True)) for name, column in self.weights.items()}
        return {"weights": {"voices": weights}}

    def get_params(self) -> dict[str, Any]:
        """Return everything the blend is, as plain data."""
        texts = {
            kind: {name: packed(booster) for name, booster in self._voices.boosters[kind].items()} for kind in BOOSTED
        }
        return {
            **identity_params(self.identity),
            "weights": {name: column.tolist() for name, column in self.weights.items()},
            "corrections": {name: column.tolist() for name, column in self.corrections.items()},
            "boosters": texts,
            "digests": {kind: {name: digest_in(data) for name, data in texts[kind].items()} for kind in BOOSTED},
            "network": network_params(self._voices.network),
            "held_out": self.held_out.get_params(),
        }

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Blend:
        """Build a blend from what `get_params` gave; predictions are bit-equal.

        Raises
        ------
        ValueError
            If a key is missing or holds something else than it should, or a model text is damaged.
        """
        identity = identity_of(params, BlendSpec)
        targets = identity.spec.stats
        weights = {name: _weights(entry(params, "weights", Mapping), name) for name in targets}
        corrections = _corrections(entry(params, "corrections", Mapping), identity)
        boosters = {kind: _boosters(params, kind, targets) for kind in BOOSTED}
        seen = len([name for name in identity.feature_names if is_learned(name)])
        network = network_from(entry(params, "network", Mapping), features=seen, targets=len(targets))
        held_out = sample_from(entry(params, "held_out", Mapping), identity.player_type)
        voices = Voices(boosters, network)
        return cls(identity, voices=voices, weights=weights, corrections=corrections, held_out=held_out)


def is_learned(name: str) -> bool:
    """Tell whether learners see a column: neither the baseline's numbers nor tracking figures."""
    return not name.startswith((BASE, TRACK))


def learned_columns(matrix: FeatureMatrix) -> FeatureMatrix:
    """Pick what the learners see."""
    places = [place for place, name in enumerate(matrix.names) if is_learned(name)]
    return FeatureMatrix(matrix.values[:, places], tuple(matrix.names[place] for place in places))


def blended(said: Mapping[str, FloatArray], weights: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Weigh the voices, shape (n,) for each target."""
    return {name: voices @ weights[name] for name, voices in said.items()}


def _boosted(boosters: Mapping[str, lightgbm.Booster], matrix: FeatureMatrix) -> dict[str, FloatArray]:
    values = matrix.values.astype(np.float32)
    return {
        name: np.asarray(booster.predict(values, num_threads=1), dtype=np.float64) for name, booster in boosters.items()
    }


def _weights(entries: Mapping[str, Any], name: str) -> FloatArray:
    column = entry(entries, name, (list, tuple), within="weights")
    if len(column) != len(VOICES) or not all(isinstance(one, float) and 0 <= one < np.inf for one in column):
        raise ValueError(f"weights.{name} is {column!r}, not {len(VOICES)} weights")
    return np.array(column, dtype=np.float64)


def _corrections(entries: Mapping[str, Any], identity: Identity[BlendSpec]) -> dict[str, FloatArray]:
    figures = len([name for name in identity.feature_names if name.startswith(TRACK)])
    found = {name: np.asarray(entry(entries, name, (list, tuple), within="corrections")) for name in entries}
    for name, column in found.items():
        if name not in identity.spec.stats or column.shape != (figures,) or column.dtype != np.float64:
            raise ValueError(f"corrections.{name} is not one number for each of {figures} tracking figures")
    return found


def _boosters(params: Mapping[str, Any], kind: str, targets: tuple[str, ...]) -> dict[str, lightgbm.Booster]:
    texts = entry(entry(params, "boosters", Mapping), kind, Mapping, within="boosters")
    digests = entry(entry(params, "digests", Mapping), kind, Mapping, within="digests")
    return {
        name: read_booster(
            entry(texts, name, bytes, within=f"boosters.{kind}"), entry(digests, name, str, within=f"digests.{kind}")
        )
        for name in targets
    }
