"""Which features a batch gets: by player type."""

from __future__ import annotations

from fbm.domain.features.batting import batting_features
from fbm.domain.features.matrix import FeatureMatrix
from fbm.domain.features.pitching import pitching_features
from fbm.domain.projection.batch import Batch


def features_of(batch: Batch) -> FeatureMatrix:
    """Features of a batch, a row for each player in the batch's order."""
    return batting_features(batch) if batch.player_type == "batter" else pitching_features(batch)
