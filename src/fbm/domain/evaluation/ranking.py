"""Whether the order of players was foreseen: values summed over fantasy categories, ranks, and the first twenty.

Shapes: `b` rows of weights, `n` players, `c` categories.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from fbm.domain.projection.batch import Playing
from fbm.domain.seasons import FloatArray

TOP: Final = 20


class Category(NamedTuple):
    """A category of a rotisserie league.

    Attributes
    ----------
    stat : str
    volume : str or None
        For a rate, the column it is a rate of: it counts as often as a player plays.
    bad : bool
        Whether less is better.
    """

    stat: str
    volume: str | None = None
    bad: bool = False


FIVE_BY_FIVE: Final[Mapping[Playing, tuple[Category, ...]]] = MappingProxyType(
    {
        "batter": (Category("hr"), Category("r"), Category("rbi"), Category("sb"), Category("obp", "pa")),
        "pitcher": (
            Category("w"),
            Category("so"),
            Category("era", "ip", bad=True),
            Category("whip", "ip", bad=True),
            Category("sv"),
        ),
    }
)
"""The categories that values are summed over, with on-base average for batting average."""

WITH_HOLDS: Final = (*FIVE_BY_FIVE["pitcher"][:-1], Category("nsvh"))
"""The same with saves and holds less blown saves, for seasons of which those are known."""


def values(columns: Mapping[str, FloatArray], categories: tuple[Category, ...], weights: FloatArray) -> FloatArray:
    """Sum standard scores over categories.

    Parameters
    ----------
    columns : mapping of column name to float64, shape (n,)
    categories : tuple of Category, length c
    weights : float64, shape (b, n)
        Means and standard deviations are those of the weighted pool.

    Returns
    -------
    float64, shape (b, n)
        A rate first becomes what its player adds to the pool: rate x volume less volume times the pool's rate.
    """
    total: FloatArray = np.sum([_scores(columns, category, weights) for category in categories], axis=0)
    return total


def _scores(columns: Mapping[str, FloatArray], category: Category, weights: FloatArray) -> FloatArray:
    column = columns[category.stat][None, :]
    if category.volume is not None:
        volume = columns[category.volume]
        chances = weights @ volume
        pool = (weights @ (column[0] * volume)) / np.where(chances > 0, chances, 1.0)
        column = column * volume - pool[:, None] * volume
    total = weights.sum(axis=1, keepdims=True)
    mean = (weights * column).sum(axis=1, keepdims=True) / total
    spread = np.sqrt((weights * (column - mean) ** 2).sum(axis=1, keepdims=True) / total)
    scores: FloatArray = np.where(spread > 0, (column - mean) / np.where(spread > 0, spread, 1.0), 0.0)
    return -scores if category.bad else scores


def rank_rows(totals: FloatArray, weights: FloatArray) -> FloatArray:
    """Ranks from below, each player counted as often as his weight says; equals share the mean of their ranks.

    Parameters
    ----------
    totals, weights : float64, shape (b, n)

    Returns
    -------
    float64, shape (b, n)
    """
    order = np.argsort(totals, axis=1, kind="stable")
    ascending = np.take_along_axis(totals, order, axis=1)
    counted = np.take_along_axis(weights, order, axis=1)
    below = np.cumsum(counted, axis=1) - counted
    ranks = np.empty_like(totals)
    np.put_along_axis(ranks, order, below + (counted + 1) / 2, axis=1)
    tied = (np.diff(ascending, axis=1) == 0).any(axis=1)
    for row in np.flatnonzero(tied):
        ranks[row] = _shared_ranks(totals[row], weights[row])
    return ranks


def _shared_ranks(totals: FloatArray, weights: FloatArray) -> FloatArray:
    _, group = np.unique(totals, return_inverse=True)
    counted = np.bincount(group, weights)
    shared: FloatArray = (np.cumsum(counted) - counted + (counted + 1) / 2)[group]
    return shared


def rho_rows(actual: FloatArray, projected: FloatArray, weights: FloatArray) -> FloatArray:
    """Spearman's rank correlation of values, shape (b,).

    Parameters
    ----------
    actual, projected : float64, shape (b, n)
        Values of the players in each row.
    weights : float64, shape (b, n)
    """
    total = weights.sum(axis=1, keepdims=True)
    ranks = (rank_rows(column, weights) for column in (actual, projected))
    first, second = (rank - (weights * rank).sum(axis=1, keepdims=True) / total for rank in ranks)
    shared, one, other = (
        (weights * product).sum(axis=1) for product in (first * second, first * first, second * second)
    )
    spread = np.sqrt(one * other)
    rho: FloatArray = np.where(spread > 0, shared / np.where(spread > 0, spread, 1.0), 0.0)
    return rho


def top_share(actual: FloatArray, projected: FloatArray, most: int = TOP) -> float:
    """Share of the best by their actual values that was among the best by their projected values.

    Parameters
    ----------
    actual, projected : float64, shape (n,)
    most : int
        How many count as the best; NaN is given where there are fewer players.
    """
    if len(actual) < most:
        return float("nan")
    best = (set(np.argsort(-column, kind="stable")[:most].tolist()) for column in (actual, projected))
    return len(set.intersection(*best)) / most
