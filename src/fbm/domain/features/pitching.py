"""Features of pitchers, from a batch at the stage a model corrects.

Shapes: `n` players. What batters and pitchers share is in `fbm.domain.features.window`.
"""

from __future__ import annotations

from typing import Final

from fbm.domain.features.matrix import FeatureMatrix, from_columns
from fbm.domain.features.window import AGO, Columns, person_columns, rate_columns, ratio, volume_columns
from fbm.domain.projection.batch import Batch

SEASON_WEIGHTS: Final = (3.0, 2.0, 1.0)
"""Weights of the window's seasons, latest first (Tango, Marcel)."""

BALLAST: Final = 402.0
"""Weighted outs at which a record is half believed: 134 innings (Tango, Marcel)."""


def pitching_features(batch: Batch) -> FeatureMatrix:
    """Features of a batch of pitchers.

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
            **_role(batch),
        }
    )


def _role(batch: Batch) -> Columns:
    share = ratio(batch.starts, batch.games)
    length = ratio(batch.opportunities, batch.games)
    window_share = ratio(batch.starts.sum(axis=1), batch.games.sum(axis=1))
    columns: Columns = {"starter_share": window_share}
    for ago in AGO:
        columns[f"starter_share_{ago}"] = share[:, ago - 1]
        columns[f"outs_per_game_{ago}"] = length[:, ago - 1]
    return columns
