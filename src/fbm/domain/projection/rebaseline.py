"""Bring the projections to the level of the last season: the league drifts, and the window lags behind it.

Shapes: `n` players, `k` stats.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from fbm.domain.models.marcel import Weights
from fbm.domain.projection.batch import Batch, StageFunction
from fbm.domain.projection.rates import league_means
from fbm.domain.seasons import FloatArray

_HITS: Final = ("singles", "doubles", "triples", "hr")


def rebaselined(
    weights: Weights, *, hits_as_one: bool = False, leave: Collection[str] = (), own_league: bool = False
) -> StageFunction:
    """Make a stage that moves each player from the league he was measured in to that of the last season.

    Parameters
    ----------
    weights : tuple of float, length 3
        Season weights, latest first.
    hits_as_one : bool
        Whether hits are scaled together and singles are what the other kinds leave, as in Tango's tables, or each
        kind by itself.
    leave : collection of str
        Stats that are left as they are.
    own_league : bool
        Whether players are moved from the leagues they were in to the one they were last in, or within the majors as
        one league.

    Returns
    -------
    function of Batch to Batch
        Multiplies each rate by ``last season's league rate / league_means``: who was average stays average. A stat
        is left as it is where the league's rate is zero or unknown.

    References
    ----------
    Tango, "The 2004 Marcels"; that the mean is the player's own, and hits are one stat, is how his table of 2004
    comes out.
    """

    def rebaseline(batch: Batch) -> Batch:
        means = league_means(batch, weights, own_league=own_league)
        target = batch.last_league if own_league else batch.league[0]
        moved = np.array([stat not in leave for stat in batch.stats])
        rates = batch.rates * np.where(moved, _ratios(target, means), 1.0)
        if hits_as_one:
            rates = _with_singles(batch, rates, means)
        return batch.with_rates(rates)

    return rebaseline


def _ratios(target: FloatArray, means: FloatArray) -> FloatArray:
    usable = (means > 0) & np.isfinite(target)
    return np.where(usable, target / np.where(usable, means, 1.0), 1.0)


def _with_singles(batch: Batch, rates: FloatArray, means: FloatArray) -> FloatArray:
    kinds = [batch.stats.index(kind) for kind in _HITS]
    hits = batch.rates[:, kinds].sum(axis=1)
    hits = hits * _ratios(batch.league[0, kinds].sum(), means[:, kinds].sum(axis=1))
    result = rates.copy()
    result[:, kinds[0]] = np.maximum(hits - rates[:, kinds[1:]].sum(axis=1), 0.0)
    return result
