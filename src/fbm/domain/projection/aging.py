"""Age: the young get better and the old get worse, by one curve or by one for each stat.

Shapes: `n` players, `k` stats.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from fbm.domain.models.marcel import AgeCurve
from fbm.domain.projection.batch import Batch, StageFunction
from fbm.domain.seasons import FloatArray

_NO_POSITIONS: Final[Mapping[str, float]] = MappingProxyType({})
_LOWEST: Final = 0.1
"""Least factor: steep curves cross zero in a player's late forties."""


def uniform_aging(curve: AgeCurve, bad: Collection[str] = (), *, ageless: Collection[str] = ()) -> StageFunction:
    """Make a stage that ages stats by the same curve.

    Parameters
    ----------
    curve : AgeCurve
    bad : collection of str
        Stats of which less is better: their factor is turned upside down.
    ageless : collection of str
        Stats that stay as they are.

    Returns
    -------
    function of Batch to Batch
    """

    def age(batch: Batch) -> Batch:
        curves = {stat: curve for stat in batch.stats if stat not in ageless}
        return batch.with_rates(batch.rates * _by_stat(batch, curves, bad, _NO_POSITIONS))

    return age


def component_aging(
    curves: Mapping[str, AgeCurve], bad: Collection[str] = (), *, positions: Mapping[str, float] = _NO_POSITIONS
) -> StageFunction:
    """Make a stage that ages each stat by its own curve.

    Parameters
    ----------
    curves : mapping of stat name to AgeCurve
        A stat without a curve does not age.
    bad : collection of str
        Stats of which less is better: their factor is turned upside down.
    positions : mapping of position to float
        How much faster a position ages past the peak; 1 where it is not named.

    Returns
    -------
    function of Batch to Batch
        Which curves apply is settled by the batch's player type, so that relievers age as pitchers do.
    """

    def age(batch: Batch) -> Batch:
        return batch.with_rates(batch.rates * _by_stat(batch, curves, bad, positions))

    return age


def age_factors(ages: FloatArray, curve: AgeCurve, wear: FloatArray | float = 1.0) -> FloatArray:
    """By what a good stat is multiplied at each age.

    Parameters
    ----------
    ages : float64, shape (n,)
        Years; NaN where unknown.
    curve : AgeCurve
    wear : float64, shape (n,), or float
        How much faster a player ages past the peak.

    Returns
    -------
    float64, shape (n,)
        1 at the peak and for unknown ages, never below a tenth.
    """
    years = np.nan_to_num(ages - curve.peak)
    factors = 1.0 - np.where(years < 0, curve.young, curve.old * wear) * years
    return np.maximum(factors, _LOWEST)


def _by_stat(
    batch: Batch, curves: Mapping[str, AgeCurve], bad: Collection[str], positions: Mapping[str, float]
) -> FloatArray:
    wear = np.array([positions.get(position, 1.0) for position in batch.position.tolist()], dtype=np.float64)
    columns = np.ones_like(batch.rates)
    for place, stat in enumerate(batch.stats):
        if stat in curves:
            factors = age_factors(batch.age, curves[stat], wear)
            columns[:, place] = 1.0 / factors if stat in bad else factors
    return columns
