"""Which features a batch gets: by player type, and by the kind of model that reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from fbm.domain.features.batting import batting_features
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.network import network_features
from fbm.domain.features.pitching import pitching_features
from fbm.domain.projection.batch import Batch

Features: TypeAlias = Callable[[Batch], FeatureMatrix]
"""Computes a row for each player, in the batch's order: the same function when training and when projecting."""


def features_of(batch: Batch) -> FeatureMatrix:
    """Features of a batch for residual models, a row for each player in the batch's order."""
    return batting_features(batch) if batch.player_type == "batter" else pitching_features(batch)


def features_for(model_type: str) -> Features:
    """Tell what a kind of model reads; those of residual models for a kind that is not one of our own."""
    return _FEATURES.get(model_type, features_of)


_FEATURES: Final[Mapping[str, Features]] = MappingProxyType({"gb_residual": features_of, "mtl": network_features})
