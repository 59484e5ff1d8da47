"""Bring the projections to the level of the last season: the league drifts, and the window lags behind it.

Shapes: `n` players, `k` stats.
"""

from __future__ import annotations

import numpy as np

from fbm.domain.projection.batch import Batch, StageFunction
from fbm.domain.projection.playing_time import Volumes
from fbm.domain.seasons import FloatArray


def rebaselined(volumes: Volumes) -> StageFunction:
    """Make a stage that scales each stat so that the projections' mean is the league's rate of the last season.

    Parameters
    ----------
    volumes : function of Batch to float64, shape (n,)
        Opportunities by which players are weighed: those that will be projected for them.

    Returns
    -------
    function of Batch to Batch
        A stat is left as it is where the league's rate is unknown or nobody is projected to do it.

    References
    ----------
    Tango, "The 2004 Marcels": projections are brought back to the league's mean of the last season.
    """

    def rebaseline(batch: Batch) -> Batch:
        return batch.with_rates(batch.rates * _factors(batch, volumes(batch)))

    return rebaseline


def _factors(batch: Batch, weights: FloatArray) -> FloatArray:
    known = np.isfinite(batch.rates)
    chances = weights @ known.astype(np.float64)
    mean = weights @ np.where(known, batch.rates, 0.0) / np.where(chances > 0, chances, 1.0)
    usable = (mean > 0) & np.isfinite(batch.league[0])
    return np.where(usable, batch.league[0] / np.where(usable, mean, 1.0), 1.0)
