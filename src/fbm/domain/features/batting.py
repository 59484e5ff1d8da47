"""Features of batters, from a batch at the stage a model corrects.

Shapes: `n` players. What batters and pitchers share is in `fbm.domain.features.window`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.features.matrix import FeatureMatrix, from_columns
from fbm.domain.features.window import AGO, Columns, person_columns, rate_columns, ratio, volume_columns
from fbm.domain.projection.batch import Batch
from fbm.domain.seasons import FloatArray, StrArray

SEASON_WEIGHTS: Final = (5.0, 4.0, 3.0)
"""Weights of the window's seasons, latest first (Tango, Marcel)."""

BALLAST: Final = 1200.0
"""Weighted plate appearances at which a record is half believed (Tango, Marcel)."""

SPECTRUM: Final = MappingProxyType(
    {"dh": 0.0, "1b": 1.0, "lf": 2.0, "rf": 3.0, "3b": 4.0, "cf": 5.0, "2b": 6.0, "ss": 7.0, "c": 8.0}
)
"""Positions from the easiest to the hardest to fill (Bill James's defensive spectrum); pitchers are not on it."""


def batting_features(batch: Batch) -> FeatureMatrix:
    """Features of a batch of batters.

    Parameters
    ----------
    batch : Batch
        At the stage a model corrects: rates are projected, playing time is not.

    Returns
    -------
    FeatureMatrix
        A row for each player, in the batch's order.
    """
    return from_columns(
        {
            **rate_columns(batch),
            **volume_columns(batch, SEASON_WEIGHTS, BALLAST),
            **person_columns(batch),
            **_pace(batch),
            "position": spectrum(batch.position),
        }
    )


def spectrum(positions: StrArray) -> FloatArray:
    """Place on the defensive spectrum, shape (n,), 0 for designated hitters to 8 for catchers; NaN off it."""
    return np.array([SPECTRUM.get(str(position), np.nan) for position in positions], dtype=np.float64)


def _pace(batch: Batch) -> Columns:
    pace = ratio(batch.opportunities, batch.games)
    return {f"opportunities_per_game_{ago}": pace[:, ago - 1] for ago in AGO}
